//! Threads whose registration another library has ended: no section of theirs does anything, and they are registered again,
//! or refused.

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
    pool::Pool,
    section::{guarded, ops, ops::here, retry_here},
    thread::{self, Owner},
};
use support::{WITHOUT_GLIBC, alone};

const ENDS: i32 = abi::REGISTRATION_UNREGISTER;

fn rseq(area: *mut u8, len: u32, flags: i32) -> i32 {
    let answer = unsafe { libc::syscall(libc::SYS_rseq, area, len, flags, abi::SIGNATURE) };
    if answer == 0 { 0 } else { std::io::Error::last_os_error().raw_os_error().unwrap() }
}

/// This thread's area, by what a guard shows of itself.
fn area() -> *mut u8 {
    let text = format!("{:?}", thread::register().unwrap());
    let (_, rest) = text.split_once("0x").expect("a guard shows its area");
    let digits: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
    std::ptr::with_exposed_provenance_mut(usize::from_str_radix(&digits, 16).unwrap())
}

/// Ends this thread's registration, as another library might, and returns its area.
fn end() -> *mut u8 {
    let area = area();
    assert_eq!(rseq(area, thread::report().registered_len, ENDS), 0);
    assert!(!thread::is_attached());
    area
}

/// Numbers that are no row.
const NO_ROWS: [i32; 9] = [-1, -2, -3, -8192, -8193, -65_536, -(1 << 18), i32::MIN + 1, i32::MIN];

/// Calls every section of the list; each must abort.
macro_rules! all_abort {
    ($index:ty, $($name:ident $args:tt)*) => { [$(all_abort!(@ $index, $name $args)),*].len() };
    (@ $index:ty, $name:ident ($($arg:expr),*)) => {
        assert_eq!(unsafe { $name::<$index>($($arg),*) }, Outcome::Aborted, stringify!($name))
    };
}

/// Every section by `I`, on rows that would be around `v`.
fn every_section<I: Index>(v: *mut usize) -> usize {
    let mut outside = [0_usize; 64];
    let o = outside.as_mut_ptr();
    let w = v.wrapping_add(64);
    let count = {
        use guarded::*;
        use here::*;
        all_abort! { I,
            add(v, 1)
            load_add_store(v, 1) load_add_store_release(v, 1)
            load_cbne_store(v, 0, 1) load_cbne_store_release(v, 0, 1)
            load_cbeq_store_add_load_store(v, o, 1, 8) load_cbeq_store_add_load_store_release(v, o, 1, 8)
            load_cbne_store_store(v, w, 0, 1, 1) load_cbne_store_store_release(v, w, 0, 1, 1)
            load_cbne_load_cbne_store(v, w, 0, 0, 1) load_cbne_load_cbne_store_release(v, w, 0, 0, 1)
            load_cbne_memcpy_store(v, w, o, 0, 8, 1) load_cbne_memcpy_store_release(v, w, o, 0, 8, 1)
            load_add_load_load_add_store(v, 0, 1) load_add_load_load_add_store_release(v, 0, 1)
            array_push_open(v, 1) array_pop_open(v, o) array_push(v, 1, 8) array_pop(v, o)
            array_push_batch(v, o, o, 1, 7, 8) array_pop_batch(v, o, o, 1, usize::MAX, 8)
            list_push(v, o, 1) list_pop(v, o, 0) queue_push(v, 1, 8, 7) queue_pop(v, o, 7)
            ring_write(v, o, o, 8, 16, 100, 127) ring_pad(v, o, 0, 100, 127, 1, 128) ring_discard(v, 0, 0, 1)
            lock_acquire(v, o, 0, 1) flag_set(v, o, 1)
        }
    };
    assert_eq!(outside, [0; 64]);
    count
}

