//! Callsites of `tracing`, each with the event types of its events.
//!
//! A callsite's fields have types that its first event shows, and an event may lack some of them: so a callsite has a type for each set of fields that
//! its events have had, up to a few. Sites and types are made once and stay; there is no lock, which a forked child could find taken.

use core::{
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use tracing::{Level, Metadata, field::Visit};

use super::values::{Part, Values};
use crate::{DynamicType, Kind};

/// So many types are made for callsites: a session has room for 4096, of which a program needs some for its own events.
const MOST_TYPES: usize = 3072;
/// So many sets of fields have a type of their own.
const MOST_SHAPES: usize = 8;

static TYPES: AtomicUsize = AtomicUsize::new(0);

/// Things that are only added, at the front, and never removed.
struct List<T: 'static>(AtomicPtr<Link<T>>);

struct Link<T: 'static> {
    item: T,
    next: Option<&'static Link<T>>,
}

impl<T: 'static> List<T> {
    const fn new() -> Self {
        Self(AtomicPtr::new(null_mut()))
    }

    fn first(&self) -> Option<&'static Link<T>> {
        // SAFETY: null, or a leaked link that `add` stored, which does not change any more; acquired, so it is complete.
        unsafe { self.0.load(Acquire).as_ref() }
    }

    fn iter(&self) -> impl Iterator<Item = &'static T> + use<T> {
        core::iter::successors(self.first(), |link| link.next).map(|link| &link.item)
    }

    /// Adds one, unless another thread has added another one since `first` was the first.
    fn add(&self, first: Option<&'static Link<T>>, item: T) -> Result<&'static T, T> {
        let link = Box::into_raw(Box::new(Link { item, next: first }));
        let before = first.map_or(null_mut(), |first| core::ptr::from_ref(first).cast_mut());
        match self.0.compare_exchange(before, link, Release, Relaxed) {
            // SAFETY: from `into_raw`, and never dropped from now on.
            Ok(_) => Ok(unsafe { &(*link).item }),
            // SAFETY: from `into_raw`, and no other thread has seen it.
            Err(_) => Err(unsafe { Box::from_raw(link) }.item),
        }
    }
}

/// A type of event, for those with these fields.
struct Shape {
    parts: Box<[Part]>,
    made: &'static DynamicType,
}

/// The event types of one sort of record of a callsite.
pub(super) struct Shapes {
    list: List<Shape>,
    ids: &'static [&'static str],
    /// After the callsite's name.
    suffix: &'static str,
}

/// A callsite.
pub(super) struct Site {
    metadata: &'static Metadata<'static>,
    /// Its events; of a span, its beginnings.
    pub(super) first: Shapes,
    /// Values that a span is given later.
    pub(super) later: Shapes,
    /// A span is entered, left, and closed; none where there are too many types.
    ends: Option<[&'static DynamicType; 3]>,
}

/// A change of a span that has no fields.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Enter,
    Exit,
    Close,
}

const LISTS: usize = 1024;
static SITES: [List<Site>; LISTS] = [const { List::new() }; LISTS];

