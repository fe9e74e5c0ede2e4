//! Counters that can be set, as some interfaces want it. An addition costs what it costs in the counter that it goes to; a value that is
//! set is kept beside, with the counter's sum at that moment.

use core::{fmt, ptr};

use perseq::{Counter, CounterF64, SignedCounter};
use perseq_rcu::{Rcu, RcuOption};

/// The number that is added to.
pub(crate) trait Sum: Default {
    type Number: Copy + PartialOrd + fmt::Debug + Send + Sync + 'static;

    fn sum(&self) -> Self::Number;

    /// `value`, and what came to the sum since it was `at`.
    fn since(value: Self::Number, at: Self::Number, sum: Self::Number) -> Self::Number;
}

/// See the module.
#[derive(Default)]
pub(crate) struct Settable<C: Sum> {
    pub(crate) added: C,
    set: RcuOption<SetAt<C::Number>>,
}

struct SetAt<T> {
    value: T,
    /// The sum at that moment, from which additions count.
    sum: T,
}

impl<C: Sum> Settable<C> {
    pub(crate) fn get(&self) -> C::Number {
        let guard = Rcu::global().read();
        let pointer = |set: Option<&SetAt<_>>| set.map_or(ptr::null(), ptr::from_ref);
        loop {
            let set = self.set.load(&guard);
            let sum = self.added.sum();
            // If a value was set meanwhile the sum may have additions to that one. The guard keeps the memory of this one from being used
            // again, so an equal pointer is the same value.
            if pointer(set) == pointer(self.set.load(&guard)) {
                return set.map_or(sum, |set| C::since(set.value, set.sum, sum));
            }
        }
    }

    /// Sets the value to that which `to` makes of it, if it makes one. `to` is called again if another thread was faster. Allocates; what
    /// was set before is freed when its readers have left.
    pub(crate) fn change(&self, to: impl Fn(C::Number) -> Option<C::Number>) {
        let guard = Rcu::global().read();
        // An addition that is not in this sum comes after the change. No value is set between the load and the exchange.
        self.set.update(&guard, |set| {
            let sum = self.added.sum();
            let value = to(set.map_or(sum, |set| C::since(set.value, set.sum, sum)))?;
            Some(SetAt { value, sum })
        });
    }
}

impl<C: Sum> fmt::Debug for Settable<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

impl Sum for Counter {
    type Number = u64;

    fn sum(&self) -> u64 {
        self.sum()
    }

    fn since(value: u64, at: u64, sum: u64) -> u64 {
        value.wrapping_add(sum.wrapping_sub(at))
    }
}

impl Sum for SignedCounter {
    type Number = i64;

    fn sum(&self) -> i64 {
        self.sum()
    }

    fn since(value: i64, at: i64, sum: i64) -> i64 {
        value.wrapping_add(sum.wrapping_sub(at))
    }
}

impl Sum for CounterF64 {
    type Number = f64;

    fn sum(&self) -> f64 {
        self.sum()
    }

    fn since(value: f64, at: f64, sum: f64) -> f64 {
        // Two equal infinities have no difference.
        if at == sum { value } else { value + (sum - at) }
    }
}
