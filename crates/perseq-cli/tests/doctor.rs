//! `perseq doctor` from outside, with the C library registering and with it told not to.

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use serde_json::Value;
use support::{perseq, stdout_of};

const OFF: &str = "glibc.pthread.rseq=0";

fn report(tunables: Option<&str>) -> Value {
    let mut command = perseq(&["doctor", "--json"]);
    command.envs(tunables.map(|value| ("GLIBC_TUNABLES", value)));
    serde_json::from_str(&stdout_of(&mut command)).expect("the report is JSON")
}

fn value<'a>(report: &'a Value, key: &str) -> &'a str {
    let checks = report["checks"].as_array().expect("checks are a list");
    let check = checks.iter().find(|check| check["key"] == key);
    check.and_then(|check| check["value"].as_str()).unwrap_or_default()
}

#[test]
fn increments_are_exact_whoever_registers() {
    for tunables in [None, Some(OFF)] {
        let report = report(tunables);
        assert_eq!(report["exact"], true, "{tunables:?}");
        assert_eq!(report["proof"]["made"], report["proof"]["counted"]);
        assert_ne!(report["proof"]["made"], 0);
    }
}

#[test]
fn glibc_that_is_told_not_to_register_is_replaced_by_perseq() {
    let (usual, told) = (report(None), report(Some(OFF)));
    if usual["fast_path"] != true || value(&usual, "registered_by") != "glibc" {
        eprintln!("skipped: no glibc that registers here");
        return;
    }
    assert_eq!(value(&told, "registered_by"), "perseq");
    assert_eq!(told["fast_path"], true);
    assert_eq!(value(&told, "glibc_tunables"), OFF);
    assert_eq!(value(&usual, "glibc_tunables"), "");
    assert_eq!(
        value(&told, "feature_size"),
        value(&usual, "feature_size"),
        "the true size does not depend on it"
    );
}

#[test]
fn people_get_a_verdict_without_escape_codes_in_a_pipe() {
    for no_color in [None, Some("1")] {
        let text = stdout_of(perseq(&["doctor"]).envs(no_color.map(|value| ("NO_COLOR", value))));
        assert!(text.contains("fast path is") && text.contains("all counted"), "{text}");
        assert!(!text.contains('\x1b'));
    }
}
