//! Writing a record to the buffer of the CPU that the thread is on.
//!
//! | a producer stops | then |
//! |---|---|
//! | anywhere before the commit of `append` | nothing was written that any reader looks at |
//! | after it | the event is there |
//! | before or in `switch` | the next producer on that CPU switches, and claims again |
//! | with the guard held, killed | the next thread that takes it finds whole words: each of its changes is one store, too |
//!
//! An interrupted section starts again, on whatever CPU the thread is then; a handler that traces in the middle of one aborts it.

use core::sync::atomic::{
    Ordering::{Acquire, Relaxed, Release, SeqCst},
    fence,
};

use perseq_core::{ByCpuId, Index as _, Outcome, cpu, section::retry};

use crate::buffer::{
    file::File,
    geometry::{CONTROL, Mode},
    row::{MODULUS, Position, Row},
    section::{
        self, BARRED, CLAIMED, FULL, FULL_ELSEWHERE, GROWS, LARGE, LARGE_ELSEWHERE, LAST, MEMORY, POSITION,
        RECORD, SPARE, UNFIT, UNTOUCHED, UNTYPED,
    },
};

/// Attempts before a thread takes the guard.
const ATTEMPTS: u32 = 64;

/// The outcome for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is in the buffer.
    Yes,
    /// The buffer is full: it was counted as discarded.
    Full,
    /// It is longer than a sub-buffer: it was counted as discarded.
    TooLarge,
    /// No buffer can be written to: it was counted as discarded.
    Barred,
    /// The file system has no room for the buffer: it was counted as discarded.
    NoMemory,
}

/// Why an event does not come as far as a buffer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Loss {
    /// The session has no room for its type.
    Untyped,
    /// The session has refused its type.
    Unfit,
    /// Its type cannot be described now; or its thread cannot write now.
    Barred,
    /// The file system has no room.
    Memory,
}

/// The room for a record now.
enum Room {
    /// Try again: it was not about room, or there is some now.
    Again,
    Full,
    /// The file system has none for this sub-buffer.
    NoMemory,
}

impl File {
    /// Writes `record`, whose first word becomes the time.
    #[inline(always)]
    pub(crate) fn write(&self, record: &mut [u64]) -> Written {
        match ByCpuId::current() {
            Some(index) if self.attempt(index, record) == Outcome::Committed => Written::Yes,
            _ => self.write_slow(record),
        }
    }

    /// One section.
    #[inline(always)]
    fn attempt(&self, index: u32, record: &mut [u64]) -> Outcome {
        let geometry = &self.geometry;
        let need = size_of_val(record);
        let row = self.control_of_current(index);
        let time = geometry.clock.now() as usize;
        record[0] = time as u64;
        let room = (geometry.sub_buffer - SPARE).wrapping_sub(need);
        if room >= geometry.sub_buffer {
            // It wraps: the record is larger than a sub-buffer.
            return Outcome::Exited;
        }
        let data = row.cast::<u8>().wrapping_add(CONTROL).cast();
        // SAFETY: BUFFERS: the control page and the buffer of CPU `index`; PLAIN: a record of `need` bytes, with room in a sub-buffer.
        unsafe {
            section::append::<ByCpuId>(
                index,
                row,
                record.as_mut_ptr().cast(),
                data,
                time,
                need,
                geometry.sub_buffer - 1,
                room,
                // A multiple of 8, whatever another process has made of the position.
                geometry.capacity - 8,
                need + RECORD,
            )
        }
    }

