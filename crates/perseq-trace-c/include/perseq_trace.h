/*
 * perseq-trace for C and C++: an event is one restartable sequence in per-CPU memory that all processes of a session share.
 *
 *   PERSEQ_EVENT(server_request, "server", "request", PERSEQ_INFO, PERSEQ_FIELD("bytes", PERSEQ_U32), PERSEQ_FIELD("path", PERSEQ_TEXT));
 *
 *   perseq_trace(server_request, PERSEQ_INT(size), PERSEQ_STRING(path));
 *
 * An event that nobody records costs two loads and a branch, and none of its arguments is evaluated. The program records when the
 * environment has PERSEQ_TRACE=DIRECTORY, as `perseq trace record -o DIRECTORY -- ./program` sets it. Signal handlers may trace; the
 * first event of each type allocates. There is a value for each field, or the program is not compiled; a value of another sort than its
 * field is recorded as 0 or empty, and the program says so once on its standard error.
 *
 * Link with libperseq_trace_c. Needs GCC or Clang, C11 or C++11 or later (also without GNU extensions: -std=c11 -pedantic); 64-bit Linux.
 */
#ifndef PERSEQ_TRACE_H
#define PERSEQ_TRACE_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How important an event is. */
enum perseq_level {
	PERSEQ_ERROR = 3,
	PERSEQ_WARNING = 4,
	PERSEQ_INFO = 6,
	PERSEQ_DEBUG = 7,
	PERSEQ_TRACE = 14
};

/* What a field is. */
enum perseq_kind {
	PERSEQ_U8,
	PERSEQ_U16,
	PERSEQ_U32,
	PERSEQ_U64,
	PERSEQ_I8,
	PERSEQ_I16,
	PERSEQ_I32,
	PERSEQ_I64,
	PERSEQ_F32,
	PERSEQ_F64,
	PERSEQ_BOOL,
	PERSEQ_TEXT, /* at most 65535 bytes of it are kept */
	PERSEQ_BYTES
};

struct perseq_field {
	const char *name;
	uint32_t kind;
};

/* A kind of event, made by PERSEQ_EVENT. */
struct perseq_event {
	/* Set when the object is loaded; the first word says whether somebody wants events: a byte that is not 0. */
	const unsigned char *const *type;
	const char *provider, *name, *file;
	const struct perseq_field *fields;
	size_t count;
	uint32_t line, level;
};

enum perseq_sort { PERSEQ_SORT_INT, PERSEQ_SORT_FLOAT, PERSEQ_SORT_BYTES };

/* A field's value, made by one of the macros below. */
struct perseq_value {
	uint32_t sort;
	uint64_t integer;
	double number;
	const void *bytes;
	size_t length;
};

/* Called by PERSEQ_EVENT when the object is loaded. */
void perseq_event_register(struct perseq_event *event);
/* Called by perseq_trace. */
void perseq_event_record(const struct perseq_event *event, const struct perseq_value *values, size_t count);

static inline struct perseq_value perseq_value_int(uint64_t integer)
{
	struct perseq_value value = { PERSEQ_SORT_INT, integer, 0, NULL, 0 };

	return value;
}

static inline struct perseq_value perseq_value_float(double number)
{
	struct perseq_value value = { PERSEQ_SORT_FLOAT, 0, number, NULL, 0 };

	return value;
}

static inline struct perseq_value perseq_value_bytes(const void *bytes, size_t length)
{
	struct perseq_value value = { PERSEQ_SORT_BYTES, 0, 0, bytes, length };

	return value;
}

static inline struct perseq_value perseq_value_string(const char *text)
{
	return perseq_value_bytes(text, text ? strlen(text) : 0);
}

/* Whether somebody wants events of that type. */
static inline int perseq_event_is_on(const struct perseq_event *event)
{
	const unsigned char *wanted = event->type ? __atomic_load_n(event->type, __ATOMIC_RELAXED) : NULL;

	return __builtin_expect(wanted != NULL, 0) && __atomic_load_n(wanted, __ATOMIC_RELAXED) != 0;
}

#ifdef __cplusplus
}
#endif

/* Any integer or bool; a float; a string that ends with 0, or NULL; any bytes. */
#define PERSEQ_INT(integer) perseq_value_int((uint64_t)(integer))
#define PERSEQ_FLOAT(number) perseq_value_float(number)
#define PERSEQ_STRING(text) perseq_value_string(text)
#define PERSEQ_DATA(bytes, length) perseq_value_bytes(bytes, length)

#define PERSEQ_FIELD(name, kind) { name, kind }

/* Details: the first argument and the rest, which has one in any case; a declaration that declares nothing. */
#define PERSEQ_FIRST(first, ...) first
#define PERSEQ_REST(first, ...) __VA_ARGS__
#define PERSEQ_COUNT(array) (sizeof(array) / sizeof((array)[0]))
#ifdef __cplusplus
#define PERSEQ_ASSERT(condition, text) static_assert(condition, text)
#else
#define PERSEQ_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#endif

/* Defines the kind of event `symbol`, of this file or namespace: PERSEQ_EVENT(symbol, provider, name, level, fields...). */
#define PERSEQ_EVENT(symbol, provider, name, ...)                                                                          \
	PERSEQ_EVENT_OF(symbol, provider, name, PERSEQ_FIRST(__VA_ARGS__, 0), PERSEQ_REST(__VA_ARGS__, { NULL, 0 }))

/* The last of the fields is none: without fields there were no array. */
#define PERSEQ_EVENT_OF(symbol, provider, name, level, ...)                                                                \
	static const struct perseq_field symbol##_fields[] = { __VA_ARGS__ };                                              \
	static struct perseq_event symbol = { NULL, provider, name, __FILE__, symbol##_fields,                             \
					      PERSEQ_COUNT(symbol##_fields) - 1, __LINE__, level };                        \
	__attribute__((constructor)) static void symbol##_register(void)                                                   \
	{                                                                                                                  \
		perseq_event_register(&symbol);                                                                            \
	}                                                                                                                  \
	PERSEQ_ASSERT(sizeof(symbol##_fields) != 0, "")

/* Records an event of that kind, if somebody wants it: perseq_trace(symbol, values...). */
#define perseq_trace(...)                                                                                                  \
	PERSEQ_TRACE_IN_FULL(PERSEQ_FIRST(__VA_ARGS__, 0), PERSEQ_REST(__VA_ARGS__, perseq_value_int(0)))
#define PERSEQ_TRACE_IN_FULL(symbol, ...) PERSEQ_TRACE_OF(symbol, __VA_ARGS__)

/* The last of the values is none, as the last of the fields. */
#define PERSEQ_TRACE_OF(symbol, ...)                                                                                       \
	do {                                                                                                               \
		if (perseq_event_is_on(&symbol)) {                                                                         \
			const struct perseq_value perseq_values[] = { __VA_ARGS__ };                                       \
			PERSEQ_ASSERT(PERSEQ_COUNT(perseq_values) == PERSEQ_COUNT(symbol##_fields),                        \
				      "perseq_trace: as many values as the event has fields");                             \
			perseq_event_record(&symbol, perseq_values, PERSEQ_COUNT(perseq_values) - 1);                      \
		}                                                                                                          \
	} while (0)

#endif
