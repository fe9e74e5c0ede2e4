//! What `linkers` builds: a program with events wherever a linker may think that nobody needs them, which loads a library that has one, too.
//!
//! `linked_program LIBRARY`; says how many arguments of events were evaluated.

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};

use perseq_trace::event;

static EVALUATED: AtomicU64 = AtomicU64::new(0);

fn evaluated<T>(value: T) -> T {
    EVALUATED.fetch_add(1, Relaxed);
    value
}

mod module {
    use super::{evaluated, event};

    /// In a function that is inlined, whose place in the program has an event of its own.
    #[inline(always)]
    pub(crate) fn inlined(number: u64) {
        event!(module::inlined, number = evaluated(number));
    }

    /// One event of all types.
    pub(crate) fn generic<T: ToString>(value: &T) {
        event!(Debug, module::generic, text = evaluated(value.to_string()));
    }
}

/// Reached by a pointer only.
fn by_pointer(number: u64) {
    event!(program::by_pointer, number = evaluated(number));
}

/// Named `event` as others, in another function: two types.
fn twice(number: u64) {
    event!(program::twice, number = evaluated(number));
    event!(program::twice, number = evaluated(number), more = evaluated(-1_i16));
}

fn main() {
    let library = std::env::args().nth(1).expect("linked_program LIBRARY");
    let library = std::ffi::CString::new(library).expect("a path");
    // SAFETY: a library of this test's, which stays.
    let library = unsafe { libc::dlopen(library.as_ptr(), libc::RTLD_NOW) };
    assert!(!library.is_null(), "the library can be loaded");
    // SAFETY: the handle of a library.
    let call = unsafe { libc::dlsym(library, c"traced_call".as_ptr()) };
    assert!(!call.is_null(), "it has the function");
    // SAFETY: the function has this signature.
    let call: extern "C" fn(u32) = unsafe { core::mem::transmute(call) };
    let pointer: fn(u64) = core::hint::black_box(by_pointer);
    for number in 0..100 {
        module::inlined(number);
        module::generic(&number);
        module::generic(&"text");
        pointer(number);
        twice(number);
        let closure = |number: u64| event!(program::closure, number = evaluated(number));
        closure(number);
        call(number as u32);
    }
    perseq_trace::trace_panics();
    let panicked = std::thread::spawn(|| panic!("on purpose")).join();
    assert!(panicked.is_err());
    println!("{}", EVALUATED.load(Relaxed));
}
