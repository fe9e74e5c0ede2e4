/* perseq/perseq.hpp: parts of the other headers. */
#ifndef PERSEQ_OWNER_HPP
#define PERSEQ_OWNER_HPP

#include <memory>
#include <utility>

#include <perseq/library.h>

namespace perseq {

/* The reason of this thread's last failure; "" if there was none. Valid until this thread's next call. */
inline const char *error_text() noexcept
{
	return perseq_error_text();
}

namespace detail {

/* An object of the library's, which has one owner. */
template <class Object, class End> class owner {
	Object *object_ = nullptr;

public:
	constexpr owner() noexcept = default;
	explicit owner(Object *object) noexcept : object_(object) {}
	owner(owner &&other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
	owner &operator=(owner &&other) noexcept
	{
		if (this != &other) {
			reset();
			object_ = std::exchange(other.object_, nullptr);
		}
		return *this;
	}
	~owner() { reset(); }

	void reset() noexcept
	{
		if (Object *object = std::exchange(object_, nullptr))
			End{}(object);
	}

	explicit operator bool() const noexcept { return object_ != nullptr; }
	/* For the functions of perseq.h. */
	Object *get() const noexcept { return object_; }
};

/* Calls a function object that takes a T*, from C. */
template <class T, class F> void call_item(void *item, void *f) noexcept
{
	(*static_cast<F *>(f))(static_cast<T *>(item));
}

template <class F> void *context(F &f) noexcept
{
	return const_cast<void *>(static_cast<const void *>(std::addressof(f)));
}

} // namespace detail

} // namespace perseq

#endif
