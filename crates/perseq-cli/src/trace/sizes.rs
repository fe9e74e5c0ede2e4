//! Numbers of bytes, as people write them.

/// A number of bytes that is not 0, as `4096`, `64K`, `4M` or `1G`: units are powers of 1024.
///
/// # Errors
/// For any other text, and for more than fits.
pub(super) fn parse(text: &str) -> Result<u64, &'static str> {
    let digits = text.trim_end_matches(|one: char| one.is_ascii_alphabetic());
    let shift = match text[digits.len()..].to_ascii_lowercase().as_str() {
        "" | "b" => 0,
        "k" | "kb" | "kib" => 10,
        "m" | "mb" | "mib" => 20,
        "g" | "gb" | "gib" => 30,
        "t" | "tb" | "tib" => 40,
        _ => return Err("units are K, M, G and T"),
    };
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse::<u64>().ok().filter(|number| is_number && *number > 0);
    let number = number.ok_or("a number of bytes that is not 0 is needed, as 4096 or 4M")?;
    number.checked_mul(1 << shift).ok_or("that is more than 16 EiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_written_with_and_without_units() {
        for (text, bytes) in [
            ("1", 1),
            ("4096", 4096),
            ("64K", 1 << 16),
            ("64kib", 1 << 16),
            ("4M", 1 << 22),
            ("1g", 1 << 30),
            ("2TB", 1 << 41),
            ("7b", 7),
        ] {
            assert_eq!(parse(text), Ok(bytes), "{text}");
        }
        for text in ["", "0", "0M", "M", "4X", "4 M", "-1", "+1", "1.5M", "16777216T", "4Mé", "é"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
