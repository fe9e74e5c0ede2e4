//! The page of a trace in a real browser, with wheel and keys: this test is also the program that is traced.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, clippy::undocumented_unsafe_blocks, reason = "test code")]

use perseq_testing as machine;
#[path = "../support/mod.rs"]
mod support;

mod losses;
mod threads;

use std::{collections::BTreeMap, fs, process::Command};

use serde_json::Value;
use support::{Scratch, perseq, record, stdout_of};

/// Browsers of one family, by the names that distributions give them.
const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// Nothing of a person's own, and nothing that asks the network.
const OPTIONS: [&str; 14] = [
    "120",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-device-scale-factor=1",
    "--window-size=1200,800",
    "--virtual-time-budget=10000",
    "--dump-dom",
];
/// Stands before the page's own script.
const WATCH: &str = r#"<script>
const errors = [], report = { errors };
addEventListener("error", (event) => errors.push(String(event.message)));
addEventListener("unhandledrejection", (event) => errors.push(String(event.reason)));
addEventListener("securitypolicyviolation", (event) => errors.push("asked for " + event.blockedURI));
console.error = console.warn = (...words) => errors.push(words.join(" "));
</script>
"#;
/// Hands and eyes: what all scripts use.
const HANDS: &str = include_str!("hands.js");

/// CPUs that this process may use: so many at most.
fn cpus(most: usize) -> Vec<u32> {
    let mut set: libc::cpu_set_t = unsafe { std::mem::zeroed() };
    assert_eq!(unsafe { libc::sched_getaffinity(0, size_of_val(&set), &mut set) }, 0);
    let all = 0..u32::try_from(libc::CPU_SETSIZE).expect("it is small");
    all.filter(|cpu| unsafe { libc::CPU_ISSET(*cpu as usize, &set) }).take(most).collect()
}

/// So many pairs of events on each of a few CPUs.
fn trace(pairs: u64) {
    for cpu in cpus(3) {
        machine::pin(cpu);
        for request in 0..pairs {
            perseq_trace::event!(server::begin, request = request, path = "/<b>&amp;</script>.html");
            perseq_trace::event!(server::end, request = request, status = 200_u16);
        }
        perseq_trace::event!(server::rest, cpu = cpu);
    }
}

#[test]
#[ignore = "what the other tests record"]
fn short_program() {
    trace(500);
}

#[test]
#[ignore = "what the other tests record"]
fn long_program() {
    trace(60_000);
}

/// Runs `body` while the recorder, this process's parent, is stopped.
fn unrecorded(body: impl FnOnce()) {
    assert!(std::env::var_os(perseq_trace::VARIABLE).is_some(), "recorded by `perseq trace record`");
    let recorder = unsafe { libc::getppid() };
    let state = || {
        let stat = fs::read_to_string(format!("/proc/{recorder}/stat")).expect("it is there");
        stat.rsplit_once(") ").and_then(|(_, rest)| rest.chars().next())
    };
    assert_eq!(unsafe { libc::kill(recorder, libc::SIGSTOP) }, 0);
    while state() != Some('T') {
        std::thread::yield_now();
    }
    body();
    assert_eq!(unsafe { libc::kill(recorder, libc::SIGCONT) }, 0);
}

#[test]
#[ignore = "what the other tests record"]
fn fast_program() {
    // The buffers hold a few hundred events.
    unrecorded(|| trace(1000));
    trace(9000);
}

/// The page of the trace in a browser, after `script`: what that put into `report`. None where there is no browser.
fn browse(test: &str, scratch: &Scratch, script: &str, options: &[&str]) -> Option<Value> {
    browse_with(test, scratch, &[], script, options)
}

/// The same of a page that is made with these options.
fn browse_with(
    test: &str,
    scratch: &Scratch,
    more: &[&str],
    script: &str,
    options: &[&str],
) -> Option<Value> {
    let runs = |browser: &&str| Command::new(browser).arg("--version").output().is_ok();
    let Some(browser) = BROWSERS.into_iter().find(runs) else {
        machine::skip(test, "chromium is not installed");
        return None;
    };
    let beside = Scratch::new(&format!("{test}-page"));
    fs::create_dir(&beside.0).expect("there is room");
    let page = beside.0.join("page.html");
    let name = page.to_str().expect("a name");
    stdout_of(perseq(&["trace", "html", scratch.path(), "-o", name]).args(more));
    let text = fs::read_to_string(&page).expect("the page was written");
    let (before, after) = text.split_once("<script").expect("the page has a script");
    // In blocks: names of the page's own script stay what they are.
    let run = format!(
        "<script>{{ {HANDS} report.fits = fits(); setTimeout(() => {{ {script} report.fits &&= fits(); }}, 100); }}</script>
        <script>setTimeout(() => {{
          report.asked = performance.getEntriesByType('resource').map((entry) => entry.name);
          const told = document.body.appendChild(document.createElement('pre'));
          told.id = 'report';
          told.textContent = JSON.stringify(report);
        }}, 500);</script>"
    );
    fs::write(&page, format!("{before}{WATCH}<script{after}{run}")).expect("the page can be written");
    let mut command = Command::new("timeout");
    command.arg(OPTIONS[0]).arg(browser).args(&OPTIONS[1..]).args(options);
    command.arg(format!("--user-data-dir={}", beside.0.join("browser").display()));
    let output = command.arg(format!("file://{name}")).output().expect("there is timeout");
    let dom = String::from_utf8_lossy(&output.stdout);
    let told = dom.split_once("<pre id=\"report\">").and_then(|(_, rest)| rest.split_once("</pre>"));
    let Some((told, _)) = told else {
        panic!("{}, {} bytes: {}", output.status, dom.len(), String::from_utf8_lossy(&output.stderr));
    };
    let told =
        told.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", "\u{a0}").replace("&amp;", "&");
    let report: Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!(report["errors"], Value::Array(Vec::new()));
    assert_eq!(report["asked"], Value::Array(Vec::new()), "the page needs nothing else");
    assert_eq!(report["fits"], true, "the page was drawn for another width");
    Some(report)
}

