/*
 * perseq/perseq.h for C++17: objects that end themselves. Header only; the same library.
 *
 *   perseq::cache<buffer> buffers = perseq::cache<buffer>::create(64, 1024);
 *   std::unique_ptr<buffer> one = buffers.get();         // or null
 *   if (!buffers.put(std::move(one))) { ... }            // full: `one` is as before
 *
 * No function throws, and none needs exceptions or RTTI. `create` returns an object that is false if there is none; errno and perseq::error_text() say
 * why. The methods of such an object, or of one that was moved from, fail with EINVAL. Costs, errors and what signal handlers may call are those of
 * the functions of perseq.h that have the same names.
 *
 * A function object that is called back must not throw: that ends the process.
 */
#ifndef PERSEQ_HPP
#define PERSEQ_HPP

#include <perseq/counter.hpp>
#include <perseq/cpu_lock.hpp>
#include <perseq/held_row.hpp>
#include <perseq/histogram.hpp>
#include <perseq/items.hpp>
#include <perseq/min_max.hpp>
#include <perseq/owner.hpp>
#include <perseq/per_cpu.hpp>
#include <perseq/perseq.h>
#include <perseq/rcu.hpp>
#include <perseq/ring.hpp>
#include <perseq/stack.hpp>

#endif
