//! Field classes as types.

use super::{
    json::{Json, Object, Result, ranges},
    place::Place,
};
use crate::{
    metadata::model::{
        ArrayType, DEPTH, Encoding, EnumType, FieldDecl, IntType, Length, MetadataProblem, Role, Scope,
        StructType, Type, VariantType, depth,
    },
    write::schema::{Base, ByteOrder},
};
use std::{collections::HashMap, sync::Arc};

/// Makes types of field classes. A type is made for each place that an alias is used at: a length is in another place then.
#[derive(Debug)]
pub(super) struct Classes<'a> {
    /// Classes by name, and how large they are.
    aliases: HashMap<&'a str, (Object<'a>, usize)>,
    /// How much larger aliases may make the metadata: aliases of aliases would do it exponentially.
    left: usize,
    /// How many classes the one that is read is inside of.
    depth: u32,
}

fn unsupported<T>(what: impl Into<String>) -> Result<T> {
    Err(MetadataProblem::Unsupported(what.into()))
}

impl<'a> Classes<'a> {
    /// For metadata of so many bytes.
    pub(super) fn new(bytes: usize) -> Classes<'a> {
        Classes { aliases: HashMap::new(), left: bytes.saturating_mul(16).saturating_add(1 << 20), depth: 0 }
    }

    /// Gives a class a name.
    pub(super) fn alias(&mut self, name: &'a str, class: &'a Json) -> Result<()> {
        let class = self.effective(class)?;
        match self.aliases.insert(name, (class, class.size())) {
            None => Ok(()),
            Some(_) => Err(MetadataProblem::Twice { what: "field class alias", name: name.to_owned() }),
        }
    }

    /// The class itself, where a name may be given for it.
    fn effective(&mut self, class: &'a Json) -> Result<Object<'a>> {
        let Json::Text(name) = class else { return class.object("as a field class") };
        let Some(&(class, size)) = self.aliases.get(&**name) else {
            return Err(MetadataProblem::Unknown { what: "field class alias", name: name.clone() });
        };
        self.left = self.left.checked_sub(size).ok_or(MetadataProblem::TooMany)?;
        Ok(class)
    }

    /// The structure of a whole scope, if `fragment` has one.
    pub(super) fn root(
        &mut self,
        fragment: Object<'a>,
        key: &'static str,
        mut place: Place<'_>,
    ) -> Result<Option<Type>> {
        let Some(class) = fragment.get(key) else { return Ok(None) };
        let class = self.effective(class)?;
        match class.need_text("type")? {
            "structure" => self.class(class, "", &mut place).map(Some),
            other => unsupported(format!("{other} as {key}")),
        }
    }

    /// The type of a class in the member `name` of the innermost structure.
    fn class(&mut self, class: Object<'a>, name: &str, place: &mut Place<'_>) -> Result<Type> {
        if self.depth >= DEPTH {
            return Err(MetadataProblem::TooDeep);
        }
        self.depth += 1;
        let ty = self.type_of(class, name, place)?;
        self.depth -= 1;
        Ok(ty)
    }

    fn type_of(&mut self, class: Object<'a>, name: &str, place: &mut Place<'_>) -> Result<Type> {
        Ok(match class.need_text("type")? {
            "fixed-length-unsigned-integer" => integer(class, bits(class)?, place.scope)?,
            "fixed-length-signed-integer" => {
                integer(class, IntType { signed: true, ..bits(class)? }, place.scope)?
            }
            "variable-length-unsigned-integer" => integer(class, VARIABLE, place.scope)?,
            "variable-length-signed-integer" => {
                integer(class, IntType { signed: true, ..VARIABLE }, place.scope)?
            }
            // Bits are shown as a number: the names that those of a bit map have are not.
            "fixed-length-bit-array" | "fixed-length-bit-map" => {
                Type::Int(Arc::new(IntType { base: Base::Hexadecimal, ..bits(class)? }))
            }
            "fixed-length-boolean" => {
                let labels = vec![("false".to_owned(), 0, 0), ("true".to_owned(), 1, i128::from(u64::MAX))];
                Type::Enum(Arc::new(EnumType { int: bits(class)?, labels }))
            }
            "fixed-length-floating-point-number" => {
                let len @ (32 | 64) = class.need_number("length", 1, u64::MAX)? else {
                    return unsupported("a floating point number of neither 32 nor 64 bits");
                };
                let (order, reversed) = byte_order(class)?;
                if reversed {
                    return unsupported("a floating point number with its bits in the other order");
                }
                Type::Float(len as u32, class.alignment("alignment")?, order)
            }
            "null-terminated-string" => Type::String(encoding(class)?),
            "static-length-string" => {
                let length = Length::Fixed(class.need_number("length", 0, u64::MAX)?);
                bytes(length, Some(encoding(class)?))
            }
            "dynamic-length-string" => bytes(length(class, place)?, Some(encoding(class)?)),
            "static-length-blob" => bytes(Length::Fixed(class.need_number("length", 0, u64::MAX)?), None),
            "dynamic-length-blob" => bytes(length(class, place)?, None),
            "static-length-array" => {
                let length = Length::Fixed(class.need_number("length", 0, u64::MAX)?);
                self.array(class, length, name, place)?
            }
            "dynamic-length-array" => {
                let length = length(class, place)?;
                self.array(class, length, name, place)?
            }
            "structure" => self.structure(class, name, place)?,
            "variant" => self.variant(class, name, place)?,
            "optional" => return unsupported("an optional that is no member of a structure"),
            other => return unsupported(other),
        })
    }

    fn array(
        &mut self,
        class: Object<'a>,
        length: Length,
        name: &str,
        place: &mut Place<'_>,
    ) -> Result<Type> {
        let element = self.effective(class.need("element-field-class")?)?;
        let element = self.class(element, name, place)?;
        let align = class.alignment("minimum-alignment")?;
        Ok(Type::Array(Arc::new(ArrayType::new(align, length, element))))
    }

    fn structure(&mut self, class: Object<'a>, name: &str, place: &mut Place<'_>) -> Result<Type> {
        let least = class.alignment("minimum-alignment")?;
        place.enter(name);
        for member in class.list("member-classes")? {
            let member = member.object("as a member class")?;
            let name = member.need_text("name")?;
            let field = self
                .member(name, member.need("field-class")?, place)
                .map_err(|problem| within(problem, name))?;
            place.add(field)?;
        }
        let fields = place.leave();
        Ok(Type::Struct(Arc::new(StructType::new(least, fields))))
    }

    fn member(&mut self, name: &str, class: &'a Json, place: &mut Place<'_>) -> Result<FieldDecl> {
        let class = self.effective(class)?;
        let (ty, role) = match class.need_text("type")? {
            "optional" => (self.optional(class, name, place)?, Role::None),
            // The one thing that this reader knows by its name: CTF 2 has no role for it.
            _ if name == "cpu_id" && place.scope == Scope::PacketContext && place.depth() == 1 => {
                (self.class(class, name, place)?, Role::CpuId)
            }
            _ => (self.class(class, name, place)?, role(class, place.scope)?),
        };
        Ok(FieldDecl { name: name.to_owned(), ty, role, underscored: false, tag: 0, hidden: false })
    }

    fn optional(&mut self, class: Object<'a>, name: &str, place: &mut Place<'_>) -> Result<Type> {
        let tag = place.locate(class.need("selector-field-location")?.object("as a location")?)?;
        // Without ranges the selector is a boolean.
        let nonzero = vec![(i128::MIN, -1), (1, i128::MAX)];
        let ranges = class.ranges("selector-field-ranges")?.unwrap_or(nonzero);
        let options = vec![self.option(class, name, name, place)?];
        let depth = depth(&options);
        Ok(Type::Variant(Arc::new(VariantType { tag, options, ranges: vec![ranges], optional: true, depth })))
    }

    fn variant(&mut self, class: Object<'a>, name: &str, place: &mut Place<'_>) -> Result<Type> {
        let tag = place.locate(class.need("selector-field-location")?.object("as a location")?)?;
        let (mut options, mut all) = (Vec::new(), Vec::new());
        for option in class.list("options")? {
            let option = option.object("as an option")?;
            let ranges = option.ranges("selector-field-ranges")?;
            all.push(ranges.ok_or(MetadataProblem::Missing("selector-field-ranges"))?);
            let shown = option.text("name")?.unwrap_or_default();
            options.push(self.option(option, shown, name, place)?);
        }
        let depth = depth(&options);
        Ok(Type::Variant(Arc::new(VariantType { tag, options, ranges: all, optional: false, depth })))
    }

    /// The class that a variant or an optional may have, in the member `name`.
    fn option(
        &mut self,
        option: Object<'a>,
        shown: &str,
        name: &str,
        place: &mut Place<'_>,
    ) -> Result<FieldDecl> {
        let class = self.effective(option.need("field-class")?)?;
        let (ty, role) = (self.class(class, name, place)?, role(class, place.scope)?);
        Ok(FieldDecl { name: shown.to_owned(), ty, role, underscored: false, tag: 0, hidden: false })
    }
}

