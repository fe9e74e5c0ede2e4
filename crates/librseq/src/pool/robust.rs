//! The checks of robust pools: they end the process where a program has freed an item twice, lost one, or written to one that is
//! free.

use core::fmt;

use super::{Pool, Range, State};
use crate::report::fatal;

impl fmt::Display for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\" ({:p})", String::from_utf8_lossy(self.name.bytes()), self)
    }
}

impl Pool {
    /// The word and the bit of an item.
    fn slot(&self, offset: usize) -> (usize, usize) {
        let item = offset >> self.shape.item_order;
        (item / usize::BITS as usize, 1 << (item % usize::BITS as usize))
    }

    /// Notes that a program has an item. The lock is held.
    pub(super) fn set_slot(&self, range: &mut Range, offset: usize) {
        let (word, bit) = self.slot(offset);
        if range.slots[word] & bit != 0 {
            fatal(format_args!(
                "pool {self}: the item at offset {offset} was allocated twice: the free list is corrupted"
            ));
        }
        range.slots[word] |= bit;
    }

    /// Notes that a program has freed what is at `offset`, which it may not have. The lock is held.
    pub(super) fn clear_slot(&self, range: &mut Range, offset: usize, is_item: bool) {
        if !is_item {
            fatal(format_args!("pool {self}: a program frees offset {offset}, which is no item"));
        }
        let (word, bit) = self.slot(offset);
        if range.slots[word] & bit == 0 {
            fatal(format_args!("pool {self}: the item at offset {offset} was freed twice"));
        }
        range.slots[word] &= !bit;
    }

    /// A free item is as it was left. The lock is held.
    pub(super) fn check_poison(&self, range: &Range, offset: usize) {
        let Some(poison) = self.shape.poison else { return };
        if range.rows.differs(&self.shape, offset, poison) {
            fatal(format_args!(
                "pool {self}: the item at offset {offset} was written to after it was freed (poison {poison:#x})"
            ));
        }
    }

    /// Before a robust pool is destroyed: all items are free, in the list, and as they were left. A process that was forked amid a change may have
    /// lost an item, and a child that does not have the rows cannot look.
    pub(super) fn check_before_destroy(&self) {
        let state = self.lock();
        if !self.shape.is_robust || state.is_torn {
            return;
        }
        let leaked: u32 = ranges(&state).flat_map(|range| &range.slots).map(|word| word.count_ones()).sum();
        if leaked != 0 {
            fatal(format_args!("pool {self}: {leaked} items were not freed before the pool is destroyed"));
        }
        if !self.shape.copies_zeroes() && !ranges(&state).all(Range::is_here) {
            return;
        }
        self.check_free_list(&state);
        for range in ranges(&state) {
            for offset in (0..range.used).step_by(self.shape.item_len) {
                self.check_poison(range, offset);
            }
        }
    }

    fn check_free_list(&self, state: &State) {
        let used: usize = ranges(state).map(|range| range.used >> self.shape.item_order).sum();
        let (mut node, mut free) = (state.free, 0);
        while !node.is_null() {
            if free == used || self.of_node(state, node).is_none() {
                fatal(format_args!("pool {self}: the free list is corrupted at {node:p}"));
            }
            free += 1;
            // SAFETY: it is a node of this pool.
            node = unsafe { (*node).next };
        }
        if free != used {
            fatal(format_args!("pool {self}: the free list is corrupted: {free} of {used} items are in it"));
        }
    }
}

/// All ranges, the newest first. The lock is held.
fn ranges(state: &State) -> impl Iterator<Item = &Range> {
    // SAFETY: the lock is held, and ranges live as long as the pool.
    core::iter::successors(unsafe { state.ranges.as_ref() }, |range| unsafe { range.next.as_ref() })
}
