// A pool of objects that are expensive to make: threads take one, use it and give it back, from and to their own CPU's row.
#include <array>
#include <atomic>
#include <cstdio>
#include <thread>
#include <vector>

#include <perseq/perseq.hpp>

namespace {

constexpr int threads = 4, rounds = 100000;

std::atomic<int> made, ended;

struct connection {
	connection() noexcept { made++; }
	connection(const connection &) = delete;
	~connection() { ended++; }

	std::array<char, 4096> buffer = {};
	std::uint64_t queries = 0;
};

class pool {
	perseq::cache<connection> idle = perseq::cache<connection>::create(8, 16);

public:
	explicit operator bool() const noexcept { return static_cast<bool>(idle); }

	// A connection that returns to the pool at its end.
	class lease {
		pool *of;
		std::unique_ptr<connection> one;

	public:
		lease(pool &of_, std::unique_ptr<connection> one_) noexcept : of(&of_), one(std::move(one_)) {}
		lease(lease &&) = default;
		~lease()
		{
			// A pool that is full leaves it here, and it ends.
			if (one)
				static_cast<void>(of->idle.put(std::move(one)));
		}
		connection *operator->() const noexcept { return one.get(); }
	};

	lease take()
	{
		auto one = idle.get();
		return lease(*this, one ? std::move(one) : std::make_unique<connection>());
	}

	template <class F> void each(F &&f) { idle.drain(f); }
};

} // namespace

int main()
{
	pool connections;
	std::uint64_t queries = 0;
	std::vector<std::thread> all;

	if (!connections) {
		std::fprintf(stderr, "%s\n", perseq::error_text());
		return 1;
	}
	std::atomic<std::uint64_t> counted{0};
	for (int t = 0; t < threads; t++)
		all.emplace_back([&connections, &counted] {
			for (int n = 0; n < rounds; n++) {
				auto one = connections.take();
				one->queries++;
				counted++;
			}
		});
	for (auto &thread : all)
		thread.join();
	connections.each([&queries](std::unique_ptr<connection> one) { queries += one->queries; });
	std::printf("%llu queries\n", static_cast<unsigned long long>(counted.load()));
	std::fprintf(stderr, "by %d connections, %llu of them by those that are still here\n", made.load(),
		     static_cast<unsigned long long>(queries));
	if (made != ended || queries > counted)
		return 1;
	std::puts("each connection has ended once");
	return 0;
}