#[test]
fn a_section_leaves_on_every_number_that_is_no_row() {
    alone("a_section_leaves_on_every_number_that_is_no_row", &[], || {
        if thread::attach().is_err() {
            return support::skip("sections of ended registrations", "this thread cannot be registered");
        }
        // Rows −1 to −8 of the pointer are in the arena.
        let mut arena = vec![0_usize; (4 << 20) / size_of::<usize>()];
        let middle = arena.len() / 2;
        let v = &raw mut arena[middle];
        // Not registered any more: the numbers are ours to write.
        let area = end();
        let set = |cpu: i32, cid: i32| unsafe {
            area.add(4).cast::<i32>().write_volatile(cpu);
            area.add(24).cast::<i32>().write_volatile(cid);
        };
        let listed = every_section::<ByCpuId>(v);
        let written = include_str!("../src/section/guarded.rs").matches("commit").count() + 15;
        assert_eq!(listed, written, "every section of section/guarded.rs and section/ops.rs is tried");
        for number in NO_ROWS {
            set(number, number);
            every_section::<ByCpuId>(v);
            every_section::<ByConcurrencyId>(v);
            // The kernel sets the concurrency id of an ended registration to 0, which is a row.
            set(number, 0);
            every_section::<ByConcurrencyId>(v);
            for index in [0, number.cast_unsigned()] {
                assert_eq!(unsafe { ops::load_add_store::<ByCpuId>(index, v, 1) }, Outcome::Aborted);
                assert_eq!(unsafe { ops::load_add_store::<ByConcurrencyId>(index, v, 1) }, Outcome::Aborted);
            }
            assert_eq!((ByCpuId::current(), ByConcurrencyId::current()), (None, None));
        }
        assert!(arena.iter().all(|word| *word == 0));
    });
}

#[test]
fn a_registration_that_another_library_has_ended_is_made_again() {
    for variables in [&[][..], &[WITHOUT_GLIBC]] {
        alone("a_registration_that_another_library_has_ended_is_made_again", variables, || {
            if thread::attach().is_err() {
                return support::skip("ended registrations", "this thread cannot be registered");
            }
            let (pool, by_cid) = (Pool::<ByCpuId>::new(), Pool::<ByConcurrencyId>::new());
            let (item, other) = (pool.allocate(8, 8).unwrap(), by_cid.allocate(8, 8).unwrap());
            for round in 1..=3 {
                end();
                let outcome =
                    retry_here::<ByCpuId>(|| unsafe { here::add::<ByCpuId>(item.base().cast(), 1) });
                assert_eq!(outcome, Outcome::Committed, "round {round}");
                assert_eq!(thread::report().owner, Ok(Owner::Perseq));
                if thread::report().features.mm_cid {
                    end();
                    let add = || unsafe { here::add::<ByConcurrencyId>(other.base().cast(), 1) };
                    assert_eq!(retry_here::<ByConcurrencyId>(add), Outcome::Committed, "round {round}");
                }
                end();
                assert!(cpu::allowed().unwrap().contains(cpu::current().get()));
                // A guard that was there before tells true numbers, too.
                let guard = thread::register().unwrap();
                end();
                assert!(cpu::allowed().unwrap().contains(guard.cpu().get()));
                drop(guard);
            }
            let sum: usize = (0..cpu::bound()).map(|row| unsafe { *item.row(row).cast::<usize>() }).sum();
            assert_eq!(sum, 3);
            unsafe { pool.free(item) };
            unsafe { by_cid.free(other) };
        });
    }
}

#[test]
fn a_thread_that_another_library_has_taken_over_is_refused() {
    #[repr(align(64))]
    struct Area([u8; 64]);
    for variables in [&[][..], &[WITHOUT_GLIBC]] {
        alone("a_thread_that_another_library_has_taken_over_is_refused", variables, || {
            if thread::attach().is_err() {
                return support::skip("ended registrations", "this thread cannot be registered");
            }
            end();
            let theirs: &'static mut Area = Box::leak(Box::new(Area([0; 64])));
            assert_eq!(rseq(theirs.0.as_mut_ptr(), 32, 0), 0);
            let mut word = 7_usize;
            let add = || unsafe { here::add::<ByCpuId>(&raw mut word, 1) };
            assert_eq!(retry_here::<ByCpuId>(add), Outcome::Aborted);
            assert_eq!(thread::attach(), Err(Error::ForeignArea));
            assert!(cpu::allowed().unwrap().contains(cpu::current().get()), "numbers go on working");
            assert_eq!(word, 7);
            assert_eq!(rseq(theirs.0.as_mut_ptr(), 32, ENDS), 0, "their registration is left alone");
        });
    }
}
