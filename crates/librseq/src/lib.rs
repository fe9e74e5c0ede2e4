//! `librseq.so.0`: a drop-in for programs that were built with librseq's headers.
//!
//! These programs inline their critical sections. The library gives them what sections need: the place of each thread's `struct
//! rseq` ([`data`]), its registration ([`registration`]), numbers ([`numbers`]) and per-CPU memory ([`pool`]). All 29 functions
//! and 3 data objects of librseq are here, with the results that its headers document. `README.md` lists the differences.
//!
//! No function unwinds into C: a panic ends the process.

#![cfg(target_os = "linux")]
#![allow(
    clippy::missing_safety_doc,
    reason = "librseq's headers document what each function asks of its caller"
)]

pub mod attributes;
pub mod data;
mod errno;
mod lock;
pub mod numa;
pub mod numbers;
pub mod pool;
pub mod registration;
mod report;
pub mod set;
mod table;
