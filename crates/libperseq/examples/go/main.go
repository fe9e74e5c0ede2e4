// Reads a counter while threads in C, and Go's own, add to it.
package main

/*
#cgo pkg-config: perseq
#include <pthread.h>
#include <perseq/perseq.h>

static struct perseq_counter counter;

static void *count(void *unused)
{
	int n;

	for (n = 0; n < 1000000; n++)
		perseq_counter_inc(&counter);
	return unused;
}

static pthread_t threads[2];

static int start(void)
{
	return pthread_create(&threads[0], NULL, count, NULL) || pthread_create(&threads[1], NULL, count, NULL);
}

static void join(void)
{
	pthread_join(threads[0], NULL);
	pthread_join(threads[1], NULL);
}

static void add(uint64_t n)
{
	perseq_counter_add(&counter, n);
}

static uint64_t sum(void)
{
	return perseq_counter_sum(&counter);
}
*/
import "C"

import (
	"fmt"
	"os"
	"sync"
)

func main() {
	if C.start() != 0 {
		os.Exit(1)
	}
	var group sync.WaitGroup
	for range [4]int{} {
		group.Add(1)
		go func() {
			defer group.Done()
			// A call of C costs more than the addition: add many at a time.
			for n := 0; n < 1000; n++ {
				C.add(500)
			}
		}()
	}
	fmt.Fprintln(os.Stderr, "while they count:", C.sum())
	group.Wait()
	C.join()
	fmt.Println("in the end:", C.sum())
}
