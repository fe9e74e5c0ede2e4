//! Names of functions by address, from symbols and debug information of the process's files.
//!
//! The tables of names are the `backtrace` crate's, under a lock of its own. A child that is forked during a report by another thread
//! finds that lock held for ever: so a report in such a child has no names.

use core::{
    ffi::c_void,
    sync::atomic::{
        AtomicU32,
        Ordering::{AcqRel, Acquire, Release},
    },
};
use std::{collections::HashMap, format, process, string::String, vec, vec::Vec};

use super::maps::{self, Map};

/// The process one of whose threads looks names up; 0 for none. Threads of one process wait for each other.
static LOOKS_UP: AtomicU32 = AtomicU32::new(0);

/// A function of a frame. Of several, all but the last are inlined, each in the next.
#[derive(Clone, Debug)]
pub(super) struct Function {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) line: u32,
}

/// The names that are known so far.
pub(super) struct Names {
    pub(super) maps: Vec<Map>,
    known: HashMap<usize, Vec<Function>>,
    is_mine: bool,
}

impl Names {
    pub(super) fn new() -> Self {
        Self { maps: maps::read(), known: HashMap::new(), is_mine: begin() }
    }

    /// The functions at an address, the innermost first: at least one.
    pub(super) fn functions(&mut self, address: usize) -> &[Function] {
        let (maps, is_mine) = (&self.maps, self.is_mine);
        self.known.entry(address).or_insert_with(|| {
            let mut functions = if is_mine { look_up(address) } else { Vec::new() };
            if functions.is_empty() {
                functions = vec![Function { name: maps::place(maps, address), file: String::new(), line: 0 }];
            }
            functions
        })
    }

    /// A stack without the allocator's own functions at its start.
    pub(super) fn of_program<'a>(&mut self, frames: &'a [usize]) -> &'a [usize] {
        let of_allocator = |name: &str| {
            ["perseq_alloc::", "perseq_malloc::"]
                .iter()
                .any(|own| name.trim_start_matches('<').starts_with(own))
        };
        let first = frames
            .iter()
            .position(|&frame| !self.functions(frame).iter().any(|function| of_allocator(&function.name)));
        &frames[first.unwrap_or(0)..]
    }
}

impl Drop for Names {
    fn drop(&mut self) {
        if self.is_mine {
            // Tens of MiB, for a large program with debug information.
            backtrace::clear_symbol_cache();
            LOOKS_UP.store(0, Release);
        }
    }
}

/// Waits for other threads; `false` in a child whose parent was looking names up.
fn begin() -> bool {
    let this = process::id();
    loop {
        match LOOKS_UP.compare_exchange(0, this, AcqRel, Acquire) {
            Ok(_) => return true,
            Err(other) if other != this => return false,
            Err(_) => std::thread::sleep(core::time::Duration::from_millis(1)),
        }
    }
}

fn look_up(address: usize) -> Vec<Function> {
    let mut functions = Vec::new();
    // It looks up the address before the one that it is given.
    let after: *mut c_void = core::ptr::without_provenance_mut(address.wrapping_add(1));
    backtrace::resolve(after, |symbol| {
        let Some(name) = symbol.name() else { return };
        let file = symbol.filename().map(|file| file.to_string_lossy().into_owned()).unwrap_or_default();
        functions.push(Function { name: format!("{name:#}"), file, line: symbol.lineno().unwrap_or(0) });
    });
    functions
}
