/* A program that is linked with the library. Tells whether the kernel says that its environment is not to be believed, whose malloc it has, and
 * how many threads. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>

int main(void)
{
	DIR *tasks = opendir("/proc/self/task");
	struct dirent *task;
	Dl_info info;
	int threads = 0;

	while (tasks && (task = readdir(tasks)))
		threads += task->d_name[0] != '.';
	if (tasks)
		closedir(tasks);
	if (!dladdr(dlsym(RTLD_DEFAULT, "malloc"), &info))
		return 2;
	free(malloc(1000));
	printf("%s, %s, %d\n", getauxval(AT_SECURE) ? "secure" : "plain",
	       strstr(info.dli_fname, "perseq_malloc") ? "ours" : "theirs", threads);
	return 0;
}
