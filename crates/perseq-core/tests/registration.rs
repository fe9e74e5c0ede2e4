//! Whose registration a thread has, in every case that there is, and that it ends when it should.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use perseq_core::{
    ByConcurrencyId, ByCpuId, Error, Index, Outcome, abi, cpu,
    thread::{self, Owner},
};
use support::{WITHOUT_GLIBC, alone, in_child};

const SIGNATURE: u32 = abi::SIGNATURE;
/// glibc registers threads, whatever the one that runs these tests was told.
const WITH_GLIBC: (&str, &str) = ("GLIBC_TUNABLES", "glibc.pthread.rseq=1");

fn rseq(area: *mut u8, len: u32, flags: i32, signature: u32) -> i32 {
    let answer = unsafe { libc::syscall(libc::SYS_rseq, area, len, flags, signature) };
    if answer == 0 { 0 } else { std::io::Error::last_os_error().raw_os_error().unwrap() }
}

/// Returns whether the kernel has this thread registered, by any code: a second registration elsewhere is then refused.
fn kernel_has_this_thread() -> bool {
    #[repr(align(64))]
    struct Area([u8; 64]);
    let mut area = Area([0; 64]);
    let refused = rseq(area.0.as_mut_ptr(), 32, 0, SIGNATURE) != 0;
    if !refused {
        assert_eq!(rseq(area.0.as_mut_ptr(), 32, abi::REGISTRATION_UNREGISTER, SIGNATURE), 0);
    }
    refused
}

fn agrees_with_the_kernel() {
    for cpu in cpu::allowed().unwrap().iter() {
        support::pin(cpu);
        assert_eq!(cpu::current().get(), cpu);
        assert_eq!(ByCpuId::current(), Some(cpu));
    }
}

/// Returns whether this C library is one that registers threads: every glibc since 2.35 does, riscv64's and
/// loongarch64's later.
fn glibc_registers() -> bool {
    let is_late = cfg!(any(target_arch = "riscv64", target_arch = "loongarch64"));
    let registers = thread::report().glibc.is_some_and(|(_, size)| size > 0);
    if (is_late || cfg!(not(target_env = "gnu"))) && !registers {
        support::lacks("glibc's registration", "this C library registers nobody");
        return false;
    }
    true
}

#[test]
fn glibcs_registration_is_used_and_its_true_size_found() {
    alone("glibcs_registration_is_used_and_its_true_size_found", &[WITH_GLIBC], || {
        if !glibc_registers() {
            return;
        }
        let report = thread::report();
        assert_eq!(report.owner, Ok(Owner::Glibc), "this test needs glibc 2.35 or later: {report:?}");
        assert!(report.registered_len >= 32);
        // The kernel tells the feature size since 6.3, and glibc's own idea may be smaller.
        let told = if report.auxv_feature_size == 0 { 20 } else { report.auxv_feature_size };
        assert_eq!(report.feature_size, told.min(report.registered_len));
        assert_eq!(report.features.mm_cid, ByConcurrencyId::current().is_some());
        agrees_with_the_kernel();
    });
}

#[test]
fn a_thread_that_glibc_left_alone_is_registered_by_its_first_operation() {
    alone("a_thread_that_glibc_left_alone_is_registered_by_its_first_operation", &[WITHOUT_GLIBC], || {
        std::thread::spawn(|| {
            assert!(!kernel_has_this_thread());
            assert_eq!(ByCpuId::current(), None, "nothing before the first operation");
            agrees_with_the_kernel();
            assert!(kernel_has_this_thread());
            assert_eq!(thread::report().owner, Ok(Owner::Perseq));
        })
        .join()
        .unwrap();
    });
}

#[test]
fn guards_count_and_the_last_one_unregisters() {
    alone("guards_count_and_the_last_one_unregisters", &[WITHOUT_GLIBC], || {
        assert!(!kernel_has_this_thread());
        let outer = thread::register().unwrap();
        {
            let inner = thread::register().unwrap();
            assert_eq!(inner.cpu(), outer.cpu());
            // An operation inside a guard makes no registration of its own.
            let _here = cpu::current();
        }
        assert!(kernel_has_this_thread());
        drop(outer);
        assert!(!kernel_has_this_thread());
        assert_eq!(ByCpuId::current(), None);
        // An operation outside any guard registers for the life of the thread, and guards no longer end it.
        let _here = cpu::current();
        drop(thread::register().unwrap());
        assert!(kernel_has_this_thread());
        assert!(ByCpuId::current().is_some());
    });
}

