/* The functions and objects of librseq.so.0, declared for these tests. */
#ifndef TESTS_LIBRSEQ_H
#define TESTS_LIBRSEQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

extern ptrdiff_t rseq_offset;
extern unsigned int rseq_size;
extern unsigned int rseq_flags;

bool rseq_available(unsigned int query);
int rseq_register_current_thread(void);
int rseq_unregister_current_thread(void);
int32_t rseq_fallback_current_cpu(void);
int32_t rseq_fallback_current_node(void);
int rseq_get_max_nr_cpus(void);

struct rseq_mempool;
struct rseq_mempool_attr;
struct rseq_mempool_set;
enum populate { COW_INIT = 0, COW_ZERO = 1 };
typedef int (*init_function)(void *, void *, size_t, int);

struct rseq_mempool_attr *rseq_mempool_attr_create(void);
void rseq_mempool_attr_destroy(struct rseq_mempool_attr *);
int rseq_mempool_attr_set_init(struct rseq_mempool_attr *, init_function, void *);
int rseq_mempool_attr_set_robust(struct rseq_mempool_attr *);
int rseq_mempool_attr_set_percpu(struct rseq_mempool_attr *, size_t stride, int max_nr_cpus);
int rseq_mempool_attr_set_global(struct rseq_mempool_attr *, size_t stride);
int rseq_mempool_attr_set_max_nr_ranges(struct rseq_mempool_attr *, unsigned long);
int rseq_mempool_attr_set_poison(struct rseq_mempool_attr *, uintptr_t);
int rseq_mempool_attr_set_populate_policy(struct rseq_mempool_attr *, enum populate);

struct rseq_mempool *rseq_mempool_create(const char *, size_t, const struct rseq_mempool_attr *);
int rseq_mempool_destroy(struct rseq_mempool *);
int rseq_mempool_get_max_nr_cpus(struct rseq_mempool *);
void *rseq_mempool_percpu_malloc(struct rseq_mempool *);
void *rseq_mempool_percpu_zmalloc(struct rseq_mempool *);
void *rseq_mempool_percpu_malloc_init(struct rseq_mempool *, void *, size_t);
void librseq_mempool_percpu_free(void *, size_t stride);
int rseq_mempool_range_init_numa(void *, size_t, int cpu, int numa_flags);

struct rseq_mempool_set *rseq_mempool_set_create(void);
int rseq_mempool_set_destroy(struct rseq_mempool_set *);
int rseq_mempool_set_add_pool(struct rseq_mempool_set *, struct rseq_mempool *);
void *rseq_mempool_set_percpu_malloc(struct rseq_mempool_set *, size_t);
void *rseq_mempool_set_percpu_zmalloc(struct rseq_mempool_set *, size_t);
void *rseq_mempool_set_percpu_malloc_init(struct rseq_mempool_set *, void *, size_t);

#ifdef __cplusplus
}
#endif

#endif
