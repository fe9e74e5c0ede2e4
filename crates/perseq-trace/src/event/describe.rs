//! The description of a type of events, as bytes: types that two processes describe alike are one.
//!
//! ```text
//!   level │ line as 4 bytes │ provider, name, file: length as 2 bytes, text │ fields: name, kind
//! ```

use perseq_ctf::{EventClass, Field, FieldType, Int, Label, Width, identifier};

use crate::{EventType, Level, event::field::Kind};

/// A type as it is described.
pub(crate) fn describe<'a>(
    level: Level,
    line: u32,
    texts: [&str; 3],
    fields: impl Iterator<Item = (&'a str, Kind)>,
) -> Vec<u8> {
    let mut bytes = vec![level as u8];
    bytes.extend(line.to_ne_bytes());
    for text in texts {
        put_text(&mut bytes, text);
    }
    for (name, kind) in fields {
        put_text(&mut bytes, name);
        put_kind(&mut bytes, kind);
    }
    bytes
}

/// The description of a type of this process.
pub(crate) fn describe_type(event: &EventType, kinds: &[Kind]) -> Vec<u8> {
    let fields = event.fields.iter().copied().zip(kinds.iter().copied());
    describe(event.level, event.line, [event.provider, event.name, event.file], fields)
}

/// Of a longer text the beginning, cut between characters.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
    bytes.extend((text.len() as u16).to_ne_bytes());
    bytes.extend(text.as_bytes());
}

fn put_kind(bytes: &mut Vec<u8>, kind: Kind) {
    match kind {
        Kind::Int { bytes: width, signed } => bytes.extend([0, width, signed.into()]),
        Kind::F32 => bytes.push(1),
        Kind::F64 => bytes.push(2),
        Kind::Bool => bytes.push(3),
        Kind::Text => bytes.push(4),
        Kind::Bytes => bytes.push(5),
        Kind::Array { bytes: width, signed, len } => {
            bytes.extend([6, width, signed.into()]);
            bytes.extend(len.to_ne_bytes());
        }
        Kind::Slice { bytes: width, signed } => bytes.extend([8, width, signed.into()]),
        Kind::Enum(names) => {
            bytes.push(7);
            bytes.extend((names.len() as u16).to_ne_bytes());
            for (name, value) in names {
                put_text(bytes, name);
                bytes.extend(value.to_ne_bytes());
            }
        }
    }
}

/// The rest of a description. `None` for bytes that are none: others can write there.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = u16::from_ne_bytes(self.take()?);
        let (text, rest) = self.0.split_at_checked(len.into())?;
        self.0 = rest;
        core::str::from_utf8(text).ok()
    }

    fn int(&mut self) -> Option<Int> {
        let [bytes, signed] = self.take()?;
        let width = [Width::W8, Width::W16, Width::W32, Width::W64].into_iter();
        let width = width.into_iter().find(|width| width.bytes() == usize::from(bytes))?;
        Some(if signed == 0 { Int::unsigned(width) } else { Int::signed(width) })
    }

    fn kind(&mut self) -> Option<FieldType> {
        let [kind] = self.take()?;
        Some(match kind {
            0 => FieldType::Int(self.int()?),
            1 => FieldType::F32,
            2 => FieldType::F64,
            3 => FieldType::Bool,
            4 => FieldType::Text,
            5 => FieldType::Sequence(Int::unsigned(Width::W8)),
            6 => {
                let int = self.int()?;
                FieldType::Array(int, u32::from_ne_bytes(self.take()?))
            }
            7 => {
                let count = u16::from_ne_bytes(self.take()?);
                let labels = (0..count).map(|_| {
                    let name = self.text()?;
                    Some(Label::new(name, i64::from_ne_bytes(self.take()?)))
                });
                FieldType::Enum { int: Int::signed(Width::W64), labels: labels.collect::<Option<_>>()? }
            }
            8 => FieldType::Sequence(self.int()?),
            _ => return None,
        })
    }
}

