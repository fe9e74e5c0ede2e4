//! Intel's syntax to AT&T's, for x86: the tables are in the one, and compilers of C pass on operands in the other.
//!
//! Only the forms that the tables use; a line of any other form is an error. The tests assemble both.

use anyhow::{Context, Result, bail, ensure};

/// Every line of `text`; lines between `.att_syntax` and `.intel_syntax noprefix` are in AT&T's syntax already.
pub(super) fn lines(text: &str) -> Result<String> {
    let mut result = Vec::new();
    let mut is_att = false;
    for line in text.lines() {
        match line.trim() {
            ".att_syntax" => is_att = true,
            ".intel_syntax noprefix" => is_att = false,
            // Registers that the text has named with a prefix get it from the operand.
            line if is_att => result.push(line.replace("%{", "{")),
            line => result.push(statement(line).with_context(|| format!("`{line}`"))?),
        }
    }
    Ok(result.join("\n"))
}

/// One line: a directive, or a label and an instruction.
fn statement(line: &str) -> Result<String> {
    if line.starts_with('.') || line.ends_with(':') {
        return Ok(line.to_owned());
    }
    // A number and a colon.
    if let Some((label, rest)) =
        line.split_once(": ").filter(|(label, _)| label.bytes().all(|b| b.is_ascii_digit()))
    {
        return Ok(format!("{label}: {}", statement(rest)?));
    }
    let (name, operands) = line.split_once(' ').context("no operand")?;
    let operands: Vec<&str> = operands.split(", ").collect();
    match operands[..] {
        [target] if name.starts_with('j') || name == "call" => Ok(format!("{name} {target}")),
        [one] => {
            let (operand, suffix) = operand(one)?;
            Ok(format!("{name}{suffix} {operand}"))
        }
        [to, from] => {
            let ((to, to_suffix), (from, from_suffix)) = (operand(to)?, operand(from)?);
            let name = match (name, from_suffix) {
                ("movsxd", "l") => "movslq".to_owned(),
                ("movzx", "b") => "movzbl".to_owned(),
                ("movsxd" | "movzx", _) => bail!("an extension of another width"),
                ("lea", _) => name.to_owned(),
                _ => {
                    ensure!(to_suffix.is_empty() || from_suffix.is_empty(), "two operands in memory");
                    format!("{name}{to_suffix}{from_suffix}")
                }
            };
            Ok(format!("{name} {from}, {to}"))
        }
        _ => bail!("three operands"),
    }
}

/// An operand, and the suffix that its width gives the instruction.
fn operand(text: &str) -> Result<(String, &'static str)> {
    for (width, suffix) in [("qword ptr ", "q"), ("dword ptr ", "l"), ("byte ptr ", "b")] {
        if let Some(address) = text.strip_prefix(width) {
            return Ok((memory(address)?, suffix));
        }
    }
    if text.starts_with('[') {
        return Ok((memory(text)?, ""));
    }
    let is_register = text.starts_with('{') && text != "{_shift}";
    Ok((if is_register { text.to_owned() } else { format!("${text}") }, ""))
}

/// `[base + scale * index + scale * literal]`, in any part, with a segment in front or not.
fn memory(text: &str) -> Result<String> {
    let (segment, inner) = text.split_once('[').context("no address")?;
    let inner = inner.strip_suffix(']').context("an address without an end")?;
    let segment = match segment {
        "" => "",
        "fs:" => "%fs:",
        "gs:" => "%gs:",
        other => bail!("the segment {other}"),
    };
    let (mut base, mut index, mut offset) = (None, None, Vec::new());
    for part in inner.split(" + ") {
        if part == "rip" {
            base = Some("%rip".to_owned());
        } else if let Some((scale, register)) =
            part.split_once(" * ").filter(|(_, rest)| rest.starts_with('{'))
        {
            index = Some(format!("{register}, {scale}"));
        } else if !part.starts_with('{')
            || ["{_slot}", "{_field}"].contains(&part)
            || base.as_deref() == Some("{_block}")
        {
            offset.push(part.to_owned());
        } else if base.is_none() {
            base = Some(part.to_owned());
        } else if index.is_none() {
            index = Some(part.to_owned());
        } else {
            bail!("three registers");
        }
    }
    let offset = offset.join(" + ");
    Ok(match (base, index) {
        (None, None) => format!("{segment}{offset}"),
        (Some(base), None) => format!("{segment}{offset}({base})"),
        (Some(base), Some(index)) => format!("{segment}{offset}({base}, {index})"),
        (None, Some(index)) => format!("{segment}{offset}(, {index})"),
    })
}
