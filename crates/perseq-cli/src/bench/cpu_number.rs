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

use super::{
    affinity,
    getcpu::{self, Getcpu},
    group::{Case, Measured, Skipped},
    parallel::{self, Width},
    workload::{Plain, Workload, use_up},
};

thread_local! {
    static VARIABLE: Cell<u32> = const { Cell::new(0) };
}

/// Everything that can be measured here, and what cannot, with the reason.
pub(super) fn cases(allowed: &CpuSet) -> (Vec<Case>, Vec<Skipped>) {
    let mut list = List { allowed, cases: Vec::new(), skipped: Vec::new() };
    list.yardsticks();
    match thread::register() {
        Ok(_) => list.add("perseq", || thread::register().ok(), |registration| registration.cpu().get()),
        Err(error) => list.skip("perseq", error.to_string()),
    }
    list.add("perseq lazy", || Some(()), |()| cpu::current().get());
    list.add("sched_getcpu", || Some(()), |()| getcpu::sched_getcpu());
    match Getcpu::vdso() {
        Some(_) => list.add("vdso getcpu", Getcpu::vdso, |vdso| vdso.call()),
        None => list.skip("vdso getcpu", "this vDSO has none, or the program is linked statically"),
    }
    list.add("getcpu syscall", || Some(()), |()| Getcpu::Syscall.call());
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
    fn add<Own, P, R>(&mut self, variant: &'static str, prepare: P, read: R)
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
        self.push("empty loop", Reader { prepare: || Some(()), read: |(): &()| 0 }, true);
        // Let the address escape, so that the loop's memory barrier is known to concern the variable.
        let prepare = || Some(VARIABLE.with(|variable| _ = black_box(variable.as_ptr())));
        self.push("thread-local load", Reader { prepare, read: |(): &()| VARIABLE.get() }, true);
    }

    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    fn by_instruction(&mut self) {
        use super::instruction::{self, Rdpid};
        self.add("lsl", || Some(()), |()| instruction::lsl());
        match Rdpid::detect() {
            Some(_) => self.add("rdpid", Rdpid::detect, Rdpid::read),
            None => self.skip("rdpid", "this processor has no such instruction"),
        }
    }

    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    fn by_instruction(&mut self) {
        self.skip("lsl", "an x86 instruction");
        self.skip("rdpid", "an x86 instruction");
    }

    fn push<Own, P, R>(&mut self, variant: &'static str, reader: Reader<P, R>, exact: bool)
    where
        P: Fn() -> Option<Own> + Copy + Sync + 'static,
        R: Fn(&Own) -> u32 + Copy + Sync + 'static,
    {
        let width = Width { threads: 1, cpus: self.allowed.len() };
        let measure = move |times| {
            let run = parallel::run::<Plain, _>(&reader, width, times);
            Measured { ns_per_op: run.ns_per_op, ops: run.timed, exact, cpu_share: run.cpu_share }
        };
        self.cases.push(Case { variant, threads: 1, measure: Box::new(measure) });
    }

    fn skip(&mut self, variant: &'static str, reason: impl Into<String>) {
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
