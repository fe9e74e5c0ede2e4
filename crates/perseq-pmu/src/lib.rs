//! Hardware counters of this thread, read in user space.
//!
//! A [`Group`] counts events of the thread that opened it: cycles, instructions… Where the kernel allows it, reading takes no
//! system call: the counter is read in a critical section, so that a thread that is moved between asking which counter to
//! read and reading it starts again, instead of reading another one or faulting on a CPU of another kind. Elsewhere,
//! and while the kernel takes turns among more events than there are counters, a reading is a `read(2)`.
//!
//! ```no_run
//! use perseq_pmu::{Event, Group};
//!
//! let group = Group::open([Event::Cycles, Event::Instructions])?;
//! let (sum, [cycles, instructions]) = group.measure(|| (0..1000_u64).sum::<u64>())?;
//! println!("{sum}: {instructions} instructions in {cycles} cycles");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The settings that allow it: on x86 `/sys/bus/event_source/devices/cpu/rdpmc` (1, the default); on aarch64
//! `kernel.perf_user_access = 1` (Linux 5.17). [`support`] says what is missing.
//!
//! On machines whose CPUs are of several kinds (hybrid, big.LITTLE) an event is opened once for each kind, and its value is the sum.
//! That, and x86's `rdpmc`, are tested on pages that tests make up: no machine that has them has run them yet. aarch64's way has run on
//! kernels.
//!
//! Source: `perf_event_open(2)`; `include/uapi/linux/perf_event.h`.
//!
//! * [`Group`] of [`Event`]s, opened or refused with an [`OpenError`]; its [`Readings`] say how it was read.
//! * [`support`] and [`Support`]: what this machine allows.
//! * [`clock`]: the processor's own clock.

#![cfg(target_os = "linux")]
#![deny(unsafe_code)]

#[allow(unsafe_code, reason = "instructions that read a counter")]
pub mod clock;
#[allow(unsafe_code, reason = "system calls")]
mod event;
mod kinds;
#[allow(unsafe_code, reason = "a page that the kernel writes")]
mod page;
#[allow(unsafe_code, reason = "a section that reads a counter")]
#[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(any(miri, perseq_model))))]
mod section;

/// The README's example is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

use core::{cell::Cell, fmt, marker::PhantomData};

use event::Descriptor;
pub use event::{Event, OpenError};
use page::Page;
use perseq_core::sys::keeping_errno;

/// Events of the thread that opened it, which are counted together. Not `Send`: a thread's counters are its own.
///
/// Opening costs a few system calls for each event, reading 20 to 50 ns for each. Neither changes `errno`, and signal handlers may read.
/// A forked child's copy continues to count its parent's thread, by system calls: open one for the child's.
pub struct Group<const N: usize> {
    events: [Counted; N],
    readings: Cell<Readings>,
    not_send: PhantomData<*const ()>,
}

/// An event that is counted: as a whole, or in a part for each kind of CPUs.
struct Counted {
    event: Event,
    parts: Vec<Part>,
}

struct Part {
    descriptor: Descriptor,
    page: Option<Page>,
}

/// How the values of a group were read so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Readings {
    /// Without a system call.
    pub in_user_space: u64,
    /// By `read(2)`.
    pub by_system_call: u64,
    /// Attempts in user space that had to be repeated: the thread was interrupted or moved, or the kernel had just changed
    /// something.
    pub repeated: u64,
}

impl<const N: usize> Group<N> {
    /// Counts `events` of this thread, in user space, from now on.
    ///
    /// # Errors
    ///
    /// [`OpenError`], which says what the machine lacks or forbids, and what to do.
    pub fn open(events: [Event; N]) -> Result<Self, OpenError> {
        keeping_errno(|| Self::try_open(events)).0
    }

    fn try_open(events: [Event; N]) -> Result<Self, OpenError> {
        let mut opened: Vec<Counted> = Vec::with_capacity(N);
        for event in events {
            let mut parts = Vec::new();
            for (place, kind) in event.kinds().into_iter().enumerate() {
                // Events that are counted by the same counters are one group.
                let leader = opened.iter().find(|first| first.event.kinds() == event.kinds());
                let leader = leader.map(|first| first.parts[place].descriptor.number());
                let descriptor = Descriptor::open(event, kind, leader)?;
                let page = Page::of(&descriptor);
                parts.push(Part { descriptor, page });
            }
            opened.push(Counted { event, parts });
        }
        let events = opened.try_into().unwrap_or_else(|_| unreachable!("one for each event"));
        Ok(Self { events, readings: Cell::default(), not_send: PhantomData })
    }

    /// How often each event happened since [`open`](Self::open). If the kernel took turns among events, an estimate from the time that each
    /// was counted; on machines whose CPUs are of several kinds, what was counted. The values are read one after the other.
    ///
    /// # Errors
    ///
    /// An event never had a counter, because others have them all.
    pub fn read(&self) -> std::io::Result<[u64; N]> {
        let mut values = [0; N];
        for (value, event) in values.iter_mut().zip(&self.events) {
            *value = self.read_one(event)?;
        }
        Ok(values)
    }

    fn read_one(&self, event: &Counted) -> std::io::Result<u64> {
        let in_parts = event.parts.len() > 1;
        event.parts.iter().try_fold(0_u64, |sum, part| {
            let mut readings = self.readings.get();
            let read = part.page.as_ref().and_then(|page| page.read(in_parts, &mut readings.repeated));
            readings.in_user_space += u64::from(read.is_some());
            readings.by_system_call += u64::from(read.is_none());
            self.readings.set(readings);
            let value = match read {
                Some(value) => value,
                // errno stays as it is.
                None => {
                    let read = keeping_errno(|| part.descriptor.read()).0?;
                    if in_parts { read.value } else { read.estimate()? }
                }
            };
            Ok(sum.wrapping_add(value))
        })
    }

    /// Calls `f`; its result, and how often each event happened during the call (and in the second half of the first
    /// reading and the first half of the second).
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn measure<R>(&self, f: impl FnOnce() -> R) -> std::io::Result<(R, [u64; N])> {
        let before = self.read()?;
        let result = f();
        let after = self.read()?;
        // An estimate may be below an earlier one.
        Ok((result, core::array::from_fn(|n| after[n].saturating_sub(before[n]))))
    }

    /// How values were read so far.
    #[must_use]
    pub fn readings(&self) -> Readings {
        self.readings.get()
    }
}

impl<const N: usize> fmt::Debug for Group<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let events: [Event; N] = core::array::from_fn(|n| self.events[n].event);
        f.debug_struct("Group").field("events", &events).field("readings", &self.readings()).finish()
    }
}

/// How hardware counters can be read here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Support {
    /// Without a system call.
    UserSpace,
    /// By `read(2)`: user space may not read counters, or no code is written for this architecture.
    SystemCall,
    /// Not at all.
    None(OpenError),
}

/// Tries it: counts cycles of this thread for a moment.
#[must_use]
pub fn support() -> Support {
    let group = match Group::open([Event::Cycles]) {
        Ok(group) => group,
        Err(error) => return Support::None(error),
    };
    // An event that is not on a counter at this moment is read by the system call.
    let by_system_call = (0..100).all(|_| group.read().is_ok() && group.readings().in_user_space == 0);
    if by_system_call { Support::SystemCall } else { Support::UserSpace }
}
