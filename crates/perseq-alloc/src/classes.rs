//! Size classes: 61 sizes from 8 bytes to 256 KiB, each a multiple of every smaller alignment that divides it.
//!
//! Steps of 16 to 128 bytes, 8 per doubling to 512, 4 per doubling from there: a request wastes a fifth of its
//! object at worst. A span starts at a multiple of its own size, which is at least its objects' size, so an object
//! has each alignment that divides its class's size: an aligned request is a lookup like any other.

/// Bytes of a page of the heap: the unit in which spans take memory.
pub const PAGE: usize = 8 << 10;
/// Objects of one span at most: its bitmap has this many bits.
pub(crate) const OBJECTS: usize = 1024;

const SMALL: usize = 1024;
const SMALL_STEP: usize = 16;
const MIDDLE_STEP: usize = 256;
/// `offset / size` is `(offset * RECIPROCAL) >> SHIFT` for every offset of a span.
const SHIFT: u32 = 40;

static SIZES: [u32; Class::COUNT] = SIZE_TABLE;
const SIZE_TABLE: [u32; Class::COUNT] = sizes();
static SMALL_CLASSES: [u8; SMALL / SMALL_STEP + 1] = classes_by_step(SMALL_STEP);
static MIDDLE_CLASSES: [u8; Class::LARGEST / MIDDLE_STEP + 1] = classes_by_step(MIDDLE_STEP);
static RECIPROCALS: [u64; Class::COUNT] = reciprocals();
static SPANS: [u8; Class::COUNT] = SPAN_TABLE;
const SPAN_TABLE: [u8; Class::COUNT] = span_orders();
static COUNTS: [u16; Class::COUNT] = counts();

/// One of the sizes that objects have: its number, plus 1, so that a page's entry says the class as it is, or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(u8);

impl Class {
    /// How many classes there are.
    pub const COUNT: usize = 61;
    /// The largest class's size in bytes.
    pub const LARGEST: usize = 256 << 10;

    /// The smallest class with room for `size` bytes at a multiple of `align`, a power of two. `None` beyond 256 KiB.
    ///
    /// The class of 8 bytes serves alignments to 8 only: C programs ask with 16 and never get it.
    #[inline]
    pub const fn of(size: usize, align: usize) -> Option<Self> {
        if size > Self::LARGEST || align > Self::LARGEST {
            return None;
        }
        if size <= 8 && align <= 8 {
            return Some(Self(1));
        }
        let mut index = if size <= SMALL {
            SMALL_CLASSES[size.div_ceil(SMALL_STEP)]
        } else {
            MIDDLE_CLASSES[size.div_ceil(MIDDLE_STEP)]
        } - 1;
        // The largest size is a multiple of every alignment that is let in, so this finds one.
        while align > 16 && SIZE_TABLE[index as usize] as usize & (align - 1) != 0 {
            index += 1;
        }
        Some(Self(index + 1))
    }

    /// The class of `size` bytes at a multiple of 16, if `size` is at most 1 KiB: most of what C programs ask for, by one table.
    #[inline(always)]
    pub(crate) fn of_small(size: usize) -> Option<Self> {
        if size <= SMALL { Some(Self(SMALL_CLASSES[size.div_ceil(SMALL_STEP)])) } else { None }
    }

    /// The class of this number, if it is one.
    #[inline]
    pub const fn from_index(index: usize) -> Option<Self> {
        if index < Self::COUNT { Some(Self(index as u8 + 1)) } else { None }
    }

    /// Every class, from the smallest.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=Self::COUNT as u8).map(Self)
    }

    /// Its number, below [`COUNT`](Self::COUNT).
    #[inline]
    pub const fn index(self) -> usize {
        self.0 as usize - 1
    }

    /// Its number, plus 1: the entry of its spans' pages in the page map, and its array's number in a row.
    #[inline(always)]
    pub(crate) const fn entry(self) -> u8 {
        self.0
    }

    /// Bytes of each object.
    #[inline]
    pub const fn size(self) -> usize {
        SIZE_TABLE[self.index()] as usize
    }

    /// Objects that move between the caches and the heap at once: 2 to 32, 64 KiB of them where that is between.
    #[inline]
    pub const fn batch(self) -> usize {
        let fit = (64 << 10) / self.size();
        if fit < 2 {
            2
        } else if fit > 32 {
            32
        } else {
            fit
        }
    }

    /// Pages of one span, as a power of two's exponent.
    #[inline]
    pub fn span_order(self) -> u32 {
        u32::from(SPANS[self.index()])
    }

    /// Bytes of one span.
    #[inline]
    pub fn span_bytes(self) -> usize {
        PAGE << self.span_order()
    }

    /// Objects of one span.
    #[inline]
    pub fn objects(self) -> usize {
        usize::from(COUNTS[self.index()])
    }

    /// The object that the byte at `offset` of a span is in, and the byte's offset in it.
    #[inline]
    pub fn locate(self, offset: usize) -> (usize, usize) {
        debug_assert!(offset < self.span_bytes());
        let object = ((offset as u64 * RECIPROCALS[self.index()]) >> SHIFT) as usize;
        (object, offset - object * SIZES[self.index()] as usize)
    }
}

const fn sizes() -> [u32; Class::COUNT] {
    let mut table = [0; Class::COUNT];
    table[0] = 8;
    let (mut index, mut size) = (1, 0);
    while index < Class::COUNT {
        size += step(size);
        table[index] = size;
        index += 1;
    }
    assert!(size as usize == Class::LARGEST);
    table
}

/// From `size` to the next class.
const fn step(size: u32) -> u32 {
    if size < 128 {
        16
    } else if size < 512 {
        highest_bit(size) / 8
    } else {
        highest_bit(size) / 4
    }
}

const fn highest_bit(size: u32) -> u32 {
    1 << size.ilog2()
}

/// For each multiple of `step`, the entry of the first class that is not smaller.
const fn classes_by_step<const N: usize>(step: usize) -> [u8; N] {
    let mut table = [0; N];
    let (mut index, mut class) = (0, 1);
    while index < N {
        while (SIZE_TABLE[class] as usize) < index * step {
            class += 1;
        }
        table[index] = class as u8 + 1;
        index += 1;
    }
    table
}

const fn reciprocals() -> [u64; Class::COUNT] {
    let mut table = [0; Class::COUNT];
    let mut index = 0;
    while index < Class::COUNT {
        table[index] = (1_u64 << SHIFT).div_ceil(SIZE_TABLE[index] as u64);
        index += 1;
    }
    table
}

const fn counts() -> [u16; Class::COUNT] {
    let mut table = [0; Class::COUNT];
    let mut index = 0;
    while index < Class::COUNT {
        table[index] = ((PAGE << SPAN_TABLE[index]) / SIZE_TABLE[index] as usize) as u16;
        index += 1;
    }
    table
}

/// 64 KiB where the bitmap has bits for that many objects, less for smaller ones; at least 8 objects, up to 1 MiB.
const fn span_orders() -> [u8; Class::COUNT] {
    let mut table = [0; Class::COUNT];
    let mut index = 0;
    while index < Class::COUNT {
        let size = SIZE_TABLE[index] as usize;
        let mut order = 0_u8;
        while order < 3 && (PAGE << (order + 1)) / size <= OBJECTS || order < 7 && (PAGE << order) / size < 8
        {
            order += 1;
        }
        table[index] = order;
        index += 1;
    }
    table
}
