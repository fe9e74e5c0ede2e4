//! The handler of breakpoints: sees that the section was aborted, and has done what conflicts with it.

use std::{
    cell::{Cell, RefCell},
    sync::{
        atomic::{AtomicPtr, AtomicU64, Ordering::SeqCst},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use perseq_trace::Consumer;

use crate::{
    scenario::{Conflict, write},
    support,
    walk::{Breakpoint, Section},
};

/// Who conflicts, and what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    /// The handler, or a thread without sections that it waits for, on the victim's CPU.
    Handler,
    /// A thread on the CPU that the victim was on, after the handler has moved it to another.
    Migrate,
    /// As `Handler`, but the section goes on where it was, as if nothing restarted sections.
    Resume,
}

impl Mode {
    pub(crate) const ALL: [Self; 3] = [Self::Handler, Self::Migrate, Self::Resume];
}

/// Where a victim is interrupted, and by what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Target {
    /// Of the sections of this program.
    pub(crate) section: usize,
    pub(crate) address: usize,
    pub(crate) conflict: Conflict,
    pub(crate) mode: Mode,
    /// The CPU of the victim, and another one.
    pub(crate) home: u32,
    pub(crate) away: u32,
}

/// What a trial's process leaves, in memory that is shared with the one that checks.
#[derive(Clone, Copy)]
pub(crate) struct Told(pub(crate) &'static [AtomicU64]);

impl Told {
    /// Words: the numbers below, and the sections on the way.
    pub(crate) const WORDS: usize = 40;

    pub(crate) fn hits(self) -> &'static AtomicU64 {
        &self.0[0]
    }
    pub(crate) fn aborts(self) -> &'static AtomicU64 {
        &self.0[1]
    }
    fn passed(self) -> &'static AtomicU64 {
        &self.0[2]
    }

    /// The sections that were aborted at their starts, in order.
    pub(crate) fn trail(self) -> Vec<usize> {
        let len = self.passed().load(SeqCst) as usize;
        self.0[3..3 + len].iter().map(|section| section.load(SeqCst) as usize).collect()
    }

    fn pass(self, section: usize) {
        let place = self.passed().fetch_add(1, SeqCst) as usize;
        self.0[3 + place].store(section as u64, SeqCst);
    }
}

/// One run of a victim among breakpoints.
pub(crate) struct Trial<'a> {
    pub(crate) sections: &'a [Section],
    pub(crate) target: Option<Target>,
    pub(crate) told: Told,
    /// Another thread, if one is needed.
    pub(crate) peer: Option<Peer>,
    pub(crate) consumer: RefCell<Option<Consumer>>,
    pub(crate) planted: Cell<Vec<Breakpoint>>,
}

/// The trial of this process.
static TRIAL: AtomicPtr<Trial<'static>> = AtomicPtr::new(std::ptr::null_mut());

extern "C" fn trapped(_signal: i32, _info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    // SAFETY: the trial waits for its victim; the kernel gives a context.
    let (trial, context) = unsafe { (TRIAL.load(SeqCst).as_ref(), &mut *context.cast::<libc::ucontext_t>()) };
    let run = std::panic::AssertUnwindSafe(|| {
        let pc = &mut context.uc_mcontext.gregs[libc::REG_RIP as usize];
        *pc = trial.expect("a trap outside of a trial").trap(*pc as usize) as i64;
    });
    if std::panic::catch_unwind(run).is_err() {
        std::process::abort();
    }
}

