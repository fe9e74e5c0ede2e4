//! Sets of pools, for items of different lengths: one pool for each power of two.

use core::{
    ffi::{c_int, c_void},
    ptr::null_mut,
};

use crate::{
    attributes::allocate,
    errno::{EINVAL, ENOMEM, Errno, address, status},
    lock::Locked,
    pool::{self, Contents, Pool},
    table::Table,
};

/// `struct rseq_mempool_set`: pools by the binary logarithm of their items' length.
#[derive(Debug)]
pub struct Set {
    pools: Locked<[*mut Pool; usize::BITS as usize]>,
}

static SETS: Table = Table::new();

/// The set at this address, if there is one.
fn find<'a>(set: *mut Set) -> Option<&'a Set> {
    let set = SETS.find(set.addr())?.cast::<Set>();
    // SAFETY: it is in the table: made here, and not destroyed. That it stays so during the call is the caller's promise.
    Some(unsafe { &*set })
}

/// A set without pools; null and `ENOMEM` where there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_mempool_set_create() -> *mut Set {
    address(create())
}

fn create() -> Result<*mut Set, Errno> {
    let set = allocate(Set { pools: Locked::new([null_mut(); usize::BITS as usize]) })?;
    SETS.insert(set.cast()).inspect_err(|_| {
        // SAFETY: made above, of the C library's memory, and unknown to others.
        unsafe { libc::free(set.cast()) };
    })?;
    Ok(set)
}

/// Destroys a set and its pools: 0, or −1 and `errno` of the pool that cannot be destroyed. `EINVAL` for what is no set; 0 for null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_destroy(pool_set: *mut Set) -> c_int {
    if pool_set.is_null() {
        return 0;
    }
    status(destroy(pool_set))
}

fn destroy(address: *mut Set) -> Result<(), Errno> {
    let set = find(address).ok_or(EINVAL)?;
    for pool in set.pools.lock().iter_mut().filter(|pool| !pool.is_null()) {
        pool::destroy(*pool)?;
        *pool = null_mut();
    }
    if SETS.remove(address.addr()) {
        // SAFETY: it was in the table, so it is the C library's memory, and by the caller's promise no thread uses it.
        unsafe { libc::free(address.cast()) };
    }
    Ok(())
}

/// Hands a pool over to a set: 0, or −1 and `EBUSY` if the set has a pool for items of that length, `EINVAL` for what is no set or no pool.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_add_pool(pool_set: *mut Set, pool: *mut Pool) -> c_int {
    status(add(pool_set, pool))
}

fn add(set: *mut Set, pool: *mut Pool) -> Result<(), Errno> {
    let (set, of) = (find(set).ok_or(EINVAL)?, pool::find(pool).ok_or(EINVAL)?);
    let mut pools = set.pools.lock();
    let entry = &mut pools[of.shape.item_order as usize];
    if !entry.is_null() {
        return Err(Errno(libc::EBUSY));
    }
    *entry = pool;
    Ok(())
}

/// An item of the smallest pool that has room for `len` bytes and one left.
fn allocate_item(set: *mut Set, len: usize, contents: Contents) -> Result<*mut c_void, Errno> {
    let set = find(set).ok_or(EINVAL)?;
    let mut order = match len.checked_next_power_of_two() {
        Some(len) => len.ilog2() as usize,
        None => return Err(ENOMEM),
    };
    while order < usize::BITS as usize {
        let pool = set.pools.lock()[order];
        if !pool.is_null() {
            match pool::find(pool).ok_or(ENOMEM)?.allocate(contents) {
                Err(ENOMEM) => {}
                done => return done,
            }
        }
        order += 1;
    }
    Err(ENOMEM)
}

/// An item of at least `len` bytes, with anything in it; null and `ENOMEM` where no pool of the set has one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_percpu_malloc(pool_set: *mut Set, len: usize) -> *mut c_void {
    address(allocate_item(pool_set, len, Contents::Any))
}

/// An item of at least `len` bytes, zero in every row; null and `ENOMEM` where no pool of the set has one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_percpu_zmalloc(pool_set: *mut Set, len: usize) -> *mut c_void {
    address(allocate_item(pool_set, len, Contents::Zero))
}

/// An item with the `len` bytes of `init_ptr` in every row; null and `ENOMEM` where no pool of the set has one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_set_percpu_malloc_init(
    pool_set: *mut Set,
    init_ptr: *mut c_void,
    len: usize,
) -> *mut c_void {
    address(allocate_item(pool_set, len, Contents::of(init_ptr, len)))
}