/// From and to, in nanoseconds.
fn seen(state: &Value) -> (f64, f64) {
    let [from, to] = [0, 1].map(|at| state["seen"][at].as_f64().expect("a time"));
    (from, to)
}

fn width(state: &Value) -> f64 {
    seen(state).1 - seen(state).0
}

/// Which time is at that part of what is seen.
fn time_at(state: &Value, part: f64) -> f64 {
    seen(state).0 + part * width(state)
}

/// Checks that two times are the same, where that state is seen, on whole pixels: of mice, browsers know no others.
#[track_caller]
fn same(one: f64, other: f64, state: &Value) {
    let pixel = width(state) / 600.0;
    assert!((one - other).abs() < pixel, "{one} and {other} are more than {pixel} apart");
}

/// The same with nothing but what arithmetic leaves.
#[track_caller]
fn equal(one: f64, other: f64) {
    assert!((one - other).abs() <= one.abs() * 1e-6, "{one} and {other}");
}

/// Runs what every page does after `look()`, and compares with what the tool counts.
fn check(scratch: &Scratch, report: &Value) -> Value {
    let counts = stdout_of(&mut perseq(&["trace", "stats", "--json", scratch.path()]));
    let counts: Value = serde_json::from_str(&counts).expect("JSON");
    let first = &report["first"];
    assert_eq!(first["drawn"], counts["events"]);
    assert_eq!(first["legend"], counts["by_event"]);
    let lanes = first["lanes"].as_array().expect("lanes");
    assert_eq!(lanes.len(), cpus(3).len());
    let by_cpu: BTreeMap<String, &Value> = counts["by_cpu"]
        .as_object()
        .expect("CPUs")
        .iter()
        .map(|(cpu, count)| (format!("CPU {cpu}"), count))
        .collect();
    for lane in lanes {
        assert_eq!(&lane["events"], by_cpu[lane["name"].as_str().expect("a name")], "{lane}");
        assert!(lane["coloured"].as_u64() > Some(20), "{lane}");
    }
    let span = counts["last_ns"].as_f64().expect("a time") - counts["first_ns"].as_f64().expect("a time");
    assert!(seen(first).0 <= 0.0 && seen(first).1 >= span && width(first) < span * 1.05, "{first}");

    let [zoomed, wider, moved, dragged, closer, range, hidden] =
        ["zoomed", "wider", "moved", "dragged", "closer", "range", "hidden"].map(|name| &report[name]);
    // Four wheels of 150 are e², one of 300 is e.
    equal(width(zoomed) * 2_f64.exp(), width(first));
    same(time_at(zoomed, 0.25), time_at(first, 0.25), first);
    assert!(zoomed["drawn"].as_u64() < first["drawn"].as_u64(), "{zoomed}");
    equal(width(wider), width(zoomed) * 1_f64.exp());
    same(time_at(wider, 0.25), time_at(zoomed, 0.25), wider);
    equal(width(moved), width(wider));
    equal(time_at(moved, 0.0), time_at(wider, 0.2));
    equal(width(dragged), width(moved));
    same(time_at(dragged, 0.6), time_at(moved, 0.5), moved);
    equal(width(closer), width(first) / 2.0);
    equal(time_at(closer, 0.5), time_at(first, 0.5));
    same(time_at(range, 0.0), time_at(closer, 0.4), closer);
    same(time_at(range, 1.0), time_at(closer, 0.5), closer);
    // The box of the most frequent name was clicked, and again.
    let without = hidden["legend"].as_object().expect("names");
    let (name, _) = without.iter().find(|(_, seen)| **seen == 0).expect("one is hidden");
    let rest = counts["events"].as_u64().zip(counts["by_event"][name].as_u64()).map(|(all, one)| all - one);
    assert_eq!(hidden["drawn"].as_u64(), rest);
    assert_eq!((&report["shown"], &report["all"]), (first, first));
    counts
}