impl Trial<'_> {
    /// Runs `victim` among breakpoints at these addresses.
    pub(crate) fn run(&self, addresses: impl Iterator<Item = usize>, victim: impl FnOnce()) {
        unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = trapped as *const () as usize;
            action.sa_flags = libc::SA_SIGINFO;
            assert_eq!(libc::sigaction(libc::SIGTRAP, &action, std::ptr::null_mut()), 0);
        }
        TRIAL.store(std::ptr::from_ref(self).cast_mut().cast(), SeqCst);
        let planted = addresses.map(|address| {
            let first = self.gate(address).unwrap_or(address);
            [first, address].into_iter().for_each(crate::walk::unprotect);
            Breakpoint::plant(first)
        });
        self.planted.set(planted.collect());
        victim();
        self.remove_all();
    }

    /// Where the way to `address` begins, if that is behind the target's commit: optimised code comes by there on other ways, too.
    fn gate(&self, address: usize) -> Option<usize> {
        let section = &self.sections[self.target?.section];
        (address == section.post_commit).then_some(section.approach[0])
    }

    fn remove_all(&self) {
        self.planted.take().into_iter().for_each(Breakpoint::remove);
    }

    /// Removes the breakpoint that has trapped.
    fn remove(&self, address: usize) {
        let mut planted = self.planted.take();
        let place = planted.iter().position(|breakpoint| breakpoint.address == address);
        planted.swap_remove(place.expect("there is a breakpoint")).remove();
        self.planted.set(planted);
    }

    /// What the handler does where the thread would go on at `pc`; where it goes on.
    fn trap(&self, pc: usize) -> usize {
        let aborted = self.sections.iter().position(|section| section.abort == pc);
        self.told.aborts().fetch_add(u64::from(aborted.is_some()), SeqCst);
        let Some(target) = self.target else { return self.pass(aborted, pc) };
        if let Some(gate) = self.gate(target.address).filter(|gate| *gate + 1 == pc) {
            self.remove(gate);
            let mut planted = self.planted.take();
            // There is room: one was removed.
            planted.push(Breakpoint::plant(target.address));
            self.planted.set(planted);
            return gate;
        }
        let restarts = self.sections[target.section].restarts_at(target.address);
        let go_on = match aborted {
            // The kernel's promise: an instruction between start and commit was interrupted, and it goes to the abort address.
            Some(section) if section == target.section && restarts => pc,
            // Where the section is not begun, or committed, it does not.
            None if !restarts && pc == target.address + 1 => target.address,
            _ => return self.pass(aborted, pc),
        };
        self.remove_all();
        target.strike(self);
        self.told.hits().fetch_add(1, SeqCst);
        if target.mode != Mode::Resume {
            return go_on;
        }
        // The conflicting event may have left the descriptor of the section that this returns into.
        perseq_core::thread::clear_descriptor();
        target.address
    }

    /// A breakpoint on the way: its section is aborted and nothing else happens.
    fn pass(&self, aborted: Option<usize>, pc: usize) -> usize {
        let section =
            aborted.unwrap_or_else(|| panic!("a breakpoint in a section did not abort it: {pc:#x}"));
        self.remove(self.sections[section].start);
        self.told.pass(section);
        pc
    }
}

impl Target {
    /// Does what conflicts.
    fn strike(&self, trial: &Trial<'_>) {
        if self.mode == Mode::Migrate {
            support::pin(self.away);
        }
        match (&trial.peer, trial.consumer.borrow_mut().as_mut()) {
            (Some(peer), _) => peer.ask(),
            (None, Some(consumer)) => _ = consumer.drain().expect("room on the disk"),
            (None, None) => self.conflict.events().for_each(write),
        }
    }
}

/// Another thread, which writes a conflict's events when it is asked to.
pub(crate) struct Peer {
    ask: SyncSender<()>,
    answer: Receiver<()>,
}

impl Peer {
    /// On `cpu`; unable to run sections if `is_refused`.
    pub(crate) fn start(cpu: u32, conflict: Conflict, is_refused: bool) -> Self {
        let (ask, asked) = sync_channel(1);
        let (tell, answer) = sync_channel(1);
        thread::spawn(move || {
            support::pin(cpu);
            if is_refused {
                crate::processes::give_up_sections();
            }
            assert_eq!(perseq_core::thread::attach().is_err(), is_refused, "sections on a thread");
            tell.send(()).expect("somebody waits");
            for () in asked {
                conflict.events().for_each(write);
                tell.send(()).expect("somebody waits");
            }
        });
        let peer = Self { ask, answer };
        peer.wait();
        peer
    }

    fn wait(&self) {
        self.answer.recv().expect("the other thread lives");
    }

    fn ask(&self) {
        self.ask.send(()).expect("the other thread lives");
        self.wait();
    }
}
