//! Programs as they are started in the wild: without standard streams, with more rights than their users, in directories of others.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    fs,
    os::unix::{
        fs::{MetadataExt as _, PermissionsExt as _, symlink},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::Command,
};

use perseq_trace::{
    Buffers, Consumer, Context, Error, Mode, Options, Recorder, Session, VARIABLE, event, snapshot,
};

use processes::Scratch;

/// Events of a program.
const EVENTS: u64 = 1000;
/// A user that is not root, and has nothing.
const OTHER: u32 = 65_534;

fn options(buffers: Buffers) -> Options {
    Options { sub_buffer: 1 << 16, context: Context::NONE, buffers, ..Options::default() }
}

fn is_root() -> bool {
    unsafe { libc::geteuid() == 0 }
}

/// What a program does that [`run`] has started: writes to its standard streams, by number, and records events.
fn is_program() -> bool {
    if std::env::var_os("PERSEQ_TEST_PROGRAM").is_none() {
        return false;
    }
    let noise = [b'x'; 4096];
    for number in 0..EVENTS {
        event!(program::number, number = number);
        if number % 100 == 0 {
            for stream in 0..3 {
                // It may be closed.
                unsafe { libc::write(stream, noise.as_ptr().cast(), noise.len()) };
            }
        }
    }
    true
}

/// Runs this test as a program of its own, by the file `program`, as `prepare` has the process.
fn run(
    program: &Path,
    name: &str,
    session: &Path,
    prepare: impl FnMut() -> std::io::Result<()> + Send + Sync + 'static,
) {
    let mut command = Command::new(program);
    command.args([name, "--exact", "--nocapture"]).env("PERSEQ_TEST_PROGRAM", "1").env(VARIABLE, session);
    unsafe { command.pre_exec(prepare) };
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}: {}", output.status, String::from_utf8_lossy(&output.stderr));
}

fn this_program() -> PathBuf {
    std::env::current_exe().unwrap()
}

#[test]
fn a_program_without_standard_streams_does_not_write_into_the_session() {
    let name = "a_program_without_standard_streams_does_not_write_into_the_session";
    if std::env::var_os("PERSEQ_TEST_PROGRAM").is_some() {
        let session = std::env::var(VARIABLE).unwrap();
        let open: Vec<(i32, PathBuf)> = fs::read_dir("/proc/self/fd")
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter_map(|entry| {
                let number = entry.file_name().to_str()?.parse().ok()?;
                Some((number, fs::read_link(entry.path()).ok()?))
            })
            .filter(|(_, path)| path.starts_with(&session))
            .collect();
        assert!(open.iter().all(|(number, _)| *number > 2), "{open:?}");
        // Of a session whose buffers processes share nothing; of one's own buffers the lock on their directory.
        assert!(open.iter().all(|(_, path)| path.is_dir()) && open.len() <= 1, "{open:?}");
    }
    if is_program() {
        return;
    }
    for (mode, buffers) in [
        (Mode::Discard, Buffers::Shared),
        (Mode::Overwrite, Buffers::Shared),
        (Mode::Discard, Buffers::PerProcess),
    ] {
        for closed in [0..3, 1..2, 2..3, 1..3] {
            let scratch = Scratch::new("closed-streams");
            let session = Session::create(&scratch.0, &Options { mode, ..options(buffers) }).unwrap();
            let streams = closed.clone();
            run(&this_program(), name, &scratch.0, move || {
                streams.clone().for_each(|stream| assert_eq!(unsafe { libc::close(stream) }, 0));
                Ok(())
            });
            session.stop();
            let summary = match mode {
                Mode::Discard => Recorder::open(&scratch.0).unwrap().finish().unwrap(),
                Mode::Overwrite => snapshot(&scratch.0, scratch.snapshot()).unwrap(),
            };
            let what = format!("{mode:?}, {buffers:?}, without {closed:?}: {summary:?}");
            assert_eq!((summary.events, summary.discarded, summary.damaged), (EVENTS, 0, 0), "{what}");
        }
    }
}

