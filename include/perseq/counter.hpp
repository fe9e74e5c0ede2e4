/* perseq/perseq.hpp: counters. */
#ifndef PERSEQ_COUNTER_HPP
#define PERSEQ_COUNTER_HPP

#include <cstdint>

#include <perseq/counter.h>

namespace perseq {

/*
 * A counter: perseq_counter with an end. A static one ends before the process does: where threads may count after that, use a static
 * struct perseq_counter, which never ends.
 */
class counter {
	struct perseq_counter counter_ = PERSEQ_COUNTER_INIT;

public:
	constexpr counter() noexcept = default;
	counter(const counter &) = delete;
	counter &operator=(const counter &) = delete;
	~counter() { perseq_counter_destroy(&counter_); }

	void add(std::uint64_t n) noexcept { perseq_counter_add(&counter_, n); }
	void inc() noexcept { perseq_counter_inc(&counter_); }
	void sub(std::uint64_t n) noexcept { perseq_counter_sub(&counter_, n); }
	void dec() noexcept { perseq_counter_dec(&counter_); }
	std::uint64_t sum() const noexcept { return perseq_counter_sum(&counter_); }
	std::int64_t level() const noexcept { return perseq_counter_level(&counter_); }
	std::uint64_t reset() noexcept { return perseq_counter_reset(&counter_); }
	struct perseq_counter *get() noexcept { return &counter_; }
};

/* A sum of doubles: perseq_counter_f64 with an end. */
class counter_f64 {
	struct perseq_counter_f64 counter_ = PERSEQ_COUNTER_INIT;

public:
	constexpr counter_f64() noexcept = default;
	counter_f64(const counter_f64 &) = delete;
	counter_f64 &operator=(const counter_f64 &) = delete;
	~counter_f64() { perseq_counter_f64_destroy(&counter_); }

	void add(double x) noexcept { perseq_counter_f64_add(&counter_, x); }
	double sum() const noexcept { return perseq_counter_f64_sum(&counter_); }
};

} // namespace perseq

#endif
