/* What c_program.rs compiles, as C and as C++, and records. With the path of library.c as an argument it loads that, too. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "perseq_trace.h"

PERSEQ_EVENT(all, "test", "all", PERSEQ_DEBUG, PERSEQ_FIELD("u8", PERSEQ_U8), PERSEQ_FIELD("u16", PERSEQ_U16),
	     PERSEQ_FIELD("u32", PERSEQ_U32), PERSEQ_FIELD("u64", PERSEQ_U64), PERSEQ_FIELD("i8", PERSEQ_I8),
	     PERSEQ_FIELD("i16", PERSEQ_I16), PERSEQ_FIELD("i32", PERSEQ_I32), PERSEQ_FIELD("i64", PERSEQ_I64),
	     PERSEQ_FIELD("f32", PERSEQ_F32), PERSEQ_FIELD("f64", PERSEQ_F64), PERSEQ_FIELD("yes", PERSEQ_BOOL),
	     PERSEQ_FIELD("text", PERSEQ_TEXT), PERSEQ_FIELD("bytes", PERSEQ_BYTES));
PERSEQ_EVENT(nothing, "test", "nothing", PERSEQ_INFO);
PERSEQ_EVENT(wrong, "test", "wrong", PERSEQ_INFO, PERSEQ_FIELD("number", PERSEQ_U32), PERSEQ_FIELD("text", PERSEQ_TEXT),
	     PERSEQ_FIELD("real", PERSEQ_F64));
PERSEQ_EVENT(number, "test", "number", PERSEQ_INFO, PERSEQ_FIELD("number", PERSEQ_U32));

#ifdef __cplusplus
/* Several in one namespace, whose names others have, too. */
namespace server
{
PERSEQ_EVENT(number, "server", "number", PERSEQ_INFO, PERSEQ_FIELD("number", PERSEQ_U64));
PERSEQ_EVENT(nothing, "server", "nothing", PERSEQ_INFO);

static void in_namespace()
{
	perseq_trace(number, PERSEQ_INT(7));
}
} // namespace server
#endif

static int evaluated;

int main(int count, char **arguments)
{
	perseq_trace(all, PERSEQ_INT(255), PERSEQ_INT(65535), PERSEQ_INT(0xffffffffu), PERSEQ_INT(UINT64_MAX), PERSEQ_INT(-1),
		     PERSEQ_INT(-2), PERSEQ_INT(-3), PERSEQ_INT(INT64_MIN), PERSEQ_FLOAT(1.5f), PERSEQ_FLOAT(-0.25),
		     PERSEQ_INT(1), PERSEQ_STRING("a text"), PERSEQ_DATA("\1\2\3", 3));
	perseq_trace(nothing);
	for (int i = 0; i < 2; i++)
		perseq_trace(wrong, PERSEQ_STRING("not a number"), PERSEQ_STRING(NULL), PERSEQ_INT(1));
#ifdef __cplusplus
	server::in_namespace();
	perseq_trace(server::nothing);
#endif
	for (int i = 0; i < 1000; i++)
		perseq_trace(number, PERSEQ_INT((evaluated++, i)));
	if (count > 1) {
		void *library = dlopen(arguments[1], RTLD_NOW);
		void *symbol = library ? dlsym(library, "traced_call") : NULL;
		void (*call)(void);

		if (!symbol) {
			fprintf(stderr, "%s\n", dlerror());
			return 1;
		}
		memcpy(&call, &symbol, sizeof(call));
		call();
	}
	printf("%d\n", evaluated);
	return 0;
}