/// A copy of this program in a directory of `scratch` that all users can reach; what `owner` owns.
fn copy(scratch: &Scratch, owner: u32) -> PathBuf {
    let program = scratch.0.join("program");
    fs::create_dir(&scratch.0).unwrap();
    fs::set_permissions(&scratch.0, fs::Permissions::from_mode(0o755)).unwrap();
    // By another process: where this one has had the file open for writing, a child that another test forks meanwhile has it, too, and no
    // program can be executed that is open so.
    assert!(Command::new("cp").arg(this_program()).arg(&program).status().unwrap().success());
    std::os::unix::fs::chown(&program, Some(owner), Some(owner)).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program
}

fn become_other() -> std::io::Result<()> {
    let done = |result: i32| if result == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) };
    unsafe {
        done(libc::setgroups(0, std::ptr::null()))?;
        done(libc::setgid(OTHER))?;
        done(libc::setuid(OTHER))
    }
}

/// Whether the kernel gives programs on that file system rights of their own.
fn has_rights_of_its_own(path: &Path) -> bool {
    let path = std::ffi::CString::new(path.to_str().unwrap()).unwrap();
    let mut about: libc::statvfs = unsafe { std::mem::zeroed() };
    unsafe { libc::statvfs(path.as_ptr(), &mut about) == 0 && about.f_flag & libc::ST_NOSUID == 0 }
}

#[test]
fn a_program_with_more_rights_than_its_user_does_not_obey_the_environment() {
    let name = "a_program_with_more_rights_than_its_user_does_not_obey_the_environment";
    if is_program() {
        return;
    }
    let (program, session) = (Scratch::new("privileged"), Scratch::new("privileged-session"));
    if !is_root() || !has_rights_of_its_own(&std::env::temp_dir()) {
        return support::skip(
            "programs with more rights than their users",
            "only root makes them, on a file system that has them",
        );
    }
    // Of the session's owner's rights: only what a program is told makes the difference.
    let path = copy(&program, 0);
    let recorded = || {
        let session = Session::create(&session.0, &options(Buffers::Shared)).unwrap();
        fs::set_permissions(session.directory(), fs::Permissions::from_mode(0o755)).unwrap();
        session
    };
    // A user's own program, which does.
    let by_root = recorded();
    run(&path, name, &session.0, || Ok(()));
    assert_eq!(by_root.counts().0, EVENTS);
    // The same with the owner's rights.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o4755)).unwrap();
    run(&path, name, &session.0, become_other);
    assert_eq!(by_root.counts().0, EVENTS, "setuid");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    // With a capability of its file, run by its owner.
    std::os::unix::fs::chown(session.0.join(".session"), Some(OTHER), Some(OTHER)).unwrap();
    run(&path, name, &session.0, become_other);
    assert_eq!(by_root.counts().0, 2 * EVENTS, "another user's own program");
    // Version 2, effective: CAP_NET_RAW.
    let words: [u32; 5] = [0x0200_0001, 1 << 13, 0, 0, 0];
    let words: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
    let file = std::ffi::CString::new(path.to_str().unwrap()).unwrap();
    let set = unsafe {
        libc::setxattr(file.as_ptr(), c"security.capability".as_ptr(), words.as_ptr().cast(), words.len(), 0)
    };
    if set != 0 {
        let error = std::io::Error::last_os_error();
        return support::skip(
            "programs with capabilities",
            &format!("no such attribute can be set: {error}"),
        );
    }
    run(&path, name, &session.0, become_other);
    assert_eq!(by_root.counts().0, 2 * EVENTS, "file capabilities");
}

