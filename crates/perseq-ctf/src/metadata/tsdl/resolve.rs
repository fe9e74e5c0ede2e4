//! Which field each length and each variant refers to: a number is given to it, and to the field.
//!
//! A way to a field leads from a scope's name on, or from the nearest structure around that has its first name; where there is none, from
//! the scopes before. A type that is used at several places is made for each of them if something in it depends on another field.

use super::cursor::{Cursor, Result};
use crate::metadata::model::{
    ArrayType, FieldDecl, Length, MetadataProblem, Model, Ranges, Reference, Scope, StructType, Type,
    VariantType,
};
use std::sync::Arc;

/// Gives all references of a model the numbers of their fields.
pub(super) fn resolve(cursor: &mut Cursor, model: &mut Model) -> Result<()> {
    let left = cursor.len().saturating_mul(16).saturating_add(1 << 16);
    let mut all = Resolver { cursor, earlier: Vec::new(), frames: Vec::new(), last_tag: 0, left };
    all.scope(Scope::PacketHeader, &mut model.packet_header)?;
    for stream in model.streams.values_mut() {
        let known = all.earlier.len();
        all.scope(Scope::PacketContext, &mut stream.packet_context)?;
        all.scope(Scope::EventHeader, &mut stream.event_header)?;
        all.scope(Scope::StreamContext, &mut stream.event_context)?;
        for class in stream.events.values_mut() {
            // They were made a moment ago, and are nowhere else.
            let Some(class) = Arc::get_mut(class) else { continue };
            let known = all.earlier.len();
            all.scope(Scope::EventContext, &mut class.context)?;
            all.scope(Scope::Payload, &mut class.fields)?;
            all.take_back(known + 1, &mut class.fields);
            all.take_back(known, &mut class.context);
        }
        all.take_back(known + 2, &mut stream.event_context);
        all.take_back(known + 1, &mut stream.event_header);
        all.take_back(known, &mut stream.packet_context);
    }
    all.take_back(0, &mut model.packet_header);
    Ok(())
}

struct Resolver<'c> {
    cursor: &'c mut Cursor,
    /// The scopes that were looked through, and are before the one that is.
    earlier: Vec<(Scope, Option<Type>)>,
    /// The structures around the place.
    frames: Vec<Frame>,
    last_tag: u32,
    /// How many fields may still be made.
    left: usize,
}

/// A structure that is being made.
#[derive(Default)]
struct Frame {
    /// Those that are before the place.
    fields: Vec<FieldDecl>,
    /// The member that the place is in, as it is written.
    inside: String,
}

