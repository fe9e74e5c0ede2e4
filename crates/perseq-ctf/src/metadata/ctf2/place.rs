//! The place of a field class, and the fields that it can refer to from there.

use super::json::{Json, Object, Result};
use crate::metadata::model::{FieldDecl, MetadataProblem, Reference, Scope, Type};
use std::{collections::HashMap, sync::Arc};

/// A structure whose members are being read.
#[derive(Debug)]
struct Frame {
    /// The member of the structure around it that it is in.
    name: String,
    fields: Vec<FieldDecl>,
    /// Places in `fields`.
    names: HashMap<String, usize>,
}

/// The place of the class that is being read.
#[derive(Debug)]
pub(super) struct Place<'e> {
    pub(super) scope: Scope,
    /// The types that packets and events have before this scope.
    earlier: Vec<(Scope, &'e mut Type)>,
    /// From the scope's own structure to the innermost one.
    frames: Vec<Frame>,
    /// The last number that was given to a field that something refers to.
    last_tag: &'e mut u32,
}

fn unsupported<T>(what: impl Into<String>) -> Result<T> {
    Err(MetadataProblem::Unsupported(what.into()))
}

fn scope_of(origin: &str) -> Result<Scope> {
    Ok(match origin {
        "packet-header" => Scope::PacketHeader,
        "packet-context" => Scope::PacketContext,
        "event-record-header" => Scope::EventHeader,
        "event-record-common-context" => Scope::StreamContext,
        "event-record-specific-context" => Scope::EventContext,
        "event-record-payload" => Scope::Payload,
        _ => return unsupported(format!("the origin {origin:?}")),
    })
}

impl<'e> Place<'e> {
    pub(super) fn new(
        scope: Scope,
        earlier: impl IntoIterator<Item = (Scope, Option<&'e mut Type>)>,
        last_tag: &'e mut u32,
    ) -> Place<'e> {
        let there = |(scope, ty): (Scope, Option<&'e mut Type>)| ty.map(|ty| (scope, ty));
        Place {
            scope,
            earlier: earlier.into_iter().filter_map(there).collect(),
            frames: Vec::new(),
            last_tag,
        }
    }

    /// Goes into a structure, which member `name` of the one around it has.
    pub(super) fn enter(&mut self, name: &str) {
        self.frames.push(Frame { name: name.to_owned(), fields: Vec::new(), names: HashMap::new() });
    }

    /// Leaves it; its fields.
    pub(super) fn leave(&mut self) -> Vec<FieldDecl> {
        self.frames.pop().map(|frame| frame.fields).unwrap_or_default()
    }

    /// How many structures are around the next field.
    pub(super) fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Adds a field to the innermost structure.
    pub(super) fn add(&mut self, field: FieldDecl) -> Result<()> {
        let Some(frame) = self.frames.last_mut() else { return Ok(()) };
        if frame.names.insert(field.name.clone(), frame.fields.len()).is_some() {
            return Err(MetadataProblem::Twice { what: "member", name: field.name });
        }
        if let Some(before) = frame.fields.last_mut() {
            before.hidden = before.is_length_of(&field);
        }
        frame.fields.push(field);
        Ok(())
    }

    /// The field that a length or selector is in: in a structure around the one that asks, in one beside it, or in one of another scope.
    pub(super) fn locate(&mut self, location: Object<'_>) -> Result<Reference> {
        let Some((Json::Text(name), way)) = location.list("path")?.split_last() else {
            return unsupported("a location without a name at its end");
        };
        let origin = location.text("origin")?.map(scope_of).transpose()?;
        let unknown = || MetadataProblem::Unknown { what: "field", name: name.clone() };
        let field = match origin.filter(|origin| *origin != self.scope) {
            Some(origin) => {
                let ty = self.earlier.iter_mut().find(|(scope, _)| *scope == origin);
                let fields = ty.and_then(|(_, ty)| fields_of(ty)).and_then(|fields| inwards(fields, way));
                fields.and_then(|fields| fields.iter_mut().find(|field| field.name == *name))
            }
            None => {
                let from = if origin.is_some() { Some(0) } else { self.frames.len().checked_sub(1) };
                let fields = from.and_then(|from| walk(&mut self.frames, from, way));
                fields.and_then(|fields| fields.iter_mut().find(|field| field.name == *name))
            }
        };
        let field = field.ok_or_else(unknown)?;
        if !matches!(field.ty, Type::Int(_) | Type::Enum(_)) {
            return unsupported(format!("a length or selector as {name:?}, which is no integer,"));
        }
        if field.tag == 0 {
            *self.last_tag = self.last_tag.saturating_add(1);
            field.tag = *self.last_tag;
        }
        // The number alone says which field it is.
        Ok(Reference { path: vec![name.clone()], place: 0, tag: field.tag })
    }
}

/// From frame to frame, inwards by name and outwards by null, and on into a structure that is complete; its fields.
fn walk<'f>(frames: &'f mut [Frame], mut at: usize, way: &[Json]) -> Option<&'f mut [FieldDecl]> {
    for (index, step) in way.iter().enumerate() {
        at = match step {
            Json::Null => at.checked_sub(1)?,
            Json::Text(name) if frames.get(at + 1).is_some_and(|inner| inner.name == *name) => at + 1,
            Json::Text(_) => return inwards(&mut frames.get_mut(at)?.fields, &way[index..]),
            _ => return None,
        };
    }
    frames.get_mut(at).map(|frame| &mut frame.fields[..])
}

/// The fields of the structure at the end of a way through structures.
fn inwards<'f>(mut fields: &'f mut [FieldDecl], way: &[Json]) -> Option<&'f mut [FieldDecl]> {
    for step in way {
        let Json::Text(name) = step else { return None };
        fields = fields_of(&mut fields.iter_mut().find(|field| field.name == *name)?.ty)?;
    }
    Some(fields)
}

/// A structure's fields. The one that is read has types of its own, so that nothing is copied.
fn fields_of(ty: &mut Type) -> Option<&mut [FieldDecl]> {
    match ty {
        Type::Struct(of) => Some(&mut Arc::make_mut(of).fields),
        _ => None,
    }
}
