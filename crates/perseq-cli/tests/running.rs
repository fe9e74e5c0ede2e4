//! Traces that are read while their recorder is at work: a packet that it is writing is not a fault of theirs.

mod support;

use std::path::{Path, PathBuf};

use perseq_trace::{Buffers, Options, Recorder, Session, detach, event};
use support::{Scratch, perseq};

/// The only stream of a recording that has events, wherever that is.
fn stream(directory: &Path) -> PathBuf {
    let mut left = vec![directory.to_owned()];
    while let Some(directory) = left.pop() {
        for path in std::fs::read_dir(directory).expect("it is there").map(|entry| entry.expect("one").path())
        {
            match path.file_name().and_then(|name| name.to_str()) {
                Some(name) if name.starts_with("stream_") => return path,
                _ if path.is_dir() => left.push(path),
                _ => {}
            }
        }
    }
    panic!("there is no stream")
}

#[test]
fn a_packet_that_is_being_written_is_no_fault_unless_its_recorder_is_gone() {
    for (buffers, in_parts) in
        [Buffers::Shared, Buffers::PerProcess].map(|buffers| [(buffers, false), (buffers, true)]).concat()
    {
        let scratch = Scratch::new("running");
        let page = scratch.0.with_extension("html");
        let options = Options { sub_buffer: 1 << 16, buffers, ..Options::default() };
        let session = Session::create(&scratch.0, &options).expect("it is new");
        session.attach().expect("there is no other");
        let mut recorder = Recorder::open(&scratch.0).expect("it is the first one");
        if in_parts {
            recorder.rotate().expect("there is room");
        }
        event!(test::number, number = 17_u64);
        recorder.drain().expect("there is room");
        let stream = stream(&scratch.0);
        let whole = std::fs::read(&stream).expect("it was written");
        // The last packet once more, but for its end.
        let magic = 0xc1fc_1fc1_u32.to_ne_bytes();
        let begin = whole.windows(4).rposition(|word| word == magic).expect("a packet");
        let torn = [&whole[..], &whole[begin..whole.len() - 8]].concat();
        std::fs::write(&stream, torn).expect("it can be written");
        // Of the whole recording, and of the directory that the stream is in.
        let homes = [scratch.0.clone(), stream.parent().expect("it is in one").to_owned()];
        let commands = [
            &["view"][..],
            &["view", "--json"],
            &["stats"],
            &["export"],
            &["export", "-f", "json"],
            &["html", "-o", page.to_str().expect("a name")],
        ];
        let look = |is_fine: bool| {
            for (home, command) in homes.iter().flat_map(|home| commands.map(|command| (home, command))) {
                let output = perseq(&[&["trace"], command].concat()).arg(home).output().expect("it starts");
                let [out, told] =
                    [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
                let what = format!("{command:?} of {}, {buffers:?}: {out}{told}", home.display());
                assert_eq!(output.status.success(), is_fine, "{what}");
                assert_eq!(told.contains("cannot be read"), !is_fine, "{what}");
                assert!(out.contains("17") || out.contains("1 event") || command[0] == "html", "{what}");
            }
        };
        look(true);
        drop(recorder);
        look(false);
        detach();
        _ = std::fs::remove_file(page);
    }
}
