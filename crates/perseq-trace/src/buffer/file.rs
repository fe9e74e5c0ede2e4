//! A session's file, mapped, and the words in it.

use core::{
    hash::BuildHasher as _,
    sync::atomic::{
        AtomicPtr, AtomicU32, AtomicU64, AtomicUsize,
        Ordering::{Relaxed, Release, SeqCst},
        fence,
    },
    time::Duration,
};
use std::{
    fs,
    hash::RandomState,
    io,
    os::unix::fs::{FileExt as _, MetadataExt as _},
    path::{Path, PathBuf},
};

use perseq_core::{
    cpu,
    guard::{RobustMutex, SharedGuard},
};
use perseq_ctf::Uuid;
use rustix::{
    fs::OFlags,
    io::Errno,
    mm::{Advice, MapFlags, ProtFlags, madvise, mmap, mmap_anonymous, munmap},
};

use crate::{
    Buffers, ClockKind, Error, Options, Result,
    buffer::{
        clock::{Moment, boot_id, monotonic},
        fault::Fault,
        geometry::{CLAIMS, CONTROL, Claims, Geometry, HEAD, UNBUFFERED},
        header::{FIXED, Header},
        reserve::{Kept, reserve, with_advice},
        row::Row,
        section::{GROWS, LAST, UNTOUCHED},
    },
    session::{load, open, place::Place, settings::Settings},
};

/// Name of the file in the session's directory. Hidden: what reads traces takes every other file for a stream.
pub(crate) const NAME: &str = ".session";

/// A session's file, mapped.
#[derive(Debug)]
pub(crate) struct File {
    /// Changes in a forked child only, to its own buffers.
    start: AtomicPtr<u8>,
    pub(crate) geometry: Geometry,
    pub(crate) path: PathBuf,
    /// The trace's identity, as it was when the file was opened.
    pub(crate) uuid: Uuid,
    /// Open for its lock, where there is one to take: one consumer at a time. Of the process whose buffers these are: its directory, locked
    /// as long as it may write.
    pub(crate) file: Option<fs::File>,
    /// The filter and the other settings of the session, of the process whose buffers these are.
    pub(crate) settings: Option<&'static Settings>,
    /// Until this time, in nanoseconds of the monotonic clock, no event waits for another process.
    impatient: AtomicU64,
    /// This process, whose events are written here.
    pub(crate) writer: AtomicU32,
    /// Made since this machine has booted.
    this_boot: bool,
    /// Device and inode of the session's file: nothing else has them as long as it is mapped.
    pub(crate) session: (u64, u64),
}

/// How long an event waits for a process that holds a lock: one that is preempted, not one that was stopped.
const PATIENCE: Duration = Duration::from_millis(20);
/// After a wait in vain, nanoseconds until an event waits again.
const IMPATIENT: u64 = 1_000_000_000;

// SAFETY: the mapping is for all threads and processes; what is in it is atomic, or written by sections.
unsafe impl Send for File {}
// SAFETY: as above.
unsafe impl Sync for File {}

/// With the path that it happened to.
pub(crate) fn at(path: &Path) -> impl Fn(io::Error) -> Error {
    move |source| Error::File { path: path.to_owned(), source }
}

/// An identity that no other trace has.
fn new_uuid() -> core::result::Result<Uuid, Errno> {
    let mut uuid = [0; 16];
    rustix::rand::getrandom(&mut uuid, rustix::rand::GetRandomFlags::empty())?;
    // Version 4: by chance.
    uuid[6] = uuid[6] & 0x0f | 0x40;
    uuid[8] = uuid[8] & 0x3f | 0x80;
    Ok(Uuid(uuid))
}

impl File {
    /// Makes the file of a new session in `directory`, which is made if it is not there.
    pub(crate) fn create(directory: &Path, options: &Options) -> Result<Self> {
        let directory = Place::open(&open::session_directory(directory)?)?;
        // By chance, for threads may do this at once, and one with this process's id may have died here.
        let chance = RandomState::new().hash_one(0_u8);
        let new = directory.join(format!("{NAME}.{}.{chance:016x}.new", std::process::id()));
        let made = Self::create_at(&new, &directory.buffers(), options);
        _ = new.remove();
        made
    }

