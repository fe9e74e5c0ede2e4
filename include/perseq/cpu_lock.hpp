/* perseq/perseq.hpp: locks, one for each CPU. */
#ifndef PERSEQ_CPU_LOCK_HPP
#define PERSEQ_CPU_LOCK_HPP

#include <cstdint>
#include <type_traits>
#include <utility>

#include <perseq/cpu_lock.h>
#include <perseq/owner.hpp>

namespace perseq {

/* A lock and a T for each CPU; every T is of zeroes at first. Locks that are held end before the structure. */
template <class T> class cpu_lock {
	static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_default_constructible_v<T>,
		      "a T that zeroes are, and that needs no end");
	static_assert(alignof(T) <= 128, "bytes are aligned to 128");

	struct end {
		void operator()(struct perseq_cpu_lock *object) const noexcept { perseq_cpu_lock_destroy(object); }
	};
	detail::owner<struct perseq_cpu_lock, end> object_;

	explicit cpu_lock(struct perseq_cpu_lock *object) noexcept : object_(object) {}

public:
	/* A lock that this thread holds, with its T; false if it holds none. It ends on the same thread. */
	class locked {
		friend class cpu_lock;
		struct perseq_cpu_lock *lock_ = nullptr;
		T *value_ = nullptr;

		locked(struct perseq_cpu_lock *lock, void *value) noexcept : lock_(lock), value_(static_cast<T *>(value))
		{
			PERSEQ_TSAN_ACQUIRE(value);
		}

	public:
		locked(locked &&other) noexcept : lock_(other.lock_), value_(std::exchange(other.value_, nullptr)) {}
		locked &operator=(locked &&other) noexcept
		{
			if (this != &other) {
				unlock();
				lock_ = other.lock_;
				value_ = std::exchange(other.value_, nullptr);
			}
			return *this;
		}
		~locked() { unlock(); }

		void unlock() noexcept
		{
			if (T *value = std::exchange(value_, nullptr)) {
				PERSEQ_TSAN_RELEASE(value);
				perseq_cpu_lock_unlock(lock_, value);
			}
		}
		explicit operator bool() const noexcept { return value_ != nullptr; }
		T &operator*() const noexcept { return *value_; }
		T *operator->() const noexcept { return value_; }
	};

	static cpu_lock create() noexcept { return cpu_lock(perseq_cpu_lock_create(sizeof(T))); }
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_cpu_lock *get_object() const noexcept { return object_.get(); }

	[[nodiscard]] locked lock() noexcept { return locked(object_.get(), perseq_cpu_lock_lock(object_.get())); }
	[[nodiscard]] locked try_lock() noexcept { return locked(object_.get(), perseq_cpu_lock_try_lock(object_.get())); }

	/* Calls `f` with a row's T&. */
	template <class F> bool with_row(std::uint32_t row, F &&f) noexcept
	{
		auto give = [&f](T *value) {
			PERSEQ_TSAN_ACQUIRE(value);
			f(*value);
			PERSEQ_TSAN_RELEASE(value);
		};
		return perseq_cpu_lock_with_row(object_.get(), row, detail::call_item<T, decltype(give)>,
						detail::context(give)) == 0;
	}
};

} // namespace perseq

#endif
