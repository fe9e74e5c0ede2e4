//! What an input of the fuzz target is, and what is done with it. Also of the ordinary test that runs the committed inputs.
//!
//! ```text
//!   flags │ area │ offset, 2 bytes │ length │ so many bytes │ area …
//! ```
//!
//! The bytes are written over a session's file that has events, or over one process's buffers, some of which were consumed before. Offsets and
//! lengths are modulo those of the area.

use perseq_ctf::{Item, Reader};
use perseq_trace::{Buffers, Consumer, Mode, Options, Recorder, Session, event};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

/// Of the flags: the session overwrites.
const OVERWRITES: u8 = 1;
/// A part is begun in the middle.
const ROTATES: u8 = 2;
/// Another consumer goes on in the middle.
const REOPENS: u8 = 4;
/// Processes have buffers of their own, and the bytes are one process's.
pub const OWN: u8 = 8;
/// In such a session: the bytes are the session's own.
pub const SESSION: u8 = 16;

const SUB_BUFFER: usize = 4096;
const SUB_BUFFERS: usize = 2;
/// As `geometry.rs` has them.
const HEAD: usize = 1 << 20;
const CONTROL: usize = 4096;
/// As `file.rs` has it.
const MAX_TYPES: usize = 4096;
/// Most bytes of a patch.
const PATCH: usize = 64;

/// Bytes of the words and the filter at the start of a header.
const WORDS: usize = 9 << 10;
/// The directory of a process that is not there: its number is above all that Linux gives.
const ENDED: &str = "process-4194305";

/// A session's directory as it was before the bytes come.
struct Base {
    /// By their paths in it.
    files: Vec<(PathBuf, Vec<u8>)>,
    /// Start and length of each area of the file with the buffers.
    areas: [(usize, usize); 6],
}

/// What became of an input.
#[derive(Debug, Default)]
pub struct Consumed {
    /// Events in the traces.
    pub events: u64,
    /// Pieces that had no records.
    pub damaged: u64,
    /// Records that were not what their types say.
    pub unread: u64,
    /// The session's file is none any more, or what it says cannot be done.
    pub refused: u64,
}

fn directory() -> &'static Path {
    static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
    DIRECTORY.get_or_init(|| {
        // In memory, where there is such a thing.
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        parent.join(format!("perseq-trace-spoiled-{}", std::process::id()))
    })
}

/// A session with events of two types, in a buffer that was left once: some were taken, some were not.
fn base(mode: Mode, buffers: Buffers) -> Base {
    let directory = directory();
    _ = fs::remove_dir_all(directory);
    let options =
        Options { sub_buffer: SUB_BUFFER, sub_buffers: SUB_BUFFERS, mode, buffers, ..Options::default() };
    let session = Session::create(directory, &options).unwrap();
    session.attach().unwrap();
    let record = |count: u64| {
        for number in 0..count {
            event!(spoiled::one, number = number, text = "some text");
            event!(Debug, spoiled::two, list = [1_u16, 2, 3], flag = true, ratio = 0.5_f64);
        }
    };
    record(10);
    if mode == Mode::Discard {
        Recorder::open(directory).unwrap().finish().unwrap();
    }
    record(40);
    perseq_trace::detach();
    let own = format!("process-{}", std::process::id());
    if buffers == Buffers::PerProcess {
        fs::rename(directory.join(own), directory.join(ENDED)).unwrap();
    }
    let mut files = Vec::new();
    collect(directory, Path::new(""), &mut files);
    let with_buffers = file_of(if buffers == Buffers::PerProcess { OWN } else { 0 });
    let (_, bytes) = files.iter().find(|(path, _)| *path == with_buffers).unwrap();
    let areas = areas(bytes);
    Base { files, areas }
}

/// The files of a directory and of those in it.
fn collect(root: &Path, inside: &Path, files: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(root.join(inside)).unwrap().map(Result::unwrap) {
        let path = inside.join(entry.file_name());
        if entry.path().is_dir() {
            collect(root, &path, files);
        } else {
            files.push((path, fs::read(entry.path()).unwrap()));
        }
    }
}

/// The file that bytes are written over, by the flags.
fn file_of(flags: u8) -> PathBuf {
    if flags & (OWN | SESSION) == OWN { Path::new(ENDED).join(".session") } else { ".session".into() }
}

fn areas(bytes: &[u8]) -> [(usize, usize); 6] {
    // The first description has a level, a line and a length before the provider.
    let descriptions = bytes.windows(7).position(|text| text == b"spoiled").unwrap() - 7;
    let places = descriptions - 8 * MAX_TYPES;
    // The CPU that has traced most, by its position.
    let stride = CONTROL + SUB_BUFFER * SUB_BUFFERS;
    let controls = (HEAD..bytes.len()).step_by(stride);
    let position =
        |control: &usize| u64::from_ne_bytes(bytes[control + 128..control + 136].try_into().unwrap());
    let control = controls.max_by_key(position).unwrap();
    [
        (0, 320),
        (places, 64),
        (descriptions, 256),
        (control + 128, 384),
        (control + 512, 16 * SUB_BUFFERS),
        (control + CONTROL, SUB_BUFFER * SUB_BUFFERS),
    ]
}

