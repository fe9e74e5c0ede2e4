//! The attributes that a program asks of a pool.

use core::ffi::{c_int, c_ulong, c_void};

use crate::errno::{EINVAL, ENOMEM, Errno, address, status};

/// A program's function, which makes the initial values of a row: `(private, address, length, CPU)`; −1 as the CPU of a global pool.
pub(crate) type Init = unsafe extern "C" fn(*mut c_void, *mut c_void, usize, c_int) -> c_int;

/// `struct rseq_mempool_attr`.
#[derive(Debug, Clone, Copy)]
pub struct Attributes {
    pub(crate) init: Option<(Init, *mut c_void)>,
    pub(crate) is_robust: bool,
    pub(crate) is_global: bool,
    /// 0: [`DEFAULT_STRIDE`](crate::pool::DEFAULT_STRIDE).
    pub(crate) stride: usize,
    /// 0: as many as this kernel can have CPUs.
    pub(crate) max_nr_cpus: c_int,
    /// 0: no limit.
    pub(crate) max_nr_ranges: c_ulong,
    pub(crate) poison: Option<usize>,
    /// `enum rseq_mempool_populate_policy`, which `rseq_mempool_create` checks.
    pub(crate) populate: u32,
}

/// `RSEQ_MEMPOOL_POPULATE_COW_INIT`, the default.
pub(crate) const COW_INIT: u32 = 0;
/// `RSEQ_MEMPOOL_POPULATE_COW_ZERO`.
pub(crate) const COW_ZERO: u32 = 1;

impl Attributes {
    pub(crate) const DEFAULT: Self = Self {
        init: None,
        is_robust: false,
        is_global: false,
        stride: 0,
        max_nr_cpus: 0,
        max_nr_ranges: 0,
        poison: None,
        populate: COW_INIT,
    };
}

/// Memory of the C library's for one `T`; null where there is none.
pub(crate) fn allocate<T>(value: T) -> Result<*mut T, Errno> {
    // SAFETY: any length may be asked for.
    let memory = unsafe { libc::malloc(size_of::<T>()) }.cast::<T>();
    if memory.is_null() || !memory.is_aligned() {
        return Err(ENOMEM);
    }
    // SAFETY: new memory for a `T`.
    unsafe { memory.write(value) };
    Ok(memory)
}

/// Attributes with the default values; null and `ENOMEM` where there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn rseq_mempool_attr_create() -> *mut Attributes {
    address(allocate(Attributes::DEFAULT))
}

/// Frees attributes, or does nothing with null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_destroy(attr: *mut Attributes) {
    // SAFETY: the caller's promise: it is of `rseq_mempool_attr_create`, which is the C library's memory.
    unsafe { libc::free(attr.cast()) };
}

/// Changes attributes: 0, or −1 and `EINVAL` for null and where `change` finds nothing to change.
///
/// # Safety
/// * `attr` is null or of [`rseq_mempool_attr_create`], and no other thread uses it.
unsafe fn set(attr: *mut Attributes, change: impl FnOnce(&mut Attributes) -> Option<()>) -> c_int {
    // SAFETY: the caller's promise.
    let attr = unsafe { attr.as_mut() };
    status(attr.and_then(change).ok_or(EINVAL))
}

/// Sets the function that makes the initial values of rows. `EINVAL` without a function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_init(
    attr: *mut Attributes,
    init: Option<Init>,
    private: *mut c_void,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            attr.init = Some((init?, private));
            // librseq's header does not say so, but its library does it: the values are in private memory.
            attr.populate = COW_INIT;
            Some(())
        })
    }
}

/// Makes the pool check what programs do with items, and end the process where it is wrong.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_robust(attr: *mut Attributes) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            attr.is_robust = true;
            Some(())
        })
    }
}

/// A pool with a row for each CPU. `rseq_mempool_create` checks the numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_percpu(
    attr: *mut Attributes,
    stride: usize,
    max_nr_cpus: c_int,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            (attr.is_global, attr.stride, attr.max_nr_cpus) = (false, stride, max_nr_cpus);
            Some(())
        })
    }
}

/// A pool with one row.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_global(attr: *mut Attributes, stride: usize) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            (attr.is_global, attr.stride, attr.max_nr_cpus) = (true, stride, 0);
            Some(())
        })
    }
}

/// How many ranges the pool may have; 0: any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_max_nr_ranges(
    attr: *mut Attributes,
    ranges: c_ulong,
) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            attr.max_nr_ranges = ranges;
            Some(())
        })
    }
}

/// The word that freed items are filled with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_poison(attr: *mut Attributes, poison: usize) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            attr.poison = Some(poison);
            Some(())
        })
    }
}

/// How rows get their pages. `rseq_mempool_create` checks the number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rseq_mempool_attr_set_populate_policy(attr: *mut Attributes, policy: u32) -> c_int {
    // SAFETY: the caller's promise.
    unsafe {
        set(attr, |attr| {
            attr.populate = policy;
            Some(())
        })
    }
}

/// The attributes that a program gives, or the default ones.
///
/// # Safety
/// * `attr` is null or of [`rseq_mempool_attr_create`], and no other thread changes it.
pub(crate) unsafe fn given(attr: *const Attributes) -> Attributes {
    // SAFETY: the caller's promise.
    unsafe { attr.as_ref() }.copied().unwrap_or(Attributes::DEFAULT)
}
