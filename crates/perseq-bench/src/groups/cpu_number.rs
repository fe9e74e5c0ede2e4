//! The group `cpu-number`: reading the number of the CPU that this thread is on.
//!
//! Before anything is timed, each way is asked on every CPU that this process may use, by a thread bound to that
//! CPU; a way whose answer is wrong anywhere is reported as not exact. Reading a thread-local variable is here as
//! the yardstick: nothing that depends on the thread can be cheaper.

use std::{cell::Cell, hint::black_box};

use perseq::perseq_core::{
    cpu::{self, CpuSet},
    thread,
};

use crate::{
    affinity,
    case::{Case, Cases, Group, Measured, Runs, Skipped, Variant},
    getcpu::{self, Getcpu},
    parallel::{self, Width},
    workload::{Plain, Workload, use_up},
};

pub(crate) const PERSEQ: Variant = Variant::new("perseq").in_the_talk(0.8);
const PERSEQ_LAZY: Variant = Variant::new("perseq lazy").in_the_talk(0.8);
const SCHED_GETCPU: Variant = Variant::new("sched_getcpu").in_the_talk(16.6);
const VDSO_GETCPU: Variant = Variant::new("vdso getcpu").in_the_talk(16.6);
pub(crate) const GETCPU_SYSCALL: Variant = Variant::new("getcpu syscall").in_the_talk(53.9);
const EMPTY_LOOP: Variant = Variant::new("empty loop").in_the_talk(0.8);
pub(crate) const THREAD_LOCAL_LOAD: Variant = Variant::new("thread-local load");
const LSL: Variant = Variant::new("lsl").in_the_talk(13.0);
pub(crate) const RDPID: Variant = Variant::new("rdpid");

/// Reading the number of the current CPU.
pub(crate) static CPU_NUMBER: Group = Group {
    name: "cpu-number",
    help: "Reading the number of the current CPU",
    title: "reading the CPU number",
    explanation: "One read per iteration of a plain loop, as in the talk. A read that costs no more than `empty \
         loop` is hidden behind the loop's own count. `perseq` reads through a registration that the \
         thread holds, `perseq lazy` without one. Every way was checked on every CPU.",
    ours: PERSEQ,
    rivals: &[VDSO_GETCPU, GETCPU_SYSCALL, THREAD_LOCAL_LOAD],
    runs: Runs::Usual,
    cases: |place| cases(&place.allowed),
};

thread_local! {
    static VARIABLE: Cell<u32> = const { Cell::new(0) };
}

/// Everything that can be measured here, and what cannot, with the reason.
fn cases(allowed: &CpuSet) -> Cases {
    let mut list = List { allowed, cases: Vec::new(), skipped: Vec::new() };
    list.yardsticks();
    match thread::register() {
        Ok(_) => list.add(PERSEQ, || thread::register().ok(), |registration| registration.cpu().get()),
        Err(error) => list.skip(PERSEQ, error.to_string()),
    }
    list.add(PERSEQ_LAZY, || Some(()), |()| cpu::current().get());
    list.add(SCHED_GETCPU, || Some(()), |()| getcpu::sched_getcpu());
    match Getcpu::vdso() {
        Some(_) => list.add(VDSO_GETCPU, Getcpu::vdso, |vdso| vdso.call()),
        None => list.skip(VDSO_GETCPU, "this vDSO has none, or the program is linked statically"),
    }
    list.add(GETCPU_SYSCALL, || Some(()), |()| Getcpu::Syscall.call());
    list.by_instruction();
    (list.cases, list.skipped)
}

/// The cases so far.
struct List<'a> {
    allowed: &'a CpuSet,
    cases: Vec<Case>,
    skipped: Vec<Skipped>,
}

