/* Runs the parts that the arguments name, and says how many conditions they have looked at. */
#include "check.h"

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} parts[] = {
		{ "library", library },
		{ "counters", counters },
		{ "items", items },
		{ "records", records },
		{ "waits", waits },
		{ "rows", rows },
	};
	size_t at;
	int n;

	for (n = 1; n < argc; n++) {
		for (at = 0; at < sizeof(parts) / sizeof(parts[0]); at++) {
			if (!strcmp(parts[at].name, argv[n]))
				break;
		}
		CHECK(at < sizeof(parts) / sizeof(parts[0]));
		parts[at].run();
	}
	printf("%d conditions\n", checked);
	return 0;
}
