//! The functions of pools that programs call.

use core::ffi::{c_char, c_int, c_void};

use super::{Contents, Pool};
use crate::{
    attributes::{self, Attributes},
    errno::{EINVAL, Errno, address, number, quiet, status},
};

/// A pool of items of `item_len` bytes, rounded up to a power of two; null and `EINVAL` where the attributes do not fit together, `ENOMEM` where
/// the process does not get what a range needs, or the program's function fails.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_create(
    pool_name: *const c_char,
    item_len: usize,
    attr: *const Attributes,
) -> *mut Pool {
    // SAFETY: the caller's promise.
    let attributes = unsafe { attributes::given(attr) };
    // SAFETY: as above.
    address(unsafe { super::create(pool_name, item_len, &attributes) })
}

/// Destroys a pool: 0, or −1 and `ENOENT` for what is no pool, or `errno` of `munmap(2)`. 0 for null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_destroy(pool: *mut Pool) -> c_int {
    if pool.is_null() {
        return 0;
    }
    status(super::destroy(pool))
}

fn allocate(pool: *mut Pool, contents: Contents) -> *mut c_void {
    let item: Result<_, Errno> = super::find(pool).ok_or(EINVAL).and_then(|pool| pool.allocate(contents));
    address(item)
}

/// An item with anything in it; null and `ENOMEM` where the pool has none left, `EINVAL` for what is no pool.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_percpu_malloc(pool: *mut Pool) -> *mut c_void {
    allocate(pool, Contents::Any)
}

/// An item that is zero in every row; errors as [`rseq_mempool_percpu_malloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_percpu_zmalloc(pool: *mut Pool) -> *mut c_void {
    allocate(pool, Contents::Zero)
}

/// An item with the `init_len` bytes of `init_ptr` in every row; errors as [`rseq_mempool_percpu_malloc`], and `EINVAL` if an item
/// is shorter.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_percpu_malloc_init(
    pool: *mut Pool,
    init_ptr: *mut c_void,
    init_len: usize,
) -> *mut c_void {
    allocate(pool, Contents::of(init_ptr, init_len))
}

/// Frees an item of any pool with this stride. `errno` is `EINVAL`, and nothing is written, for null and what is no item.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn librseq_mempool_percpu_free(ptr: *mut c_void, stride: usize) {
    quiet(super::free(ptr, stride));
}

/// How many rows a pool has; −1 and `EINVAL` for a global pool and what is no pool.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_get_max_nr_cpus(mempool: *mut Pool) -> c_int {
    number(super::find(mempool).and_then(|pool| pool.shape.max_nr_cpus()).ok_or(EINVAL))
}
