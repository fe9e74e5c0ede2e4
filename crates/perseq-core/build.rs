//! Looks for sanitizers, and makes an archive without members. The crate declares the symbols of its assembly as that library's, because of such symbols
//! alone the compiler tells the linker that a `dylib` exports them (`src/thread/block.rs`).

use core::error::Error;
use std::{env, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("libperseq_core_assembly.a"), "!<arch>\n")?;
    println!("cargo::rustc-link-search=native={}", out.display());

    // The facts that a sanitizer needs (`src/sanitizer.rs`). Cargo passes the compiler's own `cfg(sanitize)` on with a
    // nightly compiler only, which is the only one that has sanitizers.
    let sanitizers = env::var("CARGO_CFG_SANITIZE").unwrap_or_default();
    for (cfg, names) in [
        ("perseq_asan", &["address", "leak"][..]),
        ("perseq_msan", &["memory"]),
        ("perseq_tsan", &["thread"]),
    ] {
        println!("cargo::rustc-check-cfg=cfg({cfg})");
        if sanitizers.split(',').any(|name| names.contains(&name)) {
            println!("cargo::rustc-cfg={cfg}");
        }
    }
    Ok(())
}
