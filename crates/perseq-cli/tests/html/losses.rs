//! Losses on the page: where, how much, and told by the mouse.

use std::fs;

use perseq_ctf::{ByteOrder, Clock, EventClass, Packet, Records, Schema, StreamClass, Uuid};
use serde_json::Value;

use super::{
    browse, exact,
    support::{Scratch, perseq, record, stdout_of},
};

#[test]
fn lost_events_are_shown_where_they_were_lost_also_in_the_dark() {
    let test = "lost_events_are_shown_where_they_were_lost_also_in_the_dark";
    let scratch = Scratch::new("html-lost");
    record("fast_program", scratch.path(), &["--sub-buffer", "4096", "--sub-buffers", "2"]);
    let script = r##"
        const [after, before, lane, count] = data.losses.reduce((one, other) => other[3] > one[3] ? other : one);
        const top = laneTop(document.querySelectorAll("#cpus li")[lane]), middle = (after + before) / 2;
        // So near that the loss is wide, or as near as the page goes.
        const wide = () => (fraction(before) - fraction(after)) * canvas.clientWidth;
        for (let times = 0; times < 80 && wide() < 60; times++) wheel(fraction(middle), -150);
        pointer("move", fraction(middle), top + 1);
        report.tip = document.getElementById("tip").innerText;
        report.loss = [after, before, lane, count];
        report.coloured = coloured(Math.round(fraction(middle) * canvas.clientWidth), top, 1, 2);
        report.lost = text("lost");
        report.paper = getComputedStyle(document.body).backgroundColor;
    "##;
    let dark = "--blink-settings=preferredColorScheme=0";
    let Some(report) = browse(test, &scratch, script, &[dark]) else { return };
    let counts = stdout_of(&mut perseq(&["trace", "stats", "--json", scratch.path()]));
    let counts: Value = serde_json::from_str(&counts).expect("JSON");
    assert!(counts["lost_events"].as_u64() > Some(0), "{counts}");
    let plain = |text: &Value| text.as_str().expect("text").replace(',', "");
    assert_eq!(plain(&report["lost"]), format!("{} events lost", counts["lost_events"]));
    let [after, before] = [0, 1].map(|at| exact(report["loss"][at].as_i64().expect("a time")));
    let tip = plain(&report["tip"]);
    for part in [&format!("{} events lost", report["loss"][3]), &after, &before] {
        assert!(tip.contains(part.as_str()), "{part} in {tip}");
    }
    assert_eq!(report["coloured"], 2);
    assert_eq!(report["paper"], "rgb(15, 20, 26)");
}

/// A trace of one CPU and a millisecond, in which `losses` lie side by side: until which microsecond each, and of how many
/// events.
fn write_losses(directory: &Scratch, losses: &[(u64, u64)]) {
    let class = EventClass { id: 0, name: "tick".into(), loglevel: None, source: None, fields: vec![] };
    let clock = Clock {
        name: "monotonic".into(),
        uuid: None,
        description: String::new(),
        frequency: 1_000_000,
        offset_seconds: 1_700_000_000,
        offset_cycles: 0,
    };
    let schema = Schema {
        uuid: Uuid([7; 16]),
        byte_order: ByteOrder::NATIVE,
        clock,
        env: vec![],
        streams: vec![StreamClass { id: 0, context: vec![], events: vec![class] }],
    };
    fs::create_dir(&directory.0).expect("there is room");
    let metadata = schema.metadata().expect("the schema is sound");
    fs::write(directory.0.join("metadata"), metadata).expect("there is room");
    let mut stream = fs::File::create(directory.0.join("stream")).expect("there is room");
    let mut lost = 0;
    // Each packet has one event, at its end, and what was lost since the one before.
    let packets = [&[(0, 0)], losses, &[(1000, 0)]].concat();
    for (sequence, (at, more)) in (0..).zip(packets) {
        lost += more;
        let mut records = Records::new(schema.byte_order);
        records.begin(at, 0);
        let bytes = records.as_bytes();
        let packet = Packet {
            stream_id: 0,
            cpu_id: 3,
            timestamp_begin: at,
            timestamp_end: at,
            sequence,
            events_discarded: lost,
        };
        let written = packet.write(&mut stream, schema.byte_order, schema.uuid, bytes, bytes.len());
        written.expect("there is room");
    }
}

#[test]
fn a_loss_is_told_where_the_mouse_is_however_near_others_are() {
    let test = "a_loss_is_told_where_the_mouse_is_however_near_others_are";
    let scratch = Scratch::new("html-near");
    // The second is few pixels wide, and the last two none.
    let losses = [(400, 10), (404, 5000), (800, 30), (900, 7), (901, 40), (901, 9)];
    write_losses(&scratch, &losses);
    let script = r##"
        const [lane] = document.querySelectorAll("#cpus li");
        report.tips = data.losses.map(([after, before]) => {
          pointer("move", fraction((after + before) / 2), laneTop(lane) + 1);
          return document.getElementById("tip").innerText;
        });
        report.losses = data.losses;
        report.pixel = (seen()[1] - seen()[0]) / canvas.clientWidth;
    "##;
    let Some(report) = browse(test, &scratch, script, &[]) else { return };
    let tips = report["tips"].as_array().expect("a tip for each");
    let told: Vec<&str> = tips.iter().filter_map(|tip| tip.as_str()?.split(" events lost").next()).collect();
    // Of those at one place the largest.
    assert_eq!(told, ["10", "5,000", "30", "7", "40", "40"], "{report}");
}
