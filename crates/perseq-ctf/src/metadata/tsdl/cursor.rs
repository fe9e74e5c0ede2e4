//! The operations on tokens that every part of the parser uses.

use super::lexer::{Placed, Token};
use crate::{
    metadata::model::{MetadataError, MetadataProblem, Reference, Type},
    write::schema::ByteOrder,
};
use std::collections::HashMap;

pub(super) type Result<T> = core::result::Result<T, MetadataError>;

/// The parser's place in the tokens, and what was declared so far.
pub(super) struct Cursor {
    tokens: Vec<Placed>,
    at: usize,
    pub(super) native: ByteOrder,
    /// Type names, by block.
    pub(super) names: Vec<HashMap<String, Type>>,
    /// The clocks that integers are mapped to.
    pub(super) mapped: Vec<String>,
    /// How many types the parser is inside of.
    pub(super) depth: u32,
    /// The token that errors are about, if it is not the next one.
    pub(super) blamed: Option<usize>,
}

/// The right side of an attribute.
#[derive(Debug)]
pub(super) enum Attribute {
    Number(i128),
    Text(String),
    Path(Vec<String>),
}

impl Cursor {
    pub(super) fn new(tokens: Vec<Placed>) -> Cursor {
        let native = native_order(&tokens).unwrap_or(ByteOrder::NATIVE);
        Cursor {
            tokens,
            at: 0,
            native,
            names: vec![HashMap::new()],
            mapped: Vec::new(),
            depth: 0,
            blamed: None,
        }
    }

    /// How many tokens there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    pub(super) fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |placed| &placed.token)
    }

    pub(super) fn peek_second(&self) -> &Token {
        self.tokens.get(self.at + 1).map_or(&Token::End, |placed| &placed.token)
    }

    pub(super) fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at = self.tokens.len().min(self.at + 1);
        token
    }

    /// The next token's number, for [`Cursor::blamed`].
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// An error at the next token, or at the one that is blamed.
    pub(super) fn error<T>(&self, problem: MetadataProblem) -> Result<T> {
        let placed = self.tokens.get(self.blamed.unwrap_or(self.at)).or(self.tokens.last());
        let (line, column) = placed.map_or((1, 1), |placed| (placed.line, placed.column));
        Err(MetadataError { fragment: None, line, column, problem })
    }

    pub(super) fn unsupported<T>(&self, what: impl Into<String>) -> Result<T> {
        self.error(MetadataProblem::Unsupported(what.into()))
    }

    pub(super) fn unexpected<T>(&self, wanted: &'static str) -> Result<T> {
        let found = match self.peek() {
            Token::Word(word) => word.clone(),
            Token::Number(number) => number.to_string(),
            Token::Text(text) => format!("{text:?}"),
            Token::Mark(mark) => format!("{mark:?}"),
            Token::End => "the end".into(),
        };
        self.error(MetadataProblem::Unexpected { found, wanted })
    }

    /// Takes `mark` if it is next.
    pub(super) fn mark(&mut self, mark: &str) -> bool {
        let is = matches!(self.peek(), Token::Mark(next) if *next == mark);
        if is {
            self.next();
        }
        is
    }

    pub(super) fn need(&mut self, mark: &'static str) -> Result<()> {
        if self.mark(mark) { Ok(()) } else { self.unexpected(mark) }
    }

    /// Takes `word` if it is next.
    pub(super) fn keyword(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Token::Word(next) if next == word);
        if is {
            self.next();
        }
        is
    }

    pub(super) fn word(&mut self) -> Result<String> {
        match self.peek() {
            Token::Word(word) => {
                let word = word.clone();
                self.next();
                Ok(word)
            }
            _ => self.unexpected("a name"),
        }
    }

    pub(super) fn number(&mut self) -> Result<i128> {
        let negative = self.mark("-");
        if !negative {
            self.mark("+");
        }
        let Token::Number(number) = *self.peek() else { return self.unexpected("a number") };
        self.next();
        Ok(if negative { -i128::from(number) } else { i128::from(number) })
    }

    /// A number that must be from `least` to `most`.
    pub(super) fn ranged(&self, what: &'static str, value: i128, least: u64, most: u64) -> Result<u64> {
        match u64::try_from(value).ok().filter(|value| (least..=most).contains(value)) {
            Some(value) => Ok(value),
            None => self.error(MetadataProblem::OutOfRange { what, value }),
        }
    }

    /// `a.b.c`.
    pub(super) fn path(&mut self) -> Result<Vec<String>> {
        let mut path = vec![self.word()?];
        while self.mark(".") {
            path.push(self.word()?);
        }
        Ok(path)
    }

    pub(super) fn attribute(&mut self) -> Result<Attribute> {
        match self.peek() {
            Token::Text(text) => {
                let text = text.clone();
                self.next();
                Ok(Attribute::Text(text))
            }
            Token::Word(_) => Ok(Attribute::Path(self.path()?)),
            _ => Ok(Attribute::Number(self.number()?)),
        }
    }

    /// A reference to the field of a length or a variant's choice.
    pub(super) fn reference(&mut self) -> Result<Reference> {
        let place = self.at;
        Ok(Reference { path: self.path()?, place, tag: 0 })
    }

    /// Skips to after the brace that closes the one that is next.
    pub(super) fn skip_block(&mut self) -> Result<()> {
        self.need("{")?;
        let mut open = 1_u32;
        while open > 0 {
            match self.next() {
                Token::Mark("{") => open += 1,
                Token::Mark("}") => open -= 1,
                Token::End => return self.unexpected("}"),
                _ => {}
            }
        }
        Ok(())
    }
}

/// The byte order that the block `trace` gives, which may come after types that depend on it.
fn native_order(tokens: &[Placed]) -> Option<ByteOrder> {
    let mut open = 0_u32;
    let mut inside = false;
    for window in tokens.windows(3) {
        match (&window[0].token, &window[1].token, &window[2].token) {
            (Token::Word(key), Token::Mark("="), Token::Word(order))
                if inside && open == 1 && key == "byte_order" =>
            {
                return byte_order(order);
            }
            (Token::Word(word), Token::Mark("{"), _) if open == 0 => inside = word == "trace",
            (Token::Mark("{"), ..) => open += 1,
            (Token::Mark("}"), ..) => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

pub(super) fn byte_order(word: &str) -> Option<ByteOrder> {
    match word {
        "le" => Some(ByteOrder::Little),
        "be" | "network" => Some(ByteOrder::Big),
        _ => None,
    }
}