    /// In any case: registers the thread, moves to the next sub-buffer, discards, or takes the guard.
    #[cold]
    #[inline(never)]
    fn write_slow(&self, record: &mut [u64]) -> Written {
        let need = size_of_val(record);
        if need > self.geometry.sub_buffer - SPARE {
            self.discard(LARGE, LARGE_ELSEWHERE);
            return Written::TooLarge;
        }
        for _ in 0..ATTEMPTS {
            let mut at = 0;
            let outcome = retry::<ByCpuId>(|index| {
                at = index;
                self.attempt(index, record)
            });
            match outcome {
                Outcome::Committed => return Written::Yes,
                Outcome::Aborted => break,
                Outcome::Exited | Outcome::Guarded => match self.make_room(at, need) {
                    Room::Again => {}
                    Room::Full => {
                        self.discard(FULL, FULL_ELSEWHERE);
                        return Written::Full;
                    }
                    Room::NoMemory => {
                        self.lose(Loss::Memory);
                        return Written::NoMemory;
                    }
                },
            }
        }
        self.write_by_guard(record)
    }

    /// The pieces of a switch from `position`, if there is room for one: where the records end, how many are before the next
    /// sub-buffer, and the position there.
    fn next(&self, row: Row<'_>, position: usize) -> Option<(Position, usize, u64)> {
        let geometry = &self.geometry;
        let now = Position::of(position);
        let start = now.bytes - now.bytes % geometry.sub_buffer as u64;
        let next = (start + geometry.sub_buffer as u64) % MODULUS;
        if geometry.mode == Mode::Discard {
            let used = next.wrapping_sub(row.read()) % MODULUS;
            if used + geometry.sub_buffer as u64 > geometry.capacity as u64 {
                return None;
            }
        }
        // Another process may have made anything of the counts: nothing here may panic.
        let before = row.pair(start)[1].load(Relaxed).wrapping_add(now.records as usize);
        Some((now, before, next))
    }

    /// Returns whether the first sub-buffer of CPU `index` can be written to: before anything is, the file system is asked for it.
    fn prepare(&self, index: u32) -> bool {
        let row = self.row(index);
        if row.word(LAST).load(Acquire) != UNTOUCHED {
            return true;
        }
        if !self.has_sub_buffer(index, row.position()) {
            return false;
        }
        // Another thread may have done it. Sections of threads that see the old word leave, and come here.
        _ = row.word(LAST).compare_exchange(UNTOUCHED, 0, Release, Relaxed);
        true
    }

    /// The same of the sub-buffer that begins at `next`. Each is asked for once, as long as nothing was written over.
    fn prepare_next(&self, index: u32, next: u64) -> bool {
        let asks = next < self.geometry.capacity as u64 && self.row(index).word(GROWS).load(Relaxed) != 0;
        !asks || self.has_sub_buffer(index, next)
    }

    /// Moves to the next sub-buffer of CPU `index` if that is what is missing.
    fn make_room(&self, index: u32, need: usize) -> Room {
        let row = self.row(index);
        if !self.prepare(index) {
            return Room::NoMemory;
        }
        let position = row.word(POSITION).load(Acquire);
        let offset = Position::of(position).bytes % self.geometry.sub_buffer as u64;
        if offset as usize + need <= self.geometry.sub_buffer - SPARE {
            return Room::Again;
        }
        let Some((now, before, next)) = self.next(row, position) else { return Room::Full };
        if !self.prepare_next(index, next) {
            return Room::NoMemory;
        }
        let (old, new) = (row.pair(now.bytes)[0].as_ptr(), row.pair(next)[0].as_ptr());
        let (row, end) = (self.control(index), now.bytes as usize);
        // SAFETY: BUFFERS: the control page of CPU `index`.
        if unsafe { section::claim::<ByCpuId>(index, row, position, next as usize) } != Outcome::Committed {
            return Room::Again;
        }
        // With the one of `snapshot`: a thread that sees anything of what is written over sees that it was claimed. A thread that comes to write
        // on this CPU before the thread that has switched is there by a switch of threads, which is a fence as well.
        fence(Release);
        // SAFETY: BUFFERS: words of the control page of CPU `index`.
        // Whatever comes of it, the caller looks again.
        let _moved =
            unsafe { section::switch::<ByCpuId>(index, row, old, new, position, end, before, next as usize) };
        self.measure();
        Room::Again
    }