    /// Made at `new`, so that no process opens a half of it.
    fn create_at(new: &Place, place: &Place, options: &Options) -> Result<Self> {
        let path = place.path();
        let clock = ClockKind::best();
        let claims = Claims::new(options, [cpu::bound(), cpu::rows()], clock, boot_id()?);
        let refused = |why| Error::Refused { path: path.to_owned(), why };
        let geometry = claims.check(u64::MAX, cpu::bound()).map_err(refused)?;
        let file = new.file(OFlags::RDWR | OFlags::CREATE | OFlags::EXCL).map_err(at(new.path()))?;
        let session = open::identity(&file).map_err(at(path))?;
        let (start, kept) = (Moment::now(clock), Kept::online());
        let made = Self::furnish(file, &claims, geometry, &start, &kept);
        let mut made = made.map_err(|fault| with_advice(fault, &geometry).at(path))?;
        new.link(place.name()).map_err(at(path))?;
        path.clone_into(&mut made.path);
        made.session = session;
        Ok(made)
    }

    /// Makes an empty file one with this geometry, of a trace that began at `start`. It does not allocate. The buffers that are `kept` have their room now, and others when something is written there.
    pub(crate) fn furnish(
        file: fs::File,
        claims: &Claims,
        geometry: Geometry,
        start: &Moment,
        kept: &Kept,
    ) -> core::result::Result<Self, Fault> {
        reserve(&file, &geometry, kept)?;
        let mut made = Self::map(file, geometry, PathBuf::new(), true).map_err(Fault::Io)?;
        let grows = made.touch(0, FIXED) != Err(Errno::INVAL);
        if let (false, Some(file)) = (grows, &made.file) {
            // Before Linux 5.14.
            reserve(file, &geometry, &Kept::all())?;
        }
        let header = made.header();
        for (word, value) in header.start.iter().zip(start.words()) {
            word.store(value, Relaxed);
        }
        let uuid = new_uuid()?;
        for (word, bytes) in header.uuid.iter().zip(uuid.0.as_chunks().0) {
            word.store(u64::from_ne_bytes(*bytes), Relaxed);
        }
        made.uuid = uuid;
        let lock = made.start().wrapping_add(core::mem::offset_of!(Header, lock)).cast();
        // SAFETY: in the mapping, aligned, and no other process has the file yet.
        unsafe { RobustMutex::init(lock) };
        for cpu in 0..geometry.rows {
            // SAFETY: the control page is in the mapping and aligned, its start is large enough, and no other process has the file yet.
            unsafe { SharedGuard::init(made.control(cpu).cast()) };
            if grows && !kept.contains(cpu) {
                let row = made.row(cpu);
                row.word(LAST).store(UNTOUCHED, Relaxed);
                row.word(GROWS).store(1, Relaxed);
            }
        }
        // The claims come last: without them it is no session's file.
        for (word, claim) in made.header().claims.iter().zip(claims.words()).rev() {
            word.store(claim, Release);
        }
        Ok(made)
    }

    /// Maps the file of the session in `directory`, or of a process, if this process can use it.
    pub(crate) fn open(directory: &Place) -> Result<Self> {
        let (place, path) = (directory.buffers(), directory.path().join(NAME));
        let file = place.file(OFlags::RDWR).map_err(at(&path))?;
        let about = file.metadata().map_err(at(&path))?;
        if about.uid() != rustix::process::geteuid().as_raw() {
            return Err(Error::Foreign { path, owner: about.uid() });
        }
        let mut bytes = [0; 8 * CLAIMS];
        let refused = |why| Error::Refused { path: path.clone(), why };
        if about.len() < HEAD as u64 {
            return Err(refused(crate::Refusal::Foreign));
        }
        file.read_exact_at(&mut bytes, 0).map_err(at(&path))?;
        let mut words = [0; CLAIMS];
        for (word, bytes) in words.iter_mut().zip(bytes.as_chunks().0) {
            *word = u64::from_ne_bytes(*bytes);
        }
        let geometry = Claims::of_words(words).check(about.len(), cpu::bound()).map_err(refused)?;
        let (session, this_boot) = (open::identity(&file).map_err(at(&path))?, geometry.boot == boot_id()?);
        let mut mapped = Self::map(file, geometry, path.clone(), this_boot).map_err(at(&path))?;
        mapped.session = session;
        Ok(mapped)
    }

