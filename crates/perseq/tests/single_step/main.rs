//! Every operation of every structure finishes under a debugger that single-steps, and does what it says.
//!
//! Each instruction of a section traps there, and each trap aborts the section: it never commits, however often it is
//! tried. So this is the proof that the number of attempts is bounded and that the slow path needs no section. (If an
//! atomic operation is a pair of instructions, a plain single step makes that pair fail for ever, in any program.)

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

#[cfg(target_arch = "x86_64")]
mod operations;
#[cfg(target_arch = "x86_64")]
mod step;

#[test]
fn every_operation_finishes_under_a_debugger_that_steps() {
    every_operation("every_operation_finishes_under_a_debugger_that_steps", &[]);
}

/// Beside the other one, on another CPU where there is one.
#[test]
fn every_operation_by_concurrency_id_finishes_where_perseq_registers() {
    every_operation(
        "every_operation_by_concurrency_id_finishes_where_perseq_registers",
        &[support::WITHOUT_GLIBC],
    );
}

#[cfg_attr(not(target_arch = "x86_64"), allow(unused_variables, reason = "no operation is stepped there"))]
fn every_operation(name: &str, variables: &[(&str, &str)]) {
    #[cfg(target_arch = "x86_64")]
    support::alone(name, variables, || {
        assert!(perseq::perseq_core::thread::attach().is_ok());
        if variables.is_empty() {
            step::through_all::<perseq::ByCpuId>(true);
        } else if perseq::perseq_core::cpu::concurrency_id().is_some() {
            step::through_all::<perseq::ByConcurrencyId>(false);
        } else {
            support::skip("stepping through operations by concurrency id", "this kernel fills no mm_cid");
            step::through_all::<perseq::ByCpuId>(false);
        }
    });
    #[cfg(not(target_arch = "x86_64"))]
    support::skip("stepping through every operation", "atomic operations may be pairs of instructions here");
}

/// Nothing that such an operation finds says anything: it is stepped through again.
#[cfg(target_arch = "x86_64")]
#[test]
fn an_operation_that_was_moved_off_its_cpu_is_not_judged() {
    support::alone("an_operation_that_was_moved_off_its_cpu_is_not_judged", &[], || {
        let cpus: Vec<u32> = perseq::perseq_core::cpu::allowed().unwrap().iter().take(2).collect();
        let [home, away] = cpus[..] else {
            return support::skip("operations that are moved off their CPU", "one CPU is allowed");
        };
        support::pin(home);
        for moves in [false, true] {
            let wrong = step::operation("wrong", step::Kind::Plain, move || {
                assert!(!moves || support::try_pin(away));
                || false
            });
            let judge = std::panic::AssertUnwindSafe(|| step::step_through(&wrong, home));
            assert_eq!(std::panic::catch_unwind(judge).ok(), moves.then_some(None), "{moves}");
        }
    });
}
