//! The classes that depend on other fields, and how they say on which.

use super::{Candidate, Class, Format, Int, Length, Maker, Ranges, Ref, Scope, What};

impl Scope {
    fn written(self, format: Format) -> &'static str {
        let [old, new] = match self {
            Scope::PacketHeader => ["trace.packet.header", "packet-header"],
            Scope::PacketContext => ["stream.packet.context", "packet-context"],
            Scope::EventHeader => ["stream.event.header", "event-record-header"],
            Scope::StreamContext => ["stream.event.context", "event-record-common-context"],
            Scope::EventContext => ["event.context", "event-record-specific-context"],
            Scope::Payload => ["event.fields", "event-record-payload"],
        };
        if format == Format::Ctf1 { old } else { new }
    }
}

impl Maker<'_> {
    pub(super) fn length(&mut self) -> Length {
        if self.plain || self.chance(2) {
            return Length::Fixed(self.random.below(5));
        }
        let fits = |one: &&Candidate| matches!(&one.class, Class::Int(int) if !int.signed && int.bits >= 3);
        let free: Vec<_> = self.known.iter().filter(fits).cloned().collect();
        let small: Vec<i128> = (0..4).collect();
        let free: Vec<_> = free
            .into_iter()
            .filter(|one| self.allowed[one.id].as_ref().is_none_or(|allowed| *allowed == small))
            .collect();
        let one = if free.is_empty() || self.chance(3) {
            let int = Int { signed: false, ..self.any_int() };
            self.fresh(Class::Int(Int { bits: int.bits.max(3), big: self.big, ..int }))
        } else {
            free[self.random.below(free.len() as u64) as usize].clone()
        };
        self.allowed[one.id] = Some(small);
        Length::Field(self.refer(&one, true))
    }

    /// A new field, just before the one that asks for it.
    fn fresh(&mut self, class: Class) -> Candidate {
        let name = self.name();
        self.add(&name, class, What::Plain);
        self.known.last().unwrap().clone()
    }

    /// Labels of an enumeration: in one range or several, which may overlap.
    pub(super) fn labels(&mut self, int: &Int) -> Vec<(String, Ranges)> {
        let (least, most) = range(int);
        let mut labels: Vec<(String, Ranges)> = Vec::new();
        for index in 0..1 + self.random.below(4) {
            let mut ranges = Vec::new();
            for _ in 0..1 + self.random.below(2) {
                let first = (least.max(-6) + i128::from(self.random.below(12))).min(most);
                let last = (first + i128::from(self.random.below(4))).min(most);
                ranges.push(if self.chance(9) { (most, most) } else { (first, last) });
            }
            labels.push((format!("L{index}"), ranges));
        }
        labels
    }

    /// A field that chooses among so many; for which of its values each is chosen; and whether nothing in them may depend on other fields:
    /// babeltrace2 2.1.1 forgets what is signed as soon as another field is kept.
    pub(super) fn chooser(&mut self, count: usize) -> (Ref, Vec<Ranges>, bool) {
        let ctf2 = self.format == Format::Ctf2;
        let mut int = self.any_int();
        int.bits = int.bits.max(4);
        int.signed &= !self.inside;
        let int_is_signed = int.signed;
        let (least, _) = range(&int);
        let first = least.max(-5);
        let ranges: Vec<Ranges> =
            (first..).step_by(2).take(count).map(|first| vec![(first, first + 1)]).collect();
        int.big = self.big;
        let plain = ctf2 && self.chance(2);
        let labels = ranges.iter().enumerate().map(|(index, ranges)| (format!("C{index}"), ranges.clone()));
        let class = if plain { Class::Int(int) } else { Class::Enum(int, labels.collect()) };
        let one = self.fresh(class);
        let last = first + 2 * count as i128;
        self.allowed[one.id] = Some((first..last).collect());
        // Later on, something else can refer to it, too.
        let of = self.refer(&one, false);
        (of, ranges, int_is_signed)
    }

    pub(super) fn chosen_labels(&self, id: usize, count: usize) -> Vec<String> {
        let labels = self.known.iter().find(|one| one.id == id).map(|one| &one.class);
        match labels {
            Some(Class::Enum(_, labels)) => labels.iter().map(|(name, _)| name.clone()).collect(),
            _ => (0..count).map(|index| format!("C{index}")).collect(),
        }
    }

    /// How the place that is made refers to `one`.
    fn refer(&mut self, one: &Candidate, absolute: bool) -> Ref {
        let here: Vec<&str> = self.frames[1..].iter().map(|frame| &*frame.name).collect();
        let common = here.iter().zip(&one.path).take_while(|(a, b)| *a == b).count().min(one.path.len() - 1);
        let out = here.len() - common;
        // babeltrace2 takes no such place for what chooses in CTF 1.8.
        let can = absolute || self.format == Format::Ctf2;
        // Nor does 2.1.1 go out of two structures in CTF 2.
        let far = if self.format == Format::Ctf2 { out > 1 } else { absolute && out > 0 && !one.hidden };
        let absolute = one.scope != self.scope || far || can && !one.hidden && self.chance(3);
        let quoted = |names: &[String]| names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>();
        let origin = one.scope.written(self.format);
        let written = match (self.format, absolute) {
            (Format::Ctf1, true) => format!("{origin}.{}", one.path.join(".")),
            (Format::Ctf1, false) => one.path[common..].join("."),
            (Format::Ctf2, true) => {
                format!(r#"{{"origin":{origin:?},"path":[{}]}}"#, quoted(&one.path).join(","))
            }
            (Format::Ctf2, false) => {
                let mut path = vec!["null".to_owned(); out];
                path.extend(quoted(&one.path[common..]));
                format!(r#"{{"path":[{}]}}"#, path.join(","))
            }
        };
        Ref { id: one.id, written }
    }
}

/// The least and the greatest value.
pub fn range(int: &Int) -> (i128, i128) {
    let bits = int.bits;
    if int.signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
}