/// The same, with the member that it happened in.
fn within(problem: MetadataProblem, name: &str) -> MetadataProblem {
    match problem {
        MetadataProblem::Unsupported(what) => MetadataProblem::Unsupported(format!("{what} in {name:?}")),
        other => other,
    }
}

/// The order of the bytes, and whether that of the bits is the other one.
fn byte_order(class: Object<'_>) -> Result<(ByteOrder, bool)> {
    let (order, natural) = match class.need_text("byte-order")? {
        "little-endian" => (ByteOrder::Little, "first-to-last"),
        "big-endian" => (ByteOrder::Big, "last-to-first"),
        other => return unsupported(format!("the byte order {other:?}")),
    };
    match class.text("bit-order")? {
        Some(given @ ("first-to-last" | "last-to-first")) => Ok((order, given != natural)),
        Some(other) => unsupported(format!("the bit order {other:?}")),
        None => Ok((order, false)),
    }
}

fn encoding(class: Object<'_>) -> Result<Encoding> {
    Ok(match class.text("encoding")? {
        None | Some("utf-8") => Encoding::Utf8,
        Some("utf-16le") => Encoding::Utf16(ByteOrder::Little),
        Some("utf-16be") => Encoding::Utf16(ByteOrder::Big),
        Some("utf-32le") => Encoding::Utf32(ByteOrder::Little),
        Some("utf-32be") => Encoding::Utf32(ByteOrder::Big),
        Some(other) => return unsupported(format!("the encoding {other:?}")),
    })
}