impl List<'_> {
    /// Adds a way to read the number: `prepare` gives a thread what it needs, `read` reads.
    fn add<Own, P, R>(&mut self, variant: Variant, prepare: P, read: R)
    where
        P: Fn() -> Option<Own> + Copy + Sync + 'static,
        R: Fn(&Own) -> u32 + Copy + Sync + 'static,
    {
        let reader = Reader { prepare, read };
        let exact = is_right_everywhere(&reader, self.allowed);
        self.push(variant, reader, exact);
    }

    /// Adds what is no CPU number and only to be compared with.
    fn yardsticks(&mut self) {
        self.push(EMPTY_LOOP, Reader { prepare: || Some(()), read: |(): &()| 0 }, true);
        // Let the address escape, so that the loop's memory barrier is known to concern the variable.
        let prepare = || Some(VARIABLE.with(|variable| _ = black_box(variable.as_ptr())));
        self.push(THREAD_LOCAL_LOAD, Reader { prepare, read: |(): &()| VARIABLE.get() }, true);
    }

    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    fn by_instruction(&mut self) {
        use super::instruction::{self, Rdpid};
        self.add(LSL, || Some(()), |()| instruction::lsl());
        match Rdpid::detect() {
            Some(_) => self.add(RDPID, Rdpid::detect, Rdpid::read),
            None => self.skip(RDPID, "this processor has no such instruction"),
        }
    }

    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    fn by_instruction(&mut self) {
        self.skip(LSL, "an x86 instruction");
        self.skip(RDPID, "an x86 instruction");
    }

    fn push<Own, P, R>(&mut self, variant: Variant, reader: Reader<P, R>, exact: bool)
    where
        P: Fn() -> Option<Own> + Copy + Sync + 'static,
        R: Fn(&Own) -> u32 + Copy + Sync + 'static,
    {
        let width = Width { threads: 1, cpus: self.allowed.len() };
        let measure = move |times| Measured::of(parallel::run::<Plain, _>(&reader, width, times), exact);
        self.cases.push(Case { variant, threads: 1, measure: Box::new(measure) });
    }

    fn skip(&mut self, variant: Variant, reason: impl Into<String>) {
        self.skipped.push(Skipped { variant, reason: reason.into() });
    }
}

/// A way to read the number, as a workload.
#[derive(Clone, Copy)]
struct Reader<P, R> {
    prepare: P,
    read: R,
}

impl<Own, P, R> Workload for Reader<P, R>
where
    P: Fn() -> Option<Own> + Sync,
    R: Fn(&Own) -> u32 + Sync,
{
    type Own = Own;

    fn enter(&self, _worker: usize) -> Own {
        (self.prepare)().expect("another thread could prepare this when the case was made")
    }

    #[inline(always)]
    fn op(&self, own: &Own, _which: usize) {
        use_up((self.read)(own));
    }
}

/// Asks on every allowed CPU. A CPU that was taken away since is not asked on.
fn is_right_everywhere<Own, P, R>(reader: &Reader<P, R>, allowed: &CpuSet) -> bool
where
    P: Fn() -> Option<Own> + Sync,
    R: Fn(&Own) -> u32 + Sync,
{
    let ask = || {
        let Some(own) = (reader.prepare)() else { return false };
        let mut reachable = allowed.iter().filter(|&cpu| affinity::bind_to(cpu).is_ok());
        reachable.all(|cpu| (reader.read)(&own) == cpu)
    };
    std::thread::scope(|scope| scope.spawn(ask).join().unwrap_or(false))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_that_names_the_wrong_cpu_is_not_exact() {
        let allowed = cpu::allowed().unwrap();
        let beyond = Reader { prepare: || Some(()), read: |(): &()| u32::MAX };
        assert!(!is_right_everywhere(&beyond, &allowed));
        let unprepared = Reader { prepare: || None::<()>, read: |(): &()| 0 };
        assert!(!is_right_everywhere(&unprepared, &allowed));
    }

    #[test]
    fn every_way_is_right_on_every_cpu_here() {
        let (cases, _) = cases(&cpu::allowed().unwrap());
        let times =
            parallel::Times { warm_up: Default::default(), measure: std::time::Duration::from_millis(1) };
        for case in cases {
            assert!((case.measure)(times).exact, "{} names a wrong CPU", case.variant);
        }
    }
}