/// The content of a description, as the format has it; not yet checked against metadata.
fn parse(id: u32, bytes: &[u8]) -> Option<EventClass> {
    let mut rest = Cursor(bytes);
    let [level] = rest.take()?;
    let line = u32::from_ne_bytes(rest.take()?);
    let (provider, name, file) = (rest.text()?, rest.text()?, rest.text()?);
    let (mut fields, mut taken) = (Vec::new(), Vec::<String>::new());
    while !rest.0.is_empty() {
        let (mut name, ty) = (identifier(rest.text()?), rest.kind()?);
        while names(&name, &ty).any(|name| taken.contains(&name)) {
            name.push('_');
        }
        taken.extend(names(&name, &ty));
        fields.push(Field::new(name, ty));
    }
    Some(EventClass {
        id: u16::try_from(id).ok()?,
        name: format!("{provider}:{name}"),
        loglevel: Some(level.min(14)),
        source: Some(format!("{file}:{line}")),
        fields,
    })
}

/// The names that a field takes: one with a length has a field for that, too.
fn names(name: &str, ty: &FieldType) -> impl Iterator<Item = String> + use<> {
    let length = matches!(ty, FieldType::Text | FieldType::Sequence(_)).then(|| format!("{name}_length"));
    [Some(name.to_owned()), length].into_iter().flatten()
}

/// The content of a description. A class that cannot be in metadata is no type: the others' metadata must not suffer.
pub(crate) fn understand(id: u32, bytes: &[u8]) -> Option<EventClass> {
    parse(id, bytes).filter(|class| class.metadata(crate::consume::schema::STREAM).is_ok())
}

/// The description of a type, or why consumers would not understand it.
pub(crate) fn fit(event: &EventType, kinds: &[Kind]) -> core::result::Result<Vec<u8>, String> {
    if event.fields.len() != kinds.len() {
        return Err(format!("they have {} values, and {} names for them", kinds.len(), event.fields.len()));
    }
    for (name, kind) in event.fields.iter().zip(kinds) {
        kind.fits().map_err(|why| format!("field {name}: {why}"))?;
    }
    let bytes = describe_type(event, kinds);
    let class = parse(0, &bytes).ok_or("their description cannot be read back")?;
    class.metadata(crate::consume::schema::STREAM).map_err(|error| error.to_string())?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_described_is_understood_and_anything_else_is_not() {
        let event =
            EventType::new("server", "request", Level::Info, "main.rs", 12, &["n", "text", "list", "state"]);
        let kinds = [
            Kind::Int { bytes: 4, signed: true },
            Kind::Text,
            Kind::Array { bytes: 2, signed: false, len: 3 },
            Kind::Enum(&[("idle", 0), ("busy", -1)]),
        ];
        let bytes = describe_type(&event, &kinds);
        let class = understand(5, &bytes).unwrap();
        assert_eq!(
            (class.id, class.name.as_str(), class.source.as_deref()),
            (5, "server:request", Some("main.rs:12"))
        );
        assert_eq!(class.fields[0], Field::new("n", FieldType::Int(Int::signed(Width::W32))));
        assert_eq!(class.fields[2], Field::new("list", FieldType::Array(Int::unsigned(Width::W16), 3)));
        let labels = vec![Label::new("idle", 0), Label::new("busy", -1)];
        assert_eq!(class.fields[3].ty, FieldType::Enum { int: Int::signed(Width::W64), labels });
        let whole_fields = |len: &usize| understand(5, &bytes[..*len]).is_some();
        assert_eq!((0..bytes.len()).filter(whole_fields).count(), 4, "only behind whole fields");
        let mut other = bytes.clone();
        for at in 0..other.len() {
            other[at] ^= 0xff;
            _ = understand(5, &other);
            other[at] ^= 0xff;
        }
    }
}
