//! Types and declarations in metadata.

use super::{
    cursor::{Attribute, Cursor, Result, byte_order},
    lexer::Token,
};
use crate::{
    metadata::model::{
        ArrayType, DEPTH, Encoding, EnumType, FieldDecl, IntType, Length, MetadataProblem, Reference, Role,
        StructType, Type, VariantType, depth,
    },
    write::schema::{Base, ByteOrder},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

impl Cursor {
    /// A type. If `named` says that a field's name follows, the last of several words is left for it.
    pub(super) fn type_specifier(&mut self, named: bool) -> Result<Type> {
        if self.depth >= DEPTH {
            return self.error(MetadataProblem::TooDeep);
        }
        self.depth += 1;
        let Token::Word(word) = self.peek().clone() else { return self.unexpected("a type") };
        let ty = match (&*word, self.peek_second()) {
            ("integer", Token::Mark("{")) => Type::Int(Arc::new(self.integer()?)),
            ("floating_point", Token::Mark("{")) => self.float()?,
            ("string", _) => {
                self.next();
                if matches!(self.peek(), Token::Mark("{")) {
                    self.skip_block()?;
                }
                Type::String(Encoding::Utf8)
            }
            ("struct", _) => self.structure()?,
            ("variant", _) => self.variant()?,
            ("enum", _) => self.enumeration()?,
            _ => self.named_type(named)?,
        };
        self.depth -= 1;
        if ty.depth() >= DEPTH {
            return self.error(MetadataProblem::TooDeep);
        }
        Ok(ty)
    }

    fn named_type(&mut self, named: bool) -> Result<Type> {
        let mut words = vec![self.word()?];
        while matches!(self.peek(), Token::Word(_))
            && (!named || matches!(self.peek_second(), Token::Word(_)))
        {
            words.push(self.word()?);
        }
        words.retain(|word| word != "const");
        while self.mark("*") {
            words.push("*".to_owned());
        }
        self.look_up("type", words.join(" "))
    }

    fn look_up(&self, what: &'static str, name: String) -> Result<Type> {
        match self.names.iter().rev().find_map(|block| block.get(&name)) {
            Some(ty) => Ok(ty.clone()),
            None => self.error(MetadataProblem::Unknown { what, name }),
        }
    }

    fn declare(&mut self, name: String, ty: Type) -> Result<()> {
        let Some(block) = self.names.last_mut() else { return Ok(()) };
        if block.contains_key(&name) {
            return self.error(MetadataProblem::Twice { what: "type", name });
        }
        block.insert(name, ty);
        Ok(())
    }

    /// `{ key = value; … }` of a number's type.
    fn attributes(&mut self) -> Result<Vec<(usize, String, Attribute)>> {
        self.next();
        self.need("{")?;
        let mut all = Vec::new();
        while !self.mark("}") {
            let (place, key) = (self.place(), self.word()?);
            self.need("=")?;
            if all.iter().any(|(_, other, _)| *other == key) {
                self.blamed = Some(place);
                return self.error(MetadataProblem::Twice { what: "attribute", name: key });
            }
            all.push((place, key, self.attribute()?));
            self.need(";")?;
        }
        Ok(all)
    }

    fn alignment(&self, value: i128) -> Result<u64> {
        let align = self.ranged("alignment", value, 1, 1 << 20)?;
        if !align.is_power_of_two() {
            return self.error(MetadataProblem::OutOfRange { what: "alignment", value });
        }
        Ok(align)
    }

    fn order(&self, path: &[String]) -> Result<ByteOrder> {
        match path {
            [word] if word == "native" => Ok(self.native),
            [word] => byte_order(word).map_or_else(|| self.unexpected("a byte order"), Ok),
            _ => self.unexpected("a byte order"),
        }
    }

    fn integer(&mut self) -> Result<IntType> {
        let (mut bits, mut align, mut clock) = (None, None, None);
        let (mut signed, mut base, mut text, mut order) = (false, Base::Decimal, false, self.native);
        for (place, key, value) in self.attributes()? {
            self.blamed = Some(place);
            match (&*key, value) {
                ("size", Attribute::Number(size)) => {
                    bits = Some(self.ranged("size of an integer", size, 1, 64)?)
                }
                ("align", Attribute::Number(value)) => align = Some(self.alignment(value)?),
                ("signed", Attribute::Number(value)) => signed = value != 0,
                ("signed", Attribute::Path(word)) => signed = matches!(&*word.join("."), "true" | "TRUE"),
                ("base", Attribute::Number(value)) => base = self.base(value)?,
                ("base", Attribute::Path(word)) => {
                    base = match &*word.join(".") {
                        "hex" | "x" | "X" | "p" | "hexadecimal" => Base::Hexadecimal,
                        "oct" | "o" | "octal" => Base::Octal,
                        "bin" | "b" | "binary" => Base::Binary,
                        _ => Base::Decimal,
                    }
                }
                ("encoding", Attribute::Path(word)) => text = word.join(".") != "none",
                ("byte_order", Attribute::Path(word)) => order = self.order(&word)?,
                ("map", Attribute::Path(path)) => {
                    clock = Some(self.map(&path)?);
                }
                ("size" | "align" | "signed" | "encoding" | "byte_order" | "map", _) => {
                    return self.unsupported(format!("attribute {key} of an integer with this value"));
                }
                // Tracers have attributes of their own.
                _ => {}
            }
        }
        self.blamed = None;
        let Some(bits) = bits else { return self.error(MetadataProblem::Missing("the integer's size")) };
        let align = align.unwrap_or(if bits % 8 == 0 { 8 } else { 1 });
        let bits = bits as u32;
        Ok(IntType { bits, align, signed, base, order, reversed: false, variable: false, text, clock })
    }

    fn base(&self, value: i128) -> Result<Base> {
        match value {
            2 => Ok(Base::Binary),
            8 => Ok(Base::Octal),
            10 => Ok(Base::Decimal),
            16 => Ok(Base::Hexadecimal),
            _ => self.error(MetadataProblem::OutOfRange { what: "base", value }),
        }
    }

    /// The number of the clock that an integer is mapped to.
    fn map(&mut self, path: &[String]) -> Result<usize> {
        let [clock, name, value] = path else { return self.unsupported("this mapping") };
        if clock != "clock" || value != "value" {
            return self.unsupported("this mapping");
        }
        let known = self.mapped.iter().position(|mapped| mapped == name);
        Ok(known.unwrap_or_else(|| {
            self.mapped.push(name.clone());
            self.mapped.len() - 1
        }))
    }

    fn float(&mut self) -> Result<Type> {
        let (mut exponent, mut mantissa, mut align, mut order) = (0, 0, None, self.native);
        for (place, key, value) in self.attributes()? {
            self.blamed = Some(place);
            match (&*key, value) {
                ("exp_dig", Attribute::Number(value)) => exponent = value,
                ("mant_dig", Attribute::Number(value)) => mantissa = value,
                ("align", Attribute::Number(value)) => align = Some(self.alignment(value)?),
                ("byte_order", Attribute::Path(word)) => order = self.order(&word)?,
                ("exp_dig" | "mant_dig" | "align" | "byte_order", _) => {
                    return self.unsupported(format!("attribute {key} of a floating_point with this value"));
                }
                _ => {}
            }
        }
        self.blamed = None;
        let bits = match (exponent, mantissa) {
            (8, 24) => 32,
            (11, 53) => 64,
            _ => return self.unsupported(format!("floating_point of {exponent} and {mantissa} bits")),
        };
        Ok(Type::Float(bits, align.unwrap_or(8), order))
    }

    fn enumeration(&mut self) -> Result<Type> {
        self.next();
        let name = matches!(self.peek(), Token::Word(_)).then(|| self.word()).transpose()?;
        let int = if self.mark(":") {
            self.type_specifier(false)?
        } else if matches!(self.peek(), Token::Mark("{")) {
            self.look_up("type", "int".into())?
        } else {
            return self.look_up("enum", format!("enum {}", name.unwrap_or_default()));
        };
        let Type::Int(int) = int else { return self.unexpected("an integer's type before this") };
        let labels = self.labels()?;
        let ty = Type::Enum(Arc::new(EnumType { int: (*int).clone(), labels }));
        if let Some(name) = name {
            self.declare(format!("enum {name}"), ty.clone())?;
        }
        Ok(ty)
    }

    fn labels(&mut self) -> Result<Vec<(String, i128, i128)>> {
        self.need("{")?;
        let mut labels = Vec::new();
        let mut value = 0;
        while !self.mark("}") {
            let name = match self.next() {
                Token::Word(name) | Token::Text(name) => name,
                _ => return self.unexpected("a label before this"),
            };
            if self.mark("=") {
                value = self.number()?;
            }
            let last = if self.mark("...") { self.number()? } else { value };
            if last < value {
                return self
                    .error(MetadataProblem::OutOfRange { what: "the end of a label's range", value: last });
            }
            labels.push((name, value, last));
            value = last + 1;
            if !self.mark(",") && !matches!(self.peek(), Token::Mark("}")) {
                return self.unexpected(", or }");
            }
        }
        Ok(labels)
    }

    fn structure(&mut self) -> Result<Type> {
        self.next();
        let name = matches!(self.peek(), Token::Word(word) if word != "align" || !matches!(self.peek_second(), Token::Mark("(")));
        let name = name.then(|| self.word()).transpose()?;
        if !matches!(self.peek(), Token::Mark("{")) {
            return self.look_up("struct", format!("struct {}", name.unwrap_or_default()));
        }
        let fields = self.fields()?;
        let mut align = 1;
        if matches!(self.peek(), Token::Word(word) if word == "align")
            && matches!(self.peek_second(), Token::Mark("("))
        {
            self.next();
            self.next();
            let least = self.number()?;
            align = self.alignment(least)?;
            self.need(")")?;
        }
        let ty = Type::Struct(Arc::new(StructType::new(align, fields)));
        if let Some(name) = name {
            self.declare(format!("struct {name}"), ty.clone())?;
        }
        Ok(ty)
    }

    fn variant(&mut self) -> Result<Type> {
        self.next();
        let name = matches!(self.peek(), Token::Word(_)).then(|| self.word()).transpose()?;
        let tag = if self.mark("<") {
            let tag = self.reference()?;
            self.need(">")?;
            Some(tag)
        } else {
            None
        };
        let options = if matches!(self.peek(), Token::Mark("{")) {
            self.fields()?
        } else {
            let name = format!("variant {}", name.as_deref().unwrap_or_default());
            match self.look_up("variant", name)? {
                Type::Variant(declared) => declared.options.clone(),
                _ => return self.unexpected("a variant before this"),
            }
        };
        let make = |tag: Reference, options: Vec<FieldDecl>| {
            Type::Variant(Arc::new(VariantType {
                tag,
                depth: depth(&options),
                options,
                ranges: Vec::new(),
                optional: false,
            }))
        };
        if let Some(name) = name {
            // Each use says by itself which field chooses.
            let nothing = Reference { path: Vec::new(), place: 0, tag: 0 };
            let declared = make(tag.clone().unwrap_or(nothing), options.clone());
            self.declare(format!("variant {name}"), declared.clone())?;
            if tag.is_none() {
                return Ok(declared);
            }
        }
        match tag {
            Some(tag) => Ok(make(tag, options)),
            None => self.unsupported("a variant without <tag> and without a name"),
        }
    }

    /// `{ … }` with fields and declarations of types.
    fn fields(&mut self) -> Result<Vec<FieldDecl>> {
        self.need("{")?;
        self.names.push(HashMap::new());
        let mut fields: Vec<FieldDecl> = Vec::new();
        let mut names = HashSet::new();
        while !self.mark("}") {
            if self.declaration()? {
                continue;
            }
            let ty = self.type_specifier(true)?;
            if self.mark(";") {
                continue;
            }
            loop {
                let place = self.place();
                let field = self.declarator(&ty)?;
                if !names.insert(field.name.clone()) {
                    self.blamed = Some(place);
                    return self.error(MetadataProblem::Twice { what: "field", name: field.name });
                }
                if let Some(before) = fields.last_mut() {
                    before.hidden = before.is_length_of(&field);
                }
                fields.push(field);
                if !self.mark(",") {
                    break;
                }
            }
            self.need(";")?;
        }
        self.names.pop();
        Ok(fields)
    }

    /// A name with array lengths after it.
    fn declarator(&mut self, ty: &Type) -> Result<FieldDecl> {
        let written = self.word()?;
        let mut lengths = Vec::new();
        while self.mark("[") {
            lengths.push(match *self.peek() {
                Token::Number(length) => {
                    self.next();
                    Length::Fixed(length)
                }
                _ => Length::Field(self.reference()?),
            });
            self.need("]")?;
        }
        let mut ty = ty.clone();
        for length in lengths.into_iter().rev() {
            if ty.depth() + 1 >= DEPTH {
                return self.error(MetadataProblem::TooDeep);
            }
            ty = Type::Array(Arc::new(ArrayType::new(1, length, ty)));
        }
        let name = written.strip_prefix('_').unwrap_or(&written).to_owned();
        let (role, underscored) = (Role::of(&name), name.len() < written.len());
        Ok(FieldDecl { name, ty, role, underscored, tag: 0, hidden: false })
    }

    /// `typealias` or `typedef`, if it is next.
    pub(super) fn declaration(&mut self) -> Result<bool> {
        if self.keyword("typealias") {
            let ty = self.type_specifier(false)?;
            self.need(":=")?;
            let mut words = vec![self.word()?];
            while !self.mark(";") {
                words.push(if self.mark("*") { "*".to_owned() } else { self.word()? });
            }
            self.declare(words.join(" "), ty)?;
        } else if self.keyword("typedef") {
            let ty = self.type_specifier(true)?;
            let Token::Word(written) = self.peek().clone() else { return self.unexpected("a name") };
            let declared = self.declarator(&ty)?;
            self.declare(written, declared.ty)?;
            self.need(";")?;
        } else {
            return Ok(false);
        }
        Ok(true)
    }
}
