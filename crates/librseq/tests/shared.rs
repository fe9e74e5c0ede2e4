//! A program that has both the library and a Rust part with Perseq: each thread has one registration, whichever of the two asks first.

#![cfg(target_os = "linux")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::ffi::{CString, c_void};

use common::{
    library,
    support::{WITHOUT_GLIBC, alone},
};
use perseq_core::{
    ByCpuId, Index,
    abi::{self, Rseq},
    cpu,
    thread::{self, Owner, provided::thread_pointer},
};

/// The library, as a C program sees it.
struct Librseq {
    register: extern "C" fn() -> i32,
    unregister: extern "C" fn() -> i32,
    offset: *const isize,
    size: *const u32,
}
unsafe impl Sync for Librseq {}

impl Librseq {
    fn open() -> Self {
        let path = CString::new(library().to_str().unwrap()).unwrap();
        unsafe {
            let handle = libc::dlopen(path.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL);
            assert!(!handle.is_null(), "{:?}", std::ffi::CStr::from_ptr(libc::dlerror()));
            let symbol = |name: &std::ffi::CStr| {
                let address = libc::dlsym(handle, name.as_ptr());
                assert!(!address.is_null(), "{name:?}");
                address
            };
            let function = |name| std::mem::transmute::<*mut c_void, extern "C" fn() -> i32>(symbol(name));
            Self {
                register: function(c"rseq_register_current_thread"),
                unregister: function(c"rseq_unregister_current_thread"),
                offset: symbol(c"rseq_offset").cast(),
                size: symbol(c"rseq_size").cast(),
            }
        }
    }

    /// What a program's inlined code reads.
    fn area(&self) -> *mut Rseq {
        thread_pointer().wrapping_offset(unsafe { self.offset.read_volatile() }).cast()
    }

    fn cpu_id(&self) -> i32 {
        unsafe { (&raw const (*self.area()).cpu_id).read_volatile() }.cast_signed()
    }

    /// Whether the kernel has this thread registered here.
    fn kernel_has_it_here(&self) -> bool {
        let lens = [32_u32, 64, 128];
        lens.iter().any(|&len| {
            let answer = unsafe { libc::syscall(libc::SYS_rseq, self.area(), len, 0, abi::SIGNATURE) };
            let errno = std::io::Error::last_os_error().raw_os_error();
            if answer == 0 {
                unsafe { libc::syscall(libc::SYS_rseq, self.area(), len, 1, abi::SIGNATURE) };
            }
            answer != 0 && errno == Some(libc::EBUSY)
        })
    }

    fn both_agree(&self) {
        for number in cpu::allowed().unwrap().iter() {
            common::support::pin(number);
            assert_eq!(cpu::current().get(), number);
            assert_eq!(ByCpuId::current(), Some(number));
            assert_eq!(self.cpu_id(), number.cast_signed());
        }
        assert!(self.kernel_has_it_here());
        assert_eq!(thread::report().owner, Ok(Owner::Librseq));
    }

    /// Both orders, on a thread that nothing has registered.
    fn shares(&self) {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                // Perseq first: C programs find the thread registered.
                assert_eq!(self.cpu_id(), -1);
                self.both_agree();
                assert_eq!((self.register)(), 0);
                assert!(unsafe { self.size.read_volatile() } >= 20);
                assert_eq!((self.unregister)(), 0);
                self.both_agree();
                assert_eq!((self.unregister)(), -1);
            });
            scope.spawn(|| {
                // The C part first; it ends, and Perseq still needs the registration.
                assert_eq!((self.register)(), 0);
                let guard = thread::register().unwrap();
                assert_eq!(guard.cpu(), guard.cpu());
                assert_eq!((self.unregister)(), 0);
                assert!(self.kernel_has_it_here());
                drop(guard);
                assert!(!self.kernel_has_it_here());
                assert_eq!((self.cpu_id(), ByCpuId::current()), (-1, None));
                // The C part stays, and Perseq's guard ends.
                assert_eq!((self.register)(), 0);
                drop(thread::register().unwrap());
                assert!(self.kernel_has_it_here() && self.cpu_id() >= 0);
                self.both_agree();
            });
        });
    }
}

#[test]
fn a_program_with_the_library_shares_one_registration_with_perseq() {
    let path = library();
    let variables = [WITHOUT_GLIBC, ("LD_PRELOAD", path.to_str().unwrap())];
    alone("a_program_with_the_library_shares_one_registration_with_perseq", &variables, || {
        let librseq = Librseq::open();
        for _ in 0..20 {
            librseq.shares();
        }
    });
}

#[test]
fn a_thread_that_was_registered_before_the_library_is_loaded_changes_over() {
    alone("a_thread_that_was_registered_before_the_library_is_loaded_changes_over", &[WITHOUT_GLIBC], || {
        let before = cpu::current();
        assert!(before.get() < cpu::bound());
        assert_eq!(thread::report().owner, Ok(Owner::Perseq));
        let librseq = Librseq::open();
        assert_eq!(librseq.cpu_id(), -1);
        assert_eq!(thread::report().owner, Ok(Owner::Perseq));
        assert_eq!((librseq.register)(), 0);
        librseq.both_agree();
        assert_eq!((librseq.unregister)(), 0);
        librseq.both_agree();
        librseq.shares();
    });
}

#[test]
fn where_glibc_registers_both_use_its_registration() {
    if !cfg!(target_env = "gnu") {
        return;
    }
    let variables = [("GLIBC_TUNABLES", "glibc.pthread.rseq=1")];
    alone("where_glibc_registers_both_use_its_registration", &variables, || {
        let librseq = Librseq::open();
        let Some((offset, _)) = thread::report().glibc.filter(|&(_, size)| size != 0) else { return };
        assert_eq!(unsafe { librseq.offset.read() }, offset);
        assert_eq!(((librseq.register)(), (librseq.unregister)()), (0, 0));
        assert_eq!(thread::report().owner, Ok(Owner::Glibc));
        assert_eq!(librseq.cpu_id() >= 0, ByCpuId::current().is_some());
    });
}
