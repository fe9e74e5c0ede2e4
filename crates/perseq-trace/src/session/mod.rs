//! Sessions: made, opened, attached to, filtered, ended.

#[allow(unsafe_code, reason = "the session's pointer, in a page of its own")]
pub(crate) mod attached;
pub(crate) mod directives;
#[allow(unsafe_code, reason = "the environment of programs that this one executes")]
pub(crate) mod environment;
pub(crate) mod filter;
#[allow(unsafe_code, reason = "a descriptor that is closed by its number")]
pub(crate) mod fork;
pub(crate) mod ids;
#[allow(unsafe_code, reason = "what happens when the object is loaded and when the process forks")]
pub(crate) mod load;
pub(crate) mod mapped;
pub(crate) mod open;
pub(crate) mod pattern;
pub(crate) mod place;
pub(crate) mod process;
pub(crate) mod retired;
#[allow(unsafe_code, reason = "a file that is mapped for reading")]
pub(crate) mod settings;
#[allow(unsafe_code, reason = "a page of the session's file, and what is done when the program ends")]
pub(crate) mod unbuffered;

use core::sync::atomic::Ordering::{Acquire, Relaxed};
use std::path::{Path, PathBuf};

use rustix::{
    fs::{FlockOperation, OFlags, flock},
    io::Errno,
};

use crate::{
    Error, Filter, Mode, Options, Refusal, Result,
    buffer::{file::File, reserve::with_advice},
    consume::{self, recorder},
    event::context,
    session::{place::Place, settings::Settings},
};

/// Environment variable with the directory of the session that a program traces into from its start. Programs that get rights by being
/// executed (setuid, file capabilities) ignore it.
pub const VARIABLE: &str = "PERSEQ_TRACE";

/// A session: a directory with the buffers that processes trace into, and later the trace.
#[derive(Debug)]
pub struct Session {
    file: File,
    directory: PathBuf,
}

impl Session {
    /// Makes a session in `directory`, which is made if it is not there, for this user's processes. A tmpfs (`/dev/shm`, `/run`) keeps the
    /// buffers out of the disk's way.
    ///
    /// The buffers of CPUs that are online take their memory at once. If a file system cannot set memory aside (`fallocate(2)`), a full one
    /// kills a process that traces.
    ///
    /// # Errors
    ///
    /// [`Error::File`], with `AlreadyExists` if there is one, with `StorageFull` if there is no room for the buffers; [`Error::Refused`] for options
    /// out of range; [`Error::Counter`] if this machine has not the one that is asked for; [`Error::Lock`].
    pub fn create(directory: impl AsRef<Path>, options: &Options) -> Result<Self> {
        options.context.counter.map_or(Ok(()), context::check).map_err(Error::Counter)?;
        let file = File::create(directory.as_ref(), options)?.without_descriptor();
        let directory = file.path.parent().unwrap_or(directory.as_ref()).to_owned();
        Ok(Self { file, directory })
    }

    /// Opens the session in `directory`, running or not.
    ///
    /// # Errors
    ///
    /// [`Error::File`]; [`Error::Refused`] with what is wrong with its file; [`Error::Foreign`] if it is another user's.
    pub fn open(directory: impl AsRef<Path>) -> Result<Self> {
        let place = Place::open_session(directory.as_ref())?;
        Ok(Self { file: File::open(&place)?.without_descriptor(), directory: place.path().to_owned() })
    }

    /// Its directory, if that is not another session's by now. It is held open for as long as a call takes: a program may close, and open anew, what
    /// it does not know.
    fn place(&self) -> Result<Place> {
        Place::open_of(&self.directory, &self.file)
    }

    /// Its directory.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// From now on this process traces into the session; where each process has buffers of its own, into those, which are made now. Children that
    /// it forks make theirs at their first event. If they cannot be made, the session counts the events of this process that its filter
    /// passes ([`Losses::unbuffered`](crate::Losses::unbuffered)), until it attaches again or [detaches](detach).
    ///
    /// # Errors
    ///
    /// [`Error::Attached`] if it traces into one already; [`Error::Ended`] where each process makes buffers of its own; otherwise as
    /// [`open`](Self::open).
    pub fn attach(&self) -> Result<()> {
        let file = File::open(&self.place()?)?;
        if !file.is_of_this_boot() {
            return Err(Error::Refused { path: file.path.clone(), why: Refusal::Boot });
        }
        unbuffered::detach();
        if attached::attached().is_some() {
            return Err(Error::Attached);
        }
        // A session that this process had mapped before stays mapped: if it was this one, it is used again.
        let before = retired::of(&file);
        let own =
            if before.is_none() && file.geometry.per_process { Some(self.own_buffers(&file)?) } else { None };
        file.header().attached.fetch_add(1, Relaxed);
        match before {
            Some(before) => attached::attach_again(before),
            None => attached::attach(own.unwrap_or_else(|| file.without_descriptor()), None),
        }
    }

