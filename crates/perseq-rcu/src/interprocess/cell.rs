//! A plain value in the file, replaced while processes read it.

use core::{
    fmt,
    sync::atomic::Ordering::{Acquire, Relaxed},
};
use std::time::Instant;

use bytemuck::Pod;
use perseq_core::guard::RobustMutex;

use super::{
    ProcessError, ProcessResult,
    arena::{Root, UNIT},
    domain::{ProcessGuard, ProcessRcu},
    file::Values,
    members::Search,
    mine::Membership,
    step::step,
};
use crate::Error;

/// A named value of a [`ProcessRcu`], or none: read under a guard by any member, and replaced by any member at any time.
///
/// `T` is plain data of the same layout in all programs: numbers, arrays of them, `repr(C)` structures without padding
/// ([`bytemuck::Pod`], re-exported as [`perseq_rcu::Pod`](crate::Pod)).
pub struct ProcessCell<'d, T> {
    domain: &'d ProcessRcu,
    /// The domain's.
    mine: &'d Membership,
    root: &'d Root,
    values: Values<T>,
}

impl ProcessRcu {
    /// The cell of that name, without a value at first. Cells are never removed.
    ///
    /// # Errors
    ///
    /// [`ProcessError::Name`], also if there are as many as there can be; [`ProcessError::Type`] if it is for other values;
    /// [`ProcessError::Lock`].
    pub fn cell<T: Pod + Sync>(&self, name: &str) -> ProcessResult<ProcessCell<'_, T>> {
        const { assert!(align_of::<T>() <= UNIT, "values are aligned to 64 bytes at most") };
        let place = self.lock()?.root(name, size_of::<T>(), align_of::<T>())?;
        let root = &self.file.header().roots[place];
        Ok(ProcessCell { domain: self, mine: self.mine.get(), root, values: self.file.arena().values() })
    }

    /// Room for `size` bytes; waits for readers if there is none before, for [`RobustMutex::PATIENCE`] at most.
    fn allocate(&self, size: usize) -> ProcessResult<Room<'_>> {
        let end = Instant::now() + RobustMutex::PATIENCE;
        loop {
            let locked = self.lock_as_member()?;
            let full = match locked.allocate(size) {
                Ok(Some(offset)) => return Ok(Room { domain: self, member: self.member(), offset }),
                Ok(None) => ProcessError::ArenaFull { asked: size, arena: self.file.layout().arena() },
                // The file system is full: what is there may do.
                Err(error @ ProcessError::File { .. }) => error,
                Err(error) => return Err(error),
            };
            let oldest = locked.oldest_period()?;
            drop(locked);
            match oldest {
                _ if Instant::now() >= end => return Err(full),
                // Its own guard may be what it would wait for.
                Some(period) if self.own() == 0 => {
                    self.wait_for(period, Some(end))?;
                }
                Some(period) if self.look(period, Some(end))? => {}
                // The blocks that the dead had in hand come back.
                _ if self.lock()?.bury(Search::All) => {}
                _ => return Err(full),
            }
        }
    }
}

impl<'d, T: Pod + Sync> ProcessCell<'d, T> {
    /// The value now, if there is one, valid as long as the guard.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain or a copy of a parent's, or the file is damaged.
    #[inline]
    #[track_caller]
    pub fn load<'g>(&self, guard: &'g ProcessGuard<'d>) -> Option<&'g T> {
        match self.try_load(guard) {
            Ok(value) => value,
            Err(error) => cannot_load(&error),
        }
    }

