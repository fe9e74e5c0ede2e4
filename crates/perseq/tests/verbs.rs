//! The table of verbs on the crate's front page: it is what the structures have, and a verb does the same in each of them.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use perseq::{
    ArrayStack, ByConcurrencyId, ByCpuId, Cache, CpuLock, Index, IntrusiveStack, Link, Mode, Node, Queue,
    RingBuffer, Stack, perseq_core::cpu,
};

type Verbs = BTreeMap<String, BTreeSet<String>>;

/// The verbs of each structure, as the table says.
fn documented() -> Verbs {
    let page = include_str!("../src/lib.rs");
    // The first line names the structures, without links; other tables do not.
    let is_head = |line: &&str| line.starts_with("//! | | `");
    let lines = page.lines().skip_while(|line| !is_head(line));
    let table: Vec<&str> = lines.map_while(|line| line.strip_prefix("//! |")).collect();
    let cells = |line: &str| line.split('|').map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    let names =
        |cell: &str| -> Vec<String> { cell.split('`').skip(1).step_by(2).map(str::to_owned).collect() };
    let structures: Vec<String> = cells(table[0]).iter().flat_map(|cell| names(cell)).collect();
    let mut verbs = Verbs::new();
    for line in &table[2..] {
        let cells = cells(line);
        for (structure, cell) in structures.iter().zip(&cells[1..]) {
            assert!(["", "✓"].contains(&cell.as_str()), "{line}");
            if cell == "✓" {
                verbs.entry(structure.clone()).or_default().extend(names(&cells[0]));
            }
        }
    }
    verbs
}

/// Every Rust file below `directory`.
fn sources(directory: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { sources(&path, found) } else { found.push(path) }
    }
}

/// The public methods of each structure, as the source says: those of blocks `impl … Name<…> {`, and of `row_verbs!`.
fn declared(structures: &BTreeSet<String>) -> Verbs {
    let method = |line: &str| {
        let line = line.trim_start().strip_prefix("pub ")?;
        let name = line.trim_start_matches("const ").trim_start_matches("unsafe ").strip_prefix("fn ")?;
        name.split(['(', '<']).next().map(str::to_owned)
    };
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let mut verbs = Verbs::new();
    let mut common = BTreeSet::new();
    let mut with_common = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // The block that a line is in: a structure's, or the one of the macro.
        let mut block: Option<String> = None;
        for line in text.lines() {
            if line.trim_start().starts_with("impl") && line.ends_with('{') {
                let named = |name: &&String| {
                    let words = line.split([' ', '<', '>']);
                    !line.contains(" for ") && words.into_iter().any(|word| word == name.as_str())
                };
                block = structures.iter().find(named).cloned();
                if line.contains("$name") && file.ends_with("rows.rs") {
                    block = Some(String::from("$name"));
                }
            } else if let Some(method) = method(line) {
                match block.as_deref() {
                    Some("$name") => _ = common.insert(method),
                    Some(name) => _ = verbs.entry(name.to_owned()).or_default().insert(method),
                    None => {}
                }
            } else if let Some(rest) =
                line.split("row_verbs! {").nth(1).filter(|_| !line.contains("macro_rules"))
            {
                // The name is on the next line.
                let after = text.split(line).nth(1).unwrap_or(rest);
                let name = after.trim_start().split('<').next().unwrap();
                with_common.push(name.to_owned());
            }
        }
    }
    for name in with_common {
        verbs
            .get_mut(&name)
            .unwrap_or_else(|| panic!("{name} has no methods"))
            .extend(common.iter().cloned());
    }
    verbs
}

#[test]
fn the_table_of_verbs_is_what_the_structures_have() {
    let documented = documented();
    let structures: BTreeSet<String> = documented.keys().cloned().collect();
    assert_eq!(structures.len(), 7, "{structures:?}");
    let declared = declared(&structures);
    for (structure, verbs) in &documented {
        let methods = &declared[structure];
        assert!(methods.len() > 8, "{structure}: {methods:?}");
        assert_eq!(verbs, methods, "{structure}: the table (left) and the methods (right)");
    }
}

/// The verbs that all structures of items have.
trait Verbal<I: Index> {
    fn put(&self, item: usize);
    fn steal(&self) -> Option<usize>;
    fn steal_into(&self, into: &mut Vec<usize>, room: usize) -> usize;
    fn take_row(&self, row: u32) -> Vec<usize>;
    fn drain_row(&self, row: u32) -> Vec<usize>;
    fn drain(&self) -> Vec<usize>;
    /// The first item that `with_row` finds there.
    fn look(&self, row: u32) -> (u32, Option<usize>);
    fn rows(&self) -> u32;
    fn is_empty(&self) -> bool;
}

macro_rules! verbal {
    ($($type:ty: $put:ident, $in:expr, $out:expr;)*) => { $(
        impl<I: Index> Verbal<I> for $type {
            fn put(&self, item: usize) {
                assert!(self.$put($in(item)).is_ok());
            }

            fn steal(&self) -> Option<usize> {
                self.steal().unwrap().map($out)
            }

            fn steal_into(&self, into: &mut Vec<usize>, room: usize) -> usize {
                let mut items = Vec::with_capacity(room);
                let taken = self.steal_into(&mut items).unwrap();
                assert_eq!((taken, items.capacity()), (items.len(), room), "it does not grow");
                into.extend(items.into_iter().map($out));
                taken
            }

            fn take_row(&self, row: u32) -> Vec<usize> {
                self.take_row(row).unwrap().into_iter().map($out).collect()
            }

            fn drain_row(&self, row: u32) -> Vec<usize> {
                let mut all = Vec::new();
                self.drain_row(row, |item| all.push($out(item))).unwrap();
                all
            }

            fn drain(&self) -> Vec<usize> {
                let mut all = Vec::new();
                self.drain(|item| all.push($out(item))).unwrap();
                all
            }

            fn look(&self, row: u32) -> (u32, Option<usize>) {
                self.with_row(row, |view| (view.row(), view.pop().map($out))).unwrap()
            }

            fn rows(&self) -> u32 {
                self.rows()
            }

            fn is_empty(&self) -> bool {
                self.is_empty()
            }
        }
    )* };
}

