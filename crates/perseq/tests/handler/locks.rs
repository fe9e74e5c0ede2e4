//! Calls that no handler may make: those of the C library that take a lock, which the thread that was interrupted may hold.

use std::{
    cell::Cell,
    ffi::{c_int, c_void},
    fs,
    ptr::null_mut,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    cases::CASES,
    raised,
    support::{self, PATIENCE, WITHOUT_GLIBC, alone},
};

/// The C library's own functions under the names of this program, by which it and all its libraries call them: each counts.
mod counted {
    use super::{Cell, c_int, c_void};

    thread_local! {
        /// This thread's: others may do what they like.
        pub(super) static CALLS: Cell<usize> = const { Cell::new(0) };
    }

    type Destructor = Option<unsafe extern "C" fn(*mut c_void)>;

    macro_rules! counted {
        ($($name:ident = $own:ident($($argument:ident: $type:ty),*) -> $result:ty;)*) => {
            unsafe extern "C" { $(fn $own($($argument: $type),*) -> $result;)* }
            $(#[unsafe(no_mangle)]
            unsafe extern "C" fn $name($($argument: $type),*) -> $result {
                CALLS.set(CALLS.get() + 1);
                unsafe { $own($($argument),*) }
            })*
        };
    }
    counted! {
        malloc = __libc_malloc(size: usize) -> *mut c_void;
        calloc = __libc_calloc(count: usize, size: usize) -> *mut c_void;
        realloc = __libc_realloc(memory: *mut c_void, size: usize) -> *mut c_void;
        free = __libc_free(memory: *mut c_void) -> ();
        pthread_key_create = __pthread_key_create(key: *mut libc::pthread_key_t, destructor: Destructor) -> c_int;
    }
}

/// How often `body` calls one of these functions in a handler of this thread.
fn calls_of(body: fn()) -> usize {
    static CALLED: AtomicUsize = AtomicUsize::new(0);
    extern "C" fn counting_handler(_signal: i32) {
        let before = counted::CALLS.get();
        crate::run_body();
        CALLED.store(counted::CALLS.get() - before, SeqCst);
    }
    raised(counting_handler, body);
    CALLED.load(SeqCst)
}

/// Runs `test` for each case in a process of its own, with glibc's registration of threads and without.
fn for_each_case(name: &str, test: impl Fn(&str, fn())) {
    for (case, make, operation) in CASES {
        // The child comes by here, too.
        if std::env::var("CASE").is_ok_and(|wanted| wanted != case) {
            continue;
        }
        for tunables in ["", WITHOUT_GLIBC.1] {
            alone(name, &[("CASE", case), (WITHOUT_GLIBC.0, tunables)], || {
                make();
                test(case, operation);
            });
        }
    }
}

#[test]
fn a_first_operation_in_a_handler_asks_the_c_library_for_no_memory_and_no_key() {
    const NAME: &str = "locks::a_first_operation_in_a_handler_asks_the_c_library_for_no_memory_and_no_key";
    for_each_case(NAME, |case, operation| {
        assert_eq!(calls_of(operation), 0, "{case}");
        let box_it = || std::mem::forget(std::hint::black_box(Box::new(7)));
        assert_eq!(calls_of(box_it), 1, "an allocation of this program is not seen");
        let copy_it = || _ = std::hint::black_box(unsafe { libc::strdup(c"text".as_ptr()) });
        assert_eq!(calls_of(copy_it), 1, "an allocation of the C library's own is not seen");
    });
}

/// Whether the thread is in a futex call; `None` where the kernel does not tell.
fn waits(thread: i32) -> Option<bool> {
    let call = fs::read_to_string(format!("/proc/self/task/{thread}/syscall")).ok()?;
    Some(call.split(' ').next() == Some(&*libc::SYS_futex.to_string()))
}

/// A thread that is to wait for a lock of the loader's.
struct Caller {
    thread: thread::JoinHandle<()>,
    id: i32,
    calls: Arc<AtomicBool>,
}

impl Caller {
    /// Starts it, which needs a lock of the loader's itself; it does not call yet.
    fn new(call: fn()) -> Self {
        let calls = Arc::new(AtomicBool::new(false));
        let (begins, (tell, told)) = (Arc::clone(&calls), mpsc::channel());
        let thread = thread::spawn(move || {
            tell.send(unsafe { libc::gettid() }).unwrap();
            while !begins.load(SeqCst) {
                thread::sleep(Duration::from_millis(1));
            }
            call();
        });
        Self { thread, id: told.recv().unwrap(), calls }
    }

    /// Has it call, and returns whether it is seen to wait.
    fn call(&self) -> bool {
        self.calls.store(true, SeqCst);
        let start = Instant::now();
        while start.elapsed() < PATIENCE && !self.thread.is_finished() {
            match waits(self.id) {
                Some(false) => thread::sleep(Duration::from_millis(1)),
                known => return known.is_some(),
            }
        }
        false
    }
}

/// Runs `body` while other threads hold the loader's locks: one that looks at the objects, and takes its time in its callback,
/// has that of their list; one that opens another object, and waits for that lock, has the others.
fn while_the_loader_is_locked(body: impl FnOnce()) {
    static IS_INSIDE: AtomicBool = AtomicBool::new(false);
    static IS_DONE: AtomicBool = AtomicBool::new(false);
    unsafe extern "C" fn look(_object: *mut libc::dl_phdr_info, _size: usize, _data: *mut c_void) -> c_int {
        IS_INSIDE.store(true, SeqCst);
        while !IS_DONE.load(SeqCst) {
            thread::sleep(Duration::from_millis(1));
        }
        1
    }
    // An object of glibc's that this program has not.
    let opens = Caller::new(|| _ = unsafe { libc::dlopen(c"libanl.so.1".as_ptr(), libc::RTLD_NOW) });
    let asks = Caller::new(|| _ = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"no such symbol".as_ptr()) });
    let looks = thread::spawn(|| unsafe { libc::dl_iterate_phdr(Some(look), null_mut()) });
    while !IS_INSIDE.load(SeqCst) {
        thread::yield_now();
    }
    if opens.call() && asks.call() {
        // A body that waits for a lock is ended.
        unsafe { libc::alarm(PATIENCE.as_secs() as u32) };
        body();
        unsafe { libc::alarm(0) };
        assert!([&opens, &asks].iter().all(|caller| waits(caller.id) == Some(true)), "the locks were free");
    } else {
        support::skip("the loader's locks", "no threads are seen to wait for them");
    }
    IS_DONE.store(true, SeqCst);
    looks.join().unwrap();
    [opens, asks].into_iter().for_each(|caller| caller.thread.join().unwrap());
}

#[test]
fn a_first_operation_in_a_handler_does_not_wait_for_the_loader() {
    const NAME: &str = "locks::a_first_operation_in_a_handler_does_not_wait_for_the_loader";
    extern "C" fn running_handler(_signal: i32) {
        crate::run_body();
    }
    for_each_case(NAME, |_case, operation| {
        while_the_loader_is_locked(|| raised(running_handler, operation));
    });
}
