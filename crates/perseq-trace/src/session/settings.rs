//! A read-only view of the session's settings, for processes that have buffers of their own. Read-only, so that none of them spoils what is for all.
//!
//! Processes read it by relaxed loads and fences: other loads may need memory that can be written
//! (`core::sync::atomic`, "Atomic accesses to read-only memory").

use core::sync::atomic::Ordering::Relaxed;
use std::{
    ffi::CString,
    os::unix::{ffi::OsStrExt as _, fs::MetadataExt as _},
};

use perseq_core::cpu;
use rustix::{
    fs::OFlags,
    mm::{MapFlags, ProtFlags, mmap},
};

use crate::{
    Error, Refusal, Result,
    buffer::{
        clock::Moment,
        file::{File, at},
        geometry::{Claims, Geometry, HEAD},
        header::Header,
        reserve::longest_file,
    },
    say::say,
    session::{open, place::Place},
};

/// The session that a process traces into, as far as the process keeps it for ever.
pub(crate) struct Settings {
    header: &'static Header,
    /// Device and inode of the session's file.
    pub(crate) session: (u64, u64),
    /// The session's directory.
    pub(crate) directory: CString,
    /// Of a process's buffers.
    pub(crate) claims: Claims,
    pub(crate) geometry: Geometry,
    /// When the session was made.
    pub(crate) start: Moment,
}

impl core::fmt::Debug for Settings {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Settings").field("directory", &self.directory).finish_non_exhaustive()
    }
}

impl Settings {
    /// Those of the session in `directory`, whose file `session` is.
    pub(crate) fn open(directory: &Place, session: &File) -> Result<&'static Self> {
        let place = directory.buffers();
        let path = place.path();
        let directory = directory.path();
        let refused = |why| Error::Refused { path: path.to_owned(), why };
        let words = session.header().claims.each_ref().map(|word| word.load(Relaxed));
        let (cpus, rows) = (cpu::bound().into(), cpu::rows().into());
        let asked = Claims { per_process: 0, cpus, rows, ..Claims::of_words(words) };
        let most = longest_file();
        let claims = asked.within(most);
        let geometry = claims.check(u64::MAX, cpu::bound()).map_err(refused)?;
        let start = Moment::of_words(session.header().start.each_ref().map(|word| word.load(Relaxed)));
        let name =
            CString::new(directory.as_os_str().as_bytes()).map_err(|zero| at(directory)(zero.into()))?;
        let header = Self::map(&place, session)?;
        if claims != asked {
            say(format_args!(
                "files of this process may have {most} bytes (ulimit -f): it has {} sub-buffers of {} bytes for each CPU, where the session asks for {} of {}",
                claims.sub_buffers, claims.sub_buffer, asked.sub_buffers, asked.sub_buffer
            ));
        }
        Ok(Box::leak(Box::new(Self {
            header,
            session: session.session,
            directory: name,
            claims,
            geometry,
            start,
        })))
    }

    fn map(place: &Place, session: &File) -> Result<&'static Header> {
        let path = place.path();
        let file = place.file(OFlags::RDONLY).map_err(at(path))?;
        if open::identity(&file).map_err(at(path))? != session.session {
            return Err(at(path)(rustix::io::Errno::NOENT.into()));
        }
        if file.metadata().map_err(at(path))?.size() < HEAD as u64 {
            return Err(Error::Refused { path: path.to_owned(), why: Refusal::Foreign });
        }
        // SAFETY: a new mapping touches no existing memory.
        let start = unsafe { mmap(core::ptr::null_mut(), HEAD, ProtFlags::READ, MapFlags::SHARED, &file, 0) };
        let start = start.map_err(|errno| at(path)(errno.into()))?;
        // SAFETY: BUFFERS: as long as a header, page-aligned, and mapped for ever. No holder stores to it, or locks its lock.
        Ok(unsafe { &*start.cast::<Header>() })
    }

    /// Returns whether the session has ended.
    pub(crate) fn is_stopped(&self) -> bool {
        self.header.stopped.load(Relaxed) != 0
    }

    /// Returns whether forked children do not trace.
    pub(crate) fn parents_only(&self) -> bool {
        self.header.parents_only.load(Relaxed) != 0
    }

    /// For [`Header::by_filter`], and nothing else.
    pub(crate) fn header(&self) -> &Header {
        self.header
    }
}
