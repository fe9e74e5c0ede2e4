//! Kernels that unpack themselves as EFI programs, packed in a way that emulators cannot unpack.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

/// The image at `path`, unpacked beside it if it is an EFI image packed with zstd; otherwise itself.
///
/// Source: Linux, `drivers/firmware/efi/libstub/zboot-header.S`.
pub(super) fn inflated(path: &Path) -> Result<PathBuf> {
    let image = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let Some(packed) = payload(&image) else { return Ok(path.to_owned()) };
    let unpacked = path.with_extension("unpacked");
    if !unpacked.exists() {
        let mut kernel = Vec::new();
        let broken = || format!("cannot unpack {}", path.display());
        let mut stream = ruzstd::decoding::StreamingDecoder::new(packed).with_context(broken)?;
        stream.read_to_end(&mut kernel).with_context(broken)?;
        fs::write(&unpacked, kernel)?;
    }
    Ok(unpacked)
}

/// The part of an EFI image that is packed with zstd.
fn payload(image: &[u8]) -> Option<&[u8]> {
    let word = |at: usize| Some(u32::from_le_bytes(image.get(at..at + 4)?.try_into().ok()?) as usize);
    let is_packed = image.get(..2)? == b"MZ" && image.get(4..8)? == b"zimg" && image.get(24..28)? == b"zstd";
    let (start, len) = (word(8)?, word(12)?);
    image.get(start..start.checked_add(len)?).filter(|_| is_packed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_efi_images_packed_with_zstd_have_a_payload() {
        let mut image = vec![0; 64];
        image[..2].copy_from_slice(b"MZ");
        image[4..8].copy_from_slice(b"zimg");
        image[8] = 40;
        image[12] = 3;
        image[24..28].copy_from_slice(b"zstd");
        image[40..43].copy_from_slice(b"abc");
        assert_eq!(payload(&image), Some(&b"abc"[..]));
        image[12] = 200;
        assert_eq!(payload(&image), None, "longer than the file");
        (image[12], image[24]) = (3, b'g');
        assert_eq!(payload(&image), None);
        assert_eq!(payload(b"MZ"), None);
    }
}
