/* perseq/perseq.hpp: a row that is held. */
#ifndef PERSEQ_HELD_ROW_HPP
#define PERSEQ_HELD_ROW_HPP

#include <cstdint>
#include <memory>

#include <perseq/held_row.h>

namespace perseq {

/*
 * A row of a structure, while the function object runs that it was given to: see struct perseq_held_row. The items are the structure's, which
 * knows each by the address of its `Base`.
 */
template <class T, class Deleter = std::default_delete<T>, class Base = T> class held_row {
	struct perseq_held_row *row_;

	explicit held_row(struct perseq_held_row *held) noexcept : row_(held) {}

public:
	held_row(const held_row &) = delete;
	held_row &operator=(const held_row &) = delete;

	/* The item is the structure's if it was put in, and stays in `item` if not. */
	[[nodiscard]] bool push(std::unique_ptr<T, Deleter> &&item) noexcept
	{
		Base *base = item.get();
		PERSEQ_TSAN_RELEASE(base);
		if (perseq_held_row_push(row_, base) != 0)
			return false;
		static_cast<void>(item.release());
		return true;
	}
	std::unique_ptr<T, Deleter> pop() noexcept
	{
		void *item = perseq_held_row_pop(row_);
		PERSEQ_TSAN_ACQUIRE(item);
		return std::unique_ptr<T, Deleter>(static_cast<T *>(static_cast<Base *>(item)));
	}
	std::uint32_t number() const noexcept { return perseq_held_row_number(row_); }

	/* Gives a row to a function object, from C. */
	template <class F> static void lend(struct perseq_held_row *held, void *f) noexcept
	{
		held_row one(held);
		(*static_cast<F *>(f))(one);
	}
};

} // namespace perseq

#endif