struct Job(usize, Link);

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl Node for Job {
    const LINK: usize = std::mem::offset_of!(Job, 1);
}

const fn same(item: usize) -> usize {
    item
}

#[allow(clippy::unnecessary_box_returns, reason = "what the structure takes")]
fn job(number: usize) -> Box<Job> {
    Box::new(Job(number, Link::new()))
}

#[allow(clippy::boxed_local, reason = "what the structure gives")]
fn number(job: Box<Job>) -> usize {
    job.0
}

verbal! {
    ArrayStack<usize, I>: push, same, same;
    Queue<usize, I>: push, same, same;
    Stack<usize, I>: push, same, same;
    IntrusiveStack<Job, I>: push, job, number;
    Cache<usize, I>: put, same, same;
}

/// Every verb, where all items are in one row.
fn every_verb<I: Index>(name: &str, structure: &dyn Verbal<I>) {
    let sorted = |mut items: Vec<usize>| {
        items.sort_unstable();
        items
    };
    let fill = || (1..=6).for_each(|item| structure.put(item));
    assert!(structure.is_empty() && structure.drain().is_empty() && structure.steal().is_none(), "{name}");
    assert_eq!(structure.rows(), cpu::rows());
    fill();
    assert!(!structure.is_empty());
    let row =
        (0..structure.rows()).find(|&row| !structure.take_row(row).is_empty()).expect("they are in a row");
    assert!(structure.is_empty());

    fill();
    let mut found = Vec::new();
    for row in 0..structure.rows() {
        let (there, item) = structure.look(row);
        assert_eq!(there, row);
        found.extend(item);
        found.extend(structure.drain_row(row));
        assert!(structure.take_row(row).is_empty(), "{name}");
    }
    assert_eq!(sorted(found), [1, 2, 3, 4, 5, 6], "{name}");

    fill();
    assert_eq!(sorted(structure.drain()), [1, 2, 3, 4, 5, 6], "{name}");

    // By CPU number this thread's row is known: it is the last one that is looked at.
    fill();
    let mut loot = Vec::new();
    assert_eq!(structure.steal_into(&mut loot, 0), 0, "{name}: no room");
    assert_eq!(structure.steal_into(&mut loot, 2), 2, "{name}");
    loot.extend(structure.steal());
    assert_eq!(loot.len(), 3);
    while structure.steal_into(&mut loot, 100) > 0 {}
    assert_eq!(sorted(loot), [1, 2, 3, 4, 5, 6], "{name}");
    assert!(structure.is_empty() && row < structure.rows());
}

#[test]
fn a_verb_does_the_same_in_every_structure() {
    support::pin_to_any();
    fn all<I: Index>() {
        every_verb("ArrayStack", &ArrayStack::<usize, I>::try_indexed(8).unwrap());
        every_verb("Queue", &Queue::<usize, I>::try_indexed(8).unwrap());
        every_verb("Stack", &Stack::<usize, I>::try_indexed().unwrap());
        every_verb("IntrusiveStack", &IntrusiveStack::<Job, I>::try_indexed().unwrap());
        every_verb("Cache", &Cache::<usize, I>::try_indexed(8, 8).unwrap());
    }
    all::<ByCpuId>();
    all::<ByConcurrencyId>();
}

#[test]
fn a_row_of_values_can_be_held() {
    let stack = Stack::<String>::try_new().unwrap();
    let rest = stack
        .with_row(1, |row| {
            row.push("one".to_owned());
            row.push("two".to_owned());
            row.push("three".to_owned());
            assert_eq!(row.pop().as_deref(), Some("three"));
            let mut some = Vec::with_capacity(1);
            assert_eq!((row.take_into(&mut some, 9), some.pop().as_deref()), (1, Some("two")));
            assert!(!row.is_empty());
            row.take_all()
        })
        .unwrap();
    assert!(stack.is_empty());
    assert_eq!(rest.collect::<Vec<_>>(), ["one"]);
}

#[test]
fn a_ring_and_a_lock_have_the_verbs_that_make_sense_for_them() {
    let ring = RingBuffer::try_new(1024, Mode::Discard).unwrap();
    support::pin_to_any();
    ring.write(b"one").unwrap();
    let counts: Vec<usize> = (0..ring.rows())
        .map(|row| ring.drain_row(row, |record| assert_eq!(record, b"one")).unwrap())
        .collect();
    assert_eq!(counts.iter().sum::<usize>(), 1, "{counts:?}");
    assert!(ring.is_empty());
    let lock = CpuLock::new(|row| row).unwrap();
    assert_eq!(lock.rows(), cpu::rows());
    let first = cpu::CpuId::new(0).unwrap();
    assert_eq!(lock.with_cpu(first, |value| *value), Ok(0));
}