#[test]
fn directories_and_files_are_the_user_s_own_whatever_the_umask() {
    support::alone("directories_and_files_are_the_user_s_own_whatever_the_umask", &[], || {
        let scratch = Scratch::new("modes");
        unsafe { libc::umask(0) };
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let directory = scratch.0.join(format!("{buffers:?}"));
            let session = Session::create(&directory, &options(buffers)).unwrap();
            session.attach().unwrap();
            event!(program::number, number = 1_u64);
            snapshot(&directory, scratch.0.join(format!("{buffers:?}.snapshot"))).unwrap();
            if buffers == Buffers::Shared {
                let mut consumer = Consumer::open(&directory).unwrap();
                consumer.rotate().unwrap();
                consumer.drain().unwrap();
            } else {
                let mut recorder = Recorder::open(&directory).unwrap();
                recorder.rotate().unwrap();
                recorder.drain().unwrap();
            }
            perseq_trace::detach();
            check_modes(&directory);
            check_modes(&scratch.0.join(format!("{buffers:?}.snapshot")));
        }
    });
}

fn check_modes(path: &Path) {
    let about = fs::symlink_metadata(path).unwrap();
    assert_eq!(about.mode() & 0o077, 0, "{}: {:o}", path.display(), about.mode());
    if about.is_dir() {
        fs::read_dir(path).unwrap().for_each(|entry| check_modes(&entry.unwrap().path()));
    }
}

/// A directory of the session's becomes a link after the session was opened: nothing is made, written or removed where it leads to.
#[test]
fn directories_that_become_links_are_not_followed() {
    for replaced in ["session", "session/part-000001", "session/process"] {
        let scratch = Scratch::new("replaced");
        fs::create_dir(&scratch.0).unwrap();
        let buffers = if replaced.ends_with("process") { Buffers::PerProcess } else { Buffers::Shared };
        let directory = scratch.0.join("session");
        let session = Session::create(&directory, &options(buffers)).unwrap();
        let path = directory.clone();
        let child = processes::fork(move || {
            Session::open(&path).unwrap().attach().unwrap();
            event!(program::number, number = 1_u64);
        });
        processes::wait(child);
        let mut recorder = Recorder::open(&directory).unwrap();
        if replaced.contains("part") {
            recorder.rotate().unwrap();
        }
        // What is there is somebody else's, and looks the same.
        let (at, aside, victim) = (
            scratch.0.join(if replaced.ends_with("process") {
                format!("session/process-{child}")
            } else {
                replaced.to_owned()
            }),
            scratch.0.join("aside"),
            scratch.0.join("victim"),
        );
        fs::create_dir(&victim).unwrap();
        for name in ["metadata", ".session", "stream_0"] {
            fs::write(victim.join(name), "precious").unwrap();
        }
        fs::rename(&at, &aside).unwrap();
        symlink(&victim, &at).unwrap();
        session.stop();
        // It may be an error; but nothing of the victim's is touched.
        _ = recorder.drain();
        _ = recorder.rotate();
        _ = recorder.finish();
        drop(recorder);
        _ = session.remove();
        let names = |path: &Path| {
            let mut names: Vec<_> =
                fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name()).collect();
            names.sort();
            names
        };
        assert_eq!(names(&victim), [".session", "metadata", "stream_0"], "{replaced}");
        for name in names(&victim) {
            assert_eq!(fs::read_to_string(victim.join(name)).unwrap(), "precious", "{replaced}");
        }
    }
}

/// As on FAT.
#[test]
fn a_file_system_without_hard_links_will_do() {
    let name = "a_file_system_without_hard_links_will_do";
    support::alone(name, &[], || {
        support::deny(libc::SYS_linkat, libc::EPERM);
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let scratch = Scratch::new("no-links");
            let session = Session::create(&scratch.0, &options(buffers)).unwrap();
            let again = Session::create(&scratch.0, &options(buffers)).unwrap_err();
            let exists = |error: &std::io::Error| error.kind() == std::io::ErrorKind::AlreadyExists;
            assert!(matches!(&again, Error::File { source, .. } if exists(source)), "{again}");
            session.attach().unwrap();
            event!(program::number, number = 1_u64);
            perseq_trace::detach();
            session.stop();
            assert_eq!(Recorder::open(&scratch.0).unwrap().finish().unwrap().events, 1);
            let names = fs::read_dir(&scratch.0).unwrap().map(|entry| entry.unwrap().file_name());
            assert!(!names.into_iter().any(|name| name.to_string_lossy().ends_with(".new")));
        }
    });
}

