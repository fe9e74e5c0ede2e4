//! A plain value in the file, replaced while processes read it.

use core::{
    fmt,
    marker::PhantomData,
    sync::atomic::Ordering::{AcqRel, Acquire},
};

use bytemuck::Pod;

use super::{
    SharedError, SharedResult,
    arena::{Root, UNIT},
    domain::{SharedRcu, SharedReadGuard},
    file::Arena,
};
use crate::{Error, held, period::patiently};

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

    /// Room for `size` bytes; waits for readers if there is none before.
    fn allocate(&self, size: usize) -> SharedResult<usize> {
        loop {
            let locked = self.lock()?;
            if let Some(offset) = locked.allocate(size)? {
                return Ok(offset);
            }
            let oldest = locked.oldest_period()?;
            drop(locked);
            let full = SharedError::ArenaFull { asked: size, arena: self.file.layout().arena() };
            match oldest {
                // Its own guard may be what it would wait for.
                Some(period) if held::count(self.number) == 0 => patiently(|| self.look(period))?,
                Some(period) if self.look(period)? => {}
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
    /// If the guard is of another domain, or the file is damaged.
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
    /// [`Error::OtherDomain`]; [`SharedError::Damaged`].
    #[inline]
    pub fn try_load<'g>(&self, guard: &'g SharedReadGuard<'d>) -> SharedResult<Option<&'g T>> {
        if !core::ptr::eq(self.domain, guard.domain) {
            return Err(Error::OtherDomain.into());
        }
        // Acquire: sees what the value's maker wrote.
        match self.root.value.load(Acquire) {
            0 => Ok(None),
            offset => self.value_at(offset).map(Some),
        }
    }

    /// What is at `offset`, for as long as the caller has it.
    #[inline(always)]
    fn value_at<'g>(&self, offset: usize) -> SharedResult<&'g T> {
        // Not `ok_or`: readers would make an error and drop it each time.
        let Some(value) = self.arena.at::<T>(offset) else { return Err(SharedError::Damaged) };
        // SAFETY: SHM: in the mapping, aligned, and any bytes are a `T`. DOMAIN: it was in its place after the caller's guard was
        // made, so nobody writes there before that is dropped.
        Ok(unsafe { &*value })
    }

    /// Puts `value` there. What was there is freed when its readers, in all processes, have left.
    ///
    /// Waits only where the arena has no room.
    ///
    /// # Errors
    ///
    /// [`SharedError::ArenaFull`], [`Error::Fence`], [`SharedError::Lock`]: nothing has changed.
    pub fn store(&self, value: T) -> SharedResult<()> {
        let new = self.make(value)?;
        self.replace(self.root.value.swap(new, AcqRel))
    }

    /// Takes the value out.
    ///
    /// # Errors
    ///
    /// [`SharedError::Lock`]: the value is out, and its memory is lost.
    pub fn clear(&self) -> SharedResult<()> {
        self.replace(self.root.value.swap(0, AcqRel))
    }

    /// Puts `change` of the value there; calls it again if somebody else replaces the value meanwhile.
    ///
    /// # Errors
    ///
    /// As [`store`](Self::store).
    pub fn update(&self, mut change: impl FnMut(Option<&T>) -> T) -> SharedResult<()> {
        // Before the guard, under which nobody must wait.
        let room = Room { domain: self.domain, offset: self.domain.allocate(size_of::<T>())? };
        let guard = self.domain.try_read()?;
        let old = loop {
            let old = self.root.value.load(Acquire);
            let value = change(if old == 0 { None } else { Some(self.value_at(old)?) });
            self.write(room.offset, value)?;
            // The guard keeps `old` from being used again.
            if self.root.value.compare_exchange(old, room.offset, AcqRel, Acquire).is_ok() {
                break old;
            }
        };
        core::mem::forget(room);
        drop(guard);
        self.replace(old)
    }

    fn make(&self, value: T) -> SharedResult<usize> {
        let room = Room { domain: self.domain, offset: self.domain.allocate(size_of::<T>())? };
        self.write(room.offset, value)?;
        let offset = room.offset;
        core::mem::forget(room);
        Ok(offset)
    }

    fn write(&self, offset: usize, value: T) -> SharedResult<()> {
        let place = self.arena.at::<T>(offset).ok_or(SharedError::Damaged)?;
        // SAFETY: SHM: in the mapping and aligned; allocated, and nobody else has seen it.
        unsafe { place.write(value) };
        Ok(())
    }

    fn replace(&self, old: usize) -> SharedResult<()> {
        if old == 0 { Ok(()) } else { self.domain.lock()?.retire(old) }
    }
}

/// Room that goes back unless it is used.
struct Room<'d> {
    domain: &'d SharedRcu,
    offset: usize,
}

impl Drop for Room<'_> {
    fn drop(&mut self) {
        // Where the lock cannot be had, the room is lost, and nothing else.
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
