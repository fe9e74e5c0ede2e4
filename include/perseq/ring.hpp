/* perseq/perseq.hpp: rings of records. */
#ifndef PERSEQ_RING_HPP
#define PERSEQ_RING_HPP

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include <perseq/owner.hpp>
#include <perseq/ring.h>

namespace perseq {

enum class ring_mode { discard = PERSEQ_DISCARD, overwrite = PERSEQ_OVERWRITE };

/* Records are given to function objects as (std::uint32_t row, std::string_view record). */
class ring {
	struct end {
		void operator()(struct perseq_ring *ring) const noexcept { perseq_ring_destroy(ring); }
	};
	detail::owner<struct perseq_ring, end> object_;

	explicit ring(struct perseq_ring *object) noexcept : object_(object) {}

	template <class F> static void call(std::uint32_t row, const void *record, std::size_t len, void *f) noexcept
	{
		(*static_cast<F *>(f))(row, std::string_view(static_cast<const char *>(record), len));
	}

public:
	static ring create(std::size_t capacity, ring_mode mode) noexcept
	{
		return ring(perseq_ring_create(capacity, static_cast<int>(mode)));
	}
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_ring *get_object() const noexcept { return object_.get(); }

	[[nodiscard]] bool write(const void *record, std::size_t len) noexcept
	{
		return perseq_ring_write(object_.get(), record, len) == 0;
	}
	[[nodiscard]] bool write(std::string_view record) noexcept { return write(record.data(), record.size()); }

	/* How many records there were, or -1. */
	template <class F> std::int64_t drain(F &&f) noexcept
	{
		return perseq_ring_drain(object_.get(), call<std::remove_reference_t<F>>, detail::context(f));
	}
	template <class F> std::int64_t drain_row(std::uint32_t row, F &&f) noexcept
	{
		return perseq_ring_drain_row(object_.get(), row, call<std::remove_reference_t<F>>, detail::context(f));
	}
	template <class F> std::int64_t look(F &&f) noexcept
	{
		return perseq_ring_look(object_.get(), call<std::remove_reference_t<F>>, detail::context(f));
	}
	std::uint64_t lost() const noexcept { return perseq_ring_lost(object_.get()); }
	std::size_t max_record() const noexcept { return perseq_ring_max_record(object_.get()); }
};

} // namespace perseq

#endif
