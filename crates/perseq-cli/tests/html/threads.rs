//! Lanes of threads, slices on them, the table of events, and the range of time that is typed.

use super::{browse_with, seen};
use crate::support::{Scratch, perseq, stdout_of};

const METADATA: &str = "/* CTF 1.8 */
typealias integer { size = 8; align = 8; signed = false; } := u8;
trace { major = 1; minor = 8; byte_order = le; };
clock { name = c; freq = 1000000000; };
stream {
  event.header := struct { integer { size = 64; align = 8; map = clock.c.value; } timestamp; u8 id; };
  event.context := struct { u8 vpid; u8 vtid; string procname; };
};
event { name = \"app:request_begin\"; id = 0; fields := struct { u8 request; }; };
event { name = \"app:request_end\"; id = 1; fields := struct { u8 request; }; };
event { name = \"app:work_begin\"; id = 2; fields := struct { u8 x; }; };
event { name = \"app:work_end\"; id = 3; fields := struct { u8 x; }; };
";

/// Two threads of one process and one of another; work inside of work; requests that go over to the other process.
fn trace(name: &str) -> Scratch {
    let scratch = Scratch::new(name);
    std::fs::create_dir(&scratch.0).expect("it is not there");
    std::fs::write(scratch.0.join("metadata"), METADATA).expect("it can be written");
    let mut stream = Vec::new();
    for (time, id, [process, thread], field) in [
        (1_000_u64, 0, [5, 7], 41),
        (2_000, 2, [5, 7], 1),
        (3_000, 2, [5, 7], 2),
        (4_000, 3, [5, 7], 2),
        (5_000, 0, [5, 8], 42),
        (6_000, 3, [5, 7], 1),
        (7_000, 1, [6, 9], 41),
        (9_000, 2, [5, 8], 3),
        (9_500, 3, [5, 8], 3),
        (11_000, 1, [6, 9], 42),
    ] {
        stream.extend(time.to_le_bytes());
        stream.extend([id, process, thread]);
        stream.extend(format!("t{thread}\0").bytes());
        stream.push(field);
    }
    std::fs::write(scratch.0.join("stream"), stream).expect("it can be written");
    scratch
}

#[test]
fn threads_have_lanes_with_their_slices() {
    let scratch = trace("html-threads");
    let script = r##"
        const lanes = () => Array.from(document.querySelectorAll("#cpus li"), (lane) =>
          [lane.dataset.process || "", lane.firstChild.textContent, lane.lastChild.textContent].join(" | "));
        report.cpus = lanes();
        key("t");
        report.lanes = lanes();
        report.slices = canvas.dataset.slices;
        // The layer below the first one, on the first lane: work inside of work.
        pointer("move", fraction(2500), 16 + 8);
        report.inner = document.getElementById("tip").innerText;
        pointer("move", fraction(2500), 8);
        report.outer = document.getElementById("tip").innerText;
        const last = document.querySelectorAll("#cpus li")[3];
        pointer("move", fraction(1000), laneTop(last) + 8);
        report.request = document.getElementById("tip").innerText;
        // Its click is one on the event that it begins with.
        for (const what of ["down", "up"]) pointer(what, fraction(1000), laneTop(last) + 8);
        report.selected = document.getElementById("details").innerText;
        report.rows = Array.from(document.querySelectorAll("#table tbody tr"), (row) => row.innerText.replaceAll("\t", " ").trim());
        report.chosen = document.querySelector("#table tr.selected").innerText;
        document.querySelectorAll("#table tbody tr")[8].click();
        report.other = document.getElementById("details").innerText;
        const type = (id, text) => {
          const input = document.getElementById(id);
          input.value = text;
          input.dispatchEvent(new Event("change"));
        };
        type("to", "6.5 µs");
        type("from", "2.5");
        report.range = state();
        report.within = document.querySelectorAll("#table tbody tr").length;
        type("from", "nothing");
        report.wrong = document.getElementById("from").className;
        report.kept = seen();
        key("e");
        report.table = document.getElementById("table").hidden;
        key("t");
        key("0");
        report.again = lanes();
    "##;
    let more = ["--by", "request"];
    let report = browse_with("threads_have_lanes_with_their_slices", &scratch, &more, script, &[]);
    let Some(report) = report else { return };
    assert_eq!(report["cpus"], serde_json::json!([" | no CPU | 10"]));
    let lanes = ["process 5 | t7 | 5", " | t8 | 3", "process 6 | t9 | 2", "of any thread | app:request | 0"];
    assert_eq!(report["lanes"], serde_json::json!(lanes));
    // Two of work inside of each other, one more, and two requests.
    assert_eq!(report["slices"], "5");
    let has = |key: &str, parts: &[&str]| {
        let text = report[key].as_str().expect("text");
        parts.iter().for_each(|part| assert!(text.contains(part), "{part} in {key}: {text}"));
    };
    has("inner", &["app:work", "took\n1.000 µs", "from\n+2.000 µs", "x\n2"]);
    has("outer", &["app:work", "took\n4.000 µs", "x\n1"]);
    has("request", &["app:request", "took\n6.000 µs", "on\nt7, then t9", "request\n41"]);
    has("selected", &["app:request_begin", "app:request took\n6.000 µs"]);
    has("chosen", &["+0 ns", "app:request_begin", "request = 41"]);
    has("other", &["app:work_end", "app:work began\n500 ns before"]);
    let rows = report["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 10);
    assert!(
        rows[9].as_str().is_some_and(|row| row.contains("+10.000 µs") && row.contains("9 t9")),
        "{rows:?}"
    );
    let (from, to) = seen(&report["range"]);
    assert!((from - 2_500.0).abs() < 1.0 && (to - 6_500.0).abs() < 1.0, "{from} {to}");
    assert_eq!((&report["within"], &report["wrong"]), (&4.into(), &"wrong".into()));
    assert_eq!(report["kept"], report["range"]["seen"]);
    assert_eq!((&report["table"], &report["again"]), (&true.into(), &report["cpus"]));
}

#[test]
fn a_field_that_no_event_has_is_an_error() {
    let scratch = trace("html-by");
    let page = format!("{}.html", scratch.path());
    let arguments = ["trace", "html", scratch.path(), "-o", &page];
    let output = perseq(&arguments).args(["--by", "none"]).output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("has a field none"), "{told}");
    stdout_of(&mut perseq(&arguments));
    std::fs::remove_file(page).expect("it was written");
}
