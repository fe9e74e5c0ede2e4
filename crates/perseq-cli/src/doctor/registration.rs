//! The registration of this thread: its owner, its length, and what the kernel fills in it.

use std::{env, fs};

use perseq::perseq_core::{
    Error, cpu,
    fence::{self, Method},
    guard::slice,
    thread::{self, Owner, Report},
};

use super::check::{Check, State};

/// The length of registrations from before they had a length that matters: they stay as they were.
const LEGACY_BYTES: u32 = 32;
/// The file in which glibc 2.44 has tunables for all programs, once `ldconfig` has read them.
const TUNABLES_OF_ALL: &str = "/etc/tunables.conf";

/// All of them.
pub(super) fn checks() -> Vec<Check> {
    let report = thread::report();
    let tunables = env::var("GLIBC_TUNABLES").ok();
    let mut checks = vec![owner(&report), restarts(report.trial), sizes(&report), signature(&report)];
    checks.extend(tunables.as_deref().and_then(tunable));
    checks.extend(fs::read_to_string(TUNABLES_OF_ALL).ok().as_deref().and_then(tunable_of_all));
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
        Err(error @ Error::NotRestarted { .. }) => check("nobody".to_owned(), error.to_string())
            .state(State::Bad)
            .advise("see the next row: the kernel is the reason"),
        Err(error) => check("nobody".to_owned(), error.to_string())
            .state(State::Bad)
            .advise("see the rows about the kernel, seccomp and what this process runs under"),
    }
}

/// Tells whether the kernel keeps its promise, as far as is known.
fn restarts(trial: Option<Result<(), Error>>) -> Check {
    let check = |value: &str, meaning: &str| Check::new("restarts", "sections restart", value, meaning);
    match trial {
        None => check(
            "yes",
            "no kernel with this version and architecture is known to go on with sections that it has interrupted",
        ),
        Some(Ok(())) => check(
            "yes, tried",
            "kernels of arm64 from 6.19 to 7.0.13 go on with sections that they have interrupted; a trial has shown that \
             this one has the fix",
        ),
        Some(Err(error)) => {
            let value = if error == (Error::NotRestarted { errno: 0 }) { "no, tried" } else { "unknown" };
            check(value, &error.to_string()).state(State::Bad).advise(
                "use Linux 7.0.14, 7.1 or later, or a kernel of your distribution with fix 411c1cf43039 \
                 (arm64/entry); until then the slower path serves, exactly",
            )
        }
    }
}

fn sizes(report: &Report) -> Check {
    if report.registered_len == 0 {
        return Check::new("feature_size", "bytes filled", "none", "nothing is registered")
            .state(State::Note);
    }
    let Report { registered_len, feature_size, auxv_feature_size, auxv_align, .. } = *report;
    // Linux before 7.0 does not tell registrations apart.
    let tells_apart = auxv_feature_size > LEGACY_BYTES;
    let (kind, means) = match registered_len {
        LEGACY_BYTES if tells_apart => (
            ", legacy",
            "; registrations of 32 bytes are kept as they were: all numbers are written at every preemption, and no slice \
             extension is given",
        ),
        _ if tells_apart => {
            (", V2", "; registrations of more than 32 bytes are V2: numbers are written when they change")
        }
        _ => ("", ""),
    };
    let value = format!("{feature_size} of {registered_len} bytes{kind}");
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
    Check::new("feature_size", "bytes filled", value, kernel + means + &glibc)
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

const RSEQ_TUNABLE: &str = "glibc.pthread.rseq=";

/// Only where the variable mentions rseq.
fn tunable(tunables: &str) -> Option<Check> {
    let setting = tunables.split(':').rev().find(|setting| setting.starts_with(RSEQ_TUNABLE))?;
    let check = |meaning: &str| Check::new("glibc_tunables", "GLIBC_TUNABLES", setting, meaning);
    Some(if setting.ends_with("=0") {
        check("glibc is told not to register, as other users of rseq ask for; perseq registers each thread itself")
            .state(State::Note)
            .advise("perseq needs no such setting: unset it, unless another library does")
    } else {
        check("glibc is told to register each thread, as it does without being told")
    })
}

/// Only where the file mentions rseq, outside its comments.
fn tunable_of_all(text: &str) -> Option<Check> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let setting = lines.rev().find(|line| line.contains(RSEQ_TUNABLE))?;
    let check = |meaning: &str| Check::new("tunables_conf", TUNABLES_OF_ALL, setting, meaning);
    Some(if setting.ends_with("=0") {
        check(
            "glibc 2.44 and later is told not to register, in every program that GLIBC_TUNABLES does not tell otherwise; \
             perseq registers each thread itself",
        )
        .state(State::Note)
        .advise("perseq needs no such setting: take it out and run ldconfig, unless another program needs it")
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
            "this kernel gives none to registrations as short as that of glibc before 2.41, which perseq leaves as it is; \
             guards are held without it. With GLIBC_TUNABLES=glibc.pthread.rseq=0 perseq registers all that the kernel \
             fills, as glibc 2.41 does",
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
    fn a_setting_for_all_programs_counts_unless_it_is_a_comment() {
        assert_eq!(tunable_of_all("# glibc.pthread.rseq=0\nglibc.malloc.check=1\n"), None);
        let off = tunable_of_all("glibc.pthread.rseq=1\n glibc.pthread.rseq=0 # for the database\n").unwrap();
        assert_eq!((off.value.as_str(), off.state), ("glibc.pthread.rseq=0", State::Note));
        assert_eq!(tunable_of_all("glibc.pthread.rseq=1").unwrap().state, State::Good);
    }

    #[test]
    fn a_kernel_that_restarts_nothing_is_named_with_what_to_do() {
        let (broken, refused) =
            (Error::NotRestarted { errno: 0 }, Error::NotRestarted { errno: libc::EPERM });
        let rows = [None, Some(Ok(())), Some(Err(broken)), Some(Err(refused))].map(restarts);
        let said = rows.each_ref().map(|row| (row.value.as_str(), row.state));
        assert_eq!(
            said,
            [
                ("yes", State::Good),
                ("yes, tried", State::Good),
                ("no, tried", State::Bad),
                ("unknown", State::Bad)
            ]
        );
        assert!(rows[2].meaning.contains("does not restart sections"));
        assert!(rows[3].meaning.contains("EPERM"));
        assert!(rows[2..].iter().all(|row| row.advice.as_ref().unwrap().contains("7.0.14")));
        let mut report = thread::report();
        report.owner = Err(broken);
        assert_eq!(owner(&report).state, State::Bad);
    }

    #[test]
    fn legacy_registrations_are_told_from_v2_where_the_kernel_does() {
        let mut report = thread::report();
        report.owner = Ok(Owner::Glibc);
        report.glibc = Some((0, 33));
        let mut value = |registered, filled, auxv| {
            (report.registered_len, report.feature_size, report.auxv_feature_size) =
                (registered, filled, auxv);
            sizes(&report).value
        };
        assert_eq!(value(32, 28, 28), "28 of 32 bytes");
        assert_eq!(value(64, 28, 28), "28 of 64 bytes");
        assert_eq!(value(32, 32, 33), "32 of 32 bytes, legacy");
        assert_eq!(value(33, 33, 33), "33 of 33 bytes, V2");
        assert_eq!(value(64, 33, 33), "33 of 64 bytes, V2");
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
