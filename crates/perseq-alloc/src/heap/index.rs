//! Numbers by which records refer to each other. No record has a pointer to another one: a number can be checked.

use core::num::NonZeroU32;

use crate::classes::PAGE;

/// Bytes of a huge page, which one tracker has.
pub(crate) const HUGE: usize = 2 << 20;
/// Pages of a huge page.
pub(crate) const PAGES: usize = HUGE / PAGE;
/// Regions at most.
pub(crate) const REGIONS: usize = if cfg!(miri) { 8 } else { 64 };
/// Huge pages of a region at most, as an exponent: 64 GiB.
const HUGE_BITS: u32 = 15;
/// Huge pages of a region at most.
pub(crate) const REGION_HUGE: usize = 1 << HUGE_BITS;
const SPAN_BITS: u32 = HUGE_BITS + PAGES.ilog2();

/// A number of a record, as links store it.
pub(crate) trait Id: Copy + PartialEq {
    fn from_link(link: NonZeroU32) -> Self;
    fn link(self) -> NonZeroU32;
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $bits:expr) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) struct $name(NonZeroU32);

        impl $name {
            #[inline]
            pub(crate) fn new(region: usize, index: usize) -> Self {
                debug_assert!(region < REGIONS && index < 1 << $bits);
                // At most 2²⁹: the sum neither wraps nor is 0.
                Self(NonZeroU32::MIN.saturating_add(((region as u32) << $bits) | index as u32))
            }

            #[inline]
            pub(crate) fn region(self) -> usize {
                ((self.0.get() - 1) >> $bits) as usize
            }

            #[inline]
            pub(crate) fn index(self) -> usize {
                (self.0.get() - 1) as usize & ((1 << $bits) - 1)
            }
        }

        impl Id for $name {
            #[inline]
            fn from_link(link: NonZeroU32) -> Self {
                Self(link)
            }

            #[inline]
            fn link(self) -> NonZeroU32 {
                self.0
            }
        }
    };
}

id! {
    /// A huge page, and its tracker.
    HugeId, HUGE_BITS
}
id! {
    /// A span's record.
    SpanId, SPAN_BITS
}
id! {
    /// A page of the heap.
    PageId, SPAN_BITS
}

impl HugeId {
    /// Its page of this number.
    #[inline]
    pub(crate) fn page(self, page: usize) -> PageId {
        PageId::new(self.region(), self.index() * PAGES + page)
    }
}

impl PageId {
    /// The huge page that it is of, and its number there.
    #[inline]
    pub(crate) fn huge(self) -> (HugeId, usize) {
        (HugeId::new(self.region(), self.index() / PAGES), self.index() % PAGES)
    }
}
