//! The packages that a crate outside of this workspace gets with each of ours, by its `Cargo.lock`.
//!
//! Cargo locks whatever any target or `--cfg` could want, so a dependency that only our own models need would enter the lock
//! file, the audits and the offline mirrors of every dependent.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The names in the lock file of a crate that depends on `package` alone, without itself.
fn locked(package: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("dependent-of-{package}"));
    fs::create_dir_all(folder.join("src")).unwrap();
    fs::write(folder.join("src/lib.rs"), "").unwrap();
    let manifest = format!(
        "[package]\nname = \"dependent\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n{package} = {{ path = {:?} }}\n",
        fs::canonicalize(ROOT).unwrap().join("crates").join(package)
    );
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    // The versions of this workspace: no index is asked, and the answer is the same on every machine.
    fs::copy(Path::new(ROOT).join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
    let update = Command::new(env!("CARGO"))
        .args(["update", "--quiet", "--offline", "--workspace"])
        .current_dir(&folder)
        .env_remove("RUSTFLAGS")
        .output()
        .unwrap();
    assert!(update.status.success(), "{}", String::from_utf8_lossy(&update.stderr));
    let lock = fs::read_to_string(folder.join("Cargo.lock")).unwrap();
    let names = lock.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    names.filter(|&name| name != "dependent").map(str::to_owned).collect()
}

/// Asserts that a dependent of `package` gets it, `above` and the two crates of the system's interface.
fn assert_locked(package: &str, above: &str) {
    let mut expected: BTreeSet<String> =
        [package, "perseq-core", "libc", "linux-raw-sys"].map(str::to_owned).into();
    expected.extend(above.split_whitespace().map(str::to_owned));
    let locked = locked(package);
    assert_eq!(
        locked,
        expected,
        "{package}: a dependent's lock file has {:?} more and lacks {:?}",
        locked.difference(&expected).collect::<Vec<_>>(),
        expected.difference(&locked).collect::<Vec<_>>(),
    );
}

#[test]
fn a_dependent_of_the_core_gets_libc_and_the_kernels_numbers_and_nothing_else() {
    assert_locked("perseq-core", "");
}

#[test]
fn a_dependent_of_the_structures_gets_the_core_besides() {
    assert_locked("perseq", "");
}

#[test]
fn a_dependent_of_the_counters_or_the_allocator_gets_the_core_besides() {
    assert_locked("perseq-pmu", "");
    assert_locked("perseq-alloc", "");
}

#[test]
fn a_dependent_of_the_metrics_gets_the_structures_and_read_copy_update() {
    assert_locked("perseq-metrics", &format!("perseq perseq-rcu bytemuck {RUSTIX}"));
}

/// The crates that `rustix` brings, for every system that it knows.
const RUSTIX: &str = "bitflags errno rustix windows-link windows-sys";

#[test]
fn a_dependent_of_read_copy_update_gets_what_domains_between_processes_need() {
    assert_locked("perseq-rcu", &format!("bytemuck {RUSTIX}"));
}

#[test]
fn a_dependent_of_the_tracer_gets_its_file_format_besides() {
    let json =
        "serde serde_core serde_derive proc-macro2 quote syn unicode-ident serde_json itoa memchr zmij";
    assert_locked("perseq-trace", &format!("perseq-pmu perseq-ctf {json} {RUSTIX}"));
}
