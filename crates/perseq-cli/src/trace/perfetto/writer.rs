//! The second look at a trace, which writes it.

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
};

use anyhow::{Result, ensure};
use perseq_ctf::{Event, Loss, Value};

use super::{
    Names, Wanted,
    annotations::{Point, named, number},
    packets::Packets,
    place,
    schema::{DebugAnnotation, TrackEvent, Type},
    survey::Shape,
    tracks::{Lane, Place, Tracks, on},
};
use crate::trace::{
    events::value,
    export::{missing, thread_name},
    pairs::Open,
    slices::{self, End},
};

/// A trace as it is written.
pub(super) struct Writer<'a> {
    wanted: &'a Wanted<'a>,
    names: Names,
    shape: Shape,
    /// Beginnings so far, as the survey has counted them.
    begun: u64,
    tracks: Tracks,
    /// The slices that are open on each line, by the numbers of their names.
    nested: HashMap<Place, Vec<usize>>,
    /// Those that are not nested, and those that begin and end by the value of a field.
    crossing: Open<(usize, Place), Lane>,
    by_value: Open<(usize, String), Lane>,
    to: Packets<'a>,
    lost: u64,
    has_by: bool,
    has_counter: Vec<bool>,
    has_flow: Vec<bool>,
}

/// An event, and what each of its packets has of it.
struct Seen<'e, 'a> {
    event: &'a Event<'e>,
    time: u64,
    place: Place,
    track: u64,
}

impl<'a> Writer<'a> {
    pub(super) fn new(
        wanted: &'a Wanted<'a>,
        names: Names,
        shape: Shape,
        out: &'a mut dyn io::Write,
    ) -> Self {
        Self {
            wanted,
            names,
            shape,
            begun: 0,
            tracks: Tracks::default(),
            nested: HashMap::new(),
            crossing: Open::default(),
            by_value: Open::default(),
            to: Packets::new(out, wanted.extras.compress),
            lost: 0,
            has_by: false,
            has_counter: vec![false; wanted.extras.counter.len()],
            has_flow: vec![false; wanted.extras.flow.len()],
        }
    }

