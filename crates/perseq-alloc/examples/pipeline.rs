//! A pipeline whose stages are threads: one makes messages, the next ones parse them, the last one adds them up and frees them.
//!
//! `cargo run --release -p perseq-alloc --example pipeline`
//!
//! Every message is freed by another thread than the one that has allocated it. Allocators whose caches follow threads send each
//! object back to its thread; here whole batches go back to the CPU that needs them.

use std::{fs, sync::mpsc, thread};

#[global_allocator]
static ALLOCATOR: perseq_alloc::Perseq = perseq_alloc::Perseq::new();

const MESSAGES: u64 = 200_000;
const PARSERS: u64 = 4;

/// A message as its parser hands it on.
struct Message {
    number: u64,
    words: Vec<String>,
}

fn parse(text: &str) -> Option<Message> {
    let (number, rest) = text.split_once(' ')?;
    let words = rest.split(' ').map(str::to_owned).collect();
    Some(Message { number: number.parse().ok()?, words })
}

/// KiB of this process that are in memory, if the kernel says so.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

fn main() {
    let (parsed, results) = mpsc::sync_channel::<Message>(10_000);
    let parsers: Vec<_> = (0..PARSERS)
        .map(|_| {
            let ((texts, inbox), parsed) = (mpsc::sync_channel::<String>(10_000), parsed.clone());
            let parser = thread::spawn(move || {
                inbox.into_iter().filter_map(|text| parse(&text)).try_for_each(|message| parsed.send(message))
            });
            (texts, parser)
        })
        .collect();
    drop(parsed);
    let last = thread::spawn(move || {
        results
            .into_iter()
            .fold((0, 0), |(sum, words), message| (sum + message.number, words + message.words.len()))
    });
    for number in 0..MESSAGES {
        let (texts, _) = &parsers[(number % PARSERS) as usize];
        texts.send(format!("{number} memory that follows CPUs")).expect("a parser ends after its messages");
    }
    for (texts, parser) in parsers {
        drop(texts);
        parser.join().expect("a parser does not panic").expect("the last stage reads to the end");
    }
    let (sum, words) = last.join().expect("the last stage does not panic");
    assert_eq!((sum, words as u64), (MESSAGES * (MESSAGES - 1) / 2, 4 * MESSAGES));
    println!("{MESSAGES} messages, {words} words, none lost");

    let before = resident();
    let given = ALLOCATOR.trim();
    println!("the system has got back {} KiB", given / 1024);
    if let (Some(before), Some(after)) = (before, resident()) {
        println!("in memory: {before} KiB, then {after} KiB");
    }
}
