//! Stepping through an operation in a child.

use perseq::{
    Index,
    core::{guard, section::aborts},
};

use super::operations::operations;

/// Steps after which an operation counts as hanging: a hundred times what the longest one takes.
const PATIENCE: usize = 3_000_000;

/// Seconds after which it does so where it is not stepped any more.
const WATCHDOG: u32 = 100;

/// What an operation is made of.
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

    /// Whether it differs by index, and by who registered the thread. What does not is stepped through once.
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

/// What is left to do when an operation has returned.
pub(super) type Check = Box<dyn Fn() -> bool>;

pub(super) fn operation<C: Fn() -> bool + 'static>(
    name: &'static str,
    kind: Kind,
    run: impl Fn() -> C + 'static,
) -> Operation {
    let run = Box::new(move || Box::new(run()) as Check);
    Operation { name, kind, run }
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
        libc::alarm(WATCHDOG);
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
            let is_hanging = steps == PATIENCE || libc::WSTOPSIG(status) == libc::SIGALRM;
            if !libc::WIFSTOPPED(status) || is_hanging {
                break;
            }
            // The first stop asks for steps, the second for none any more.
            let is_last =
                steps > 0 && libc::WSTOPSIG(status) == libc::SIGSTOP || steps == operation.kind.steps();
            let request = if is_last { libc::PTRACE_CONT } else { libc::PTRACE_SINGLESTEP };
            libc::ptrace(request, child, 0, 0);
            steps += usize::from(!is_last);
        }
        if libc::WIFSTOPPED(status) {
            libc::kill(child, libc::SIGKILL);
            libc::waitpid(child, &mut status, 0);
            panic!("{}: no end after {steps} steps", operation.name);
        }
        assert!(libc::WIFEXITED(status), "{}: killed by signal {}", operation.name, libc::WTERMSIG(status));
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
