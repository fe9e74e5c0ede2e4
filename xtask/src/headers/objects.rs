//! The header, compiled by Clang for every target that it knows: every section is assembled, linked and checked.

use std::{fmt::Write as _, fs, process::Command};

use super::{HEADER, tests::TARGETS};
use crate::{assemble, workspace};

/// The parts of a C library that the header needs: most targets have none here.
const LIBRARY: &str = "
#define errno (*error())
#define EBUSY 16
#define EPERM 1
#define ENOSYS 38
#define ENOTSUP 95
#define SYS_sched_getaffinity 1
#define SYS_membarrier 2
#define MAP_ANONYMOUS 1
#define MAP_PRIVATE 1
#define MAP_NORESERVE 1
#define PROT_READ 1
#define PROT_WRITE 1
#define MAP_FAILED ((void *)-1)
struct utsname { char release[65]; };
int *error(void);
void *mmap(void *, size_t, int, int, int, long);
int munmap(void *, size_t);
unsigned long getauxval(unsigned long);
int uname(struct utsname *);
";

/// A function that can be seen from outside for each of the header's sections.
fn callers(header: &str) -> (String, usize) {
    let mut code = "#include <perseq/rseq.h>\n".to_owned();
    let mut count = 0;
    for function in header.split("PERSEQ_INLINE int perseq_").skip(1) {
        let Some((name, rest)) = function.split_once('(') else { continue };
        if !["on_", "here_", "guarded_"].iter().any(|form| name.starts_with(form)) {
            continue;
        }
        let parameters = rest.split(')').next().unwrap_or_default();
        let names = parameters.split(',').filter_map(|one| one.rsplit([' ', '*']).next());
        let names = names.collect::<Vec<_>>().join(", ");
        let _ = writeln!(
            code,
            "int call_{name}({parameters});\nint call_{name}({parameters}) {{ return perseq_{name}({names}); }}"
        );
        count += 1;
    }
    (code, count)
}

#[test]
fn clang_assembles_every_section_for_every_target_that_it_knows() {
    let directory = perseq_testing::Scratch::new("objects");
    for name in super::tests::EMPTY.iter().filter(|name| !name.starts_with("std")) {
        let path = directory.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, if *name == "sys/mman.h" { LIBRARY } else { "" }).unwrap();
    }
    let (code, sections) = callers(&fs::read_to_string(workspace().join(HEADER)).unwrap());
    assert!(sections >= 88, "{sections}");
    let source = directory.join("callers.c");
    fs::write(&source, code).unwrap();
    let mut assembled = 0;
    for (target, _) in TARGETS {
        let triple = target.replace("-unknown", "").replace("gc-", "-").replace("thumbv7neon", "thumbv7");
        let object = directory.join(format!("{target}.o"));
        let mut command = Command::new("clang");
        command.args([
            "-O1",
            "-std=c11",
            "-ffreestanding",
            "-nostdlibinc",
            "-Wall",
            "-Wextra",
            "-pedantic",
            "-Werror",
        ]);
        command
            .arg(format!("--target={triple}"))
            .arg("-I")
            .arg(&directory)
            .arg("-I")
            .arg(workspace().join("include"));
        let Ok(output) = command.arg("-c").arg(&source).arg("-o").arg(&object).output() else {
            eprintln!("SKIPPED: there is no clang");
            break;
        };
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("unknown target triple") {
            eprintln!("SKIPPED {target}: this Clang does not know it");
            continue;
        }
        assert!(output.status.success(), "{target}: {said}");
        let found =
            assemble::descriptors(&object, target).unwrap_or_else(|error| panic!("{target}: {error:#}"));
        // Clang may copy a section; it drops none.
        assert!(found >= sections, "{target}: {found} descriptors of {sections} sections");
        assembled += 1;
    }
    eprintln!("{assembled} targets assembled");
    fs::remove_dir_all(directory).unwrap();
}
