//! The attributes that a pool was asked for, checked.

use core::ffi::{c_int, c_ulong, c_void};

use super::{DEFAULT_STRIDE, page_size};
use crate::{
    attributes::{Attributes, COW_INIT, COW_ZERO, Init},
    errno::{EINVAL, Errno},
    numbers::rseq_get_max_nr_cpus,
};

/// The part of a pool that never changes.
#[derive(Debug)]
pub(crate) struct Shape {
    /// A power of two.
    pub(crate) item_len: usize,
    /// Its logarithm.
    pub(crate) item_order: u32,
    /// A power of two.
    pub(super) stride: usize,
    pub(super) rows: usize,
    pub(super) is_global: bool,
    pub(super) is_robust: bool,
    pub(super) max_nr_ranges: c_ulong,
    pub(super) poison: Option<usize>,
    pub(super) init: Option<(Init, *mut c_void)>,
    populate: u32,
}

// SAFETY: the program's pointer is handed to the program's function alone.
unsafe impl Send for Shape {}
// SAFETY: as above; nothing else of it changes.
unsafe impl Sync for Shape {}

/// The word that freed items of robust pools are filled with, where initial values are copied.
const POISON: usize = usize::MAX / 0xff * 0x55;

impl Shape {
    /// `EINVAL` where the attributes do not fit together.
    pub(super) fn new(item_len: usize, attributes: &Attributes) -> Result<Self, Errno> {
        let item_len = item_len.max(size_of::<usize>()).checked_next_power_of_two().ok_or(EINVAL)?;
        let stride = if attributes.stride == 0 { DEFAULT_STRIDE } else { attributes.stride };
        if !stride.is_power_of_two() || stride < page_size() || item_len > stride {
            return Err(EINVAL);
        }
        let populate = match attributes.populate {
            // The one row of a global pool has nothing to copy values from.
            COW_INIT if attributes.is_global => COW_ZERO,
            policy @ (COW_INIT | COW_ZERO) => policy,
            _ => return Err(EINVAL),
        };
        let default_poison = if populate == COW_INIT { POISON } else { 0 };
        let shape = Self {
            item_len,
            item_order: item_len.ilog2(),
            stride,
            rows: rows(attributes)?,
            is_global: attributes.is_global,
            is_robust: attributes.is_robust,
            max_nr_ranges: attributes.max_nr_ranges,
            poison: attributes.poison.or(attributes.is_robust.then_some(default_poison)),
            init: attributes.init,
            populate,
        };
        // A range, aligned to the stride in a larger mapping, has an address.
        let longest = shape.rows.checked_add(4).and_then(|rows| rows.checked_mul(stride));
        longest.filter(|&len| isize::try_from(len).is_ok()).map(|_| ()).ok_or(EINVAL)?;
        Ok(shape)
    }

    /// Returns whether rows begin as zeroes, and not as copies of initial values.
    pub(super) fn copies_zeroes(&self) -> bool {
        self.populate == COW_ZERO
    }

    /// Bytes from the first row to the free list's.
    pub(super) fn free_list_at(&self) -> usize {
        (self.rows + usize::from(!self.copies_zeroes())) * self.stride
    }

    /// Bytes from the first row to the end of a range.
    pub(super) fn range_len(&self) -> usize {
        self.free_list_at() + self.stride
    }

    /// `rseq_mempool_get_max_nr_cpus`.
    pub(super) fn max_nr_cpus(&self) -> Option<c_int> {
        (!self.is_global).then(|| c_int::try_from(self.rows).unwrap_or(c_int::MAX))
    }
}

fn rows(attributes: &Attributes) -> Result<usize, Errno> {
    let cpus = match attributes.max_nr_cpus {
        _ if attributes.is_global => 1,
        0 => rseq_get_max_nr_cpus(),
        cpus => cpus,
    };
    usize::try_from(cpus).map_err(|_| EINVAL)
}
