/* perseq/perseq.hpp: stacks of nodes. */
#ifndef PERSEQ_STACK_HPP
#define PERSEQ_STACK_HPP

#include <cstdint>
#include <memory>
#include <type_traits>
#include <utility>

#include <perseq/held_row.hpp>
#include <perseq/owner.hpp>
#include <perseq/stack.h>

namespace perseq {

/*
 * An unbounded stack that owns its nodes: a T has perseq_node as a base (struct job : perseq_node). A node that is still inside is deleted with the
 * structure, if every row can be reached then; nodes of a row that cannot be are leaked.
 */
template <class T, class Deleter = std::default_delete<T>> class stack {
	static_assert(std::is_base_of_v<perseq_node, T>, "a node has perseq_node as a base");
	static_assert(std::is_empty_v<Deleter> && std::is_default_constructible_v<Deleter>,
		      "nodes are deleted by a new Deleter: it has no state");

	template <class F> static void give(struct perseq_node *node, void *f) noexcept
	{
		(*static_cast<F *>(f))(pointer(node));
	}

	static std::unique_ptr<T, Deleter> pointer(struct perseq_node *node) noexcept
	{
		PERSEQ_TSAN_ACQUIRE(node);
		return std::unique_ptr<T, Deleter>(static_cast<T *>(node));
	}

	struct end {
		void operator()(struct perseq_stack *object) const noexcept
		{
			auto remove = [](std::unique_ptr<T, Deleter>) {};
			perseq_stack_destroy(object, give<decltype(remove)>, detail::context(remove));
		}
	};
	detail::owner<struct perseq_stack, end> object_;

	explicit stack(struct perseq_stack *object) noexcept : object_(object) {}

public:
	using item_ptr = std::unique_ptr<T, Deleter>;

	using held_row = perseq::held_row<T, Deleter, struct perseq_node>;

	static stack create() noexcept { return stack(perseq_stack_create()); }
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_stack *get_object() const noexcept { return object_.get(); }

	/* The node is the stack's if it was put in, and stays in `item` if not. */
	[[nodiscard]] bool push(item_ptr &&item) noexcept
	{
		struct perseq_node *node = item.get();
		PERSEQ_TSAN_RELEASE(node);
		if (perseq_stack_push(object_.get(), node) != 0)
			return false;
		static_cast<void>(item.release());
		return true;
	}
	item_ptr pop() noexcept { return pointer(perseq_stack_pop(object_.get())); }
	item_ptr steal() noexcept { return pointer(perseq_stack_steal(object_.get())); }
	/* Also true of a stack that is none. */
	bool empty() const noexcept { return perseq_stack_is_empty(object_.get()) != 0; }

	/* Gives every node to `f`, as an `item_ptr`. */
	template <class F> bool drain(F &&f) noexcept
	{
		return perseq_stack_drain(object_.get(), give<std::remove_reference_t<F>>, detail::context(f)) == 0;
	}

	/* Gives row `number`, held, to `f`, as a `held_row &`. */
	template <class F> bool with_row(std::uint32_t number, F &&f) noexcept
	{
		return perseq_stack_with_row(object_.get(), number, held_row::template lend<std::remove_reference_t<F>>,
					     detail::context(f)) == 0;
	}
};

} // namespace perseq

#endif
