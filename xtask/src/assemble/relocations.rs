//! How an object reaches the thread's block: only by relocations of the initial-exec model.
//!
//! A listing looks right with a relocation that is not: PowerPC's assembler takes `.long symbol@tprel` and makes it an
//! absolute address.

use anyhow::{Context, Result, bail, ensure};
use object::{
    Architecture, File, Object, ObjectSection, ObjectSymbol, RelocationFlags, RelocationTarget,
    elf::{self, RelocationType},
};

const BLOCK: &str = "__perseq_core_0_1_block";

/// The relocations of the initial-exec model that the architecture's table makes.
fn initial_exec(architecture: Architecture) -> Result<&'static [RelocationType]> {
    Ok(match architecture {
        Architecture::X86_64 => &[elf::R_X86_64_GOTTPOFF],
        Architecture::I386 => &[elf::R_386_TLS_GOTIE],
        Architecture::Aarch64 => {
            &[elf::R_AARCH64_TLSIE_ADR_GOTTPREL_PAGE21, elf::R_AARCH64_TLSIE_LD64_GOTTPREL_LO12_NC]
        }
        Architecture::Arm => &[elf::R_ARM_TLS_IE32],
        Architecture::Riscv64 => &[elf::R_RISCV_TLS_GOT_HI20],
        Architecture::PowerPc64 => {
            &[elf::R_PPC64_GOT_TPREL16_HA, elf::R_PPC64_GOT_TPREL16_LO_DS, elf::R_PPC64_TLS]
        }
        Architecture::PowerPc => &[elf::R_PPC_GOT_TPREL16, elf::R_PPC_TLS],
        Architecture::S390x => &[elf::R_390_TLS_IEENT],
        Architecture::LoongArch64 => &[elf::R_LARCH_TLS_IE_PC_HI20, elf::R_LARCH_TLS_IE_PC_LO12],
        Architecture::Mips | Architecture::Mips64 => &[elf::R_MIPS_TLS_GOTTPREL],
        other => bail!("no initial-exec relocations are listed for {other:?}"),
    })
}

/// Checks every relocation of `object` that names the block; there must be some.
pub(super) fn check(object: &[u8]) -> Result<()> {
    let file = File::parse(object).context("the object is no ELF file")?;
    let allowed = initial_exec(file.architecture())?;
    let is_mips64 = file.architecture() == Architecture::Mips64;
    let mut found = 0;
    for section in file.sections() {
        for (offset, relocation) in section.relocations() {
            let RelocationTarget::Symbol(symbol) = relocation.target() else { continue };
            if file.symbol_by_index(symbol)?.name() != Ok(BLOCK) {
                continue;
            }
            let RelocationFlags::Elf { r_type } = relocation.flags() else { continue };
            // mips64 packs three types into one word; the first is in the low byte.
            let first = RelocationType(r_type.0 & if is_mips64 { 0xff } else { u32::MAX });
            ensure!(
                allowed.contains(&first),
                "{}+{offset:#x} reaches the thread's block by relocation {}, which is not of the initial-exec model",
                section.name()?,
                r_type.0
            );
            found += 1;
        }
    }
    ensure!(found > 0, "nothing reaches {BLOCK}");
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::assemble::compile::assembled;

    fn checked(text: &str) -> Result<()> {
        let (object, _directory) = assembled(text);
        check(&fs::read(&object)?)
    }

    #[test]
    fn only_the_initial_exec_model_passes() {
        checked("mov rax, qword ptr [rip + __perseq_core_0_1_block@gottpoff]").unwrap();
        let absolute = format!("{:#}", checked(".data\n.quad __perseq_core_0_1_block").unwrap_err());
        assert!(absolute.starts_with(".data+0x0"), "{absolute}");
        assert!(checked("nop").is_err());
    }
}
