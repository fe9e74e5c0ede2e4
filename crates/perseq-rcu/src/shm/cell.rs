//! A plain value in the file, replaced while processes read it.

use core::{
    fmt,
    marker::PhantomData,
    sync::atomic::Ordering::{Acquire, Relaxed},
};
use std::time::Instant;

use bytemuck::Pod;
use perseq_core::guard::RobustMutex;

use super::{
    SharedError, SharedResult,
    arena::{Root, UNIT},
    domain::{SharedRcu, SharedReadGuard},
    file::Arena,
    members::Search,
    step::step,
};
use crate::Error;

/// A named value of a [`SharedRcu`], or none: read under a guard by any member, and replaced by any member at any time.
///
/// `T` is plain data of the same layout in all programs: numbers, arrays of them, `repr(C)` structures without padding
/// ([`bytemuck::Pod`], re-exported as [`perseq_rcu::Pod`](crate::Pod)).
pub struct SharedCell<'d, T> {
    domain: &'d SharedRcu,
    root: &'d Root,
    arena: Arena,
    value: PhantomData<fn(T) -> T>,
}

impl SharedRcu {
    /// The cell of that name, without a value at first. Cells are never removed.
    ///
    /// # Errors
    ///
    /// [`SharedError::Name`], also if there are as many as there can be; [`SharedError::Type`] if it is for other values;
    /// [`SharedError::Lock`].
    pub fn cell<T: Pod + Sync>(&self, name: &str) -> SharedResult<SharedCell<'_, T>> {
        const { assert!(align_of::<T>() <= UNIT, "values are aligned to 64 bytes at most") };
        let place = self.lock()?.root(name, size_of::<T>(), align_of::<T>())?;
        let root = &self.file.header().roots[place];
        Ok(SharedCell { domain: self, root, arena: self.file.arena(), value: PhantomData })
    }

    /// Room for `size` bytes; waits for readers if there is none before, for [`RobustMutex::PATIENCE`] at most.
    fn allocate(&self, size: usize) -> SharedResult<Room<'_>> {
        let end = Instant::now() + RobustMutex::PATIENCE;
        loop {
            let locked = self.lock_as_member()?;
            let full = match locked.allocate(size) {
                Ok(Some(offset)) => return Ok(Room { domain: self, offset }),
                Ok(None) => SharedError::ArenaFull { asked: size, arena: self.file.layout().arena() },
                // The file system is full: what is there may do.
                Err(error @ SharedError::File { .. }) => error,
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

impl<'d, T: Pod + Sync> SharedCell<'d, T> {
    /// The value now, if there is one, valid as long as the guard.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain or a copy of a parent's, or the file is damaged.
    #[inline]
    #[track_caller]
    pub fn load<'g>(&self, guard: &'g SharedReadGuard<'d>) -> Option<&'g T> {
        match self.try_load(guard) {
            Ok(value) => value,
            Err(error) => cannot_load(&error),
        }
    }

    /// As [`load`](Self::load).
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`]; [`Error::ForkedGuard`] in a forked child that has a copy of the guard; [`SharedError::Damaged`].
    #[inline]
    pub fn try_load<'g>(&self, guard: &'g SharedReadGuard<'d>) -> SharedResult<Option<&'g T>> {
        if !core::ptr::eq(self.domain, guard.domain) {
            return Err(Error::OtherDomain.into());
        }
        if !guard.is_own() {
            return Err(Error::ForkedGuard.into());
        }
        // Acquire: sees what the value's maker wrote.
        match self.root.value.load(Acquire) {
            0 => Ok(None),
            offset => self.value_at(offset).map(Some),
        }
    }

    /// The value at `offset`, for as long as the caller has it.
    #[inline(always)]
    fn value_at<'g>(&self, offset: usize) -> SharedResult<&'g T> {
        // Not `ok_or`: readers would make an error and drop it each time.
        let Some(value) = self.arena.at::<T>(offset) else { return Err(SharedError::Damaged) };
        // SAFETY: SHM: in the mapping, aligned, and any bytes are a `T`. DOMAIN: it was in its place after the caller's guard was
        // made, so no member writes there before that is dropped.
        Ok(unsafe { &*value })
    }

    /// Puts `value` there. The value before it is freed when its readers, in all processes, have left.
    ///
    /// Waits only where the arena has no room: for readers, ten seconds at most.
    ///
    /// # Errors
    ///
    /// [`SharedError::ArenaFull`], [`SharedError::File`] where the file system is full, [`Error::Fence`], [`SharedError::Lock`], and in a forked
    /// child those of [`open`](SharedRcu::open): nothing has changed.
    pub fn store(&self, value: T) -> SharedResult<()> {
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
    /// [`SharedError::Lock`], and in a forked child those of [`open`](SharedRcu::open): nothing has changed.
    pub fn clear(&self) -> SharedResult<()> {
        self.domain.lock_as_member()?.replace(self.root, 0)
    }

    /// Puts `change` of the value there; calls it again if another thread or process has replaced the value by then.
    ///
    /// # Errors
    ///
    /// As [`store`](Self::store).
    pub fn update(&self, mut change: impl FnMut(Option<&T>) -> T) -> SharedResult<()> {
        // Before the guard, under which no thread must wait.
        let room = self.domain.allocate(size_of::<T>())?;
        let _guard = self.domain.try_read()?;
        loop {
            let old = self.root.value.load(Acquire);
            let value = change(if old == 0 { None } else { Some(self.value_at(old)?) });
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

    fn write(&self, room: &Room<'_>, value: T) -> SharedResult<()> {
        let place = self.arena.at::<T>(room.offset).ok_or(SharedError::Damaged)?;
        // SAFETY: SHM: in the mapping and aligned; allocated, and no other thread or process has seen it.
        unsafe { place.write(value) };
        step();
        Ok(())
    }
}

/// Room that goes back unless it is used.
struct Room<'d> {
    domain: &'d SharedRcu,
    offset: usize,
}

impl Room<'_> {
    /// It is a cell's.
    fn used(self) {
        core::mem::forget(self);
    }
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        // If the lock cannot be had, the room stays in this member's hand until that has left.
        if let Ok(locked) = self.domain.lock() {
            _ = locked.free(self.offset);
        }
    }
}

#[cold]
#[inline(never)]
#[track_caller]
fn cannot_load(error: &SharedError) -> ! {
    panic!("{error}")
}

impl<T> fmt::Debug for SharedCell<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedCell").field("domain", &self.domain).finish_non_exhaustive()
    }
}
