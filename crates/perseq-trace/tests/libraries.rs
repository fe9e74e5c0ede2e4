//! Libraries that are loaded by hand, and closed and opened again.

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

use std::ffi::{CStr, CString};

use perseq_ctf::{Item, Reader};
use perseq_trace::{Buffers, Consumer, Options, Recorder, Session};

use processes::Scratch;

/// The path of the example, which Cargo builds before this.
fn traced_library() -> Option<CString> {
    let this = std::env::current_exe().unwrap();
    let library = this.ancestors().nth(2).unwrap().join("examples/libtraced_library.so");
    if !library.exists() {
        support::skip("a library that is loaded later", "the example is not here");
        return None;
    }
    Some(CString::new(library.to_str().unwrap()).unwrap())
}

/// A library that is open, and is closed after that.
struct Opened(*mut libc::c_void);

impl Opened {
    fn new(library: &CStr) -> Self {
        let handle = unsafe { libc::dlopen(library.as_ptr(), libc::RTLD_NOW) };
        assert!(!handle.is_null());
        Self(handle)
    }

    fn find(&self, name: &CStr) -> *mut libc::c_void {
        let symbol = unsafe { libc::dlsym(self.0, name.as_ptr()) };
        assert!(!symbol.is_null(), "{name:?}");
        symbol
    }
}

impl Drop for Opened {
    fn drop(&mut self) {
        assert_eq!(unsafe { libc::dlclose(self.0) }, 0);
    }
}

/// Before the session, and while it runs.
#[test]
fn a_library_that_is_opened_and_closed_a_thousand_times_loses_no_event() {
    support::alone("a_library_that_is_opened_and_closed_a_thousand_times_loses_no_event", &[], || {
        let scratch = Scratch::new("closed");
        let Some(library) = traced_library() else { return };
        let call = |answer: u32| {
            let library = Opened::new(&library);
            let call: extern "C" fn(u32) = unsafe { std::mem::transmute(library.find(c"traced_call")) };
            call(answer);
        };
        let size = || {
            let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
            let descriptors = std::fs::read_dir("/proc/self/fd").unwrap().count();
            (
                maps.lines().filter(|line| line.contains(".so") || line.contains(".session")).count(),
                descriptors,
            )
        };
        call(0);
        let before = size();
        (0..1000).for_each(call);
        assert_eq!(size(), before);
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let directory = scratch.0.join(format!("{buffers:?}"));
            let session = Session::create(&directory, &Options { buffers, ..Options::default() }).unwrap();
            let path = CString::new(directory.to_str().unwrap()).unwrap();
            let opened = Opened::new(&library);
            let attach: extern "C" fn(*const libc::c_char) -> bool =
                unsafe { std::mem::transmute(opened.find(c"traced_attach")) };
            assert!(attach(path.as_ptr()));
            drop(opened);
            let mut recorder = Recorder::open(&directory).unwrap();
            call(0);
            let during = size();
            for answer in 1..1000 {
                call(answer);
                recorder.drain().unwrap();
            }
            let streams = size().1 - during.1;
            assert!(
                size().0 == during.0 && streams <= perseq_core::cpu::rows() as usize + 2,
                "{during:?}, {:?}",
                size()
            );
            let opened = Opened::new(&library);
            let detach: extern "C" fn() = unsafe { std::mem::transmute(opened.find(c"traced_detach")) };
            detach();
            drop(opened);
            session.stop();
            let summary = recorder.finish().unwrap();
            assert_eq!((summary.events, summary.discarded), (1000, 0), "{buffers:?}");
        }
    });
}

/// Registration must not depend on symbols that linkers drop, nor on who links: this is a library that is loaded by hand.
#[test]
fn a_library_that_is_loaded_later_traces() {
    support::alone("a_library_that_is_loaded_later_traces", &[], || {
        let scratch = Scratch::new("library");
        let session =
            Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..Options::default() }).unwrap();
        let Some(library) = traced_library() else { return };
        let name = library;
        unsafe {
            std::env::set_var(perseq_trace::VARIABLE, &scratch.0);
            let library = libc::dlopen(name.as_ptr(), libc::RTLD_NOW);
            assert!(!library.is_null());
            let call = libc::dlsym(library, c"traced_call".as_ptr());
            assert!(!call.is_null());
            let call: extern "C" fn(u32) = std::mem::transmute(call);
            (0..1000).for_each(|answer| call(answer));
        }
        session.stop();
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (1000, 0));
        let mut reader = Reader::open(&scratch.0).unwrap();
        let Some(Item::Event(event)) = reader.next_item().unwrap() else { panic!("no event") };
        assert_eq!(format!("{} {}", event.name(), event.fields()), "library:called { answer = 0 }");
    });
}
