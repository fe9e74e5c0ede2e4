//! Every operation of every structure finishes under a debugger that single-steps, and does what it says.
//!
//! Each instruction of a section traps there, and each trap aborts the section: it never commits, however often it is
//! tried. So this is the proof that the number of attempts is bounded and that the slow path needs no section. (Where an
//! atomic operation is a pair of instructions, a plain single step makes that pair fail for ever, in any program.)

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

/// What is stepped through, and how.
#[cfg(target_arch = "x86_64")]
mod step {
    use perseq::{
        ArrayStack, Cache, Counter, Index, SignedCounter,
        core::{cpu, guard, section::aborts},
    };

    /// Steps after which an operation counts as hanging: a hundred times what the longest one takes.
    const PATIENCE: usize = 3_000_000;

    /// What an operation is made of.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Kind {
        /// A section without a guard: attempts must be aborted.
        Plain,
        /// The same, and an allocation for all rows.
        Fresh,
        /// A section with a guard: attempts must be aborted, and then the guard be taken.
        Guarded,
        /// Several of them, one after the other.
        Several,
        /// Guards of any rows.
        Holder,
        /// A look at all rows.
        Sum,
    }

    impl Kind {
        fn aborts(self) -> bool {
            matches!(self, Self::Plain | Self::Fresh | Self::Guarded | Self::Several)
        }

        fn takes_guard(self) -> bool {
            matches!(self, Self::Guarded | Self::Several | Self::Holder)
        }

        /// Whether it differs by index, and by who registered the thread. What does not is stepped through once.
        fn depends(self) -> bool {
            matches!(self, Self::Plain | Self::Guarded)
        }
    }

    /// An operation that is stepped through in a process of its own.
    struct Operation {
        name: &'static str,
        kind: Kind,
        /// Does it, and returns whether the result is right, or what tells: that is not stepped through.
        run: Box<dyn Fn() -> Check>,
    }

    /// What is left to do when an operation has returned.
    type Check = Box<dyn Fn() -> bool>;

    fn operation<C: Fn() -> bool + 'static>(
        name: &'static str,
        kind: Kind,
        run: impl Fn() -> C + 'static,
    ) -> Operation {
        let run = Box::new(move || Box::new(run()) as Check);
        Operation { name, kind, run }
    }

    /// A value that is never dropped.
    fn leak<T>(value: T) -> &'static T {
        Box::leak(Box::new(value))
    }

    /// Rows that a thread can be on.
    fn rows() -> u32 {
        cpu::possible().unwrap().iter().max().map_or(1, |highest| highest + 1)
    }

    fn counters<I: Index>() -> Vec<Operation> {
        let counter = leak(Counter::<I>::default());
        let signed = leak(SignedCounter::<I>::default());
        counter.add(5);
        signed.sub(5);
        vec![
            operation("Counter::add", Kind::Plain, move || {
                counter.add(2);
                || counter.sum() == 7
            }),
            operation("Counter::reset", Kind::Sum, move || {
                let was = counter.reset();
                move || was == 5 && counter.sum() == 0
            }),
            operation("SignedCounter::sub", Kind::Plain, move || {
                signed.sub(2);
                || signed.sum() == -7
            }),
            operation("Counter::add to a fresh one", Kind::Fresh, move || {
                let fresh = leak(Counter::<I>::indexed());
                fresh.add(3);
                || fresh.sum() == 3
            }),
        ]
    }

    fn array_stacks<I: Index>() -> Vec<Operation> {
        let stack = leak(ArrayStack::<usize, I>::indexed(5).unwrap());
        // One row more, for there is one to steal from then.
        let rows = rows() + 1;
        for row in 0..rows {
            stack.with_row(row, |view| (1..=4).for_each(|item| view.push(item).unwrap())).unwrap();
        }
        let len = 4 * rows as usize;
        vec![
            operation("ArrayStack::push", Kind::Guarded, move || {
                let result = stack.push(5);
                move || result.is_ok() && stack.len() == len + 1
            }),
            operation("ArrayStack::push to a full row", Kind::Guarded, move || {
                let pushed = (0..2).map(|item| stack.push(item).is_ok()).filter(|&it| it).count();
                move || pushed == 1
            }),
            operation("ArrayStack::pop", Kind::Guarded, move || {
                let item = stack.pop();
                move || item == Some(4)
            }),
            operation("ArrayStack::pop from an empty row", Kind::Several, move || {
                let items: Vec<usize> = std::iter::from_fn(|| stack.pop()).collect();
                move || items == [4, 3, 2, 1]
            }),
            operation("ArrayStack::push_batch", Kind::Several, move || {
                let pushed = stack.push_batch(&mut vec![5, 6]);
                move || pushed == 1 && stack.pop() == Some(6)
            }),
            operation("ArrayStack::pop_batch", Kind::Guarded, move || {
                let mut items = Vec::new();
                stack.pop_batch(&mut items, 3);
                move || items == [4, 3, 2]
            }),
            operation("ArrayStack::steal", Kind::Holder, move || {
                let item = stack.steal();
                move || item == Ok(Some(4)) && stack.len() == len - 1
            }),
            operation("ArrayStack::with_row", Kind::Holder, move || {
                let item = stack.with_row(0, |view| view.pop());
                move || item == Ok(Some(4)) && stack.len() == len - 1
            }),
            operation("ArrayStack::drain", Kind::Holder, move || {
                let mut drained = 0;
                let result = stack.drain(|_| drained += 1);
                move || result.is_ok() && drained == len && stack.is_empty()
            }),
        ]
    }

    fn caches<I: Index>() -> Vec<Operation> {
        let cache = leak(Cache::<usize, I>::indexed(2, 16).unwrap());
        (1..=6).for_each(|item| cache.put(item).unwrap());
        // The first look at idle rows.
        cache.drain_idle(drop).unwrap();
        let sum = |cache: &Cache<usize, I>| {
            let mut sum = 0;
            cache.drain(|item| sum += item).unwrap();
            sum
        };
        vec![
            operation("Cache::put", Kind::Guarded, move || {
                let result = cache.put(7);
                move || result.is_ok() && sum(cache) == 28
            }),
            operation("Cache::put until it spills", Kind::Several, move || {
                let fit = (7..=9).all(|item| cache.put(item).is_ok());
                move || fit && sum(cache) == 45
            }),
            operation("Cache::get", Kind::Guarded, move || {
                let item = cache.get();
                move || item.unwrap_or(0) + sum(cache) == 21
            }),
            operation("Cache::get until it refills and is empty", Kind::Several, move || {
                let items: Vec<usize> = std::iter::from_fn(|| cache.get()).collect();
                move || items.iter().sum::<usize>() + sum(cache) == 21
            }),
            operation("Cache::drain_idle", Kind::Holder, move || {
                let mut items = 0;
                let taken = cache.drain_idle(|_| items += 1);
                move || taken.is_ok() && items > 0 && cache.len() == 6 - items
            }),
        ]
    }

    fn operations<I: Index>() -> Vec<Operation> {
        [counters::<I>(), array_stacks::<I>(), caches::<I>()].into_iter().flatten().collect()
    }

    /// What a child that is stepped through exits with.
    mod exit {
        pub(super) const RIGHT: i32 = 0;
        pub(super) const WRONG_RESULT: i32 = 1;
        pub(super) const NOTHING_ABORTED: i32 = 2;
        pub(super) const NO_GUARD_TAKEN: i32 = 3;
        pub(super) const PANIC: i32 = 4;
    }

    /// Does `operation`, having asked to be stepped; what it exits with.
    fn be_stepped(operation: &Operation) -> i32 {
        unsafe {
            libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
            libc::raise(libc::SIGSTOP);
        }
        let (before, entries) = (aborts(), guard::stats().entries);
        let run = std::panic::AssertUnwindSafe(&operation.run);
        let Ok(check) = std::panic::catch_unwind(run) else { return exit::PANIC };
        let (aborted, entered) = (aborts() > before, guard::stats().entries > entries);
        // From here on without steps.
        unsafe { libc::raise(libc::SIGSTOP) };
        match (check(), operation.kind.aborts() && !aborted, operation.kind.takes_guard() && !entered) {
            (false, ..) => exit::WRONG_RESULT,
            (true, true, _) => exit::NOTHING_ABORTED,
            (true, false, true) => exit::NO_GUARD_TAKEN,
            (true, false, false) => exit::RIGHT,
        }
    }

    /// Steps through `operation` in a child, and returns the number of steps.
    fn step_through(operation: &Operation) -> usize {
        unsafe {
            let child = libc::fork();
            if child == 0 {
                libc::_exit(be_stepped(operation));
            }
            assert!(child > 0, "fork");
            let (mut status, mut steps) = (0, 0);
            loop {
                assert_eq!(libc::waitpid(child, &mut status, 0), child);
                if !libc::WIFSTOPPED(status) || steps == PATIENCE {
                    break;
                }
                // The first stop asks for steps, the second for none any more.
                let is_last = steps > 0 && libc::WSTOPSIG(status) == libc::SIGSTOP;
                let request = if is_last { libc::PTRACE_CONT } else { libc::PTRACE_SINGLESTEP };
                libc::ptrace(request, child, 0, 0);
                steps += usize::from(!is_last);
            }
            if libc::WIFSTOPPED(status) {
                libc::kill(child, libc::SIGKILL);
                libc::waitpid(child, &mut status, 0);
                panic!("{}: no end after {steps} steps", operation.name);
            }
            assert!(
                libc::WIFEXITED(status),
                "{}: killed by signal {}",
                operation.name,
                libc::WTERMSIG(status)
            );
            let what = match libc::WEXITSTATUS(status) {
                exit::RIGHT => return steps,
                exit::WRONG_RESULT => "the result is wrong",
                exit::NOTHING_ABORTED => "no attempt was aborted: nothing was proved",
                exit::NO_GUARD_TAKEN => "no guard was taken: nothing was proved",
                _ => "it panicked",
            };
            panic!("{} after {steps} steps: {what}", operation.name);
        }
    }

    pub(super) fn through_all<I: Index>(is_first: bool) {
        let mut total = 0;
        for operation in operations::<I>().into_iter().filter(|it| is_first || it.kind.depends()) {
            let steps = step_through(&operation);
            println!("{steps:8} steps: {} by {}", operation.name, std::any::type_name::<I>());
            assert!(steps > 100, "{} was not stepped", operation.name);
            total += steps;
        }
        println!("{total:8} steps");
    }
}

#[test]
fn every_operation_finishes_under_a_debugger_that_steps() {
    #[cfg(target_arch = "x86_64")]
    for variables in [&[][..], &[support::WITHOUT_GLIBC]] {
        support::alone("every_operation_finishes_under_a_debugger_that_steps", variables, || {
            assert!(perseq::core::thread::attach().is_ok());
            // A step is two switches between processes, which are dear between CPUs.
            support::pin(perseq::core::cpu::current().get());
            step::through_all::<perseq::ByCpuId>(variables.is_empty());
            if perseq::core::cpu::concurrency_id().is_some() {
                step::through_all::<perseq::ByConcurrencyId>(false);
            } else {
                support::skip("stepping through operations by concurrency id", "this kernel fills no mm_cid");
            }
        });
    }
    #[cfg(not(target_arch = "x86_64"))]
    support::skip("stepping through every operation", "atomic operations may be pairs of instructions here");
}
