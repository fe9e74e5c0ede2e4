//! Which kernels are in doubt, by what `uname -r` says.

/// The first kernel that forgets, and the first ones of each line that do not.
const BROKEN_FROM: Version = Version(6, 19, 0);
const MENDED_IN_STABLE: Version = Version(7, 0, 14);
/// Of this one, early candidates forget.
const MENDED: Version = Version(7, 1, 0);
/// A kernel without rseq does not run sections: one that gives an older version is not telling the truth
/// (`setarch --uname-2.6`).
const OLDEST_WITH_RSEQ: Version = Version(4, 18, 0);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Version(u32, u32, u32);

/// Returns whether a kernel of arm64 with this release must be tried: it may be one that restarts nothing, or cannot be told.
pub(super) fn is_in_doubt(release: &[u8]) -> bool {
    let end = release.iter().position(|&byte| byte == 0).unwrap_or(release.len());
    let release = &release[..end];
    let Some(version) = version(release) else { return true };
    let broken = BROKEN_FROM <= version && version < MENDED_IN_STABLE;
    // `7.0-rc3` reads as 7.0.0, and is in between.
    let candidate = version == MENDED && release.windows(3).any(|letters| letters == b"-rc");
    broken || candidate || version < OLDEST_WITH_RSEQ
}

/// The numbers at the start of `7.0.13-1-arm64`; those that are left out are 0.
fn version(release: &[u8]) -> Option<Version> {
    let mut numbers = [None; 3];
    let mut rest = release;
    for number in &mut numbers {
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (text, after) = rest.split_at(digits);
        // More digits than this are no version.
        *number = (1..=6).contains(&digits).then(|| text.iter().fold(0, |n, d| n * 10 + u32::from(d - b'0')));
        match after {
            [b'.', after @ ..] if number.is_some() => rest = after,
            _ => break,
        }
    }
    Some(Version(numbers[0]?, numbers[1]?, numbers[2].unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_distributions_call_their_kernels() {
        let read = |release: &str| version(release.as_bytes()).map(|Version(a, b, c)| (a, b, c));
        for (release, expected) in [
            ("7.0.13-1-arm64", (7, 0, 13)),
            ("7.0.13+deb13-cloud-arm64", (7, 0, 13)),
            ("6.19.0-rc3", (6, 19, 0)),
            ("7.0-rc5", (7, 0, 0)),
            ("7.0.0-22-generic", (7, 0, 0)),
            ("6.19.10-200.fc43.aarch64", (6, 19, 10)),
            ("7.1", (7, 1, 0)),
            ("6.6.1000", (6, 6, 1000)),
            ("6.12.x", (6, 12, 0)),
            ("6.18.44-fc", (6, 18, 44)),
        ] {
            assert_eq!(read(release), Some(expected), "{release}");
        }
        for release in ["", "custom", "7", "7.", "7-rc1", ".7.0", "7..1", "99999999999.1", "v7.0.1"] {
            assert_eq!(read(release), None, "{release}");
        }
    }

    #[test]
    fn only_kernels_that_may_restart_nothing_are_in_doubt() {
        for release in [
            "6.19.0-rc1",
            "6.19.0",
            "6.19.14+deb13-arm64",
            "7.0-rc1",
            "7.0.0-22-generic",
            "7.0.4",
            "7.0.10",
            "7.0.13-1-arm64",
            "7.1.0-rc1",
            "7.1-rc4-next-20260601",
            // Not to be told, or not the truth.
            "custom",
            "",
            "2.6.60+",
            "4.17.0",
        ] {
            assert!(is_in_doubt(release.as_bytes()), "{release}");
        }
        for release in [
            "4.18.0",
            "5.10.0-30-arm64",
            "6.18.99",
            "6.18.44-fc",
            "7.0.14",
            "7.0.14-rc1",
            "7.0.20-generic",
            "7.1.0",
            "7.1.3+deb13-cloud-arm64",
            "7.2.13+deb14-arm64",
            "7.3.0-rc7",
            "8.0",
        ] {
            assert!(!is_in_doubt(release.as_bytes()), "{release}");
        }
    }

    #[test]
    fn a_release_ends_at_its_first_zero() {
        assert!(is_in_doubt(b"7.0.1\x004.9\0\0"));
        assert!(!is_in_doubt(b"7.0.14\0-rc1\0"));
        assert!(is_in_doubt(b"7.1.0-rc2"), "or where the bytes do");
    }
}
