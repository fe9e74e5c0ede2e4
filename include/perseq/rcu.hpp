/* perseq/perseq.hpp: read-copy-update. */
#ifndef PERSEQ_RCU_HPP
#define PERSEQ_RCU_HPP

#include <cstdint>
#include <memory>
#include <utility>

#include <perseq/owner.hpp>
#include <perseq/rcu.h>

namespace perseq {

namespace detail {

/* Stands for the readers, before ThreadSanitizer. */
inline void *rcu_readers() noexcept
{
	static char readers;
	return &readers;
}

} // namespace detail

/* A reader's stay in a domain: until its end, on whatever thread that is. */
class rcu_guard {
	friend class rcu;
	struct perseq_rcu_guard guard_ = {};

	explicit rcu_guard(struct perseq_rcu_guard guard) noexcept : guard_(guard) {}

public:
	rcu_guard(rcu_guard &&other) noexcept : guard_(std::exchange(other.guard_, {})) {}
	rcu_guard &operator=(rcu_guard &&other) noexcept
	{
		if (this != &other) {
			unlock();
			guard_ = std::exchange(other.guard_, {});
		}
		return *this;
	}
	~rcu_guard() { unlock(); }

	void unlock() noexcept
	{
		if (*this) {
			PERSEQ_TSAN_RELEASE(detail::rcu_readers());
			perseq_rcu_read_unlock(&guard_);
		}
	}
	explicit operator bool() const noexcept { return guard_.perseq_private[0] != 0; }
};

/* A domain. Its end waits for its readers, and runs what was deferred; a domain that cannot be ended (a guard of this thread's is there) stays. */
class rcu {
	struct end {
		void operator()(struct perseq_rcu *object) const noexcept { perseq_rcu_destroy(object); }
	};
	detail::owner<struct perseq_rcu, end> object_;

	explicit rcu(struct perseq_rcu *object) noexcept : object_(object) {}

public:
	static rcu create() noexcept { return rcu(perseq_rcu_create()); }
	explicit operator bool() const noexcept { return static_cast<bool>(object_); }
	struct perseq_rcu *get_object() const noexcept { return object_.get(); }

	[[nodiscard]] rcu_guard read() noexcept { return rcu_guard(perseq_rcu_read_lock(object_.get())); }
	[[nodiscard]] bool synchronize() noexcept
	{
		const bool waited = perseq_rcu_synchronize(object_.get()) == 0;
		PERSEQ_TSAN_ACQUIRE(detail::rcu_readers());
		return waited;
	}
	[[nodiscard]] bool barrier() noexcept { return perseq_rcu_barrier(object_.get()) == 0; }
	bool restart_after_fork() noexcept { return perseq_rcu_restart_after_fork(object_.get()) == 0; }

	/* Deletes `item` when every reader that is inside now has left. False, and `item` is as before, in a forked child. */
	template <class T> [[nodiscard]] bool retire(std::unique_ptr<T> &&item) noexcept
	{
		auto remove = [](void *pointer) {
			PERSEQ_TSAN_ACQUIRE(pointer);
			PERSEQ_TSAN_ACQUIRE(detail::rcu_readers());
			delete static_cast<T *>(pointer);
		};
		PERSEQ_TSAN_RELEASE(item.get());
		if (item && perseq_rcu_defer(object_.get(), remove, item.get()) != 0)
			return false;
		static_cast<void>(item.release());
		return true;
	}
};

/* A pointer that readers load under a guard. It does not own: exchange and retire before its end. */
template <class T> class rcu_pointer {
	T *pointer_ = nullptr;

public:
	constexpr rcu_pointer() noexcept = default;
	explicit rcu_pointer(std::unique_ptr<T> first) noexcept : pointer_(first.release()) {}
	rcu_pointer(const rcu_pointer &) = delete;
	rcu_pointer &operator=(const rcu_pointer &) = delete;

	/* Valid while the guard is there. */
	T *load(const rcu_guard &) const noexcept { return perseq_rcu_load(pointer_); }

	/* Readers see `next` from now on; some still see what is returned: retire it. */
	[[nodiscard]] std::unique_ptr<T> exchange(std::unique_ptr<T> next) noexcept
	{
		return std::unique_ptr<T>(perseq_rcu_exchange(pointer_, next.release()));
	}
};

} // namespace perseq

#endif