#[test]
fn a_guard_does_not_end_glibcs_registration() {
    alone("a_guard_does_not_end_glibcs_registration", &[WITH_GLIBC], || {
        if !glibc_registers() {
            return;
        }
        drop(thread::register().unwrap());
        assert!(kernel_has_this_thread());
        assert!(thread::is_attached());
    });
}

/// Runs at the end of a thread, before and after perseq's own exit hook.
mod at_exit {
    use std::{
        ffi::c_void,
        sync::atomic::{AtomicU32, Ordering::SeqCst},
    };

    pub(super) static REGISTERED: AtomicU32 = AtomicU32::new(0);
    pub(super) static GONE: AtomicU32 = AtomicU32::new(0);

    pub(super) struct InThreadLocal;
    impl Drop for InThreadLocal {
        fn drop(&mut self) {
            assert!(super::thread::is_attached() && super::kernel_has_this_thread());
            REGISTERED.fetch_add(1, SeqCst);
        }
    }

    pub(super) extern "C" fn rounds(value: *mut c_void) {
        let round = value.addr() - 1;
        if round < 2 {
            // Again after the hook, which ran in the first round.
            let key = super::KEY.load(SeqCst);
            unsafe { libc::pthread_setspecific(key, std::ptr::without_provenance::<c_void>(round + 2)) };
            return;
        }
        assert!(!super::kernel_has_this_thread());
        assert_eq!(super::thread::attach(), Err(super::Error::ThreadExiting));
        assert!(super::cpu::current().get() < super::cpu::rows(), "numbers go on working");
        GONE.fetch_add(1, SeqCst);
    }
}
static KEY: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);

#[test]
fn a_thread_that_ends_leaves_the_kernel_nothing() {
    alone("a_thread_that_ends_leaves_the_kernel_nothing", &[WITHOUT_GLIBC], || {
        use std::sync::atomic::Ordering::SeqCst;
        thread_local!(static LAST: at_exit::InThreadLocal = const { at_exit::InThreadLocal });
        let mut key = 0;
        assert_eq!(unsafe { libc::pthread_key_create(&mut key, Some(at_exit::rounds)) }, 0);
        KEY.store(key, SeqCst);
        const THREADS: u32 = 300;
        for _ in 0..THREADS {
            std::thread::spawn(move || {
                LAST.with(|_| ());
                assert!(thread::attach().is_ok());
                unsafe { libc::pthread_setspecific(key, std::ptr::without_provenance(1)) };
            })
            .join()
            .unwrap();
        }
        assert_eq!(at_exit::REGISTERED.load(SeqCst), THREADS);
        assert_eq!(at_exit::GONE.load(SeqCst), THREADS);
    });
}

#[test]
fn a_forked_child_goes_on_at_once() {
    for variables in [&[][..], &[WITHOUT_GLIBC]] {
        alone("a_forked_child_goes_on_at_once", variables, || {
            let owner = thread::report().owner.unwrap();
            assert_eq!(
                in_child(|| {
                    assert!(thread::is_attached() && kernel_has_this_thread());
                    assert_eq!(thread::report().owner, Ok(owner));
                    agrees_with_the_kernel();
                    // And its own threads and children too.
                    std::thread::spawn(agrees_with_the_kernel).join().unwrap();
                    in_child(|| {
                        agrees_with_the_kernel();
                        8
                    })
                }),
                8
            );
        });
    }
}