    /// Buffers of this process, or why there are none; the session, whose file that is, counts that, and from then on the events.
    fn own_buffers(&self, file: &File) -> Result<File> {
        let settings = self.place().and_then(|place| Settings::open(&place, file));
        let known = settings.as_ref().ok().map(|settings| (*settings, file));
        let made = settings.and_then(|settings| {
            let made = process::make(settings, None);
            made.map_err(|fault| with_advice(fault, &settings.geometry).at(&self.directory))
        });
        if made.as_ref().is_err_and(|error| !matches!(error, Error::Ended { .. })) {
            unbuffered::attach(known, &file.header().untraced);
        }
        made
    }

    /// All buffers: the session's, or those of each process. Of processes that cannot be looked at, none.
    fn each(&self, mut with: impl FnMut(&File)) -> Result<()> {
        with(&self.file);
        if self.file.geometry.per_process {
            process::each(&self.place()?, |file, _directory| {
                with(&file);
                Ok(())
            })?;
        }
        Ok(())
    }

    /// Records events that pass `filter` from now on, in all processes, and no others. For later: those are asked first that the session
    /// has already, so `Filter::all()` and later filters add up by [`extend_filter`](Self::extend_filter).
    ///
    /// # Errors
    ///
    /// [`Error::Filter`] if its rules, without those that later ones hide, need more than 4096 bytes: nothing changes then. [`Error::Lock`].
    pub fn set_filter(&self, filter: &Filter) -> Result<()> {
        self.change_filter(|_before| filter.clone())
    }

    /// As [`set_filter`](Self::set_filter), for the rules that the session has and `later` ones after them.
    ///
    /// # Errors
    ///
    /// As [`set_filter`](Self::set_filter), of all rules together.
    pub fn extend_filter(&self, later: &Filter) -> Result<()> {
        self.change_filter(|before| before.and_then(later))
    }

    fn change_filter(&self, change: impl FnOnce(Filter) -> Filter) -> Result<()> {
        // The session's first: a process whose buffers are not there yet takes it from there.
        self.file.change_filter(change, |filter| self.each(|file| file.enable_by(filter)))
    }

    /// Sets whether children trace, too: those that processes fork from now on, and programs that are executed by processes that attach by
    /// [`VARIABLE`] from now on. The default is yes.
    pub fn trace_children(&self, yes: bool) {
        self.file.header().parents_only.store(u32::from(!yes), Relaxed);
    }

    /// Notes that the session is of a program that its recorder has started: another recorder, which resumes it, need not wait for other ones.
    pub fn set_supervised(&self) {
        self.file.header().supervised.store(1, Relaxed);
    }

    /// Returns whether it is [of one program](Self::set_supervised).
    #[must_use]
    pub fn is_supervised(&self) -> bool {
        self.file.header().supervised.load(Relaxed) != 0
    }

    /// Ends it: events are not recorded any more. Those in the buffers stay for the consumer.
    pub fn stop(&self) {
        // The session's first: a process whose buffers are not there yet looks at it afterwards. If the others cannot be found, their processes
        // see it when they look.
        self.file.stop();
        _ = self.each(File::stop);
    }

    /// How many events were recorded and how many discarded since the session was made. Exact when no process traces at the moment.
    #[must_use]
    pub fn counts(&self) -> (u64, u64) {
        loop {
            let ended = recorder::Ended::of(&self.file);
            let mut counts =
                (ended.summary.events, ended.summary.discarded + consume::unbuffered::count(&self.file));
            // Buffers that cannot be looked at count nothing.
            _ = self.each(|file| {
                // That one is among those that have ended.
                if file.uuid == ended.last {
                    return;
                }
                for row in (0..file.geometry.rows).map(|cpu| file.row(cpu)) {
                    counts.0 += row.recorded();
                    counts.1 += row.discarded();
                }
            });
            // One that has ended in between may be counted twice, or not at all.
            if recorder::Ended::of(&self.file) == ended {
                return counts;
            }
        }
    }

    /// The time by the session's clock, in ticks, up to which the consumer has taken everything out: in the trace nothing earlier is still to
    /// come, but for an event whose thread was interrupted for long between reading the clock and writing it.
    #[must_use]
    pub fn drained(&self) -> u64 {
        self.file.header().drained.load(Acquire)
    }

    /// Returns whether its buffers have been [removed](Self::remove), and the trace is complete; also if its directory has another name by now.
    #[must_use]
    pub fn is_removed(&self) -> bool {
        let place = self.place();
        !place.is_ok_and(|place| place.is_of(&self.file))
    }

