//! Stacks, queues and caches of pointers.

use core::ffi::{c_int, c_void};

use perseq::{ArrayStack, Cache, Queue};

use crate::{
    error::{Why, check, fail, status, value},
    held::{View, WithRow, lend},
    item::{Each, Item, drop_into, function, refused},
    object::{Handle, Kind, create},
};

// SAFETY: kinds of their own, named there.
unsafe impl Kind for ArrayStack<Item> {
    const KIND: u8 = 2;
}

// SAFETY: as above.
unsafe impl Kind for Cache<Item> {
    const KIND: u8 = 3;
}

// SAFETY: as above.
unsafe impl Kind for Queue<Item> {
    const KIND: u8 = 4;
}

/// The pointer, or null and `errno`.
fn taken(result: Result<Option<Item>, Why>) -> *mut c_void {
    let item = result.and_then(|item| item.ok_or(Why::Empty));
    value(item.map(Item::into_pointer), core::ptr::null_mut())
}

/// The functions that stacks, queues and caches have alike.
macro_rules! functions {
    ($type:ty, put: $put:ident $by:ident, take: $take:ident $from:ident, $steal:ident, $drain:ident, $len:ident, $with_row:ident $view:ident, $destroy:ident) => {
        /// Puts a pointer in.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $put(handle: Handle<$type>, item: *mut c_void) -> c_int {
            // SAFETY: perseq.h's contract: it is not destroyed during the call.
            let put = unsafe { handle.get() }.and_then(|to| to.$by(Item::new(item)?).map_err(refused));
            status(put)
        }

        /// Takes a pointer out.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $take(handle: Handle<$type>) -> *mut c_void {
            // SAFETY: as above.
            taken(unsafe { handle.get() }.and_then(|from| from.$from().map_err(Why::Perseq)))
        }

        /// Takes a pointer from another CPU's row.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $steal(handle: Handle<$type>) -> *mut c_void {
            // SAFETY: as above.
            taken(unsafe { handle.get() }.and_then(|from| from.steal().map_err(Why::Perseq)))
        }

        /// Gives every pointer to a function.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $drain(handle: Handle<$type>, each: Each, context: *mut c_void) -> c_int {
            // SAFETY: as above.
            let drained = unsafe { handle.get() }.and_then(|from| {
                let each = function(each)?;
                // SAFETY: perseq.h's contract for the function.
                from.drain(|item| unsafe { each(item.into_pointer(), context) }).map_err(Why::Perseq)
            });
            status(drained)
        }

        /// How many pointers there are.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $len(handle: Handle<$type>) -> usize {
            // SAFETY: as above.
            value(unsafe { handle.get() }.map(<$type>::len), 0)
        }

        /// Calls `f` with a row, held.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $with_row(
            handle: Handle<$type>,
            row: u32,
            f: WithRow,
            context: *mut c_void,
        ) -> c_int {
            // SAFETY: as above.
            let called = unsafe { handle.get() }.and_then(|of| {
                let f = function(f)?;
                // SAFETY: perseq.h's contract for the function.
                of.with_row(row, |view| unsafe { lend(View::$view(view), f, context) }).map_err(Why::Perseq)
            });
            status(called)
        }

        /// Ends it, and gives the pointers that it has to a function.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $destroy(handle: Handle<$type>, each: Each, context: *mut c_void) {
            match handle.take() {
                Ok(structure) => drop_into(structure, each, context),
                Err(why) => fail(why),
            }
        }
    };
}

functions! {
    ArrayStack<Item>, put: perseq_array_stack_push push, take: perseq_array_stack_pop try_pop,
    perseq_array_stack_steal, perseq_array_stack_drain, perseq_array_stack_len, perseq_array_stack_with_row Array, perseq_array_stack_destroy
}

functions! {
    Queue<Item>, put: perseq_queue_push push, take: perseq_queue_pop try_pop,
    perseq_queue_steal, perseq_queue_drain, perseq_queue_len, perseq_queue_with_row Queue, perseq_queue_destroy
}

functions! {
    Cache<Item>, put: perseq_cache_put put, take: perseq_cache_get try_get,
    perseq_cache_steal, perseq_cache_drain, perseq_cache_len, perseq_cache_with_row Array, perseq_cache_destroy
}