impl Resolver<'_> {
    fn scope(&mut self, scope: Scope, ty: &mut Option<Type>) -> Result<()> {
        let made = ty.as_ref().map(|ty| self.with_fields_found(scope, ty)).transpose()?;
        self.earlier.push((scope, made));
        Ok(())
    }

    /// A scope's type, after all that follows it.
    fn take_back(&mut self, at: usize, ty: &mut Option<Type>) {
        *ty = self.earlier.pop().and_then(|(_, made)| made);
        debug_assert_eq!(self.earlier.len(), at);
    }

    fn with_fields_found(&mut self, scope: Scope, ty: &Type) -> Result<Type> {
        if !ty.depends() {
            return Ok(ty.clone());
        }
        Ok(match ty {
            Type::Struct(of) => {
                self.frames.push(Frame::default());
                for field in &of.fields {
                    if let Some(frame) = self.frames.last_mut() {
                        let under = if field.underscored { "_" } else { "" };
                        frame.inside = format!("{under}{}", field.name);
                    }
                    let ty = self.with_fields_found(scope, &field.ty)?;
                    self.count()?;
                    let field = FieldDecl { ty, ..field.clone() };
                    if let Some(frame) = self.frames.last_mut() {
                        frame.fields.push(field);
                    }
                }
                let fields = self.frames.pop().unwrap_or_default().fields;
                Type::Struct(Arc::new(StructType { fields, ..**of }))
            }
            Type::Array(array) => {
                let length = match &array.length {
                    Length::Field(reference) => Length::Field(self.find(scope, reference)?.0),
                    Length::Fixed(length) => Length::Fixed(*length),
                };
                let element = self.with_fields_found(scope, &array.element)?;
                Type::Array(Arc::new(ArrayType { length, element, ..**array }))
            }
            Type::Variant(of) => Type::Variant(Arc::new(self.variant(scope, of)?)),
            other => other.clone(),
        })
    }

    fn count(&mut self) -> Result<()> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => return self.cursor.error(MetadataProblem::TooMany),
        }
        Ok(())
    }

    fn variant(&mut self, scope: Scope, of: &VariantType) -> Result<VariantType> {
        let (tag, ty) = self.find(scope, &of.tag)?;
        let Type::Enum(labels) = ty else {
            return self.cursor.unsupported("a variant whose tag is no enumeration");
        };
        let (mut options, mut ranges) = (Vec::new(), Vec::new());
        for option in &of.options {
            self.count()?;
            let is_meant = |label: &str| label.strip_prefix('_').unwrap_or(label) == option.name;
            let all = labels.labels.iter().filter(|(label, ..)| is_meant(label));
            ranges.push(all.map(|(_, first, last)| (*first, *last)).collect::<Ranges>());
            options.push(FieldDecl { ty: self.with_fields_found(scope, &option.ty)?, ..option.clone() });
        }
        Ok(VariantType { tag, options, ranges, ..*of })
    }

    /// The reference with its field's number, and the field's type.
    fn find(&mut self, scope: Scope, reference: &Reference) -> Result<(Reference, Type)> {
        self.cursor.blamed = Some(reference.place);
        let words: Vec<&str> = reference.path.iter().map(|word| &**word).collect();
        let (named, way) = match &words[..] {
            ["trace", "packet", "header", way @ ..] => (Some(Scope::PacketHeader), way),
            ["stream", "packet", "context", way @ ..] => (Some(Scope::PacketContext), way),
            ["stream", "event", "header", way @ ..] => (Some(Scope::EventHeader), way),
            ["stream", "event", "context", way @ ..] => (Some(Scope::StreamContext), way),
            ["event", "context", way @ ..] => (Some(Scope::EventContext), way),
            ["event", "fields", way @ ..] => (Some(Scope::Payload), way),
            way => (None, way),
        };
        let depth = if named.is_none_or(|named| named == scope) { self.frames.len() } else { 0 };
        let from = if named.is_some() { 0..depth.min(1) } else { 0..depth };
        let at = from.rev().find(|at| outwards(&mut self.frames[*at..], way).is_some());
        let mut found = at.and_then(|at| outwards(&mut self.frames[at..], way));
        if found.is_none() {
            let earlier =
                self.earlier.iter_mut().rev().filter(|(scope, _)| named.is_none_or(|named| named == *scope));
            found = earlier.filter_map(|(_, ty)| ty.as_mut()).find_map(|ty| walk(fields_of(ty)?, way));
        }
        let Some(field) = found else {
            let name = reference.path.join(".");
            return self.cursor.error(MetadataProblem::Unknown { what: "field", name });
        };
        if !matches!(field.ty, Type::Int(_) | Type::Enum(_)) {
            let what =
                format!("a length or a variant's tag {}, which is no integer,", reference.path.join("."));
            return self.cursor.unsupported(what);
        }
        if field.tag == 0 {
            self.last_tag = self.last_tag.saturating_add(1);
            field.tag = self.last_tag;
        }
        let (tag, ty) = (field.tag, field.ty.clone());
        self.cursor.blamed = None;
        Ok((Reference { tag, ..reference.clone() }, ty))
    }
}

fn fields_of(ty: &mut Type) -> Option<&mut [FieldDecl]> {
    match ty {
        Type::Struct(of) => Some(&mut Arc::make_mut(of).fields),
        _ => None,
    }
}

/// The field at the end of a way from the first of these structures on, each of which is in the one before.
fn outwards<'f>(frames: &'f mut [Frame], way: &[&str]) -> Option<&'f mut FieldDecl> {
    let (frame, inner) = frames.split_first_mut()?;
    let (name, rest) = way.split_first()?;
    if !rest.is_empty() && !inner.is_empty() && frame.inside == *name {
        return outwards(inner, rest);
    }
    walk(&mut frame.fields, way)
}

/// The field at the end of a way through structures: the last one before the place that has the name.
fn walk<'f>(fields: &'f mut [FieldDecl], way: &[&str]) -> Option<&'f mut FieldDecl> {
    let (name, rest) = way.split_first()?;
    let field = fields.iter_mut().rev().find(|field| field.is_written(name))?;
    if rest.is_empty() { Some(field) } else { walk(fields_of(&mut field.ty)?, rest) }
}
