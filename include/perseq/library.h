/* perseq/perseq.h: the library itself. */
#ifndef PERSEQ_LIBRARY_H
#define PERSEQ_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The version of this header: major, minor and patch, a byte of each. */
#define PERSEQ_VERSION 0x000100

#ifdef __cplusplus
#define PERSEQ_NOEXCEPT noexcept
#else
#define PERSEQ_NOEXCEPT
#endif

/* A cast that is of each language's own kind. */
#ifdef __cplusplus
#define PERSEQ_CAST(type, value) static_cast<type>(value)
#else
#define PERSEQ_CAST(type, value) ((type)(value))
#endif

/*
 * For ThreadSanitizer, which does not see what the library does. A program in C that is built with it says PERSEQ_TSAN_RELEASE(item) before it puts an item in,
 * and PERSEQ_TSAN_ACQUIRE(item) after it has taken one out; likewise of a lock's bytes. perseq.hpp does so. They are nothing in other programs.
 */
#if defined(__SANITIZE_THREAD__)
#define PERSEQ_HAS_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define PERSEQ_HAS_TSAN 1
#endif
#endif
#ifdef PERSEQ_HAS_TSAN
/* As sanitizer/tsan_interface.h declares them, which some compilers' packages lack. */
#ifdef __cplusplus
extern "C" {
#endif
void __tsan_release(void *address);
void __tsan_acquire(void *address);
#ifdef __cplusplus
}
#endif
#define PERSEQ_TSAN_RELEASE(pointer) __tsan_release(pointer)
#define PERSEQ_TSAN_ACQUIRE(pointer) __tsan_acquire(pointer)
#else
#define PERSEQ_TSAN_RELEASE(pointer) ((void)(pointer))
#define PERSEQ_TSAN_ACQUIRE(pointer) ((void)(pointer))
#endif

/* Marks the functions of the library; all others are inline. */
#define PERSEQ_API extern

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The version of the library that the program runs with, as PERSEQ_VERSION. The dynamic linker refuses a library that lacks a function's
 * version ("version `PERSEQ_0.1' not found"), so this is for programs that load it by dlopen.
 */
PERSEQ_API uint32_t perseq_version(void) PERSEQ_NOEXCEPT;

/*
 * The reason of this thread's last failure, in English; "" if there was none. The text is valid until this thread's next call.
 * Not for signal handlers, whose failures may leave no text.
 */
PERSEQ_API const char *perseq_error_text(void) PERSEQ_NOEXCEPT;

/* How many rows per-CPU structures have: a row for each CPU that this system can have. Threads of CPU n use row n. */
PERSEQ_API uint32_t perseq_row_count(void) PERSEQ_NOEXCEPT;

/*
 * 0 if this thread can run restartable sequences. Otherwise -1, and all functions take a slower path and stay exact. ENOSYS: the kernel has
 * none, or does not restart them; EPERM or another: what a seccomp filter answers; EBUSY: other code has registered the thread in its own way.
 */
PERSEQ_API int perseq_attach(void) PERSEQ_NOEXCEPT;

#ifdef __cplusplus
}
#endif

#endif