    /// Removes the buffers of a session that has ended and was consumed; also if its file was removed by hand. The trace stays. If its directory was
    /// removed or has another name, nothing is removed, whatever is there by now: [`Recorder::remove`](crate::Recorder::remove) finds it.
    ///
    /// # Errors
    ///
    /// [`Error::File`].
    pub fn remove(self) -> Result<()> {
        match self.place() {
            Err(error) if error.is_missing() => Ok(()),
            place => process::remove_session(&place?, self.file.geometry.per_process),
        }
    }

    /// Its action when a buffer is full. One that overwrites has no recorder: [`snapshot`](crate::snapshot()) writes what its buffers hold.
    #[must_use]
    pub fn mode(&self) -> Mode {
        self.file.geometry.mode
    }

    /// Returns whether a [`Recorder`](crate::Recorder) or [`Consumer`](crate::Consumer) takes what its processes record. `false` if that cannot be
    /// told.
    #[must_use]
    pub fn is_recorded(&self) -> bool {
        let file = |place: Place| place.buffers().file(OFlags::RDONLY).ok();
        let Some(file) = self.place().ok().and_then(file) else { return false };
        flock(&file, FlockOperation::NonBlockingLockShared) == Err(Errno::WOULDBLOCK)
    }

    /// How many times a process has attached to it, by [`VARIABLE`] or by itself. Forked children are not counted, programs that are executed are;
    /// not those that [could not](crate::Summary::untraced).
    #[must_use]
    pub fn attached(&self) -> u32 {
        self.file.header().attached.load(Relaxed)
    }

    /// The processes, but this one, that have its buffers mapped at this moment: those that write there, and those that look on.
    /// It looks at the mappings of all processes that this user may look at.
    #[must_use]
    pub fn processes(&self) -> Vec<u32> {
        mapped::that_have_mapped(&self.file)
    }

    /// The events that its processes have described so far, as `provider::name`, sorted.
    #[must_use]
    pub fn events(&self) -> Vec<String> {
        let mut names = Vec::new();
        // Of processes that cannot be looked at, none.
        _ = self.each(|file| {
            let classes = (0..file.header().count()).filter_map(|id| file.event_class(id));
            names.extend(classes.map(|class| class.name.replacen(':', "::", 1)));
        });
        names.sort();
        names.dedup();
        names
    }

    /// Returns whether it has ended.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.file.header().stopped.load(Acquire) != 0
    }
}

/// This process traces no more, and may attach to another session.
///
/// Its buffers stay mapped, for an event may be under way in another thread; attaching to the same session again uses them again. Each session
/// more that a process was attached to costs addresses, of as many bytes as its buffers have, and no memory once the session is
/// [removed](Session::remove).
pub fn detach() {
    if let Some(before) = attached::detach() {
        retired::keep(before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child that does `body` with the session's lock held.
    fn with_lock_held(session: &Session, body: fn()) -> i32 {
        // SAFETY: the child takes a lock of the session's file, and calls what signal handlers may call.
        match unsafe { libc::fork() } {
            0 => {
                core::mem::forget(session.file.header().lock.lock());
                body();
                // SAFETY: it ends the child.
                unsafe { libc::_exit(0) }
            }
            child => child,
        }
    }

    /// How the child is, as `waitpid(2)` says.
    fn status(child: i32) -> i32 {
        let mut status = 0;
        // SAFETY: the status is this function's.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, libc::WUNTRACED) }, child);
        status
    }

    #[test]
    fn a_change_of_the_filter_waits_for_no_holder_of_the_lock_that_is_dead_or_stopped() {
        let scratch = perseq_testing::Scratch::new("lock");
        let directory = scratch.join("session");
        let options = Options { sub_buffer: 4096, ..Options::default() };
        let session = Session::create(&directory, &options).unwrap();
        assert!(libc::WIFEXITED(status(with_lock_held(&session, || {}))));
        session.set_filter(&Filter::none()).unwrap();
        let stopped = with_lock_held(&session, || {
            // SAFETY: it stops the child.
            _ = unsafe { libc::raise(libc::SIGSTOP) };
        });
        assert!(libc::WIFSTOPPED(status(stopped)));
        let refused = session.set_filter(&Filter::all());
        assert!(matches!(refused, Err(Error::Lock(perseq_core::Error::HeldElsewhere { .. }))), "{refused:?}");
        // SAFETY: the child's number is its own until it was waited for.
        unsafe { libc::kill(stopped, libc::SIGKILL) };
        assert!(libc::WIFSIGNALED(status(stopped)));
        session.extend_filter(&Filter::all()).unwrap();
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
