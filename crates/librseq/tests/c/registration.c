/* The three data objects, and registrations. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "check.h"

#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <sys/auxv.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#if defined(__x86_64__) || defined(__i386__)
#define SIGNATURE 0x53053053U
#elif defined(__aarch64__)
#define SIGNATURE 0xd428bc00U
#else
#define SIGNATURE 0U
#endif

struct area {
	uint32_t cpu_id_start, cpu_id;
	uint64_t rseq_cs;
	uint32_t flags, node_id, mm_cid, slice;
	unsigned char more[32];
};

/* There is thread-local memory before the library's. */
static __thread int before = 1;

static uintptr_t thread_pointer(void)
{
#if defined(__x86_64__)
	uintptr_t pointer;

	__asm__("movq %%fs:0, %0" : "=r"(pointer));
	return pointer;
#else
	return (uintptr_t)__builtin_thread_pointer();
#endif
}

static struct area *area(void)
{
	return (struct area *)(thread_pointer() + (uintptr_t)rseq_offset);
}

static int32_t cpu_id(void)
{
	return (int32_t)*(volatile uint32_t *)&area()->cpu_id;
}

static int rseq(struct area *area, uint32_t len, int flags, uint32_t signature)
{
	return (int)syscall(SYS_rseq, area, len, flags, signature);
}

static unsigned int kernel_size(void)
{
	unsigned long size = getauxval(27);
	return size ? (unsigned int)size : 20;
}

/* What the library registers: 32 bytes, or all of 64 where the kernel fills more. */
static uint32_t length(void)
{
	return kernel_size() > 32 ? 64 : 32;
}

static void agrees_with_the_kernel(void)
{
	cpu_set_t allowed, one;
	int cpu;

	CHECK(sched_getaffinity(0, sizeof(allowed), &allowed) == 0);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &allowed))
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		if (sched_setaffinity(0, sizeof(one), &one))
			continue;
		CHECK(cpu_id() == cpu);
		CHECK(rseq_fallback_current_cpu() == cpu);
		CHECK(cpu < rseq_get_max_nr_cpus());
	}
	CHECK(sched_setaffinity(0, sizeof(allowed), &allowed) == 0);
}

static void of_libc(void)
{
	CHECK(rseq_size >= 20 && rseq_size <= 1024 && rseq_flags == 0 && rseq_offset != 0);
	CHECK(rseq_size <= kernel_size());
	CHECK(rseq_available(0) && rseq_available(1) && !rseq_available(2));
	agrees_with_the_kernel();
	CHECK(rseq_register_current_thread() == 0);
	CHECK(rseq_unregister_current_thread() == 0);
	CHECK(rseq_unregister_current_thread() == 0);
	CHECK(cpu_id() >= 0);
}

static void fresh(void)
{
	CHECK(before == 1);
	CHECK(rseq_size == 0 && rseq_flags == 0 && rseq_offset != 0);
	CHECK(rseq_available(0) && !rseq_available(1) && !rseq_available(2));
	CHECK(cpu_id() == -1 && area()->cpu_id_start == 0 && area()->rseq_cs == 0);
	FAILS(rseq_unregister_current_thread(), -1, EINVAL);
	CHECK(rseq_size == 0);
}

static void registers(void)
{
	CHECK(cpu_id() == -1);
	CHECK(rseq_register_current_thread() == 0);
	CHECK(rseq_size == kernel_size());
	CHECK(cpu_id() >= 0);
	FAILS(rseq(area(), length(), 0, SIGNATURE), -1, EBUSY);
	CHECK(rseq_register_current_thread() == 0);
	agrees_with_the_kernel();
	CHECK(rseq_unregister_current_thread() == 0);
	CHECK(cpu_id() == -1);
	FAILS(rseq_unregister_current_thread(), -1, EINVAL);
	/* The kernel has no registration left. */
	CHECK(rseq(area(), 32, 0, SIGNATURE) == 0);
	CHECK(rseq(area(), 32, 1, SIGNATURE) == 0);
	CHECK(rseq_register_current_thread() == 0);
	CHECK(rseq_unregister_current_thread() == 0);
}

static void *in_thread(void *unused)
{
	registers();
	/* A thread that ends registered. */
	CHECK(rseq_register_current_thread() == 0);
	return unused;
}