#[test]
fn an_area_of_somebody_else_is_left_alone() {
    alone("an_area_of_somebody_else_is_left_alone", &[WITHOUT_GLIBC], || {
        #[repr(align(32))]
        struct Area([u8; 32]);
        for signature in [SIGNATURE, 0x1234_5678] {
            std::thread::spawn(move || {
                let area: &'static mut Area = Box::leak(Box::new(Area([0; 32])));
                assert_eq!(rseq(area.0.as_mut_ptr(), 32, 0, signature), 0);
                assert_eq!(thread::attach(), Err(Error::ForeignArea));
                assert!(thread::register().is_err());
                assert_eq!(ByCpuId::current(), None);
                assert!(cpu::allowed().unwrap().contains(cpu::current().get()), "numbers go on working");
                // Still theirs.
                assert_eq!(rseq(area.0.as_mut_ptr(), 32, abi::REGISTRATION_UNREGISTER, signature), 0);
            })
            .join()
            .unwrap();
        }
    });
}

#[test]
fn a_first_use_keeps_errno() {
    for variables in [&[][..], &[WITHOUT_GLIBC]] {
        alone("a_first_use_keeps_errno", variables, || {
            std::thread::spawn(|| {
                let errno = unsafe { libc::__errno_location() };
                unsafe { errno.write(4711) };
                let _ = thread::attach();
                let _ = perseq_core::guard::slice::is_available();
                let _ = thread::report();
                assert_eq!(unsafe { errno.read() }, 4711);
            })
            .join()
            .unwrap();
        });
    }
}

#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
#[test]
fn glibcs_area_with_another_signature_is_not_used() {
    alone("glibcs_area_with_another_signature_is_not_used", &[WITH_GLIBC], || {
        let report = thread::report();
        let (offset, _size) = report.glibc.expect("glibc 2.35 or later");
        std::thread::spawn(move || {
            let area = thread_pointer().wrapping_offset(offset);
            let len = report.registered_len;
            assert_eq!(rseq(area, len, abi::REGISTRATION_UNREGISTER, SIGNATURE), 0);
            assert_eq!(rseq(area, len, 0, SIGNATURE ^ 1), 0);
            assert_eq!(thread::attach(), Err(Error::ForeignSignature { ours: SIGNATURE }));
            assert_eq!(rseq(area, len, abi::REGISTRATION_UNREGISTER, SIGNATURE ^ 1), 0);
            assert_eq!(rseq(area, len, 0, SIGNATURE), 0);
        })
        .join()
        .unwrap();
    });
}

#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
#[test]
fn a_longer_registration_of_glibcs_is_found() {
    alone("a_longer_registration_of_glibcs_is_found", &[WITH_GLIBC], || {
        let report = thread::report();
        let (offset, _size) = report.glibc.expect("glibc 2.35 or later");
        if report.auxv_feature_size == 0 {
            support::lacks("registrations of 33 bytes and more", "needs Linux 6.3");
            return;
        }
        for len in [33, 64] {
            // As glibc 2.41 makes it on Linux 7, or a checkpoint that was made there.
            std::thread::spawn(move || {
                let area = thread_pointer().wrapping_offset(offset);
                assert_eq!(rseq(area, report.registered_len, abi::REGISTRATION_UNREGISTER, SIGNATURE), 0);
                if rseq(area, len, 0, SIGNATURE) == 0 {
                    let longer = thread::report();
                    assert_eq!((longer.owner, longer.registered_len), (Ok(Owner::Glibc), len));
                    assert_eq!(longer.feature_size, longer.auxv_feature_size.min(len));
                    agrees_with_the_kernel();
                    assert_eq!(rseq(area, len, abi::REGISTRATION_UNREGISTER, SIGNATURE), 0);
                } else {
                    support::lacks(
                        "registrations of 33 bytes and more",
                        "this glibc's area is not aligned enough",
                    );
                }
                assert_eq!(rseq(area, report.registered_len, 0, SIGNATURE), 0);
            })
            .join()
            .unwrap();
        }
    });
}

#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
fn thread_pointer() -> *mut u8 {
    let pointer: *mut u8;
    unsafe { std::arch::asm!("mov {}, fs:[0]", out(reg) pointer) };
    pointer
}