    /// As [`load`](Self::load).
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`]; [`Error::ForkedGuard`] in a forked child that has a copy of the guard; [`ProcessError::Damaged`].
    #[inline]
    pub fn try_load<'g>(&self, guard: &'g ProcessGuard<'d>) -> ProcessResult<Option<&'g T>> {
        if !guard.is_of(self.mine) {
            let is_other = !core::ptr::eq(self.domain, guard.domain);
            return Err(if is_other { Error::OtherDomain } else { Error::ForkedGuard }.into());
        }
        // Acquire: sees what the value's maker wrote.
        self.value_at(self.root.value.load(Acquire))
    }

    /// The value at `offset`, for as long as the caller has it; none at 0.
    #[inline(always)]
    fn value_at<'g>(&self, offset: usize) -> ProcessResult<Option<&'g T>> {
        match self.values.at(offset) {
            // SAFETY: SHM: in the mapping, aligned, and any bytes are a `T`. DOMAIN: it was in its place after the caller's guard was
            // made, so no member writes there before that is dropped.
            Some(value) => Ok(Some(unsafe { &*value })),
            None if offset == 0 => Ok(None),
            None => Err(ProcessError::Damaged),
        }
    }

    /// Puts `value` there. The value before it is freed when its readers, in all processes, have left.
    ///
    /// Waits only where the arena has no room: for readers, ten seconds at most.
    ///
    /// # Errors
    ///
    /// [`ProcessError::ArenaFull`], [`ProcessError::File`] where the file system is full, [`Error::Fence`], [`ProcessError::Lock`], and in a forked
    /// child those of [`open`](ProcessRcu::open): nothing has changed.
    pub fn store(&self, value: T) -> ProcessResult<()> {
        let room = self.domain.allocate(size_of::<T>())?;
        self.write(&room, value)?;
        // The lock goes before the room, which takes it to go back.
        let replaced = self.domain.lock()?.replace(self.root, room.offset);
        replaced.map(|()| room.used())
    }

    /// Takes the value out.
    ///
    /// # Errors
    ///
    /// [`ProcessError::Lock`], and in a forked child those of [`open`](ProcessRcu::open): nothing has changed.
    pub fn clear(&self) -> ProcessResult<()> {
        self.domain.lock_as_member()?.replace(self.root, 0)
    }

    /// Puts `change` of the value there; calls it again if another thread or process has replaced the value by then.
    ///
    /// `change` is called inside a reader, without the lock. It may replace the value itself, also by an update: then it is called again, with
    /// what it has put there. The replaced values keep their places in the arena until the update is over, so a function that does so each time gets
    /// [`ProcessError::ArenaFull`] in the end.
    ///
    /// # Errors
    ///
    /// As [`store`](Self::store); [`Error::ForkedGuard`] in a forked child that returns from `change`: nothing has changed there, and the parent
    /// continues.
    pub fn update(&self, mut change: impl FnMut(Option<&T>) -> T) -> ProcessResult<()> {
        // Before the guard, under which no thread must wait.
        let room = self.domain.allocate(size_of::<T>())?;
        let _guard = self.domain.try_read()?;
        loop {
            let old = self.root.value.load(Acquire);
            let value = change(self.value_at(old)?);
            self.write(&room, value)?;
            let locked = self.domain.lock()?;
            // The guard keeps `old` from being used again.
            if self.root.value.load(Relaxed) == old {
                let replaced = locked.replace(self.root, room.offset);
                drop(locked);
                return replaced.map(|()| room.used());
            }
        }
    }

    fn write(&self, room: &Room<'_>, value: T) -> ProcessResult<()> {
        if !room.is_own() {
            return Err(Error::ForkedGuard.into());
        }
        let place = self.values.at(room.offset).ok_or(ProcessError::Damaged)?;
        // SAFETY: SHM: in the mapping and aligned; in this process's hand, and no other thread or process has seen it.
        unsafe { place.write(value) };
        step();
        Ok(())
    }
}

/// Room that goes back unless it is used.
struct Room<'d> {
    domain: &'d ProcessRcu,
    /// Whose it is.
    member: u32,
    offset: usize,
}

impl Room<'_> {
    /// Returns whether it is this process's: a forked child has a copy of its parent's, which the parent may have published. Its number is
    /// another one, or none.
    fn is_own(&self) -> bool {
        self.domain.member() == self.member
    }

    /// It is a cell's.
    fn used(self) {
        core::mem::forget(self);
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        // If the lock cannot be had, the room stays in this member's hand until that has left.
        if self.is_own()
            && let Ok(locked) = self.domain.lock()
        {
            _ = locked.free(self.offset);
        }
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn cannot_load(error: &ProcessError) -> ! {
    panic!("{error}")
}

impl<T> fmt::Debug for ProcessCell<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProcessCell").field("domain", &self.domain).finish_non_exhaustive()
    }
}