static void in_threads(void)
{
	pthread_t threads[8];
	int round, n;

	for (round = 0; round < 20; round++) {
		for (n = 0; n < 8; n++)
			CHECK(pthread_create(&threads[n], NULL, in_thread, NULL) == 0);
		for (n = 0; n < 8; n++)
			CHECK(pthread_join(threads[n], NULL) == 0);
	}
}

static void by_hand(void)
{
	CHECK(rseq(area(), 32, 0, SIGNATURE) == 0);
	CHECK(rseq_register_current_thread() == 0);
	CHECK(rseq_unregister_current_thread() == 0);
	/* It is the program's registration. */
	FAILS(rseq(area(), 32, 0, SIGNATURE), -1, EBUSY);
	CHECK(rseq(area(), 32, 1, SIGNATURE) == 0);
}

static void elsewhere(void)
{
	static struct area other __attribute__((aligned(64)));

	CHECK(rseq(&other, 32, 0, SIGNATURE) == 0);
	FAILS(rseq_register_current_thread(), -1, EINVAL);
	FAILS(rseq_unregister_current_thread(), -1, EINVAL);
	CHECK(cpu_id() == -1);
	CHECK(rseq(&other, 32, 1, SIGNATURE) == 0);
	/* A refusal is no answer for ever. */
	registers();
	CHECK(rseq(area(), 32, 0, SIGNATURE + 1) == 0);
	FAILS(rseq_register_current_thread(), -1, EPERM);
	CHECK(rseq(area(), 32, 1, SIGNATURE + 1) == 0);
	registers();
}

static void child_of_registered(void)
{
	CHECK(cpu_id() >= 0);
	FAILS(rseq(area(), length(), 0, SIGNATURE), -1, EBUSY);
	agrees_with_the_kernel();
	CHECK(rseq_unregister_current_thread() == 0);
	registers();
}

static void forks(void)
{
	CHECK(rseq_register_current_thread() == 0);
	CHECK(in_child(child_of_registered) == 0);
	CHECK(cpu_id() >= 0);
	CHECK(rseq_unregister_current_thread() == 0);
	CHECK(in_child(registers) == 0);
}

/* From now on `rseq` fails with this error. */
static void deny(unsigned int error)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_rseq, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | (error & SECCOMP_RET_DATA)),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(*filter), filter };

	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
}

static void is_denied(unsigned int error)
{
	deny(error);
	errno = 77;
	CHECK(!rseq_available(0) && errno == 77);
	CHECK(!rseq_available(1));
	FAILS(rseq_register_current_thread(), -1, (int)error);
	FAILS(rseq_unregister_current_thread(), -1, EINVAL);
	CHECK(rseq_size == 0 && cpu_id() == -1);
	CHECK(rseq_fallback_current_cpu() >= 0 && rseq_fallback_current_node() >= 0);
}

static void enosys(void)
{
	is_denied(ENOSYS);
}

static void eperm(void)
{
	is_denied(EPERM);
}

/* In its own process: its filter says that the kernel has no `getcpu`. */
static void without_getcpu(void)
{
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_getcpu, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(filter) / sizeof(*filter), filter };

	CHECK(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0);
	CHECK(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0);
	FAILS(rseq_fallback_current_node(), -1, ENOSYS);
}

static void numbers(void)
{
	unsigned int cpu, node;
	int last = -1;
	FILE *possible = fopen("/sys/devices/system/cpu/possible", "r");

	CHECK(syscall(SYS_getcpu, &cpu, &node, NULL) == 0);
	CHECK(rseq_fallback_current_node() >= 0 && rseq_fallback_current_node() < 1024);
	CHECK(rseq_get_max_nr_cpus() > (int)cpu && rseq_get_max_nr_cpus() >= (int)sysconf(_SC_NPROCESSORS_ONLN));
	if (possible && fscanf(possible, "0-%d", &last) == 1)
		CHECK(rseq_get_max_nr_cpus() >= last + 1);
	if (possible)
		fclose(possible);
	CHECK(in_child(without_getcpu) == 0);
}

int main(int argc, char **argv)
{
	static const struct check checks[] = {
		{ "of-libc", of_libc },     { "fresh", fresh },   { "registers", registers }, { "in-threads", in_threads },
		{ "by-hand", by_hand },     { "forks", forks },   { "elsewhere", elsewhere }, { "numbers", numbers },
		{ "enosys", enosys },       { "eperm", eperm },   { NULL, NULL },
	};
	return run_checks(checks, argc, argv);
}
