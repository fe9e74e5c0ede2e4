//! Targets and levels for `perseq trace record` and `enable`, as programs with the crate `tracing` have them in `RUST_LOG`.

mod support;

use perseq_trace::{Filter, Options, Session, detach, event};
use support::{Scratch, perseq, record, stdout_of};

/// The program that the other tests record.
#[test]
#[ignore = "what the other tests record"]
fn program() {
    event!(Error, server::failed);
    event!(Debug, server::detail);
    event!(Info, client::sent);
    event!(Trace, client::step);
}

fn names(directory: &str) -> Vec<String> {
    let view = stdout_of(&mut perseq(&["trace", "view", "--json", directory]));
    let name = |line: &str| {
        let event: serde_json::Value = serde_json::from_str(line).expect("it is JSON");
        event["event"].as_str().expect("a name").to_owned()
    };
    view.lines().map(name).collect()
}

#[test]
fn a_recording_has_the_targets_and_levels_that_were_asked_for() {
    for (filter, wanted) in [
        (&["server=info,client=trace"][..], &["server:failed", "client:sent", "client:step"][..]),
        (&["warn"], &["server:failed"]),
        (&["debug,client=off"], &["server:failed", "server:detail"]),
        (&["server"], &["server:failed", "server:detail"]),
        (&["server::*=error", "client::step"], &["server:failed", "client:step"]),
    ] {
        let scratch = Scratch::new("directives");
        let options: Vec<&str> = filter.iter().flat_map(|filter| ["-e", filter]).collect();
        record("program", scratch.path(), &options);
        assert_eq!(names(scratch.path()), wanted, "{filter:?}");
    }
}

#[test]
fn a_running_session_is_told_targets_and_levels() {
    let scratch = Scratch::new("directives-enable");
    let session = Session::create(&scratch.0, &Options::default()).expect("it is new");
    session.set_filter(&Filter::none()).expect("there is room");
    session.attach().expect("there is no other");
    let recorded = |filters: &[&str]| {
        let output = perseq(&[&["trace", "enable", scratch.path()], filters].concat()).output();
        let output = output.expect("the program can be started");
        let before = session.counts().0;
        event!(Error, server::failed);
        event!(Debug, server::detail);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        (session.counts().0 - before, told)
    };
    let (events, told) = recorded(&["server=loud"]);
    assert!(events == 0 && told.contains("\"server=loud\" is no filter: levels are off, error,"), "{told}");
    let (events, told) = recorded(&["server[span]=info"]);
    assert!(events == 0 && told.contains("--where"), "{told}");
    assert_eq!(recorded(&["info,client=debug"]).0, 1);
    assert_eq!(recorded(&["server", "--level", "debug"]).0, 2);
    assert_eq!(recorded(&["server=off"]).0, 0);
    let (_, told) = recorded(&["error,serverr=info"]);
    assert!(told.contains("matches serverr=info") && !told.contains("matches error"), "{told}");
    // Levels are what they are after a target.
    let (events, told) = recorded(&["OFF"]);
    assert!(events == 0 && told.is_empty(), "{told}");
    let (events, told) = recorded(&["4"]);
    assert!(events == 2 && told.is_empty(), "{told}");
    detach();
}
