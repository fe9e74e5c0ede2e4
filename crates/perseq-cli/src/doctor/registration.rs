//! The registration of this thread: who made it, how long it is, and what the kernel fills in it.

use std::env;

use perseq::perseq_core::{
    cpu,
    fence::{self, Method},
    guard::slice,
    thread::{self, Owner, Report},
};

use super::check::{Check, State};

/// What registrations had before they had a length that matters: they stay as they were.
const LEGACY_BYTES: u32 = 32;

/// All of them.
pub(super) fn checks() -> Vec<Check> {
    let report = thread::report();
    let tunables = env::var("GLIBC_TUNABLES").ok();
    let mut checks = vec![owner(&report), sizes(&report), signature(&report)];
    checks.extend(tunables.as_deref().and_then(tunable));
    checks.extend([concurrency_id(&report), node_id(&report), time_slices(&report), fences(fence::method())]);
    checks
}

fn owner(report: &Report) -> Check {
    let check =
        |value: String, meaning: String| Check::new("registered_by", "rseq registered by", value, meaning);
    match report.owner {
        Ok(owner @ Owner::Glibc) => {
            check(owner.to_string(), "perseq shares the C library's registration".to_owned())
        }
        Ok(owner @ Owner::Perseq) => {
            check(owner.to_string(), "the C library did not register this thread, so perseq did".to_owned())
        }
        Ok(owner) => {
            check(owner.to_string(), "all copies of perseq share one registration per thread".to_owned())
        }
        Err(error) => check("nobody".to_owned(), error.to_string())
            .state(State::Bad)
            .advise("see the rows about the kernel, seccomp and what this process runs under"),
    }
}

fn sizes(report: &Report) -> Check {
    if report.registered_len == 0 {
        return Check::new("feature_size", "bytes filled", "none", "nothing is registered")
            .state(State::Note);
    }
    let Report { registered_len, feature_size, auxv_feature_size, auxv_align, .. } = *report;
    let value = format!("{feature_size} of {registered_len} bytes");
    let kernel = match auxv_feature_size {
        0 => "the kernel does not tell how far it fills an area (Linux 6.3 does), so the original 20 bytes are \
              relied on"
            .to_owned(),
        size => format!("this kernel can fill {size} bytes of an area aligned to {auxv_align}"),
    };
    let glibc = match report.glibc {
        Some((_, said)) if report.owner == Ok(Owner::Glibc) && said < feature_size => format!(
            "; glibc says {said} but registered {registered_len}, which perseq found out from the kernel, so the \
             fields beyond {said} are used"
        ),
        _ => String::new(),
    };
    Check::new("feature_size", "bytes filled", value, kernel + &glibc)
}

fn signature(report: &Report) -> Check {
    let value = format!("{:#010x}", report.signature);
    Check::new(
        "signature",
        "abort signature",
        value,
        "stands before each abort address, and the registration names it",
    )
}

/// Only where the variable mentions rseq.
fn tunable(tunables: &str) -> Option<Check> {
    let setting = tunables.split(':').rev().find(|setting| setting.starts_with("glibc.pthread.rseq="))?;
    let check = |meaning: &str| Check::new("glibc_tunables", "GLIBC_TUNABLES", setting, meaning);
    Some(if setting.ends_with("=0") {
        check("glibc is told not to register, as other users of rseq ask for; perseq registers each thread itself")
            .state(State::Note)
            .advise("perseq needs no such setting: unset it, unless another library does")
    } else {
        check("glibc is told to register each thread, as it does without being told")
    })
}

fn concurrency_id(report: &Report) -> Check {
    let check = |value: String, meaning: &str| Check::new("mm_cid", "concurrency id", value, meaning);
    if !report.features.mm_cid {
        let missing = check("not here".to_owned(), "indexing by concurrency id takes the slower path")
            .state(State::Note);
        return match report.owner {
            Ok(_) => missing.advise("use Linux 6.3 or later, or index by CPU"),
            Err(_) => missing,
        };
    }
    let now = cpu::concurrency_id().map_or_else(|| "yes".to_owned(), |id| format!("yes, {} now", id.get()));
    check(now, "mm_cid: dense numbers for the running threads, so few threads touch few rows on any machine")
}

fn node_id(report: &Report) -> Check {
    let check = |value: String, meaning: &str| Check::new("node_id", "NUMA node", value, meaning);
    if !report.features.node_id {
        return check("not here".to_owned(), "the node of the current CPU is asked of the kernel each time")
            .state(State::Note);
    }
    let now = cpu::node().map_or_else(|| "yes".to_owned(), |node| format!("yes, {} now", node.get()));
    check(now, "node_id: read from the registration, without a call")
}

fn time_slices(report: &Report) -> Check {
    let check = |value: &str, meaning: &str| Check::new("slice_extension", "slice extension", value, meaning);
    if slice::is_available() {
        return check("yes", "who holds a guard asks for a little more time before it is preempted");
    }
    if report.features.slice {
        return check(
            "not in this kernel, not needed",
            "it is built without CONFIG_RSEQ_SLICE_EXTENSION; guards are held without it",
        );
    }
    if report.auxv_feature_size > LEGACY_BYTES && report.registered_len == LEGACY_BYTES {
        return check(
            "not with 32 bytes, not needed",
            "this kernel gives none to registrations as short as glibc's, which perseq leaves as it is; guards are \
             held without it. With GLIBC_TUNABLES=glibc.pthread.rseq=0 perseq registers all that the kernel fills",
        );
    }
    check(
        "not here, not needed",
        "needs Linux 7.0 built with CONFIG_RSEQ_SLICE_EXTENSION; guards are held without it",
    )
}

/// How other CPUs' sections are kept out of a row that is held.
fn fences(method: Method) -> Check {
    let check = |value: &str, meaning: &str| Check::new("fences", "fences", value, meaning);
    match method {
        Method::Membarrier => check("by membarrier", "remote access interrupts the one CPU that it is about"),
        Method::RunThere => check(
            "by running on the other CPU",
            "remote access moves the thread there and back: some µs more",
        )
        .state(State::Note)
        .advise("use Linux 5.10 or later, and allow the system call `membarrier`"),
        Method::Nothing => {
            check("not needed", "no thread of this process can run sections: guards alone keep rows apart")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tunable_matters_only_where_it_names_rseq_and_the_last_one_counts() {
        assert_eq!(tunable("glibc.malloc.check=1"), None);
        let off = tunable("glibc.malloc.check=1:glibc.pthread.rseq=0").unwrap();
        assert_eq!((off.value.as_str(), off.state), ("glibc.pthread.rseq=0", State::Note));
        let on = tunable("glibc.pthread.rseq=0:glibc.pthread.rseq=1").unwrap();
        assert_eq!(on.state, State::Good);
    }

    #[test]
    fn each_way_to_fence_is_named() {
        let states =
            [Method::Membarrier, Method::RunThere, Method::Nothing].map(|method| fences(method).state);
        assert_eq!(states, [State::Good, State::Note, State::Good]);
    }

    #[test]
    fn a_size_that_glibc_understates_is_explained() {
        let mut report = thread::report();
        report.owner = Ok(Owner::Glibc);
        (report.registered_len, report.feature_size, report.glibc) = (32, 28, Some((0, 20)));
        assert!(sizes(&report).meaning.contains("glibc says 20 but registered 32"));
        report.glibc = Some((0, 28));
        assert!(!sizes(&report).meaning.contains("glibc says"));
    }
}