    /// Counts an event as discarded.
    #[cold]
    pub(crate) fn lose(&self, why: Loss) {
        let word = match why {
            Loss::Untyped => UNTYPED,
            Loss::Unfit => UNFIT,
            Loss::Barred => BARRED,
            Loss::Memory => MEMORY,
        };
        self.row(self.some_cpu()).word(word).fetch_add(1, Relaxed);
    }

    /// Counts an event as discarded that is longer than any may be.
    pub(crate) fn lose_large(&self) {
        self.discard(LARGE, LARGE_ELSEWHERE);
    }

    /// Counts an event that is not recorded.
    #[cold]
    fn discard(&self, counted: usize, elsewhere: usize) {
        let outcome = retry::<ByCpuId>(|index| {
            // SAFETY: BUFFERS: a word of the control page of CPU `index` that only this section writes.
            unsafe { section::count::<ByCpuId>(index, self.row(index).word(counted).as_ptr(), 1) }
        });
        if outcome != Outcome::Committed {
            self.row(self.some_cpu()).word(elsewhere).fetch_add(1, Relaxed);
        }
    }

    /// A CPU whose buffer will do for a thread that cannot run sections.
    fn some_cpu(&self) -> u32 {
        cpu::current().get() % self.geometry.rows
    }

    /// By exclusive access to some CPU's buffer.
    #[cold]
    fn write_by_guard(&self, record: &mut [u64]) -> Written {
        let (need, cpu) = (size_of_val(record), self.some_cpu());
        // If the guard cannot be had (this thread may not visit that CPU, or a process that was stopped holds it) the event is lost, and counted.
        let held = self.guard(cpu).lock_within(cpu, self.patience());
        let Ok(_held) = held.inspect_err(|error| self.lose_patience(error)) else {
            self.row(cpu).word(BARRED).fetch_add(1, Relaxed);
            return Written::Barred;
        };
        let row = self.row(cpu);
        let no_memory = || {
            row.word(MEMORY).fetch_add(1, Relaxed);
            Written::NoMemory
        };
        if !self.prepare(cpu) {
            return no_memory();
        }
        loop {
            let position = row.word(POSITION).load(Relaxed);
            let bytes = Position::of(position).bytes;
            if bytes as usize % self.geometry.sub_buffer + need <= self.geometry.sub_buffer - SPARE {
                let time = self.geometry.clock.now().max(row.word(LAST).load(Relaxed) as u64);
                record[0] = time;
                row.word(LAST).store(time as usize, Relaxed);
                // A multiple of 8, whatever another process has made of the position.
                let offset = (bytes % self.geometry.capacity as u64) as usize & !7;
                for (place, word) in record.iter().enumerate() {
                    let at = row.data().wrapping_add(offset + 8 * place).cast::<u64>();
                    // SAFETY: BUFFERS: in the buffer, whose sub-buffer has room; a consumer may read there at the same time.
                    unsafe { core::sync::atomic::AtomicU64::from_ptr(at) }.store(*word, Relaxed);
                }
                let bytes = (bytes + need as u64) % MODULUS;
                let records = Position::of(position).records + 1;
                row.word(POSITION).store(records.wrapping_mul(MODULUS).wrapping_add(bytes) as usize, Release);
                return Written::Yes;
            }
            let Some((now, before, next)) = self.next(row, position) else {
                row.word(FULL_ELSEWHERE).fetch_add(1, SeqCst);
                return Written::Full;
            };
            if !self.prepare_next(cpu, next) {
                return no_memory();
            }
            row.word(CLAIMED).store(next as usize, Relaxed);
            // As in `make_room`.
            fence(Release);
            row.pair(now.bytes)[0].store(now.bytes as usize, Relaxed);
            row.pair(next)[1].store(before, Relaxed);
            row.word(POSITION).store(next as usize, Release);
        }
    }
}
