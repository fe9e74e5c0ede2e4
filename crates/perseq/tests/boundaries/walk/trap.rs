//! The handler of breakpoints: sees that the section was aborted, and does what conflicts with it.

use std::{
    cell::{Cell, RefCell},
    sync::atomic::{AtomicPtr, Ordering::SeqCst},
};

use perseq::perseq_core::thread;

use super::{
    arch::{BREAKPOINT_SIGNAL, PC_BEHIND, pc, set_pc},
    elf::Section,
    peer::Peer,
    scenario::{Conflict, Who},
    text::Breakpoint,
};
use crate::support::pin;

/// The thread that does the conflicting operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// The handler, on the victim's CPU and row. (A remote one: another thread, at the same time.)
    Handler,
    /// Another thread on the CPU that the victim was on, after the handler has moved the victim to another.
    Migrate,
    /// As [`Mode::Handler`], but the section is then resumed where it was, as if nothing restarted sections: to see
    /// that the check would notice.
    ResumeHere,
    /// As [`Mode::Migrate`], and resumed.
    ResumeElsewhere,
    /// As [`Mode::Handler`], and every other attempt is interrupted, too, until the slow path is taken.
    Starve,
}

impl Mode {
    pub(super) const ALL: [Self; 5] =
        [Self::Handler, Self::Migrate, Self::ResumeHere, Self::ResumeElsewhere, Self::Starve];

    /// Returns whether the handler moves the victim.
    pub(super) fn moves(self) -> bool {
        matches!(self, Self::Migrate | Self::ResumeElsewhere)
    }

    /// Returns whether the section continues as if it had not been interrupted.
    pub(super) fn resumes(self) -> bool {
        matches!(self, Self::ResumeHere | Self::ResumeElsewhere)
    }
}

/// The place at which the victim is interrupted, and by what.
pub(super) struct Target<'a> {
    pub(super) section: usize,
    pub(super) address: usize,
    pub(super) conflict: &'a Conflict,
    pub(super) mode: Mode,
    pub(super) current: fn() -> Option<u32>,
    pub(super) peer: &'a Peer,
    /// The CPU of the victim, and another one (the same if there is one only).
    pub(super) home: u32,
    pub(super) away: u32,
}

/// The rows at the target: that of the victim when it trapped, and that of the conflict.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    pub(super) victim_row: u32,
    pub(super) conflict_row: u32,
    /// True if a row changed in between, which concurrency ids may do: such a trial says nothing.
    pub(super) is_void: bool,
}

/// One run of a victim among breakpoints.
pub(super) struct Trial<'a> {
    pub(super) sections: &'a [Section],
    pub(super) target: Option<Target<'a>>,
    pub(super) planted: RefCell<Vec<Breakpoint>>,
    /// Sections that were sent to their abort addresses by breakpoints at their starts, in order.
    pub(super) trail: RefCell<Vec<usize>>,
    pub(super) hit: Cell<Option<Hit>>,
    pub(super) traps: Cell<usize>,
    pub(super) aborts: Cell<usize>,
}

/// The trial under way.
static TRIAL: AtomicPtr<Trial<'static>> = AtomicPtr::new(std::ptr::null_mut());

/// Makes [`trapped`] the handler.
pub(super) fn install() {
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = trapped as *const () as usize;
        action.sa_flags = libc::SA_SIGINFO;
        assert_eq!(libc::sigaction(BREAKPOINT_SIGNAL, &action, std::ptr::null_mut()), 0);
    }
}

extern "C" fn trapped(_signal: i32, _info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: the trial waits for its victim; the kernel gives a context.
    let (trial, context) = unsafe { (TRIAL.load(SeqCst).as_ref(), &mut *context.cast::<libc::ucontext_t>()) };
    let run = std::panic::AssertUnwindSafe(|| trial.expect("a trap outside a trial").trap(context));
    if std::panic::catch_unwind(run).is_err() {
        std::process::abort();
    }
}

impl<'a> Trial<'a> {
    pub(super) fn new(sections: &'a [Section], target: Option<Target<'a>>) -> Self {
        Self {
            sections,
            target,
            planted: RefCell::default(),
            trail: RefCell::default(),
            hit: Cell::new(None),
            traps: Cell::new(0),
            aborts: Cell::new(0),
        }
    }

    /// Runs `victim` among breakpoints, each of which is removed when it traps.
    pub(super) fn run<R>(&self, planted: Vec<Breakpoint>, victim: impl FnOnce() -> R) -> R {
        TRIAL.store(std::ptr::from_ref(self).cast_mut().cast(), SeqCst);
        self.planted.replace(planted);
        let result = victim();
        self.remove_all();
        TRIAL.store(std::ptr::null_mut(), SeqCst);
        result
    }

    fn remove_all(&self) {
        self.planted.borrow_mut().drain(..).for_each(Breakpoint::remove);
    }

    fn remove(&self, address: usize) {
        let mut planted = self.planted.borrow_mut();
        let place = planted.iter().position(|breakpoint| breakpoint.address == address);
        planted.swap_remove(place.expect("a section trapped where no breakpoint was")).remove();
    }

    fn trap(&self, context: &mut libc::ucontext_t) {
        self.traps.set(self.traps.get() + 1);
        let at = pc(context);
        let aborted = self.sections.iter().position(|section| section.abort == at);
        self.aborts.set(self.aborts.get() + usize::from(aborted.is_some()));
        let Some(target) = &self.target else {
            return self.pass(aborted, at);
        };
        if target.mode == Mode::Starve {
            return self.starve(target, aborted.expect("every breakpoint is in a section"));
        }
        let restarts = self.sections[target.section].restarts_at(target.address);
        match aborted {
            Some(section) if section == target.section && restarts => {
                self.remove_all();
                if target.mode.resumes() {
                    set_pc(context, target.address);
                }
            }
            None if !restarts && at == target.address + PC_BEHIND => {
                self.remove_all();
                set_pc(context, target.address);
            }
            _ => return self.pass(aborted, at),
        }
        self.hit.set(Some(target.strike()));
        if target.mode.resumes() {
            // The conflicting section may have left the descriptor of the one that this returns into.
            thread::clear_descriptor();
        }
    }

    /// A breakpoint that stays, so that its section never commits.
    fn starve(&self, target: &Target<'_>, section: usize) {
        if self.hit.get().is_none() && section == target.section {
            let addresses: Vec<usize> = self.planted.borrow().iter().map(|it| it.address).collect();
            self.remove_all();
            self.hit.set(Some(target.strike()));
            self.planted.replace(addresses.into_iter().map(Breakpoint::plant).collect());
        }
    }

    /// A breakpoint on the way: its section is aborted and nothing else happens.
    fn pass(&self, aborted: Option<usize>, at: usize) {
        let section =
            aborted.unwrap_or_else(|| panic!("a breakpoint in a section did not abort it: at {at:#x}"));
        self.remove(self.sections[section].start);
        self.trail.borrow_mut().push(section);
    }
}

impl Target<'_> {
    /// Does what conflicts.
    fn strike(&self) -> Hit {
        let victim_row = (self.current)().expect("the victim is registered");
        let ask = |cpu| self.peer.run(cpu, self.conflict, self.current, victim_row);
        let done = if self.mode.moves() {
            pin(self.away);
            ask(self.home)
        } else if self.conflict.who != Who::Neighbour {
            ask(self.away)
        } else {
            self.conflict.perform(self.current, victim_row, &|| ())
        };
        let (conflict_row, is_void) = done.expect("the other thread did it");
        Hit { victim_row, conflict_row, is_void }
    }
}
