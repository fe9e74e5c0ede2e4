/* What the parts share. */
#include "check.h"

int checked;

void in_threads(void *(*body)(void *))
{
	static const int numbers[THREADS] = { 0, 1, 2, 3 };
	pthread_t threads[THREADS];
	int n;

	for (n = 0; n < THREADS; n++)
		CHECK(pthread_create(&threads[n], NULL, body, (void *)(uintptr_t)&numbers[n]) == 0);
	for (n = 0; n < THREADS; n++)
		CHECK(pthread_join(threads[n], NULL) == 0);
}

void in_child(void (*body)(void))
{
	int status = -1;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		alarm(100);
		body();
		_exit(0);
	}
	CHECK(child > 0);
	CHECK(waitpid(child, &status, 0) == child);
	CHECK(status == 0);
}

static pthread_t interrupted, interrupter;
static int is_done;

static void *interrupt(void *argument)
{
	while (!__atomic_load_n(&is_done, __ATOMIC_RELAXED)) {
		pthread_kill(interrupted, SIGUSR1);
		usleep(100);
	}
	return argument;
}

void signals_begin(void (*handler)(int))
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	CHECK(sigaction(SIGUSR1, &action, NULL) == 0);
	interrupted = pthread_self();
	__atomic_store_n(&is_done, 0, __ATOMIC_RELAXED);
	CHECK(pthread_create(&interrupter, NULL, interrupt, NULL) == 0);
}

void signals_end(void)
{
	__atomic_store_n(&is_done, 1, __ATOMIC_RELAXED);
	CHECK(pthread_join(interrupter, NULL) == 0);
	signal(SIGUSR1, SIG_DFL);
}

static cpu_set_t allowed;
static int is_allowed_known;

static void know_allowed(void)
{
	if (!is_allowed_known)
		CHECK(sched_getaffinity(0, sizeof(allowed), &allowed) == 0);
	is_allowed_known = 1;
}

int two_cpus(int cpus[2])
{
	int found = 0, cpu;

	know_allowed();
	for (cpu = 0; cpu < CPU_SETSIZE && found < 2; cpu++) {
		if (CPU_ISSET((size_t)cpu, &allowed))
			cpus[found++] = cpu;
	}
	return found == 2;
}

void run_on(int cpu)
{
	cpu_set_t one;

	know_allowed();
	CPU_ZERO(&one);
	CPU_SET((size_t)cpu, &one);
	CHECK(sched_setaffinity(0, sizeof(one), &one) == 0);
	CHECK(sched_getcpu() == cpu);
}

void run_here(void)
{
	run_on(sched_getcpu());
}

void run_anywhere(void)
{
	CHECK(sched_setaffinity(0, sizeof(allowed), &allowed) == 0);
}
