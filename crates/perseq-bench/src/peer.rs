//! Rivals in C: programs that `cargo xtask peers` has built, which run when they are asked to.
//!
//! Their loops are theirs, compiled by their compiler with the library's code inlined; when they run is our rounds' decision,
//! one line for each run, so that they are interleaved with all other rivals. Between runs they sleep.

use std::{
    cell::RefCell,
    env,
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    rc::Rc,
    time::Duration,
};

use anyhow::{Context, Result, ensure};

use crate::{
    case::{Case, Measured, Skipped, Variant},
    parallel::{Times, Width},
};

/// The flavours of liburcu: the variant, and the program's name.
pub(crate) const LIBURCU: [(Variant, &str); 4] = [LIBURCU_MEMB, LIBURCU_MB, LIBURCU_QSBR, LIBURCU_BP];
pub(crate) const LIBURCU_MEMB: (Variant, &str) = (Variant::new("liburcu memb"), "liburcu-memb");
const LIBURCU_MB: (Variant, &str) = (Variant::new("liburcu mb"), "liburcu-mb");
const LIBURCU_QSBR: (Variant, &str) = (Variant::new("liburcu qsbr"), "liburcu-qsbr");
pub(crate) const LIBURCU_BP: (Variant, &str) = (Variant::new("liburcu bp"), "liburcu-bp");

/// A program that runs.
pub(crate) struct Peer {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl Peer {
    pub(crate) fn start(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_owned();
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{} cannot be started", program.display()))?;
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().context("its output is a pipe")?);
        Ok(Self { child, input, output })
    }

    /// One that `cargo xtask peers` has built. It answers at once, so that a library that it misses is found out.
    fn built(program: &str) -> Result<Self> {
        let path = find(program).context("not installed; `cargo xtask peers` builds it")?;
        let start = || -> Result<Self> {
            let mut peer = Self::start(&mut Command::new(&path))?;
            peer.ask::<4>("read", 1, Times { warm_up: Duration::ZERO, measure: Duration::ZERO })?;
            Ok(peer)
        };
        start().with_context(|| format!("{} does not run; try `cargo xtask peers`", path.display()))
    }

    /// One run, and its numbers.
    fn ask<const N: usize>(&mut self, what: &str, many: usize, times: Times) -> Result<[u64; N]> {
        self.tell(what, many, times)?;
        self.answer()
    }

    /// Has it begin a run.
    pub(crate) fn tell(&mut self, what: &str, many: usize, times: Times) -> Result<()> {
        let [warm_up, measure] = [times.warm_up, times.measure].map(|time| time.as_nanos());
        let input = self.input.as_mut().context("its input is a pipe")?;
        writeln!(input, "{what} {many} {warm_up} {measure}").context("it ended")
    }

    /// The numbers of that run, when it is over.
    pub(crate) fn answer<const N: usize>(&mut self) -> Result<[u64; N]> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        let numbers: Result<Vec<u64>, _> = line.split_whitespace().map(str::parse).collect();
        let numbers = numbers.ok().and_then(|numbers| <[u64; N]>::try_from(numbers).ok());
        ensure!(line.ends_with('\n'), "it ended");
        numbers.with_context(|| format!("it answered {line:?}"))
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It ends with its input.
        drop(self.input.take());
        // One that cannot be waited for is the operating system's.
        _ = self.child.wait();
    }
}

/// This tool, also from its tests, which are one directory further down.
pub(crate) fn tool() -> Result<PathBuf> {
    let this = env::current_exe().context("cannot tell where this program is")?;
    let mut tools = this.ancestors().skip(1).take(2).map(|directory| directory.join("perseq-bench"));
    tools.find(|tool| tool.is_file()).context("`perseq-bench` itself is not there: build it")
}

/// The measurement, or the news that it failed.
pub(crate) fn told(variant: Variant, measured: Result<Measured>) -> Measured {
    measured.unwrap_or_else(|error| {
        tell!("{variant} failed: {error:#}");
        Measured { grown: None, ns_per_op: f64::NAN, ops: 0, exact: false, cpu_share: 1.0 }
    })
}