    /// Writes an event.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn event(&mut self, event: &Event<'_>) -> io::Result<()> {
        let (time, place) = (moment(event.timestamp_ns()), place(event));
        let name = match place {
            Place::Thread(_) => thread_name(event),
            Place::Stream(_) => event.path().file_name().map(|name| name.to_string_lossy()),
            _ => None,
        };
        let track = self.tracks.of(place, name.as_deref(), time, &mut self.to)?;
        let seen = Seen { event, time, place, track };
        self.counters(&seen)?;
        let Some((slice, end)) = self.names.of(event.name()) else {
            return self.put(&seen, track, Type::Instant);
        };
        let value = self.wanted.by.and_then(|by| event.fields().get(by)).map(|value| value.to_string());
        match (end, value) {
            (_, Some(value)) => self.by_value(&seen, (slice, end), value),
            (End::First, None) => self.begin(&seen, slice),
            (End::Last, None) => self.end(&seen, slice),
        }
    }

    fn begin(&mut self, seen: &Seen<'_, '_>, slice: usize) -> io::Result<()> {
        self.begun += 1;
        if !self.shape.is_slice(self.begun - 1) {
            return self.put(seen, seen.track, Type::Instant);
        }
        if self.shape.crosses(slice) {
            let lane = self.lane(seen, slice, Some(seen.track))?;
            self.crossing.begin((slice, seen.place), None, lane);
            return self.put(seen, lane.track, Type::Begin);
        }
        self.nested.entry(seen.place).or_default().push(slice);
        self.put(seen, seen.track, Type::Begin)
    }

    fn end(&mut self, seen: &Seen<'_, '_>, slice: usize) -> io::Result<()> {
        if let Some((lane, _)) = self.crossing.end((slice, seen.place), None) {
            self.tracks.give_back(lane);
            return self.put(seen, lane.track, Type::End);
        }
        let open = self.nested.entry(seen.place).or_default();
        let Some(place) = open.iter().rposition(|open| *open == slice) else {
            return self.put(seen, seen.track, Type::Instant);
        };
        // None, unless the trace has grown since the survey.
        let above = open.len() - place - 1;
        open.truncate(place);
        for _ in 0..above {
            self.to.event(seen.time, on(seen.track, Type::End))?;
        }
        self.put(seen, seen.track, Type::End)
    }

    /// An event that begins or ends a slice by the value of a field.
    fn by_value(&mut self, seen: &Seen<'_, '_>, (slice, end): (usize, End), value: String) -> io::Result<()> {
        self.has_by = true;
        let process = match seen.place {
            Place::Thread([process, _]) => Some(process),
            _ => None,
        };
        if end == End::First {
            let parent = match process {
                Some(process) => {
                    Some(self.tracks.of(Place::Process(process), None, seen.time, &mut self.to)?)
                }
                None => None,
            };
            let lane = self.lane(seen, slice, parent)?;
            self.by_value.begin((slice, value), process, lane);
            return self.put(seen, lane.track, Type::Begin);
        }
        match self.by_value.end((slice, value), process) {
            None => self.put(seen, seen.track, Type::Instant),
            Some((lane, _)) => {
                self.tracks.give_back(lane);
                self.put(seen, lane.track, Type::End)
            }
        }
    }

    fn lane(&mut self, seen: &Seen<'_, '_>, slice: usize, parent: Option<u64>) -> io::Result<Lane> {
        self.tracks.take_lane(parent, (slice, slice_name(seen.event.name())), seen.time, &mut self.to)
    }

    fn put(&mut self, seen: &Seen<'_, '_>, track: u64, r#type: Type) -> io::Result<()> {
        let mut event = on(track, r#type);
        // An end is of the slice that has them.
        if r#type != Type::End {
            let name = seen.event.name();
            let shown = if r#type == Type::Begin { slice_name(name) } else { name };
            event.name_iid = Some(self.to.event_name(shown));
            if let Some((provider, _)) = name.split_once(':') {
                event.category_iids.push(self.to.category(provider));
            }
            for (field, has) in self.wanted.extras.flow.iter().zip(&mut self.has_flow) {
                if let Some(value) = value(seen.event, field) {
                    *has = true;
                    event.flow_ids.push(flow(field, &value));
                }
            }
        }
        event.debug_annotations = self.annotations(seen);
        self.to.event(seen.time, event)
    }

    fn annotations(&mut self, seen: &Seen<'_, '_>) -> Vec<DebugAnnotation> {
        let to = &mut self.to;
        let mut all: Vec<_> = seen.event.fields().map(|(name, value)| named(name, &value, to)).collect();
        let is_thread = matches!(seen.place, Place::Thread(_));
        // The track says those.
        let said = |name: &str| is_thread && matches!(name, "vpid" | "vtid" | "procname");
        let context = seen.event.packet_context().chain(seen.event.context());
        let mut context: Vec<_> =
            context.filter(|(name, _)| !said(name)).map(|(name, value)| named(name, &value, to)).collect();
        if is_thread && let Some(cpu) = seen.event.cpu() {
            context.push(named("cpu", &Value::Unsigned(cpu), to));
        }
        if !context.is_empty() {
            let name_iid = Some(to.field_name("context"));
            all.push(DebugAnnotation { name_iid, dict_entries: context, ..DebugAnnotation::default() });
        }
        all
    }

    fn counters(&mut self, seen: &Seen<'_, '_>) -> io::Result<()> {
        for (number_of, counter) in self.wanted.extras.counter.iter().enumerate() {
            let name = seen.event.name();
            if !counter.is_of(name) {
                continue;
            }
            let Some(point) = value(seen.event, &counter.field).as_ref().and_then(number) else { continue };
            self.has_counter[number_of] = true;
            let parent = match seen.place {
                Place::Thread([process, _]) => {
                    self.tracks.of(Place::Process(process), None, seen.time, &mut self.to)?
                }
                _ => seen.track,
            };
            let shown = format!("{name} {}", counter.field);
            let track = self.tracks.counter(Some(parent), &shown, seen.time, &mut self.to)?;
            let mut event = on(track, Type::Counter);
            match point {
                Point::Whole(number) => event.counter_value = Some(number),
                Point::Float(number) => event.double_counter_value = Some(number),
            }
            self.to.event(seen.time, event)?;
        }
        Ok(())
    }

    /// A slice for the time in which events are missing.
    ///
    /// # Errors
    /// Those of the file.
    pub(super) fn loss(&mut self, loss: &Loss) -> io::Result<()> {
        let (from, to) = (moment(loss.after_ns), moment(loss.before_ns));
        let track = self.tracks.of(Place::Lost(loss.cpu, loss.file), None, from, &mut self.to)?;
        self.lost = self.lost.saturating_add(loss.events).saturating_add(loss.packets);
        self.to.event(from, TrackEvent { name: Some(missing(loss)), ..on(track, Type::Begin) })?;
        self.to.event(to.max(from), on(track, Type::End))
    }

    /// Writes what is left. Slices that are open stay open.
    ///
    /// # Errors
    /// Those of the file; that a field which was asked for is not there.
    pub(super) fn finish(self) -> Result<()> {
        let Self { wanted, to, lost, has_by, has_counter, has_flow, .. } = self;
        to.finish(lost)?;
        if let Some(by) = wanted.by {
            ensure!(has_by, "no event that begins or ends something has a field {by}");
        }
        for (counter, has) in wanted.extras.counter.iter().zip(has_counter) {
            ensure!(has, "no event that was asked for has a number in a field {}", counter.field);
        }
        for (flow, has) in wanted.extras.flow.iter().zip(has_flow) {
            ensure!(has, "no event has a field {flow}");
        }
        Ok(())
    }
}

/// The name of the slices that events of that name begin.
fn slice_name(event: &str) -> &str {
    slices::end(event).map_or(event, |(slice, _)| slice)
}

/// The number of the arrows that join events with that value.
fn flow(field: &str, value: &Value<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    (field, value.to_string()).hash(&mut hasher);
    hasher.finish()
}

/// As the format has times: none is before 1970.
fn moment(ns: i64) -> u64 {
    u64::try_from(ns).unwrap_or(0)
}
