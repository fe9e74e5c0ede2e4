//! `libperseq`: [`perseq`]'s structures and the tracer's events for C, for C++ and for languages that call C.
//!
//! `include/perseq/perseq.h` documents every function; `libperseq.map` lists them with their versions. A counter is memory of the
//! caller's that may be all zeroes; all other structures are [objects](object). A failure is a value and `errno`, and [`error`] has the text.
//!
//! No function unwinds into C: a panic ends the process.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(clippy::missing_safety_doc, reason = "perseq.h documents what each function asks of its caller")]

pub mod counter;
pub mod cpu_lock;
pub mod error;
pub mod heap;
pub mod held;
pub mod histogram;
pub mod item;
pub mod items;
pub mod min_max;
pub mod object;
pub mod per_cpu;
pub mod rcu;
pub mod ring;
pub mod stack;

// Its functions are functions of this library, too.
use perseq_trace_c as _;

/// Major, minor and patch, each in a byte: `PERSEQ_VERSION` of `perseq.h`.
const VERSION: u32 = {
    const fn number(text: &str) -> u32 {
        let (mut n, mut at) = (0, 0);
        while at < text.len() {
            n = n * 10 + (text.as_bytes()[at] - b'0') as u32;
            at += 1;
        }
        n
    }
    number(env!("CARGO_PKG_VERSION_MAJOR")) << 16
        | number(env!("CARGO_PKG_VERSION_MINOR")) << 8
        | number(env!("CARGO_PKG_VERSION_PATCH"))
};

/// The version of this library.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_version() -> u32 {
    VERSION
}

/// How many rows structures have: one for each CPU that this system can have.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_row_count() -> u32 {
    perseq::perseq_core::cpu::rows()
}

/// 0 if this thread runs restartable sequences; −1 and the reason if it takes the slower path.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_attach() -> core::ffi::c_int {
    error::status(perseq::perseq_core::thread::attach().map_err(error::Why::Perseq))
}
