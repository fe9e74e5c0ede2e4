/* What C programs may expect of malloc and its kin. Prints the lines that do not hold; the status is how many. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int failures;

#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            printf("line %d: %s (errno %d)\n", __LINE__, #condition, errno); \
            failures++; \
        } \
    } while (0)
/* Fails with this error, and sets nothing else. */
#define FAILS(call, error) \
    do { \
        errno = 0; \
        void *p = (void *)(call); \
        CHECK(p == NULL && errno == (error)); \
    } while (0)
/* Succeeds, and leaves errno alone. */
#define GIVES(p, call) \
    errno = 77; \
    void *p = (call); \
    CHECK(p != NULL && errno == 77)

static int aligned(void *p, size_t align) { return (uintptr_t)p % align == 0; }

/* Sizes that the compiler does not know. */
static volatile size_t absurd[] = {(size_t)PTRDIFF_MAX + 1, SIZE_MAX, SIZE_MAX - 4096, SIZE_MAX / 2 + 4096, (size_t)1 << 62};
static volatile size_t zero = 0, half = (size_t)1 << 32;

static void sizes(void) {
    for (size_t i = 0; i < sizeof absurd / sizeof *absurd; i++) {
        size_t n = absurd[i];
        FAILS(malloc(n), ENOMEM);
        FAILS(calloc(1, n), ENOMEM);
        FAILS(calloc(n, 2), ENOMEM);
        FAILS(realloc(NULL, n), ENOMEM);
        FAILS(reallocarray(NULL, n, 2), ENOMEM);
        FAILS(memalign(64, n), ENOMEM);
        FAILS(aligned_alloc(4096, n), ENOMEM);
        FAILS(valloc(n), ENOMEM);
        FAILS(pvalloc(n), ENOMEM);
        void *out = &out;
        errno = 5;
        CHECK(posix_memalign(&out, 64, n) == ENOMEM && out == &out && errno == 5);
        GIVES(old, malloc(100));
        memset(old, 0x5a, 100);
        FAILS(realloc(old, n), ENOMEM);
        FAILS(reallocarray(old, n, 3), ENOMEM);
        CHECK(((char *)old)[99] == 0x5a);
        free(old);
    }
    FAILS(calloc(half, half), ENOMEM);
    FAILS(reallocarray(NULL, half, half), ENOMEM);
    GIVES(one, malloc(zero));
    GIVES(other, malloc(zero));
    CHECK(one != other);
    free(one);
    free(other);
    GIVES(none, calloc(zero, 8));
    free(none);
    for (size_t n = 1; n < (8u << 20); n = n * 5 / 4 + 1) {
        GIVES(p, malloc(n));
        CHECK(aligned(p, 16) && malloc_usable_size(p) >= n);
        memset(p, 0xee, malloc_usable_size(p));
        free(p);
        GIVES(z, calloc(n, 1));
        for (size_t i = 0; i < n; i++)
            if (((char *)z)[i] != 0) {
                CHECK(!"calloc gives zeroes");
                break;
            }
        memset(z, 0xdd, n);
        errno = 33;
        free(z);
        CHECK(errno == 33);
    }
    errno = 33;
    free(NULL);
    CHECK(errno == 33 && malloc_usable_size(NULL) == 0);
}

static void growth(void) {
    for (size_t from = 1; from < (1u << 21); from *= 3) {
        for (size_t to = 1; to < (1u << 21); to *= 5) {
            unsigned char *p = malloc(from);
            for (size_t i = 0; i < from; i++) p[i] = (unsigned char)(i * 7 + from);
            p = realloc(p, to);
            CHECK(p != NULL && aligned(p, 16) && malloc_usable_size(p) >= to);
            size_t least = from < to ? from : to, same = 0;
            while (same < least && p[same] == (unsigned char)(same * 7 + from)) same++;
            CHECK(same == least);
            free(p);
        }
    }
    void *p = malloc(10);
    CHECK(realloc(p, zero) == NULL);
    p = reallocarray(NULL, 10, 10);
    CHECK(p != NULL && malloc_usable_size(p) >= 100);
    free(p);
}

