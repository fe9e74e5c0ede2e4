//! Makes an archive without members. The crate declares the symbols of its assembly as that library's, because of such symbols
//! alone the compiler tells the linker that a `dylib` exports them (`src/thread/block.rs`).

use core::error::Error;
use std::{env, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    fs::write(out.join("libperseq_core_assembly.a"), "!<arch>\n")?;
    println!("cargo::rustc-link-search=native={}", out.display());
    Ok(())
}
