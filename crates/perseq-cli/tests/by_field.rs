//! `perseq trace stats --latency … --by FIELD`, where several processes have the field.

mod support;

use serde_json::Value;
use support::{Scratch, perseq, stdout_of, trace};

/// Request 1 is in use in two processes at once, request 2 goes over from one to the other, request 3 does both.
fn requests(name: &str) -> Scratch {
    let event = |time: u64, id: u8, pid: u8, request: u8| {
        [&time.to_le_bytes()[..], &[id, pid, pid, request]].concat()
    };
    let metadata = "stream { event.header := struct { time timestamp; u8 id; }; event.context := struct { u8 vpid; u8 vtid; }; };
        event { name = \"app:begin\"; id = 0; fields := struct { u8 request; }; };
        event { name = \"app:end\"; id = 1; fields := struct { u8 request; }; };";
    let all = [
        event(1000, 0, 5, 1),
        event(2000, 0, 6, 1),
        event(4000, 1, 6, 1),
        event(5000, 1, 5, 1),
        event(10_000, 0, 5, 2),
        event(18_000, 1, 6, 2),
        event(20_000, 0, 5, 3),
        event(21_000, 0, 6, 3),
        event(22_000, 1, 6, 3),
        event(36_000, 1, 6, 3),
        event(40_000, 1, 6, 4),
    ];
    trace(name, metadata, &all.concat())
}

#[test]
fn pairs_are_of_one_process_where_they_can_be_and_otherwise_of_two() {
    let scratch = requests("by-field");
    let command =
        ["trace", "stats", scratch.path(), "--latency", "app::begin", "app::end", "--by", "request"];
    let json = stdout_of(&mut perseq(&[&command[..], &["--json", "--slowest", "9"]].concat()));
    let latency = &serde_json::from_str::<Value>(&json).expect("JSON")["latency"];
    let times = latency["slowest"].as_array().expect("a list").iter().map(|slow| slow["ns"].as_u64());
    assert_eq!(times.collect::<Vec<_>>(), [16_000, 8000, 4000, 2000, 1000].map(Some), "{json}");
    assert_eq!(
        (&latency["count"], &latency["across_processes"]),
        (&Value::from(5), &Value::from(2)),
        "{json}"
    );
    assert_eq!(
        (&latency["without_end"], &latency["without_begin"]),
        (&Value::from(0), &Value::from(1)),
        "{json}"
    );
    let text = stdout_of(&mut perseq(&command));
    assert!(text.contains("2 begin in one process and end in another"), "{text}");
}

/// In the page the same ones are slices.
#[test]
fn slices_of_a_page_are_the_same_pairs() {
    let scratch = requests("by-field-page");
    let page = scratch.0.with_extension("html");
    let html = ["trace", "html", scratch.path(), "--by", "request", "-o", page.to_str().expect("a name")];
    stdout_of(&mut perseq(&html));
    let text = std::fs::read_to_string(&page).expect("the page is there");
    std::fs::remove_file(&page).expect("it is a file");
    // Name, places of both events, and that it is by a field.
    for slice in [[1, 2], [0, 3], [4, 5], [7, 8], [6, 9]] {
        let [begin, end] = slice;
        assert!(text.contains(&format!("[\"app\",{begin},{end},true]")), "{begin} to {end}: {text}");
    }
}