/// Whoever gives a path may go through links: they are followed once.
#[test]
fn a_session_may_be_reached_through_a_link_of_its_user_s() {
    let scratch = Scratch::new("by-link");
    fs::create_dir_all(scratch.0.join("real")).unwrap();
    let link = scratch.0.join("link");
    symlink(scratch.0.join("real"), &link).unwrap();
    for buffers in [Buffers::Shared, Buffers::PerProcess] {
        let directory = link.join("session");
        let session = Session::create(&directory, &options(buffers)).unwrap();
        let path = directory.clone();
        let child = processes::fork(move || {
            Session::open(&path).unwrap().attach().unwrap();
            event!(program::number, number = 1_u64);
        });
        assert_eq!(processes::wait(child), 0);
        assert_eq!(snapshot(&directory, link.join("snapshot")).unwrap().events, 1);
        session.stop();
        assert_eq!(Recorder::open(&directory).unwrap().finish().unwrap().events, 1);
        session.remove().unwrap();
        fs::remove_dir_all(&directory).unwrap();
        fs::remove_dir_all(link.join("snapshot")).unwrap();
    }
}

#[test]
fn directories_of_others_and_links_in_them_are_refused() {
    let scratch = Scratch::new("others");
    fs::create_dir(&scratch.0).unwrap();
    let victim = scratch.0.join("victim");
    fs::write(&victim, "precious").unwrap();
    // A link where the trace would be written, in a directory of the user's own.
    let cpu = perseq_core::cpu::allowed().unwrap().iter().next().unwrap();
    for name in ["metadata", ".metadata.new", &format!("stream_{cpu}")] {
        let directory = scratch.0.join("own");
        let session = Session::create(&directory, &options(Buffers::Shared)).unwrap();
        symlink(&victim, directory.join(name)).unwrap();
        let path = directory.clone();
        let child = processes::fork(move || {
            support::pin(cpu);
            Session::open(&path).unwrap().attach().unwrap();
            event!(program::number, number = 1_u64);
        });
        assert_eq!(processes::wait(child), 0);
        // It may go on without the link, or refuse: but not through it.
        _ = Consumer::open(&directory).and_then(|mut consumer| consumer.finish());
        assert_eq!(fs::read_to_string(&victim).unwrap(), "precious", "{name}");
        drop(session);
        fs::remove_dir_all(&directory).unwrap();
    }
    if !is_root() {
        return support::skip("directories of other users", "only root makes them");
    }
    let theirs = scratch.0.join("theirs");
    fs::create_dir(&theirs).unwrap();
    std::os::unix::fs::chown(&theirs, Some(OTHER), Some(OTHER)).unwrap();
    let refused = Session::create(&theirs, &options(Buffers::Shared)).unwrap_err();
    assert!(matches!(refused, Error::Foreign { owner: OTHER, .. }), "{refused}");
    assert_eq!(fs::read_dir(&theirs).unwrap().count(), 0, "nothing is made there");
    // A link of theirs that leads to a directory of the user's.
    let (own, link) = (scratch.0.join("own"), scratch.0.join("link"));
    fs::create_dir(&own).unwrap();
    symlink(&own, &link).unwrap();
    std::os::unix::fs::lchown(&link, Some(OTHER), Some(OTHER)).unwrap();
    let refused = Session::create(&link, &options(Buffers::Shared)).unwrap_err();
    assert!(matches!(refused, Error::Foreign { owner: OTHER, .. }), "{refused}");
    assert_eq!(fs::read_dir(&own).unwrap().count(), 0, "nothing is made there");
}
