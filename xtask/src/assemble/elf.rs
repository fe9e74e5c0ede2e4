//! The kernel's checks of every section, made in a linked image: descriptors, and the signature before each abort address.

use anyhow::{Context, Result, ensure};
use object::{Architecture, Endian, Endianness, File, Object, ObjectSection};

/// Size of `struct rseq_cs`.
const DESCRIPTOR: usize = 32;

/// Checks every descriptor of `image`, which is linked at a fixed address; returns how many there are.
pub(super) fn check(image: &[u8], signature: u32) -> Result<usize> {
    let file = File::parse(image).context("the image is no ELF file")?;
    let endian = file.endianness();
    let table = file.section_by_name("__rseq_cs").context("no section __rseq_cs")?;
    ensure!(
        table.address() % DESCRIPTOR as u64 == 0,
        "descriptors at {:#x} are not aligned",
        table.address()
    );
    let (descriptors, rest) = table.data()?.as_chunks::<DESCRIPTOR>();
    ensure!(rest.is_empty(), "{} bytes behind the last descriptor", rest.len());
    for (number, descriptor) in descriptors.iter().enumerate() {
        one(&file, endian, descriptor, signature).with_context(|| format!("descriptor {number}"))?;
    }
    let pointers = file.section_by_name("__rseq_cs_ptr_array").context("no section __rseq_cs_ptr_array")?;
    ensure!(
        pointers.size() == descriptors.len() as u64 * 8,
        "{} bytes of pointers to {} descriptors",
        pointers.size(),
        descriptors.len()
    );
    Ok(descriptors.len())
}

fn one(file: &File<'_>, endian: Endianness, descriptor: &[u8; DESCRIPTOR], signature: u32) -> Result<()> {
    let field = |at: usize| {
        let bytes = descriptor[at..].first_chunk().copied().unwrap_or_default();
        endian.read_u64(bytes)
    };
    let (head, start, length, abort) = (field(0), field(8), field(16), field(24));
    ensure!(head == 0, "version and flags are {head:#x}");
    ensure!((4..4096).contains(&length), "the section is {length} bytes long");
    code(file, start, length).with_context(|| format!("no code at {start:#x}"))?;
    ensure!(!(start..start + length).contains(&abort), "the abort address {abort:#x} is inside the section");
    let before = code(file, abort - 4, 4).with_context(|| format!("no code before {abort:#x}"))?;
    let aligned = !matches!(file.architecture(), Architecture::X86_64 | Architecture::I386);
    ensure!(!aligned || abort % 4 == 0, "the signature before {abort:#x} is not aligned");
    let found = endian.read_u32(before.first_chunk().copied().context("four bytes")?);
    ensure!(found == signature, "{found:#010x} stands before the abort address, not {signature:#010x}");
    Ok(())
}

/// `length` bytes of code at `address`.
fn code<'a>(file: &File<'a>, address: u64, length: u64) -> Result<&'a [u8]> {
    file.sections()
        .find_map(|section| section.data_range(address, length).ok().flatten())
        .context("outside every section")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::assemble::{compile::assembled, link::Linker};

    /// An image of one section, assembled by hand.
    fn image(version: u32, signature: u32) -> Vec<u8> {
        let (object, _directory) = assembled(&format!(
            "2: nop; nop; nop; nop\n3: ret\n.byte 0x0f,0xb9,0x3d\n.long {signature:#x}\n4: ret\n\
             .section __rseq_cs,\"aw\"\n.balign 32\n5: .long {version},0\n.quad 2b, 3b-2b, 4b\n\
             .section __rseq_cs_ptr_array,\"aw\"\n.quad 5b"
        ));
        let image = Linker::of_toolchain().unwrap().link(&object).unwrap();
        fs::read(image).unwrap()
    }

    #[test]
    fn a_right_section_passes_and_broken_ones_are_named() {
        const RIGHT: u32 = 0x5305_3053;
        assert_eq!(check(&image(0, RIGHT), RIGHT).unwrap(), 1);
        let wrong = format!("{:#}", check(&image(0, 0x1234), RIGHT).unwrap_err());
        assert!(wrong.contains("0x00001234"), "{wrong}");
        let versioned = format!("{:#}", check(&image(1, RIGHT), RIGHT).unwrap_err());
        assert!(versioned.contains("version"), "{versioned}");
        assert!(check(b"no ELF", RIGHT).is_err());
    }
}
