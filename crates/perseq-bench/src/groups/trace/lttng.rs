//! LTTng beside us: sessions that record what the programs `lttng-discard`, `lttng-overwrite` and `lttng-ids` trace.
//!
//! A session daemon that is there already is used; otherwise one is started, and ends with the measurement. Sub-buffers are as large as ours;
//! what the consumer daemon of the discarding session writes is bounded by its files.

use std::{
    fs,
    path::PathBuf,
    process::{Child, Command, Stdio},
    rc::Rc,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};

use super::{LTTNG_UST_DISCARD, LTTNG_UST_OVERWRITE, LTTNG_UST_WITH_IDS};
use crate::{
    case::{Case, Skipped, Variant},
    parallel::Width,
    peer::{self, Peers},
};

/// The variant, and the program's name.
const VARIANTS: [(Variant, &str); 3] = [
    (LTTNG_UST_DISCARD, "lttng-discard"),
    (LTTNG_UST_OVERWRITE, "lttng-overwrite"),
    (LTTNG_UST_WITH_IDS, "lttng-ids"),
];

/// Until a session daemon must answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// Programs that are traced.
pub(super) struct Lttng {
    peers: Peers,
    sessions: Option<Rc<Sessions>>,
    /// Variants that cannot run here.
    pub(super) skipped: Vec<Skipped>,
}

impl Lttng {
    /// Starts it all, or says what is missing.
    pub(super) fn start() -> Self {
        match Sessions::start() {
            Ok(sessions) => {
                let mut peers = Peers::start(&VARIANTS);
                let skipped = core::mem::take(&mut peers.skipped);
                Self { peers, sessions: Some(Rc::new(sessions)), skipped }
            }
            Err(error) => {
                let reason = format!("{error:#}");
                let skipped =
                    VARIANTS.iter().map(|&(variant, _)| Skipped { variant, reason: reason.clone() });
                Self { peers: Peers::default(), sessions: None, skipped: skipped.collect() }
            }
        }
    }

    /// Recording an event at that many threads.
    pub(super) fn cases(&self, width: Width) -> Vec<Case> {
        let with_sessions = |Case { variant, threads, measure }: Case| {
            let sessions = self.sessions.clone();
            let measure = move |times| {
                let _recorded_meanwhile = &sessions;
                measure(times)
            };
            Case { variant, threads, measure: Box::new(measure) }
        };
        self.peers.readers(width).into_iter().map(with_sessions).collect()
    }
}

/// Sessions that are recording.
struct Sessions {
    daemon: Option<Child>,
    /// Of the sessions that were created.
    names: Vec<String>,
    directory: PathBuf,
}

impl Sessions {
    fn start() -> Result<Self> {
        let built = VARIANTS.iter().all(|(_, program)| peer::find(program).is_some());
        ensure!(built, "not installed; `cargo xtask peers` builds it");
        let tools = quiet("lttng").arg("--version").status().is_ok_and(|status| status.success());
        ensure!(tools, "not installed: lttng-tools");
        let memory = PathBuf::from("/dev/shm");
        let place = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let directory = place.join(format!("perseq-bench-lttng-{}", std::process::id()));
        let mut sessions = Self { daemon: None, names: Vec::new(), directory };
        if !answers() {
            sessions.daemon = Some(daemon()?);
        }
        let trace = sessions.directory.join("trace").display().to_string();
        let discard = ["--discard", "--tracefile-size=16M", "--tracefile-count=2"];
        sessions.record("discard", &["--output", &trace], &discard, &[])?;
        sessions.record("overwrite", &["--snapshot"], &["--overwrite"], &[])?;
        let ids = ["--type=vpid", "--type=vtid"];
        sessions.record("ids", &["--snapshot"], &["--overwrite"], &ids)?;
        Ok(sessions)
    }

    /// Creates a session that records the events of a variant, with that context.
    fn record(&mut self, variant: &str, session: &[&str], channel: &[&str], context: &[&str]) -> Result<()> {
        let name = format!("perseq-bench-{variant}-{}", std::process::id());
        lttng(&[&["create", &name], session].concat())?;
        self.names.push(name.clone());
        let in_session = ["--userspace", "--session", &name];
        let sizes = ["--subbuf-size=64k", "--num-subbuf=4", "events"];
        lttng(&[&["enable-channel"], &in_session[..], channel, &sizes].concat())?;
        if !context.is_empty() {
            lttng(&[&["add-context"], &in_session[..], &["--channel=events"], context].concat())?;
        }
        let provider = format!("perseq_{variant}:*");
        lttng(&[&["enable-event"], &in_session[..], &["--channel=events", &provider]].concat())?;
        lttng(&["start", &name])
    }
}

impl Drop for Sessions {
    fn drop(&mut self) {
        for name in &self.names {
            // One that is left over is the daemon's, which ends, too, or its owner's to look at.
            _ = lttng(&["destroy", "--no-wait", name]);
        }
        if let Some(daemon) = &mut self.daemon {
            terminate(daemon);
        }
        _ = fs::remove_dir_all(&self.directory);
    }
}

/// By a signal that it hears: it ends its consumer daemons.
fn terminate(daemon: &mut Child) {
    // It may have ended.
    _ = quiet("kill").arg(daemon.id().to_string()).status();
    _ = daemon.wait();
}

fn quiet(program: &str) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Returns whether a session daemon answers.
fn answers() -> bool {
    quiet("lttng").args(["--no-sessiond", "list"]).status().is_ok_and(|status| status.success())
}

/// Starts a session daemon.
fn daemon() -> Result<Child> {
    let mut child =
        quiet("lttng-sessiond").arg("--no-kernel").spawn().context("lttng-sessiond cannot be started")?;
    let start = Instant::now();
    while !answers() {
        if start.elapsed() > PATIENCE || child.try_wait().is_ok_and(|ended| ended.is_some()) {
            terminate(&mut child);
            bail!("lttng-sessiond does not answer");
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(child)
}

/// Runs `lttng` with those arguments.
fn lttng(arguments: &[&str]) -> Result<()> {
    let output = Command::new("lttng").args(arguments).output().context("lttng cannot be run")?;
    let complaints = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`lttng {}` failed: {}", arguments.join(" "), complaints.trim());
    Ok(())
}