/// Writes the input's patches to a session's file.
fn spoil(mut patches: &[u8], areas: &[(usize, usize)], file: &mut [u8]) {
    while let Some(([area, low, high, length], rest)) = patches.split_first_chunk() {
        let (start, len) = areas[usize::from(*area) % areas.len()];
        let offset = usize::from(u16::from_le_bytes([*low, *high])) % len;
        let count = (usize::from(*length) % PATCH).min(rest.len()).min(len - offset);
        let (bytes, rest) = rest.split_at(count);
        file[start + offset..start + offset + count].copy_from_slice(bytes);
        patches = rest;
    }
}

/// Reads a trace to its end; how many events it has.
fn read(directory: &Path) -> u64 {
    let Ok(mut reader) = Reader::open(directory) else { return 0 };
    let (mut events, mut errors) = (0, 0);
    loop {
        match reader.next_item() {
            Ok(Some(Item::Event(event))) => {
                events += 1;
                assert!(format!("{}", event.fields()).len() < 1 << 20);
            }
            Ok(Some(Item::Loss(_))) => {}
            Ok(None) => return events,
            Err(_) => errors += 1,
        }
        assert!(
            events < 10_000 && errors < 10_000,
            "more than there can be: {events} events, {errors} errors"
        );
    }
}

/// Records it to the end, where processes have buffers of their own.
fn record(directory: &Path, flags: u8) -> perseq_trace::Result<perseq_trace::Summary> {
    let mut recorder = Recorder::open(directory)?;
    recorder.drain()?;
    if flags & ROTATES != 0 {
        recorder.rotate()?;
    }
    if flags & REOPENS != 0 {
        drop(recorder);
        recorder = Recorder::open(directory)?;
    }
    let summary = recorder.finish()?;
    assert!((0.0..=1.0).contains(&recorder.fullness()));
    _ = (recorder.part_bytes(), recorder.is_stopped());
    // Each of them is one that is damaged.
    assert!(recorder.problems().iter().all(|(_, error)| !error.to_string().is_empty()));
    Ok(summary)
}

/// Consumes it to the end.
fn drain(directory: &Path, flags: u8) -> perseq_trace::Result<perseq_trace::Summary> {
    let mut consumer = Consumer::open(directory)?;
    consumer.drain()?;
    if flags & ROTATES != 0 {
        consumer.rotate()?;
    }
    if flags & REOPENS != 0 {
        drop(consumer);
        consumer = Consumer::open(directory)?;
    }
    let summary = consumer.finish()?;
    assert!((0.0..=1.0).contains(&consumer.fullness()));
    _ = consumer.part_bytes();
    Ok(summary)
}

/// Spoils a session's file by `input`, consumes it, takes a snapshot, and reads what came of that.
pub fn consume(input: &[u8]) -> Consumed {
    static BASES: OnceLock<[Base; 4]> = OnceLock::new();
    let Some((flags, patches)) = input.split_first() else { return Consumed::default() };
    let bases = BASES.get_or_init(|| {
        [
            base(Mode::Discard, Buffers::Shared),
            base(Mode::Overwrite, Buffers::Shared),
            base(Mode::Discard, Buffers::PerProcess),
            base(Mode::Overwrite, Buffers::PerProcess),
        ]
    });
    let own = flags & OWN != 0;
    let base = &bases[usize::from(flags & OVERWRITES) + if own { 2 } else { 0 }];
    let areas =
        if own && flags & SESSION != 0 { [(0, 320), (0, WORDS)].repeat(3) } else { base.areas.to_vec() };
    let (directory, to) = (directory(), directory().with_extension("snapshot"));
    _ = fs::remove_dir_all(directory);
    _ = fs::remove_dir_all(&to);
    fs::create_dir(directory).unwrap();
    for (path, bytes) in &base.files {
        let mut bytes = bytes.clone();
        if *path == file_of(*flags) {
            spoil(patches, &areas, &mut bytes);
        }
        let path = directory.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut consumed = Consumed::default();
    let taken = perseq_trace::snapshot(directory, &to);
    consumed.events = read(&to);
    let found = [taken, if own { record(directory, *flags) } else { drain(directory, *flags) }];
    for found in found {
        match found {
            Ok(summary) => {
                consumed.damaged += summary.damaged;
                consumed.unread += summary.losses.unread;
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                consumed.refused += 1;
            }
        }
    }
    consumed.events += read(directory);
    if let Ok(session) = Session::open(directory) {
        _ = session.counts();
        session.stop();
        _ = session.events();
        session.remove().unwrap();
    }
    let parts = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    consumed.events += parts.filter(|path| path.is_dir()).map(|part| read(&part)).sum::<u64>();
    _ = fs::remove_dir_all(directory);
    _ = fs::remove_dir_all(to);
    consumed
}
