//! `perseq trace export` and `html` of traces that other tracers wrote.

mod support;

use serde_json::{Value, json};
use support::{Scratch, TYPES, perseq, stdout_of, trace};

fn export(scratch: &Scratch, format: &str) -> String {
    stdout_of(&mut perseq(&["trace", "export", "-f", format, scratch.path()]))
}

#[test]
fn json_keeps_names_that_are_there_twice_and_numbers_that_it_has_not() {
    let scratch = trace(
        "json",
        "stream { event.header := struct { time timestamp; }; event.context := struct { u8 x; }; };
         event { name = e; context := struct { u8 x; }; fields := struct {
           enum : u64 { \"false\" = 0, \"true\" = 1 } yes; enum : u64 { A = 1 } large; enum : integer { size = 64; align = 8; signed = true; } { A = 1 } least;
           f64 inf; f64 minus; f64 nan; f64 half;
           integer { size = 8; align = 8; base = 8; } octal; integer { size = 8; align = 8; base = 2; } binary; }; };",
        &[
            1_u64.to_le_bytes().as_slice(),
            &[5, 6],
            &1_u64.to_le_bytes(),
            &u64::MAX.to_le_bytes(),
            &i64::MIN.to_le_bytes(),
            &f64::INFINITY.to_le_bytes(),
            &f64::NEG_INFINITY.to_le_bytes(),
            &f64::NAN.to_le_bytes(),
            &0.5_f64.to_le_bytes(),
            &[8, 2],
        ]
        .concat(),
    );
    let line: Value = serde_json::from_str(&export(&scratch, "json")).expect("it is JSON");
    let wanted = json!({
        "time_ns": "1700000000000000001",
        "cpu": null,
        "event": "e",
        "context": { "x": 5, "x (2)": 6 },
        "fields": {
            "yes": true, "large": u64::MAX, "least": i64::MIN, "inf": "inf", "minus": "-inf", "nan": "NaN", "half": 0.5,
            "octal": 8, "binary": 2,
        },
    });
    assert_eq!(line, wanted);
}

/// Chrome's events of a trace, without those that only name lines.
fn chrome(scratch: &Scratch, options: &[&str]) -> Vec<Value> {
    let text = stdout_of(&mut perseq(&[&["trace", "export", scratch.path()], options].concat()));
    let all: Value = serde_json::from_str(&text).expect("it is JSON");
    all["traceEvents"].as_array().expect("there are events").clone()
}

/// Requests that go over from one thread to another, and one that does not end.
fn requests(name: &str) -> Scratch {
    let event =
        |time: u64, id: u8, tid: u8, request: u8| [&time.to_le_bytes()[..], &[id, 5, tid, request]].concat();
    let metadata = "stream { event.header := struct { time timestamp; u8 id; }; event.context := struct { u8 vpid; u8 vtid; }; };
        event { name = \"app:request_begin\"; id = 0; fields := struct { u8 request; }; };
        event { name = \"app:request_end\"; id = 1; fields := struct { u8 request; }; };
        event { name = \"app:work_begin\"; id = 2; fields := struct { u8 x; }; };
        event { name = \"app:work_end\"; id = 3; fields := struct { u8 x; }; };";
    let all = [
        event(1000, 0, 7, 41),
        event(1500, 2, 7, 0),
        event(2000, 0, 7, 42),
        event(2500, 3, 7, 1),
        event(3000, 1, 8, 41),
        event(4000, 1, 8, 40),
    ];
    trace(name, metadata, &all.concat())
}

#[test]
fn what_goes_over_from_thread_to_thread_is_asynchronous() {
    let scratch = requests("async");
    let events = chrome(&scratch, &["--by", "request"]);
    let of = |phase: &str| events.iter().filter(|event| event["ph"] == phase).collect::<Vec<_>>();
    let shown = |event: &Value| {
        let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
        (
            text("name"),
            text("cat"),
            event["id2"]["global"].as_str().unwrap_or_default().to_owned(),
            event["ts"].as_f64(),
            event["pid"].as_u64(),
            event["tid"].as_u64(),
        )
    };
    let wanted = |id: &str, time: f64, tid| {
        ("app:request".into(), "app:request".into(), id.into(), Some(time), Some(5), Some(tid))
    };
    let begun: Vec<_> = of("b").into_iter().map(shown).collect();
    assert_eq!(begun, [wanted("41", 0.0, 7), wanted("42", 1.0, 7)]);
    let ended: Vec<_> = of("e").into_iter().map(shown).collect();
    assert_eq!(ended, [wanted("41", 2.0, 8)]);
    assert_eq!(of("e")[0]["args"]["request"], 41);
    // What has no such field is a slice of its thread; what has no beginning only happened.
    assert_eq!(of("X").len(), 1, "{events:?}");
    assert_eq!(of("X")[0]["dur"], 1.0);
    assert_eq!(of("i").len(), 1);
    assert_eq!(of("i")[0]["args"]["request"], 40);
    let output = perseq(&["trace", "export", scratch.path(), "--by", "none"]).output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && told.contains("has a field none"), "{told}");
}

#[test]
fn events_of_no_cpu_are_on_a_line_of_their_stream() {
    let scratch = requests("no-cpu");
    let events = chrome(&scratch, &[]);
    let at = |event: &&Value| event["ph"] == "i";
    let pids: Vec<_> = events.iter().filter(at).map(|event| event["pid"].as_u64()).collect();
    // Two ends without a beginning; and two beginnings without an end, which stay on their thread.
    let stream = Some(u64::from(u32::MAX));
    assert_eq!(pids, [stream, stream, Some(5), Some(5)]);
    let named = |event: &&Value| event["name"] == "thread_name" && event["args"]["name"] == "stream";
    assert_eq!(events.iter().filter(named).count(), 1);
}

/// Of each command: the records after a bad one are there, and the command says so and fails.
#[test]
fn what_is_behind_a_bad_packet_is_read_by_every_command() {
    let header = "packet.header := struct { integer { size = 32; align = 8; } magic; };";
    let types = TYPES.replace("byte_order = le;", &format!("byte_order = le; {header}"));
    let classes = "stream {
        packet.context := struct { u8 content_size; u8 packet_size; };
        event.header := struct { time timestamp; };
      };
      event { name = e; fields := struct { u8 x; }; };";
    let scratch = trace("bad", "", &[]);
    let metadata = types + classes;
    std::fs::write(scratch.0.join("metadata"), metadata).expect("it can be written");
    let packet = |magic: u32, x: u8| {
        let sizes = [15 * 8, 16 * 8];
        [&magic.to_le_bytes()[..], &sizes, &u64::from(x).to_le_bytes(), &[x, 0]].concat()
    };
    let good = 0xc1fc_1fc1;
    let stream = [packet(good, 1), packet(1, 2), packet(good, 3)].concat();
    std::fs::write(scratch.0.join("stream"), stream).expect("it can be written");
    let page = format!("{}.html", scratch.path());
    for (arguments, wanted) in [
        (&["view"][..], &["x = 1", "x = 3"][..]),
        (&["view", "--json"], &["\"x\":1", "\"x\":3"]),
        (&["stats"], &["2 events"]),
        (&["stats", "--json"], &["\"events\": 2"]),
        (&["export"], &["\"x\":1", "\"x\":3", "]}"]),
        (&["export", "-f", "json"], &["\"x\":1", "\"x\":3"]),
        (&["export", "-f", "perfetto"], &["x"]),
        (&["html", "-o", &page], &["2 events"]),
    ] {
        let output =
            perseq(&[&["trace"], arguments, &[scratch.path()]].concat()).output().expect("it starts");
        let [out, told] =
            [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
        for part in wanted {
            assert!(out.contains(part), "{arguments:?}: {part} in {out}");
        }
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        for part in ["stream: at byte 16: a packet begins with 0x1", "1 place of the trace cannot be read"] {
            assert!(told.contains(part), "{arguments:?}: {told}");
        }
    }
    std::fs::remove_file(page).expect("it was written");
}

#[test]
fn without_a_clock_or_a_cpu_none_is_told() {
    let scratch = trace("no-clock", "event { name = e; fields := struct { u8 x; }; };", &[1, 2]);
    let metadata = std::fs::read_to_string(scratch.0.join("metadata")).expect("it was written");
    let without = metadata.replace("clock { name = c; freq = 1000000000; offset_s = 1700000000; };\n", "");
    let without = without.replace(
        "typealias integer { size = 64; align = 8; signed = false; map = clock.c.value; } := time;\n",
        "",
    );
    std::fs::write(scratch.0.join("metadata"), without).expect("it can be written");
    let told = stdout_of(&mut perseq(&["trace", "stats", scratch.path()]));
    assert!(told.starts_with("2 events; the trace has no clock\n"), "{told}");
    assert!(!told.contains("CPU") && !told.contains("a second"), "{told}");
    // One moment has no rate.
    let one =
        trace("one", "stream { event.header := struct { time timestamp; }; }; event { name = e; };", &[0; 8]);
    let told = stdout_of(&mut perseq(&["trace", "stats", one.path()]));
    assert!(told.starts_with("1 event at 22:13:20") && !told.contains("a second"), "{told}");
}

#[test]
fn a_full_disk_is_told_with_what_was_written_and_a_next_step() {
    let scratch = requests("full-disk");
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let path = scratch.path();
    let commands: [&[&str]; 9] = [
        &["trace", "view", path],
        &["trace", "view", "--json", path],
        &["trace", "stats", path],
        &["trace", "export", path],
        &["trace", "export", "-f", "json", path],
        &["trace", "export", "-f", "perfetto", path],
        &["trace", "export", path, "-o", "/dev/full"],
        &["trace", "export", "-f", "perfetto", "--compress", path, "-o", "/dev/full"],
        &["trace", "html", path, "-o", "/dev/full"],
    ];
    for command in commands {
        let output = perseq(command).stdout(full()).output().expect("the program can be started");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success(), "{command:?}");
        let all = ["cannot write ", "No space left on device", "free some room there"];
        assert!(all.iter().all(|text| stderr.contains(text)), "{command:?}: {stderr}");
    }
}

#[test]
fn a_trace_without_events_has_no_time() {
    let scratch = trace(
        "no-events",
        "stream { event.header := struct { time timestamp; }; }; event { name = e; };",
        &[],
    );
    let told = stdout_of(&mut perseq(&["trace", "stats", scratch.path()]));
    assert_eq!(told.lines().next(), Some("0 events"), "{told}");
}

#[test]
fn a_reader_that_goes_away_early_is_no_error_of_any_command() {
    let record = |time: u64| [&time.to_le_bytes()[..], &[7]].concat();
    let stream: Vec<u8> = (0..20_000).flat_map(record).collect();
    let metadata = "stream { event.header := struct { time timestamp; }; }; event { name = e; fields := struct { u8 x; }; };";
    let scratch = trace("early", metadata, &stream);
    let commands: [&[&str]; 6] = [
        &["view"],
        &["view", "--json"],
        &["export"],
        &["export", "-f", "json"],
        &["export", "-f", "perfetto"],
        &["stats"],
    ];
    for command in commands {
        let script =
            format!("\"$0\" trace {} \"$1\" | head -c 1; exit ${{PIPESTATUS[0]}}", command.join(" "));
        let mut shell = std::process::Command::new("bash");
        let output = shell.args(["-c", &script, env!("CARGO_BIN_EXE_perseq"), scratch.path()]).output();
        let output = output.expect("there is a shell");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && stderr.is_empty(), "{command:?}: {}: {stderr}", output.status);
    }
}

#[test]
fn names_and_texts_of_a_trace_cannot_write_to_the_terminal() {
    let metadata = "stream { event.header := struct { time timestamp; }; };
        event { name = \"a\\033[31mred\"; fields := struct { string text; }; };";
    let scratch =
        trace("escapes", metadata, &[&1_u64.to_le_bytes()[..], b"b\x1b]0;title\x07\x9b31m\0"].concat());
    for command in [&["view"][..], &["view", "--json"], &["stats"], &["export"], &["export", "-f", "json"]] {
        let shown = stdout_of(&mut perseq(&[&["trace"], command, &[scratch.path()]].concat()));
        assert!(shown.contains("red"), "{command:?}: {shown}");
        assert!(!shown.chars().any(|one| one.is_control() && one != '\n'), "{command:?}: {shown:?}");
    }
}