#[test]
fn a_filter_in_front_of_rseq_is_told_from_an_old_kernel() {
    for errno in [libc::EPERM, libc::ENOSYS, libc::EACCES] {
        for variables in [&[][..], &[WITHOUT_GLIBC]] {
            let errno_text = errno.to_string();
            let variables = [variables, &[("ERRNO", &errno_text)]].concat();
            alone("a_filter_in_front_of_rseq_is_told_from_an_old_kernel", &variables, || {
                let errno: i32 = std::env::var("ERRNO").unwrap().parse().unwrap();
                // (glibc itself ends the process when it cannot register a new thread: the filter comes after that.)
                let denied_from_the_start = std::thread::spawn(move || {
                    support::deny_rseq(errno);
                    // Before Linux 6.3 nothing but glibc's own registration tells ENOSYS from a kernel without rseq.
                    let report = thread::report();
                    let told = report.auxv_feature_size != 0
                        || report.glibc.is_some_and(|(_offset, size)| size != 0);
                    let unsupported = errno == libc::ENOSYS && !told;
                    let expected = if unsupported { Error::Unsupported } else { Error::Denied { errno } };
                    assert_eq!(thread::attach(), Err(expected));
                    assert_eq!(ByCpuId::current(), None);
                    assert!(cpu::allowed().unwrap().contains(cpu::current().get()), "numbers go on working");
                });
                denied_from_the_start.join().unwrap();
                // A thread that was attached before the filter continues.
                assert!(thread::attach().is_ok());
                support::deny_rseq(errno);
                agrees_with_the_kernel();
            });
        }
    }
}

#[test]
fn sections_of_unregistered_threads_abort_and_touch_nothing() {
    alone("sections_of_unregistered_threads_abort_and_touch_nothing", &[WITHOUT_GLIBC], || {
        use perseq_core::section::ops;
        support::deny_rseq(libc::ENOSYS);
        let mut word = [7_usize; 2];
        let v = word.as_mut_ptr();
        for _ in 0..1000 {
            assert_eq!(unsafe { ops::here::add::<ByCpuId>(v, 1) }, Outcome::Aborted);
            assert_eq!(unsafe { ops::here::add::<ByConcurrencyId>(v, 1) }, Outcome::Aborted);
            for index in [0, 1, u32::MAX, u32::MAX - 1] {
                assert_eq!(unsafe { ops::load_add_store::<ByCpuId>(index, v, 1) }, Outcome::Aborted);
                assert_eq!(unsafe { ops::load_add_store::<ByConcurrencyId>(index, v, 1) }, Outcome::Aborted);
            }
        }
        assert_eq!(word, [7; 2]);
    });
}

#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
#[test]
fn a_thread_that_no_c_library_made_is_not_taken_for_registered() {
    use std::sync::Mutex;
    type Answer = Option<(bool, Result<Owner, Error>, bool)>;
    extern "C" fn body(answer: *mut libc::c_void) -> i32 {
        // glibc's area of this thread reads as "on CPU 0", because no code initialised it.
        let before = kernel_has_this_thread();
        let owner = thread::report().owner;
        let after = kernel_has_this_thread();
        let answer = unsafe { &*answer.cast::<Mutex<Answer>>() };
        *answer.lock().unwrap() = Some((before, owner, after));
        0
    }
    alone("a_thread_that_no_c_library_made_is_not_taken_for_registered", &[], || {
        if support::allocate_tls().is_none() {
            return;
        }
        let answer: Mutex<Answer> = Mutex::new(None);
        support::on_raw_thread(body, (&raw const answer).cast_mut().cast());
        assert_eq!(*answer.lock().unwrap(), Some((false, Ok(Owner::Perseq), true)));
    });
}

/// Guards are counted in 15 bits; a thread with more of them stays registered.
#[test]
fn a_thread_may_have_more_registration_guards_than_are_counted() {
    for tunables in ["", support::WITHOUT_GLIBC.1] {
        let name = "a_thread_may_have_more_registration_guards_than_are_counted";
        support::alone(name, &[(support::WITHOUT_GLIBC.0, tunables)], || {
            if thread::register().is_err() {
                return support::skip("registration guards", "this kernel registers no thread");
            }
            let guards: Vec<_> = (0..40_000).map(|_| thread::register().unwrap()).collect();
            let more = thread::register().unwrap();
            drop(guards);
            assert!(thread::is_attached());
            assert_eq!(more.cpu().get() < cpu::bound(), thread::is_attached());
            drop(more);
            assert!(thread::register().is_ok() && thread::is_attached());
        });
    }
}