    /// A header for a process that has no buffers, in memory of its own.
    pub(crate) fn nowhere() -> Option<Self> {
        let options = Options { buffers: Buffers::PerProcess, ..Options::default() };
        let claims = Claims::new(&options, [cpu::bound(), 1], ClockKind::Monotonic, [0; 2]);
        let geometry = claims.check(u64::MAX, cpu::bound()).ok()?;
        let (access, flags) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE | MapFlags::NORESERVE);
        // SAFETY: a new mapping touches no existing memory.
        let start = unsafe { mmap_anonymous(core::ptr::null_mut(), geometry.total(), access, flags) };
        Some(Self::new(start.ok()?.cast(), geometry, PathBuf::new(), None, false))
    }

    fn map(file: fs::File, geometry: Geometry, path: PathBuf, this_boot: bool) -> io::Result<Self> {
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping touches no existing memory.
        let start =
            unsafe { mmap(core::ptr::null_mut(), geometry.total(), protection, MapFlags::SHARED, &file, 0) };
        let start = start?.cast::<u8>();
        let (end, total) = (geometry.len().next_multiple_of(load::page_size()), geometry.total());
        if end < total {
            // No CPU of this kernel is there. A process that is restored (CRIU) on a machine with more may be: it must not be ended. (If memory is
            // never promised twice, it may be refused.)
            let flags = MapFlags::PRIVATE | MapFlags::FIXED | MapFlags::NORESERVE;
            let rest = start.wrapping_add(end).cast();
            // SAFETY: it takes the place of a part of the new mapping, to which there is no reference yet.
            _ = unsafe { mmap_anonymous(rest, total - end, protection, flags) };
        }
        let mut mapped = Self::new(start, geometry, path, Some(file), this_boot);
        let words = mapped.header().uuid.each_ref().map(|word| word.load(Relaxed).to_ne_bytes());
        mapped.uuid.0.as_chunks_mut().0.copy_from_slice(&words);
        Ok(mapped)
    }

    fn new(
        start: *mut u8,
        geometry: Geometry,
        path: PathBuf,
        file: Option<fs::File>,
        this_boot: bool,
    ) -> Self {
        Self {
            start: AtomicPtr::new(start),
            geometry,
            path,
            uuid: Uuid([0; 16]),
            file,
            settings: None,
            impatient: AtomicU64::new(0),
            writer: AtomicU32::new(std::process::id()),
            this_boot,
            session: (0, 0),
        }
    }

    /// A process that only looks here touches few pages, far from each other: the kernel need not make those around them. And it shows
    /// this advice to those that ask which processes may write here.
    pub(crate) fn for_looking(self) -> Self {
        // SAFETY: one whole mapping; the advice, which may be refused, changes nothing that is in it.
        _ = unsafe { madvise(self.start().cast(), self.geometry.total(), Advice::Random) };
        self
    }

    /// For a trace that is not the session's own.
    pub(crate) fn with_new_uuid(self) -> Result<Self> {
        let mut this = self;
        this.uuid = new_uuid().map_err(|errno| at(&this.path)(errno.into()))?;
        Ok(this)
    }

    /// For a user that takes no lock: the mapping stays without it.
    pub(crate) fn without_descriptor(self) -> Self {
        // By its own name: `File` has a destructor, and cannot be taken apart.
        let mut this = self;
        this.file = None;
        this
    }

    #[inline(always)]
    fn start(&self) -> *mut u8 {
        self.start.load(Relaxed)
    }

    /// From now on this is `other`, with the same geometry; its lock is the caller's. Events under way in the mapping of before may continue: that
    /// stays.
    pub(crate) fn become_other(&self, other: Self) -> Option<fs::File> {
        assert_eq!(self.geometry, other.geometry, "a child's buffers are as its parent's");
        let other = core::mem::ManuallyDrop::new(other);
        self.start.store(other.start(), Release);
        // SAFETY: read once, of a value that is dropped no more.
        unsafe { core::ptr::read(&other.file) }
    }

    /// The address at which it is mapped.
    pub(crate) fn address(&self) -> usize {
        self.start().addr()
    }

    pub(crate) fn header(&self) -> &Header {
        // SAFETY: BUFFERS: a header is at the start of each file that was checked, page-aligned, and mapped while `self` lives, or for ever.
        unsafe { &*self.start().cast() }
    }

    /// How many events programs without buffers have come to.
    pub(crate) fn unbuffered(&self) -> u64 {
        // SAFETY: BUFFERS: in the mapping, which is as long as a header's place, and page-aligned.
        let events = || unsafe { &*self.start().wrapping_add(UNBUFFERED).cast::<AtomicU64>() };
        if self.geometry.per_process { events().load(Relaxed) } else { 0 }
    }

    /// Makes the file system find room for `len` bytes from `offset` on, without which `SIGBUS` would end a process that writes there.
    ///
    /// # Errors
    /// `INVAL` from kernels that cannot (before Linux 5.14).
    fn touch(&self, offset: usize, len: usize) -> core::result::Result<(), Errno> {
        let page = load::page_size();
        let (start, end) = (offset & !(page - 1), (offset + len).next_multiple_of(page));
        let len = end.min(self.geometry.total()) - start;
        // SAFETY: in the mapping, by the line above; it changes nothing that is in it.
        unsafe { madvise(self.start().wrapping_add(start).cast(), len, Advice::LinuxPopulateWrite) }
    }

    /// The same; whether there is room now. A kernel that cannot has found it when the file was made.
    pub(crate) fn has_room(&self, offset: usize, len: usize) -> bool {
        loop {
            match self.touch(offset, len) {
                Err(Errno::INTR | Errno::AGAIN) => {}
                touched => return !matches!(touched, Err(Errno::FAULT | Errno::NOMEM | Errno::NOSPC)),
            }
        }
    }

    /// The same, of the sub-buffer of `cpu` that byte `at` is in.
    pub(crate) fn has_sub_buffer(&self, cpu: u32, at: u64) -> bool {
        let size = self.geometry.sub_buffer;
        let offset = (at % self.geometry.capacity as u64) as usize / size * size;
        self.has_room(self.geometry.control(cpu) + CONTROL + offset, size)
    }

    /// The control page of a CPU that a thread of this process has just been on, without another look at the number.
    #[inline(always)]
    pub(crate) fn control_of_current(&self, cpu: u32) -> *mut usize {
        self.start().wrapping_add(HEAD).wrapping_add(cpu as usize * self.geometry.stride).cast()
    }

    /// The control page of `cpu`.
    pub(crate) fn control(&self, cpu: u32) -> *mut usize {
        self.start().wrapping_add(self.geometry.control(cpu)).cast()
    }

    /// Row of `cpu`.
    pub(crate) fn row(&self, cpu: u32) -> Row<'_> {
        // SAFETY: BUFFERS: a whole control page of atomic words, in the mapping and aligned, by `Geometry::control`.
        let words = unsafe { &*self.control(cpu).cast::<[AtomicUsize; CONTROL / 8]>() };
        Row { words, data: self.control(cpu).cast::<u8>().wrapping_add(CONTROL), geometry: &self.geometry }
    }

    /// As `row`, with the guard for threads that cannot run sections.
    pub(crate) fn guard(&self, cpu: u32) -> &SharedGuard {
        // SAFETY: BUFFERS: `create` has made a guard at the start of each control page.
        unsafe { &*self.control(cpu).cast::<SharedGuard>() }
    }

    /// Ends the session: no process records events any more.
    pub(crate) fn stop(&self) {
        // SeqCst, with `after_enabling`: one of both sees the other.
        self.header().stopped.store(1, SeqCst);
        self.after_enabling();
    }

    /// Returns whether times in the file are of clocks that still go: counters begin anew when a machine boots.
    pub(crate) fn is_of_this_boot(&self) -> bool {
        self.this_boot
    }

    /// How long an event waits for another process now.
    pub(crate) fn patience(&self) -> Duration {
        if monotonic() < self.impatient.load(Relaxed) { Duration::ZERO } else { PATIENCE }
    }

    /// An event could not have a lock.
    pub(crate) fn lose_patience(&self, error: &perseq_core::Error) {
        if matches!(error, perseq_core::Error::HeldElsewhere { .. }) {
            self.impatient.store(monotonic() + IMPATIENT, Relaxed);
        }
    }

    /// Returns whether no process records events any more.
    pub(crate) fn is_stopped(&self) -> bool {
        self.header().stopped.load(SeqCst) != 0 || self.settings.is_some_and(Settings::is_stopped)
    }

    /// If the session has ended, no type is enabled any more.
    pub(crate) fn after_enabling(&self) {
        fence(SeqCst);
        if self.is_stopped() {
            self.header().enabled.iter().for_each(|enabled| enabled.store(0, Relaxed));
        }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: one whole mapping, and everything that has references into it borrows `self`.
        // It cannot fail; if it did, it would leak.
        let _unmapped = unsafe { munmap(self.start().cast(), self.geometry.total()) };
    }
}
