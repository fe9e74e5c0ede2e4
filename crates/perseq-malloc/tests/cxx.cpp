// Every form of operator new and delete, and what they do when there is no memory.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <new>
#include <string>
#include <thread>
#include <vector>

static int failures;
#define CHECK(condition) \
    do { \
        if (!(condition)) { \
            std::printf("line %d: %s\n", __LINE__, #condition); \
            failures++; \
        } \
    } while (0)

static volatile std::size_t absurd = SIZE_MAX / 2 + 100;
static int handled;
static void handler() {
    if (++handled == 3) std::set_new_handler(nullptr);
}
static void throwing() { throw std::string("from the handler"); }

struct alignas(256) Wide {
    char bytes[300];
};

template <class F> static bool throws_bad_alloc(F f) {
    try {
        f();
    } catch (const std::bad_alloc &) {
        return true;
    }
    return false;
}

int main() {
    const auto align = std::align_val_t(128);
    operator delete(operator new(10));
    operator delete[](operator new[](10));
    operator delete(operator new(10), std::size_t(10));
    operator delete[](operator new[](10), std::size_t(10));
    operator delete(operator new(10, std::nothrow), std::nothrow);
    operator delete[](operator new[](10, std::nothrow), std::nothrow);
    operator delete(operator new(10, align), align);
    operator delete[](operator new[](10, align), align);
    operator delete(operator new(10, align), std::size_t(10), align);
    operator delete[](operator new[](10, align), std::size_t(10), align);
    operator delete(operator new(10, align, std::nothrow), align, std::nothrow);
    operator delete[](operator new[](10, align, std::nothrow), align, std::nothrow);
    Wide *wide = new Wide;
    CHECK(reinterpret_cast<std::uintptr_t>(wide) % 256 == 0);
    delete wide;

    CHECK(operator new(absurd, std::nothrow) == nullptr);
    CHECK(operator new[](absurd, align, std::nothrow) == nullptr);
    CHECK(throws_bad_alloc([] { return operator new(absurd); }));
    CHECK(throws_bad_alloc([] { return operator new[](absurd); }));
    CHECK(throws_bad_alloc([&] { return operator new(absurd, align); }));
    std::set_new_handler(handler);
    CHECK(throws_bad_alloc([] { return operator new(absurd); }) && handled == 3);
    std::set_new_handler(throwing);
    std::string caught;
    try {
        operator delete(operator new(absurd));
    } catch (const std::string &text) {
        caught = text;
    }
    CHECK(caught == "from the handler");
    std::set_new_handler(nullptr);

    std::vector<std::thread> threads;
    for (int t = 0; t < 4; t++)
        threads.emplace_back([t] {
            std::map<int, std::string> map;
            for (int i = 0; i < 20000; i++) {
                try {
                    map[i % 500] = std::string(std::size_t(i % 200), char('a' + t));
                    if (i % 100 == 0) throw i;
                } catch (int) {
                    map.erase(i % 500);
                }
            }
        });
    for (auto &thread : threads) thread.join();
    return failures;
}