/// A stack of up to `capacity` pointers per CPU.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_array_stack_create(capacity: usize) -> Handle<ArrayStack<Item>> {
    create(ArrayStack::try_new(capacity).map_err(Why::Perseq))
}

/// A queue of at least `capacity` pointers per CPU.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_queue_create(capacity: usize) -> Handle<Queue<Item>> {
    create(Queue::try_new(capacity).map_err(Why::Perseq))
}

/// A cache of `capacity` pointers per CPU, and `overflow` that all CPUs share.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_cache_create(capacity: usize, overflow: usize) -> Handle<Cache<Item>> {
    create(Cache::try_new(capacity, overflow).map_err(Why::Perseq))
}

/// Gives the pointers of rows that look idle to a function.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cache_drain_idle(
    handle: Handle<Cache<Item>>,
    each: Each,
    context: *mut c_void,
) -> c_int {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let drained = unsafe { handle.get() }.and_then(|cache| {
        let each = function(each)?;
        // SAFETY: perseq.h's contract for the function.
        cache.drain_idle(|item| unsafe { each(item.into_pointer(), context) }).map_err(Why::Perseq)
    });
    status(drained)
}

/// `struct perseq_cache_stats`.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    refills: u64,
    misses: u64,
    spills: u64,
    refused: u64,
}

/// How often a cache could not do with the row of one CPU; zeroes and `errno` if it is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_cache_get_stats(handle: Handle<Cache<Item>>) -> Stats {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let stats = unsafe { handle.get() }.map(|cache| {
        let stats = cache.stats();
        Stats { refills: stats.refills, misses: stats.misses, spills: stats.spills, refused: stats.refused }
    });
    value(stats, Stats::default())
}

/// The destination of items of C's array.
struct Places(*mut *mut c_void);

impl Extend<Item> for Places {
    fn extend<I: IntoIterator<Item = Item>>(&mut self, items: I) {
        for item in items {
            // SAFETY: perseq.h's contract: the array has room for as many as were asked for, and no more come.
            unsafe { self.0.write(item.into_pointer()) };
            self.0 = self.0.wrapping_add(1);
        }
    }
}

/// Takes up to `count` pointers out of this CPU's row; how many, or −1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_array_stack_pop_batch(
    handle: Handle<ArrayStack<Item>>,
    items: *mut *mut c_void,
    count: usize,
) -> i64 {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    let taken = unsafe { handle.get() }.and_then(|stack| {
        check(items, "array for the items")?;
        stack.try_pop_batch(&mut Places(items), count).map_err(Why::Perseq)
    });
    value(taken.map(|taken| taken as i64), -1)
}

/// Most pointers that are moved at once: as many as one section moves.
const BATCH: usize = 64;

/// Puts the first pointers of `items` on this CPU's row, as far as it has room: how many, or −1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_array_stack_push_batch(
    handle: Handle<ArrayStack<Item>>,
    items: *const *mut c_void,
    count: usize,
) -> i64 {
    // SAFETY: as above.
    let put = unsafe { handle.get() }.and_then(|stack| {
        check(items, "array of the items")?;
        let mut batch = Vec::new();
        batch.try_reserve_exact(count.min(BATCH)).map_err(|_| Why::Memory)?;
        let mut put = 0;
        while put < count {
            let asked = (count - put).min(BATCH);
            // SAFETY: perseq.h's contract: there are `count` items.
            let given = unsafe { core::slice::from_raw_parts(items.wrapping_add(put), asked) };
            // Items are taken from the end of a vector, so the first ones of C's are the last ones of it.
            for &item in given.iter().rev() {
                match Item::new(item) {
                    Ok(item) => batch.push(item),
                    Err(why) => {
                        batch.drain(..).for_each(|item| _ = item.into_pointer());
                        return if put == 0 { Err(why) } else { Ok(put) };
                    }
                }
            }
            let moved = stack.try_push_batch(&mut batch);
            batch.drain(..).for_each(|item| _ = item.into_pointer());
            match moved {
                Err(why) if put == 0 => return Err(Why::Perseq(why)),
                Err(_) => break,
                Ok(moved) => put += moved,
            }
            if moved != Ok(asked) {
                break;
            }
        }
        Ok(put)
    });
    value(put.map(|put| put as i64), -1)
}
