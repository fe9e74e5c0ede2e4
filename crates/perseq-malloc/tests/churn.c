/* Threads that hand each other marked objects, and forks in the middle of it. Usage: churn THREADS ROUNDS FORKS */
#define _GNU_SOURCE
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SLOTS = 4096 };
struct object {
    size_t size;
    uint64_t mark;
    unsigned char bytes[];
};
static _Atomic(struct object *) slots[SLOTS];
static atomic_bool stop;
static atomic_ulong checked;
static long rounds;
static pthread_key_t key;

static uint64_t next(uint64_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    return *seed ^= *seed << 17;
}

static void fail(const char *what, struct object *o) {
    char text[128];
    int n = snprintf(text, sizeof text, "%s: object %p\n", what, (void *)o);
    if (write(2, text, (size_t)n) < 0) _exit(9);
    _exit(8);
}

static struct object *make(uint64_t *seed) {
    size_t size = sizeof(struct object) + next(seed) % ((size_t)1 << next(seed) % 15);
    if (next(seed) % 4096 == 0) size += 300000;
    struct object *o = next(seed) % 8 ? malloc(size) : memalign((size_t)16 << next(seed) % 8, size);
    if (o == NULL) fail("no memory", o);
    o->size = size;
    o->mark = next(seed) ^ (uintptr_t)o;
    size_t n = size - sizeof *o;
    memset(o->bytes, (unsigned char)o->mark, n < 200 ? n : 200);
    return o;
}

static void check_and_free(struct object *o) {
    size_t n = o->size - sizeof *o;
    for (size_t i = 0; i < (n < 200 ? n : 200); i++)
        if (o->bytes[i] != (unsigned char)o->mark) fail("another owner's byte", o);
    if (malloc_usable_size(o) < o->size) fail("another size", o);
    /* A second owner would find this. */
    o->mark = ~o->mark;
    memset(o->bytes, (unsigned char)o->mark, n < 200 ? n : 200);
    free(o);
    atomic_fetch_add_explicit(&checked, 1, memory_order_relaxed);
}

static void round_of(uint64_t *seed) {
    struct object *mine = make(seed);
    struct object *old = atomic_exchange(&slots[next(seed) % SLOTS], mine);
    if (old != NULL) check_and_free(old);
}

static void at_thread_exit(void *p) { check_and_free(p); }

static void *churn(void *number) {
    uint64_t seed = 88172645463325252u + 1000003u * (uintptr_t)number;
    pthread_setspecific(key, make(&seed));
    for (long i = 0; rounds > 0 ? i < rounds : !atomic_load(&stop); i++) round_of(&seed);
    return NULL;
}

static void child(int number) {
    /* A child that waits for what a thread of its parent holds is killed, and counted. */
    alarm(30);
    uint64_t seed = 123456789u + (uint64_t)number;
    for (int i = 0; i < 300; i++) round_of(&seed);
    malloc_trim(0);
    pthread_t thread;
    if (number % 16 == 0 && pthread_create(&thread, NULL, (void *(*)(void *))malloc, (void *)100) == 0)
        pthread_join(thread, NULL);
    _exit(0);
}

int main(int argc, char **argv) {
    int threads = argc > 1 ? atoi(argv[1]) : 8, forks = argc > 3 ? atoi(argv[3]) : 0;
    rounds = argc > 2 ? atol(argv[2]) : 100000;
    if (forks > 0) rounds = 0;
    pthread_key_create(&key, at_thread_exit);
    pthread_t ids[64];
    for (int i = 0; i < threads; i++) pthread_create(&ids[i], NULL, churn, (void *)(uintptr_t)i);
    int failed = 0;
    for (int i = 0; i < forks; i++) {
        pid_t pid = fork();
        if (pid == 0) child(i);
        int status = -1;
        if (pid < 0 || waitpid(pid, &status, 0) != pid || status != 0) {
            printf("fork %d: status %#x\n", i, status);
            failed++;
        }
    }
    atomic_store(&stop, 1);
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    for (int i = 0; i < SLOTS; i++)
        if (slots[i] != NULL) check_and_free(slots[i]);
    printf("%lu objects, %d forks, %d failed\n", atomic_load(&checked), forks, failed);
    return failed != 0;
}