static void alignment(void) {
    for (size_t align = sizeof(void *); align <= ((size_t)1 << 30); align *= 2) {
        for (size_t n = 1; n <= 300000; n = n * 50 + 1) {
            void *p = NULL;
            errno = 5;
            CHECK(posix_memalign(&p, align, n) == 0 && p != NULL && aligned(p, align) && errno == 5);
            CHECK(malloc_usable_size(p) >= n);
            memset(p, 1, n);
            p = realloc(p, n + 100);
            CHECK(p != NULL && *(char *)p == 1);
            free(p);
            GIVES(q, aligned_alloc(align, n));
            CHECK(aligned(q, align));
            free(q);
            GIVES(r, memalign(align, n));
            CHECK(aligned(r, align));
            free(r);
        }
    }
    void *out = &out;
    for (size_t bad = 0; bad < 100; bad++) {
        if (bad >= 8 && (bad & (bad - 1)) == 0) continue;
        CHECK(posix_memalign(&out, bad, 10) == EINVAL && out == &out);
    }
    FAILS(aligned_alloc(zero, 10), EINVAL);
    FAILS(aligned_alloc(zero + 24, 10), EINVAL);
    FAILS(memalign(SIZE_MAX, 10), EINVAL);
    GIVES(rounded, memalign(zero + 24, 10));
    CHECK(aligned(rounded, 32));
    free(rounded);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    GIVES(v, valloc(10));
    CHECK(aligned(v, page));
    free(v);
    GIVES(w, pvalloc(page + 1));
    CHECK(aligned(w, page) && malloc_usable_size(w) >= 2 * page);
    free(w);
    GIVES(empty, pvalloc(zero));
    CHECK(aligned(empty, page));
    free(empty);
}

static void others(void) {
    void (*sized)(void *, size_t) = (void (*)(void *, size_t))dlsym(RTLD_DEFAULT, "free_sized");
    void (*aligned_sized)(void *, size_t, size_t) =
        (void (*)(void *, size_t, size_t))dlsym(RTLD_DEFAULT, "free_aligned_sized");
    void (*old_free)(void *) = (void (*)(void *))dlsym(RTLD_DEFAULT, "cfree");
    CHECK(sized && aligned_sized && old_free);
    sized(malloc(100), 100);
    sized(realloc(malloc(1000), 600), 600);
    sized(NULL, 0);
    aligned_sized(aligned_alloc(64, 128), 64, 128);
    old_free(malloc(3));
    CHECK(mallopt(M_MMAP_THRESHOLD, 1 << 20) == 1);
    void *objects[1000];
    for (int i = 0; i < 1000; i++) objects[i] = malloc(1000);
    void *large = malloc(3 << 20);
    CHECK(mallinfo2().uordblks >= 1000000 && mallinfo2().hblkhd >= 3u << 20);
    CHECK(mallinfo().uordblks >= 1000000);
    for (int i = 0; i < 1000; i++) free(objects[i]);
    free(large);
    CHECK(malloc_trim(0) == 1);
    char *text = NULL;
    size_t len = 0;
    FILE *stream = open_memstream(&text, &len);
    CHECK(malloc_info(0, stream) == 0);
    errno = 0;
    CHECK(malloc_info(1, stream) == -1 && errno == EINVAL);
    fclose(stream);
    CHECK(strstr(text, "<malloc version=") == text && strstr(text, "</malloc>") != NULL);
    free(text);
}

static void *kept;
static void at_exit(void) {
    free(kept);
    free(malloc(100000));
}
__attribute__((constructor)) static void early(void) { free(calloc(7, 7)); }
__attribute__((destructor)) static void late(void) { free(realloc(malloc(10), 100)); }

int main(void) {
    Dl_info info;
    CHECK(dladdr((void *)malloc, &info) && strstr(info.dli_fname, "perseq_malloc"));
    sizes();
    growth();
    alignment();
    others();
    kept = malloc(50);
    atexit(at_exit);
    return failures;
}
