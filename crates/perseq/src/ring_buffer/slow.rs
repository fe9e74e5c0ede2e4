//! Writes that one section does not do: at the end of the buffer, without room, without sections.

use perseq_core::{
    Error, Index, Outcome, Result,
    guard::Attempt,
    section::{ATTEMPTS, guarded},
    thread,
};

use super::{
    Mode, RingBuffer,
    row::{Header, Place, Row, need, place},
};

/// Part of the buffer, as a power of two, that overwriting frees at a time: the look for what is oldest is then paid once
/// for many records.
const FREED: u32 = 4;

/// The next step for a record that a row had no place for.
enum Next {
    /// The row has changed since, or has room now: try again.
    Again,
    /// The row is full and is to stay so.
    Full,
    /// Sections do not get on: take the guard.
    Hold,
}

impl<I: Index> RingBuffer<I> {
    /// Continues after the first attempt at a write, whose outcome was `first`, did not commit.
    #[cold]
    #[inline(never)]
    pub(super) fn resume_write(&self, record: &[u8], first: Outcome) -> Result<()> {
        let mut attempt = match first {
            Outcome::Committed => Attempt::Committed,
            Outcome::Exited => Attempt::Exited,
            Outcome::Aborted | Outcome::Guarded => self.rows.run_after(first, || self.attempt(record)),
        };
        for _ in 0..ATTEMPTS {
            match attempt {
                Attempt::Committed => return Ok(()),
                Attempt::Slow => break,
                Attempt::Exited => match self.make_room(need(record.len())) {
                    Next::Again => attempt = self.rows.run(|| self.attempt(record)),
                    Next::Full => return Err(self.full()),
                    Next::Hold => break,
                },
            }
        }
        self.write_held(record)
    }

    fn full(&self) -> Error {
        self.lost.inc();
        Error::Full { capacity: self.capacity }
    }

    /// Looks at the row that this thread is on and does what a record that takes `need` bytes waits for there.
    ///
    /// The thread may be somewhere else before each of the sections here. Padding depends on `written` and on the room
    /// alone, both of which the section looks at again: it is right on any row. The oldest records depend on the row, which the
    /// section therefore compares, with `read`: as long as that has not moved, nothing after it has changed.
    fn make_room(&self, need: usize) -> Next {
        let Ok(row) = self.row(thread::row::<I>()) else { return Next::Hold };
        let Some((read, written)) = row.counts() else { return Next::Again };
        let attempt = match place(written, read, need, self.capacity) {
            Place::Here => return Next::Again,
            Place::Behind(bytes) => self.try_pad(written, bytes, need),
            Place::NoRoom(_) if self.mode == Mode::Discard => return Next::Full,
            Place::NoRoom(free) => match row.behind_oldest(read, written, self.freed(free)) {
                None => return Next::Again,
                Some((next, records)) => self.try_discard(row, read, next, records),
            },
        };
        if attempt == Attempt::Slow { Next::Hold } else { Next::Again }
    }

    /// How many bytes to free where `free` are needed.
    fn freed(&self, free: usize) -> usize {
        free.max(self.capacity >> FREED)
    }

    fn try_pad(&self, written: usize, bytes: usize, need: usize) -> Attempt {
        let (room, mask) = (self.capacity - bytes - need, self.capacity - 1);
        let (marker, next) = (Header::of_padding(bytes).word(), written.wrapping_add(bytes));
        let none = core::ptr::null_mut();
        self.rows.run(|| {
            // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of a ring; the marker is stored at `written`, which is a
            // multiple of 8 in the buffer, where the section has found room.
            self.rows.attempt(|base| unsafe {
                guarded::ring_pad::<I>(base, none, written, room, mask, marker, next)
            })
        })
    }

    fn try_discard(&self, row: Row<'_>, read: usize, next: usize, records: u64) -> Attempt {
        let there = read.wrapping_add(row.address());
        // SAFETY: as in `try_pad`; the section accesses the row's counts only.
        let discard =
            || self.rows.attempt(|base| unsafe { guarded::ring_discard::<I>(base, read, there, next) });
        let attempt = self.rows.run(discard);
        if attempt == Attempt::Committed {
            self.lost.add(records);
        }
        attempt
    }

    /// The whole write in plain Rust, on a row that is held. Not inlined: its stack is not that of a handler's first write.
    #[inline(never)]
    fn write_held(&self, record: &[u8]) -> Result<()> {
        let held = self.rows.lock_here().inspect_err(|_| self.lost.inc())?;
        let row = self.row(held.index())?;
        loop {
            // In discard mode the reader may be at work: its store of `read` comes after its last look at what is before.
            let Some((read, written)) = row.counts() else { continue };
            match place(written, read, need(record.len()), self.capacity) {
                Place::Here => {
                    row.append(written, record);
                    return Ok(());
                }
                Place::Behind(bytes) => row.pad(written, bytes),
                Place::NoRoom(_) if self.mode == Mode::Discard => return Err(self.full()),
                Place::NoRoom(free) => {
                    let oldest = row.behind_oldest(read, written, self.freed(free));
                    let (next, records) = oldest.expect("a held row does not change");
                    row.read().store(next, core::sync::atomic::Ordering::Relaxed);
                    self.lost.add(records);
                }
            }
        }
    }
}
