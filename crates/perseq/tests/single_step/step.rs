//! Stepping through an operation in a child.

use perseq::{
    Index,
    perseq_core::{guard, section::aborts},
};

use super::{operations::operations, support};

/// Steps after which an operation counts as hanging: a hundred times what the longest one takes.
const PATIENCE: usize = 3_000_000;

/// Seconds between looks at an operation: at the second one since it was stepped for the last time it counts as hanging, too.
const WATCHDOG: libc::time_t = 100;

/// The parts of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
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

    /// How many steps are taken: loops over all rows, which have no sections, do the same again and again.
    fn steps(self) -> usize {
        if matches!(self, Self::Holder | Self::Sum) { 20_000 } else { usize::MAX }
    }

    /// Returns whether it differs by index, and by the owner of the thread's registration. One that does not is stepped through
    /// once.
    pub(super) fn depends(self) -> bool {
        matches!(self, Self::Plain | Self::Guarded)
    }
}

/// An operation that is stepped through in a process of its own.
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Does it, and returns whether the result is right, or what tells: that is not stepped through.
    run: Box<dyn Fn() -> Check>,
}

/// The check that is left to do when an operation has returned.
pub(super) type Check = Box<dyn Fn() -> bool>;

pub(super) fn operation<C: Fn() -> bool + 'static>(
    name: &'static str,
    kind: Kind,
    run: impl Fn() -> C + 'static,
) -> Operation {
    let run = Box::new(move || Box::new(run()) as Check);
    Operation { name, kind, run }
}

/// The exit status of a child that is stepped through.
mod exit {
    pub(super) const RIGHT: i32 = 0;
    pub(super) const WRONG_RESULT: i32 = 1;
    pub(super) const NOTHING_ABORTED: i32 = 2;
    pub(super) const NO_GUARD_TAKEN: i32 = 3;
    pub(super) const PANIC: i32 = 4;
    pub(super) const MOVED: i32 = 5;
}

/// Does `operation`, having asked to be stepped; what it exits with.
fn be_stepped(operation: &Operation, cpu: u32) -> i32 {
    unsafe {
        let every = libc::timeval { tv_sec: WATCHDOG, tv_usec: 0 };
        let watchdog = libc::itimerval { it_interval: every, it_value: every };
        libc::setitimer(libc::ITIMER_REAL, &watchdog, std::ptr::null_mut());
        libc::ptrace(libc::PTRACE_TRACEME, 0, 0, 0);
        libc::raise(libc::SIGSTOP);
    }
    let (before, entries) = (aborts(), guard::stats().entries);
    let run = std::panic::AssertUnwindSafe(&operation.run);
    let Ok(check) = std::panic::catch_unwind(run) else { return exit::PANIC };
    let (aborted, entered) = (aborts() > before, guard::stats().entries > entries);
    // From here on without steps.
    unsafe { libc::raise(libc::SIGSTOP) };
    let is_right = check();
    if !support::is_pinned(cpu) {
        return exit::MOVED;
    }
    match (is_right, operation.kind.aborts() && !aborted, operation.kind.takes_guard() && !entered) {
        (false, ..) => exit::WRONG_RESULT,
        (true, true, _) => exit::NOTHING_ABORTED,
        (true, false, true) => exit::NO_GUARD_TAKEN,
        (true, false, false) => exit::RIGHT,
    }
}

/// Steps through `operation` in a child on `cpu`, to which this thread is pinned, and returns the number of steps. `None` if one of
/// the two was moved, because that CPU went offline: the operation has met other rows than it expected.
pub(super) fn step_through(operation: &Operation, cpu: u32) -> Option<usize> {
    unsafe {
        let child = libc::fork();
        if child == 0 {
            libc::_exit(be_stepped(operation, cpu));
        }
        assert!(child > 0, "fork");
        let (mut status, mut steps, mut looks, mut was_here) = (0, 0, 0, true);
        loop {
            assert_eq!(libc::waitpid(child, &mut status, 0), child);
            was_here &= libc::sched_getcpu().cast_unsigned() == cpu;
            // A machine that is busy may take long for some steps: they are what tells that it does not hang.
            looks += u32::from(libc::WIFSTOPPED(status) && libc::WSTOPSIG(status) == libc::SIGALRM);
            if !libc::WIFSTOPPED(status) || steps == PATIENCE || looks == 2 {
                break;
            }
            // The first stop asks for steps, the second for none any more.
            let is_last =
                steps > 0 && libc::WSTOPSIG(status) == libc::SIGSTOP || steps >= operation.kind.steps();
            let request = if is_last { libc::PTRACE_CONT } else { libc::PTRACE_SINGLESTEP };
            libc::ptrace(request, child, 0, 0);
            if !is_last {
                (steps, looks) = (steps + 1, 0);
            }
        }
        let is_hanging = libc::WIFSTOPPED(status);
        if is_hanging {
            libc::kill(child, libc::SIGKILL);
            libc::waitpid(child, &mut status, 0);
        }
        if !was_here || !support::is_pinned(cpu) {
            return None;
        }
        assert!(!is_hanging, "{}: no end after {steps} steps", operation.name);
        assert!(libc::WIFEXITED(status), "{}: killed by signal {}", operation.name, libc::WTERMSIG(status));
        let what = match libc::WEXITSTATUS(status) {
            exit::RIGHT => return Some(steps),
            exit::MOVED => return None,
            exit::WRONG_RESULT => "the result is wrong",
            exit::NOTHING_ABORTED => "no attempt was aborted: nothing was proved",
            exit::NO_GUARD_TAKEN => "no guard was taken: nothing was proved",
            _ => "it panicked",
        };
        panic!("{} after {steps} steps: {what}", operation.name);
    }
}

/// Pins this thread to the CPU that it is on: a step is two switches between processes, which are dear between CPUs.
fn pin() -> u32 {
    for _ in 0..support::TRIALS {
        let cpu = unsafe { libc::sched_getcpu() }.cast_unsigned();
        if support::try_pin(cpu) {
            return cpu;
        }
    }
    panic!("CPUs go offline faster than a thread can be pinned to one");
}

pub(super) fn through_all<I: Index>(is_first: bool) {
    let (mut total, mut cpu) = (0, pin());
    let mut all = operations::<I>();
    for place in (0..all.len()).filter(|&place| is_first || all[place].kind.depends()).collect::<Vec<_>>() {
        let mut trials = 1..=support::TRIALS;
        let stepped = loop {
            let stepped = step_through(&all[place], cpu);
            if stepped.is_some() || trials.next().is_none() {
                break stepped;
            }
            // The preparations for operations are in the rows of the CPU on which this thread was.
            cpu = pin();
            all = operations::<I>();
        };
        let Operation { name, .. } = all[place];
        let Some(steps) = stepped else {
            support::skip(name, "the CPU of this thread went offline each time that it was stepped through");
            continue;
        };
        println!("{steps:8} steps: {name} by {}", std::any::type_name::<I>());
        assert!(steps > 100, "{name} was not stepped");
        total += steps;
    }
    println!("{total:8} steps");
}
