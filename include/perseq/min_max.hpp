/* perseq/perseq.hpp: smallest and largest values. */
#ifndef PERSEQ_MIN_MAX_HPP
#define PERSEQ_MIN_MAX_HPP

#include <cstdint>
#include <optional>
#include <utility>

#include <perseq/min_max.h>
#include <perseq/owner.hpp>

namespace perseq {

class min_max {
	struct end {
		void operator()(struct perseq_min_max *object) const noexcept { perseq_min_max_destroy(object); }
	};
	detail::owner<struct perseq_min_max, end> object_;

	explicit min_max(struct perseq_min_max *object) noexcept : object_(object) {}

public:
	static min_max create() noexcept { return min_max(perseq_min_max_create()); }
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_min_max *get_object() const noexcept { return object_.get(); }

	void record(std::int64_t value) noexcept { perseq_min_max_record(object_.get(), value); }
	/* The smallest and the largest value, if there is any. */
	std::optional<std::pair<std::int64_t, std::int64_t>> get() const noexcept
	{
		std::pair<std::int64_t, std::int64_t> seen;
		if (perseq_min_max_get(object_.get(), &seen.first, &seen.second) != 0)
			return std::nullopt;
		return seen;
	}
};

} // namespace perseq

#endif
