/* Forks children that wait for the thread which a handler of the fork has started, if a preloaded library has one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	int (*child)(void) = (int (*)(void))dlsym(RTLD_DEFAULT, "perseq_test_child");
	int status;

	if (!child)
		return 2;
	for (int n = 0; n < 5; n++) {
		pid_t pid = fork();

		if (pid == 0) {
			/* A child that hangs is killed by that. */
			alarm(60);
			_exit(child());
		}
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 3;
		if (status) {
			printf("child %d: status %#x\n", n, status);
			return 4;
		}
	}
	puts("all children ended");
	return 0;
}
