/* perseq/perseq.hpp: histograms. */
#ifndef PERSEQ_HISTOGRAM_HPP
#define PERSEQ_HISTOGRAM_HPP

#include <cstdint>
#include <optional>
#include <type_traits>

#include <perseq/histogram.h>
#include <perseq/owner.hpp>

namespace perseq {

/* What a histogram has counted until a moment. */
class snapshot {
	struct end {
		void operator()(struct perseq_snapshot *snapshot) const noexcept { perseq_snapshot_destroy(snapshot); }
	};
	detail::owner<struct perseq_snapshot, end> object_;

	template <class F>
	static void call(std::uint64_t lowest, std::uint64_t highest, std::uint64_t count, void *f) noexcept
	{
		(*static_cast<F *>(f))(lowest, highest, count);
	}

public:
	/* Takes what a function of perseq.h returned. */
	explicit snapshot(struct perseq_snapshot *object) noexcept : object_(object) {}
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_snapshot *get_object() const noexcept { return object_.get(); }

	std::uint64_t count() const noexcept { return perseq_snapshot_count(object_.get()); }
	std::uint64_t above() const noexcept { return perseq_snapshot_above(object_.get()); }
	std::uint64_t min() const noexcept { return perseq_snapshot_min(object_.get()); }
	std::uint64_t max() const noexcept { return perseq_snapshot_max(object_.get()); }
	double mean() const noexcept { return perseq_snapshot_mean(object_.get()); }
	double stdev() const noexcept { return perseq_snapshot_stdev(object_.get()); }
	std::uint64_t quantile(double share) const noexcept { return perseq_snapshot_quantile(object_.get(), share); }
	std::optional<std::uint64_t> sum() const noexcept
	{
		std::uint64_t sum = 0;
		return perseq_snapshot_sum(object_.get(), &sum) == 0 ? std::optional(sum) : std::nullopt;
	}
	/* Gives every count that is not 0 to `f`, as (lowest, highest, count). */
	template <class F> bool each(F &&f) const noexcept
	{
		return perseq_snapshot_each(object_.get(), call<std::remove_reference_t<F>>, detail::context(f)) == 0;
	}
	snapshot merged(const snapshot &other) const noexcept
	{
		return snapshot(perseq_snapshot_merged(object_.get(), other.object_.get()));
	}
};

class histogram {
	struct end {
		void operator()(struct perseq_histogram *object) const noexcept { perseq_histogram_destroy(object); }
	};
	detail::owner<struct perseq_histogram, end> object_;

	explicit histogram(struct perseq_histogram *object) noexcept : object_(object) {}

public:
	static histogram create(std::uint64_t highest, std::uint32_t digits) noexcept
	{
		return histogram(perseq_histogram_create(highest, digits));
	}
	static histogram create_with_sum(std::uint64_t highest, std::uint32_t digits) noexcept
	{
		return histogram(perseq_histogram_create_with_sum(highest, digits));
	}
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_histogram *get_object() const noexcept { return object_.get(); }

	void record(std::uint64_t value) noexcept { perseq_histogram_record_n(object_.get(), value, 1); }
	void record_n(std::uint64_t value, std::uint64_t n) noexcept
	{
		perseq_histogram_record_n(object_.get(), value, n);
	}
	perseq::snapshot snapshot() const noexcept { return perseq::snapshot(perseq_histogram_snapshot(object_.get())); }
	perseq::snapshot interval() noexcept { return perseq::snapshot(perseq_histogram_interval(object_.get())); }
};

} // namespace perseq

#endif