/// In `peers` of the target directory that this program was built in, where `cargo xtask peers` puts it.
pub(crate) fn find(program: &str) -> Option<PathBuf> {
    let own = env::current_exe().ok()?;
    // Test programs are one directory further down.
    let directories = own.ancestors().skip(2).take(2);
    directories.map(|target| target.join("peers").join(program)).find(|path| path.is_file())
}

/// Programs that are there, and why the others are not.
#[derive(Default)]
pub(crate) struct Peers {
    running: Vec<(Variant, Rc<RefCell<Peer>>)>,
    /// Those that are not.
    pub(crate) skipped: Vec<Skipped>,
}

impl Peers {
    /// Starts those: name of the variant, and of the program.
    pub(crate) fn start(programs: &[(Variant, &'static str)]) -> Self {
        Self::of(programs.iter().map(|&(variant, program)| (variant, Peer::built(program))))
    }

    /// Those that were started, by the name of the variant.
    pub(crate) fn of(started: impl Iterator<Item = (Variant, Result<Peer>)>) -> Self {
        let mut peers = Self::default();
        for (variant, started) in started {
            match started {
                Ok(peer) => peers.running.push((variant, Rc::new(RefCell::new(peer)))),
                Err(error) => peers.skipped.push(Skipped { variant, reason: format!("{error:#}") }),
            }
        }
        peers
    }

    /// Their loops at that many threads.
    pub(crate) fn readers(&self, Width { threads, cpus }: Width) -> Vec<Case> {
        self.cases(threads, move |peer, times| {
            let [elapsed, cpu_time, timed, wrong] = peer.ask("read", threads, times)?;
            let could_have_had = elapsed as f64 * threads.min(cpus) as f64;
            Ok(Measured {
                grown: None,
                ns_per_op: could_have_had / timed as f64,
                ops: timed,
                exact: wrong == 0,
                cpu_share: cpu_time as f64 / could_have_had,
            })
        })
    }

    /// Their grace periods, beside that many readers that sleep.
    pub(crate) fn waiters(&self, crowd: usize) -> Vec<Case> {
        self.cases(crowd, move |peer, times| {
            let [median, waits, wrong] = peer.ask("wait", crowd, times)?;
            Ok(Measured {
                grown: None,
                ns_per_op: median as f64,
                ops: waits,
                exact: wrong == 0,
                cpu_share: 1.0,
            })
        })
    }

    fn cases(
        &self,
        threads: usize,
        run: impl Fn(&mut Peer, Times) -> Result<Measured> + Copy + 'static,
    ) -> Vec<Case> {
        let case = |(variant, peer): &(Variant, Rc<RefCell<Peer>>)| {
            let (variant, peer) = (*variant, Rc::clone(peer));
            let measure = move |times| told(variant, run(&mut peer.borrow_mut(), times));
            Case { variant, threads, measure: Box::new(measure) }
        };
        self.running.iter().map(case).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_says_how_to_get_it() {
        let peers = Peers::start(&[(Variant::new("nobody"), "no-such-peer")]);
        assert!(peers.readers(Width { threads: 1, cpus: 1 }).is_empty());
        let [Skipped { variant, reason }] = peers.skipped.as_slice() else { panic!("{:?}", peers.skipped) };
        assert_eq!(
            (variant.name, reason.as_str()),
            ("nobody", "not installed; `cargo xtask peers` builds it")
        );
    }

    #[test]
    fn each_program_is_measured_or_said_not_to_be_there() {
        let rcu = Peers::start(&LIBURCU);
        let times = Times { warm_up: Duration::ZERO, measure: Duration::from_millis(2) };
        let width = Width { threads: 3, cpus: 2 };
        let mut cases = rcu.readers(width);
        cases.extend(rcu.waiters(5));
        assert_eq!(cases.len() / 2 + rcu.skipped.len(), LIBURCU.len());
        for case in &cases {
            let measured = (case.measure)(times);
            assert!(measured.exact && measured.ops > 0 && measured.ns_per_op > 0.0, "{}", case.variant);
        }
    }
}
