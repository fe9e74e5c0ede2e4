/* perseq/perseq.hpp: a value for each CPU. */
#ifndef PERSEQ_PER_CPU_HPP
#define PERSEQ_PER_CPU_HPP

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include <perseq/owner.hpp>
#include <perseq/per_cpu.h>

namespace perseq {

/*
 * A T for each CPU; every T is of zeroes at first, and has no destructor that runs. A thread may be moved while it uses the T of `here`, so that is of atomics
 * (std::atomic<std::uint64_t> of C++20, or __atomic built-ins on numbers).
 */
template <class T> class per_cpu {
	static_assert(std::is_trivially_destructible_v<T> && std::is_standard_layout_v<T>,
		      "a T that zeroes are, and that needs no end");
	static_assert(alignof(T) <= 64, "bytes are aligned to 64");

	struct end {
		void operator()(struct perseq_per_cpu *object) const noexcept { perseq_per_cpu_destroy(object); }
	};
	detail::owner<struct perseq_per_cpu, end> object_;

	explicit per_cpu(struct perseq_per_cpu *object) noexcept : object_(object) {}

public:
	static per_cpu create() noexcept { return per_cpu(perseq_per_cpu_create(sizeof(T))); }
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_per_cpu *get_object() const noexcept { return object_.get(); }

	/* Null if there is none. */
	T *here() noexcept { return static_cast<T *>(perseq_per_cpu_here(object_.get())); }
	T *row(std::uint32_t number) noexcept { return static_cast<T *>(perseq_per_cpu_row(object_.get(), number)); }

	/* 0, the number (from 1) of a comparison that failed, or -1: see perseq_per_cpu_run. */
	template <std::size_t Count> int run(std::uint32_t number, const perseq_op (&ops)[Count]) noexcept
	{
		static_assert(Count <= PERSEQ_OPS_MAX, "a vector has up to 16 operations");
		return perseq_per_cpu_run(object_.get(), number, ops, Count);
	}
};

} // namespace perseq

#endif
