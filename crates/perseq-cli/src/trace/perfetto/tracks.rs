//! Tracks: the lines that Perfetto draws, each with a number and a description that is written before its first event.

use std::{collections::HashMap, io};

use super::{
    packets::Packets,
    schema::{
        CounterDescriptor, EXPLICIT, ProcessDescriptor, ThreadDescriptor, TrackDescriptor, TrackEvent, Type,
    },
};

/// The line of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Process(u64),
    Thread([u64; 2]),
    Cpu(u64),
    Stream(usize),
    /// Those that have no line of their own, under one heading.
    Cpus,
    Streams,
    /// Events that are missing, of a CPU or a stream.
    Lost(Option<u64>, usize),
}

/// The line of something besides, under another line: slices of one name that are not nested, or values of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Beside {
    /// The number of the line that it is under.
    parent: Option<u64>,
    name: String,
    /// Which of several.
    lane: usize,
}

/// Lines of slices that may overlap: each has one at a time.
#[derive(Debug, Default)]
struct Lanes {
    /// As a heap's holes: those that are free, and how many there are.
    free: Vec<usize>,
    count: usize,
}

/// All tracks so far.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// By place: number, and the name that was written last.
    places: HashMap<Place, (u64, String)>,
    besides: HashMap<Beside, u64>,
    lanes: HashMap<(Option<u64>, usize), Lanes>,
    last: u64,
}

/// A slice on a line that it has alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct Lane {
    pub(super) track: u64,
    of: (Option<u64>, usize),
    number: usize,
}

impl Tracks {
    fn number(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// The track of a place, whose name may have changed.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn of(
        &mut self,
        place: Place,
        name: Option<&str>,
        time: u64,
        to: &mut Packets<'_>,
    ) -> io::Result<u64> {
        if let Some((uuid, known)) = self.places.get(&place)
            && name.is_none_or(|name| name == known)
        {
            return Ok(*uuid);
        }
        let parent = match place {
            Place::Thread([process, thread]) => {
                let name = name.filter(|_| process == thread);
                Some(self.of(Place::Process(process), name, time, to)?)
            }
            Place::Cpu(_) => Some(self.of(Place::Cpus, None, time, to)?),
            Place::Stream(_) => Some(self.of(Place::Streams, None, time, to)?),
            Place::Lost(Some(cpu), _) => Some(self.of(Place::Cpu(cpu), None, time, to)?),
            Place::Process(_) | Place::Cpus | Place::Streams | Place::Lost(None, _) => None,
        };
        let uuid = match self.places.get(&place) {
            Some((uuid, _)) => *uuid,
            None => self.number(),
        };
        to.track(time, describe(place, uuid, parent, name))?;
        self.places.insert(place, (uuid, name.unwrap_or_default().to_owned()));
        Ok(uuid)
    }

    /// The track of values under another one.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn counter(
        &mut self,
        parent: Option<u64>,
        name: &str,
        time: u64,
        to: &mut Packets<'_>,
    ) -> io::Result<u64> {
        self.beside(parent, name, None, time, to)
    }

    /// A track that no other slice is on, for slices of that name, whose number is `id`.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn take_lane(
        &mut self,
        parent: Option<u64>,
        (id, name): (usize, &str),
        time: u64,
        to: &mut Packets<'_>,
    ) -> io::Result<Lane> {
        let of = (parent, id);
        let lanes = self.lanes.entry(of).or_default();
        let number = lanes.free.pop().unwrap_or_else(|| {
            lanes.count += 1;
            lanes.count
        });
        let track = self.beside(parent, name, Some(number), time, to)?;
        Ok(Lane { track, of, number })
    }

    /// Its slice has ended.
    pub(super) fn give_back(&mut self, lane: Lane) {
        self.lanes.entry(lane.of).or_default().free.push(lane.number);
    }

    fn beside(
        &mut self,
        parent: Option<u64>,
        name: &str,
        lane: Option<usize>,
        time: u64,
        to: &mut Packets<'_>,
    ) -> io::Result<u64> {
        let key = Beside { parent, name: name.to_owned(), lane: lane.unwrap_or(0) };
        if let Some(uuid) = self.besides.get(&key) {
            return Ok(*uuid);
        }
        let uuid = self.number();
        to.track(
            time,
            TrackDescriptor {
                uuid: Some(uuid),
                parent_uuid: parent,
                name: Some(key.name.clone()),
                counter: lane.is_none().then_some(CounterDescriptor {}),
                ..TrackDescriptor::default()
            },
        )?;
        self.besides.insert(key, uuid);
        Ok(uuid)
    }
}

fn describe(place: Place, uuid: u64, parent: Option<u64>, name: Option<&str>) -> TrackDescriptor {
    let name = name.map(str::to_owned);
    let pid = |pid: u64| i32::try_from(pid).ok();
    let mut track = TrackDescriptor { uuid: Some(uuid), parent_uuid: parent, ..TrackDescriptor::default() };
    match place {
        Place::Process(process) => {
            track.process = Some(ProcessDescriptor { pid: pid(process), process_name: name });
        }
        Place::Thread([process, thread]) => {
            let tid = i64::try_from(thread).ok();
            track.thread = Some(ThreadDescriptor { pid: pid(process), tid, thread_name: name });
        }
        Place::Cpu(cpu) => {
            track.name = Some(format!("CPU {cpu}"));
            track.sibling_order_rank = i32::try_from(cpu).ok();
        }
        Place::Cpus => {
            track.name = Some("CPUs".into());
            track.child_ordering = Some(EXPLICIT);
        }
        Place::Stream(file) => track.name = name.or_else(|| Some(format!("stream {file}"))),
        Place::Streams => track.name = Some("streams".into()),
        Place::Lost(..) => track.name = Some("lost events".into()),
    }
    track
}

/// An event on that track.
pub(super) fn on(track: u64, r#type: Type) -> TrackEvent {
    TrackEvent { track_uuid: Some(track), r#type: Some(r#type as i32), ..TrackEvent::default() }
}