/// The properties that all classes of fixed length have in common.
fn bits(class: Object<'_>) -> Result<IntType> {
    let (order, reversed) = byte_order(class)?;
    Ok(IntType {
        bits: class.need_number("length", 1, 64)? as u32,
        align: class.alignment("alignment")?,
        order,
        reversed,
        variable: false,
        ..VARIABLE
    })
}

/// An integer of as many bytes as it needs.
const VARIABLE: IntType = IntType {
    bits: 64,
    align: 8,
    signed: false,
    base: Base::Decimal,
    order: ByteOrder::Little,
    reversed: false,
    variable: true,
    text: false,
    clock: None,
};

fn integer(class: Object<'_>, int: IntType, scope: Scope) -> Result<Type> {
    let base = match class.int("preferred-display-base")? {
        None | Some(10) => Base::Decimal,
        Some(2) => Base::Binary,
        Some(8) => Base::Octal,
        Some(16) => Base::Hexadecimal,
        Some(value) => return Err(MetadataProblem::OutOfRange { what: "preferred-display-base", value }),
    };
    let is_time = !int.signed && scope == Scope::EventHeader && role(class, scope)? == Role::Timestamp;
    let int = IntType { base, clock: is_time.then_some(0), ..int };
    let mut labels = Vec::new();
    for (name, all) in class.inner("mappings")?.properties() {
        labels.extend(ranges(all)?.into_iter().map(|(first, last)| (name.to_owned(), first, last)));
    }
    Ok(if labels.is_empty() {
        Type::Int(Arc::new(int))
    } else {
        Type::Enum(Arc::new(EnumType { int, labels }))
    })
}

/// Whole bytes: text, or numbers.
fn bytes(length: Length, text: Option<Encoding>) -> Type {
    let byte = IntType { bits: 8, variable: false, ..VARIABLE };
    let array = ArrayType::new(8, length, Type::Int(Arc::new(byte)));
    Type::Array(Arc::new(ArrayType { text, ..array }))
}

fn length(class: Object<'_>, place: &mut Place<'_>) -> Result<Length> {
    let location = class.need("length-field-location")?.object("as a location")?;
    place.locate(location).map(Length::Field)
}

/// The meaning of a class' fields in this scope. Roles that it does not have mean nothing.
fn role(class: Object<'_>, scope: Scope) -> Result<Role> {
    let mut found = Role::None;
    for role in class.list("roles")? {
        let Json::Text(role) = role else { return role.unexpected("as a role", "a text") };
        let role = match (scope, &**role) {
            (Scope::PacketHeader, "packet-magic-number") => Role::Magic,
            (Scope::PacketHeader, "data-stream-class-id") => Role::StreamId,
            (Scope::PacketHeader, "data-stream-id") => Role::Instance,
            (Scope::PacketContext, "default-clock-timestamp") => Role::Begin,
            (Scope::PacketContext, "packet-end-default-clock-timestamp") => Role::End,
            (Scope::PacketContext, "packet-content-length") => Role::ContentSize,
            (Scope::PacketContext, "packet-total-length") => Role::PacketSize,
            (Scope::PacketContext, "packet-sequence-number") => Role::Sequence,
            (Scope::PacketContext, "discarded-event-record-counter-snapshot") => Role::Discarded,
            (Scope::EventHeader, "event-record-class-id") => Role::Id,
            (Scope::EventHeader, "default-clock-timestamp") => Role::Timestamp,
            _ => continue,
        };
        if !matches!(found, Role::None) && found != role {
            return unsupported("a field with two roles");
        }
        found = role;
    }
    Ok(found)
}