/// As the page says it.
fn exact(ns: i64) -> String {
    match ns {
        0..1_000 => format!("+{ns} ns"),
        1_000..1_000_000 => format!("+{:.3} µs", ns as f64 / 1e3),
        1_000_000..1_000_000_000 => format!("+{:.6} ms", ns as f64 / 1e6),
        _ => format!("+{:.9} s", ns as f64 / 1e9),
    }
}

#[test]
fn a_short_trace_is_shown_event_by_event() {
    let scratch = Scratch::new("html-short");
    record("short_program", scratch.path(), &[]);
    let script = r##"
        look();
        // An event in the middle, so near that no other is beside it; and the one after it.
        const [ns, lane] = data.events[700];
        for (let times = 0; times < 80; times++) wheel(fraction(ns), -200);
        report.near = state();
        pointer("move", fraction(ns) + 0.001, laneTop(document.querySelectorAll("#cpus li")[lane]) + 20);
        report.tip = [getComputedStyle(document.getElementById("tip")).display, document.getElementById("tip").innerText];
        for (const what of ["down", "up"]) pointer(what, fraction(ns), laneTop(document.querySelectorAll("#cpus li")[lane]) + 20);
        report.selected = document.getElementById("details").innerText;
        key("n");
        report.next = document.getElementById("details").innerText;
        key("Escape");
        report.none = text("details");
        key("0");
        search.value = "REQUEST = 77";
        search.dispatchEvent(new Event("input"));
        report.found = text("found");
        key("Enter", search);
        report.match = document.getElementById("details").innerText;
    "##;
    let Some(report) = browse("a_short_trace_is_shown_event_by_event", &scratch, script, &[]) else { return };
    check(&scratch, &report);

    let lines = stdout_of(&mut perseq(&["trace", "view", "--json", scratch.path()]));
    let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let time =
        |event: &Value| event["time_ns"].as_str().and_then(|time| time.parse::<i64>().ok()).expect("a time");
    for (at, shown) in [(700, &report["tip"][1]), (700, &report["selected"]), (701, &report["next"])] {
        let (event, shown) = (&events[at], shown.as_str().expect("text"));
        let (fields, context) = (&event["fields"], &event["context"]);
        for part in [
            event["event"].as_str().expect("a name"),
            &exact(time(event) - time(&events[0])),
            &format!("CPU {}", event["cpu"]),
            &format!("process\n{}\n", context["vpid"]),
            &format!("thread\n{}\n", context["vtid"]),
            &format!("request\n{}", fields["request"]),
            if fields["path"].is_string() { r#""/<b>&amp;</script>.html""# } else { "status\n200" },
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }
    assert_eq!((&report["tip"][0], &report["none"]), (&"block".into(), &"".into()));
    assert!(width(&report["near"]) < 1000.0, "a microsecond is seen");
    let found = events.iter().filter(|event| {
        let request = event["fields"]["request"].to_string();
        request.starts_with("77")
    });
    assert_eq!(report["found"], format!("{} found", found.count()));
    assert!(report["match"].as_str().is_some_and(|text| text.contains("request\n77")), "{report}");
}

#[test]
fn a_long_trace_is_shown_by_bars() {
    let scratch = Scratch::new("html-long");
    // Room for all of it: what is lost is another test's.
    record("long_program", scratch.path(), &["--sub-buffers", "16"]);
    let script = r##"
        look();
        const [bucket, lane] = data.buckets.reduce((one, other) => other[3] > one[3] ? other : one);
        const parts = data.buckets.filter((one) => one[0] === bucket && one[1] === lane);
        for (let times = 0; times < 80; times++) wheel(fraction((bucket + 0.5) * data.bucket_ns), -200);
        report.near = state();
        report.bucket = data.bucket_ns;
        pointer("move", fraction((bucket + 0.5) * data.bucket_ns), laneTop(document.querySelectorAll("#cpus li")[lane]) + 20);
        report.tip = document.getElementById("tip").innerText;
        report.bar = [`${parts.reduce((sum, part) => sum + part[3], 0)} events in`,
          ...parts.map((part) => `${data.names[part[2]][0]}\n${part[3]}`)];
        report.help = text("help");
        report.events = data.events.length;
        report.text = document.getElementById("data").textContent.length;
    "##;
    let Some(report) = browse("a_long_trace_is_shown_by_bars", &scratch, script, &[]) else { return };
    let counts = check(&scratch, &report);
    assert!(counts["events"].as_u64() > Some(100_000) && counts["lost_events"] == 0, "{counts}");
    assert_eq!(report["events"], 0);
    assert!(report["text"].as_u64() < Some(1_500_000), "{}", report["text"]);
    equal(width(&report["near"]), 16.0 * report["bucket"].as_f64().expect("a time"));
    let tip = report["tip"].as_str().expect("text").replace(',', "");
    for part in report["bar"].as_array().expect("parts") {
        assert!(tip.contains(part.as_str().expect("text")), "{part} in {tip}");
    }
    assert!(report["help"].as_str().is_some_and(|text| text.starts_with("Bars are of ")), "{report}");
}