impl Site {
    /// The site of a callsite, by the address of what it says of itself.
    pub(super) fn of(metadata: &'static Metadata<'static>) -> &'static Self {
        let address = core::ptr::from_ref(metadata).addr();
        let list =
            &SITES[(address >> 4).wrapping_mul(0x9e37_79b9_7f4a_7c15_u64 as usize) >> (usize::BITS - 10)];
        match list.iter().find(|site| core::ptr::eq(site.metadata, metadata)) {
            Some(site) => site,
            None => Self::add(list, metadata),
        }
    }

    #[cold]
    fn add(list: &List<Self>, metadata: &'static Metadata<'static>) -> &'static Self {
        let mut mine = Self::new(metadata);
        loop {
            let first = list.first();
            if let Some(site) = list.iter().find(|site| core::ptr::eq(site.metadata, metadata)) {
                return site;
            }
            match list.add(first, mine) {
                Ok(site) => return site,
                Err(site) => mine = site,
            }
        }
    }

    fn new(metadata: &'static Metadata<'static>) -> Self {
        let span = metadata.is_span();
        let shapes = |ids, suffix| Shapes { list: List::new(), ids, suffix };
        Self {
            metadata,
            first: if span { shapes(&["span", "parent"], "_new") } else { shapes(&["span"], "") },
            later: shapes(&["span"], "_values"),
            ends: (span && count(3))
                .then(|| ["_enter", "_exit", "_close"].map(|suffix| made(metadata, suffix, &["span"], &[]))),
        }
    }

    /// Records a change of a span; false if it has no type for that.
    pub(super) fn end(&self, end: End, span: u64) -> bool {
        let Some(ends) = self.ends else { return false };
        let made = ends[end as usize];
        !made.is_on() || made.record_if_room(&|record| record.bytes(&span.to_ne_bytes()))
    }

    /// Records ids and fields; false if there is no type for that.
    pub(super) fn record(&self, shapes: &Shapes, ids: &[u64], fields: impl FnOnce(&mut dyn Visit)) -> bool {
        let values = Values::new(ids, fields);
        let same = shapes.list.iter().find(|shape| *shape.parts == *values.parts());
        let made = match same {
            Some(shape) => shape.made,
            None => match self.add_shape(shapes, values.parts()) {
                Some(made) => made,
                None => return false,
            },
        };
        !made.is_on() || made.record_if_room(&|record| record.bytes(values.bytes()))
    }

    #[cold]
    fn add_shape(&self, shapes: &Shapes, parts: &[Part]) -> Option<&'static DynamicType> {
        loop {
            let first = shapes.list.first();
            if let Some(same) = shapes.list.iter().find(|shape| *shape.parts == *parts) {
                return Some(same.made);
            }
            if shapes.list.iter().count() >= MOST_SHAPES || !count(1) {
                return None;
            }
            let made = made(self.metadata, shapes.suffix, shapes.ids, parts);
            if let Ok(shape) = shapes.list.add(first, Shape { parts: parts.into(), made }) {
                return Some(shape.made);
            }
        }
    }
}

impl Shapes {
    /// Returns whether a session may want such a record: all types of a callsite have one name and level, so a filter takes them alike.
    pub(super) fn may_be_wanted(&self) -> bool {
        self.list.first().is_none_or(|link| link.item.made.is_on())
    }
}

/// Counts types that are made; false if they would be too many.
fn count(more: usize) -> bool {
    let made = TYPES.fetch_add(more, Relaxed);
    if made + more > MOST_TYPES {
        TYPES.fetch_sub(more, Relaxed);
        return false;
    }
    true
}

/// The event type `target::name` of a callsite. An event that was given no name has its place in the source for that.
fn made(
    metadata: &'static Metadata<'static>,
    suffix: &str,
    ids: &[&'static str],
    parts: &[Part],
) -> &'static DynamicType {
    let (file, line) = (metadata.file().unwrap_or(""), metadata.line().unwrap_or(0));
    let id = |name: &&'static str| (*name, Kind::Int { bytes: 8, signed: false });
    let names = metadata.fields();
    let field = |part: &Part| Some((names.iter().nth(part.place())?.name(), part.kind()));
    let fields: Vec<_> = ids.iter().map(id).chain(parts.iter().filter_map(field)).collect();
    let name = match metadata.name() {
        name if metadata.is_event() && name.starts_with("event ") && !file.is_empty() => {
            let file = file.rsplit(['/', '\\']).next().unwrap_or(file);
            format!("{file}:{line}")
        }
        name => format!("{name}{suffix}"),
    };
    DynamicType::leak(metadata.target(), &name, level(*metadata.level()), file, line, &fields)
}

fn level(level: Level) -> crate::Level {
    match level {
        Level::ERROR => crate::Level::Error,
        Level::WARN => crate::Level::Warning,
        Level::INFO => crate::Level::Info,
        Level::DEBUG => crate::Level::Debug,
        Level::TRACE => crate::Level::Trace,
    }
}
