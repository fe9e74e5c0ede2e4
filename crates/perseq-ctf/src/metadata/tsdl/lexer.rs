//! Metadata text as tokens.

use crate::metadata::model::{MetadataError, MetadataProblem};

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// An identifier or a keyword.
    Word(String),
    /// A number without its sign.
    Number(u64),
    /// A text, its escapes resolved.
    Text(String),
    /// `{ } [ ] ( ) < > ; , : . = + - *` or a compound of them.
    Mark(&'static str),
    /// The end.
    End,
}

/// A token and where it begins.
#[derive(Debug, Clone)]
pub(super) struct Placed {
    pub(super) token: Token,
    pub(super) line: u32,
    pub(super) column: u32,
}

const MARKS: [&str; 17] =
    ["...", ":=", "->", "{", "}", "[", "]", "(", ")", "<", ">", ";", ",", ":", ".", "=", "+"];

struct Lexer<'a> {
    rest: &'a str,
    line: u32,
    column: u32,
}

/// All tokens of `text`; the last one is [`Token::End`].
pub(super) fn tokens(text: &str) -> Result<Vec<Placed>, MetadataError> {
    let mut lexer = Lexer { rest: text, line: 1, column: 1 };
    let mut all = Vec::new();
    loop {
        lexer.skip_blanks()?;
        let (line, column) = (lexer.line, lexer.column);
        let token = lexer.token()?;
        let end = token == Token::End;
        all.push(Placed { token, line, column });
        if end {
            return Ok(all);
        }
    }
}

impl<'a> Lexer<'a> {
    fn error<T>(&self, problem: MetadataProblem) -> Result<T, MetadataError> {
        Err(MetadataError { fragment: None, line: self.line, column: self.column, problem })
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        for c in taken.chars() {
            if c == '\n' {
                self.line = self.line.saturating_add(1);
                self.column = 1;
            } else {
                self.column = self.column.saturating_add(1);
            }
        }
        self.rest = rest;
        taken
    }

    fn skip_blanks(&mut self) -> Result<(), MetadataError> {
        loop {
            let blanks = self.rest.len() - self.rest.trim_start().len();
            self.take(blanks);
            if self.rest.starts_with("//") || self.rest.starts_with('#') {
                self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
            } else if self.rest.starts_with("/*") {
                let Some(end) = self.rest[2..].find("*/") else {
                    return self.error(MetadataProblem::Endless("comment"));
                };
                self.take(end + 4);
            } else {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<Token, MetadataError> {
        let Some(first) = self.rest.chars().next() else { return Ok(Token::End) };
        if first == '"' {
            return self.text();
        }
        if first == '\'' {
            return self.character();
        }
        if first.is_ascii_digit() {
            return self.number();
        }
        if first.is_ascii_alphabetic() || first == '_' {
            let len = self.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            return Ok(Token::Word(self.take(len.unwrap_or(self.rest.len())).to_owned()));
        }
        for mark in MARKS.into_iter().chain(["-", "*"]) {
            if self.rest.starts_with(mark) {
                self.take(mark.len());
                return Ok(Token::Mark(mark));
            }
        }
        self.error(MetadataProblem::Unexpected { found: format!("{first:?}"), wanted: "a token" })
    }

    fn number(&mut self) -> Result<Token, MetadataError> {
        let len = self.rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(self.rest.len());
        let whole = &self.rest[..len];
        let digits = whole.trim_end_matches(['u', 'U', 'l', 'L']);
        let number = match digits.as_bytes() {
            [b'0', b'x' | b'X', ..] => u64::from_str_radix(&digits[2..], 16),
            [b'0', b'b' | b'B', ..] => u64::from_str_radix(&digits[2..], 2),
            [b'0', _, ..] => u64::from_str_radix(digits, 8),
            _ => digits.parse(),
        };
        let Ok(number) = number else {
            return self.error(MetadataProblem::Number(whole.to_owned()));
        };
        self.take(len);
        Ok(Token::Number(number))
    }

    /// A character between quotes, as its number.
    fn character(&mut self) -> Result<Token, MetadataError> {
        let bytes = self.rest.as_bytes();
        let mut text = Vec::new();
        let len = match bytes.get(1) {
            Some(b'\\') => 1 + escape(&bytes[2..], &mut text),
            Some(byte) if byte.is_ascii() && !matches!(byte, b'\'' | b'\n') => {
                text.push(*byte);
                1
            }
            _ => 0,
        };
        match (text[..].first(), bytes.get(1 + len)) {
            (Some(&byte), Some(b'\'')) => {
                self.take(len + 2);
                Ok(Token::Number(byte.into()))
            }
            _ => self.error(MetadataProblem::Endless("character")),
        }
    }

    fn text(&mut self) -> Result<Token, MetadataError> {
        let mut text = Vec::new();
        let bytes = self.rest.as_bytes();
        let mut at = 1;
        loop {
            match bytes.get(at) {
                None | Some(b'\n') => return self.error(MetadataProblem::Endless("text")),
                Some(b'"') => break,
                Some(b'\\') => at += 1 + escape(&bytes[at + 1..], &mut text),
                Some(&byte) => {
                    text.push(byte);
                    at += 1;
                }
            }
        }
        self.take(at + 1);
        Ok(Token::Text(String::from_utf8_lossy(&text).into_owned()))
    }
}

/// Resolves an escape after its backslash; returns how many bytes that was.
fn escape(rest: &[u8], text: &mut Vec<u8>) -> usize {
    let octal = rest.iter().take(3).take_while(|b| (b'0'..=b'7').contains(b)).count();
    if octal > 0 {
        let value = rest[..octal].iter().fold(0_u32, |value, digit| value * 8 + u32::from(digit - b'0'));
        text.push(value as u8);
        return octal;
    }
    let byte = match rest.first() {
        None => return 0,
        Some(b'n') => b'\n',
        Some(b't') => b'\t',
        Some(b'r') => b'\r',
        Some(b'a') => 7,
        Some(b'b') => 8,
        Some(b'v') => 11,
        Some(b'f') => 12,
        Some(&other) => other,
    };
    text.push(byte);
    1
}
