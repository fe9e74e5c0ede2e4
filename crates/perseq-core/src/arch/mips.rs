//! MIPS32 (o32). MIPS32 Architecture for Programmers, volume II; System V ABI MIPS supplement, thread-local storage.
//!
//! Behind `--cfg perseq_mips`: `asm!` for MIPS needs a nightly compiler. The global pointer may not be set up in the function
//! that a section is inlined into, so addresses are distances in words between the instructions, found by `bal`. That
//! overwrites `$ra`, which is kept meanwhile. Branches reach 128 KiB. The assembler fills delay slots with `nop`, except where
//! `noreorder` says that the `nop` is written out.

/// An instruction that traps.
pub(crate) const SIGNATURE: u32 = 0x0350_000d;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg) clobber() } $($section)* } };
}

/// Where the low half of `rseq_cs` is; the other half stays 0.
#[cfg(target_endian = "little")]
#[doc(hidden)]
#[macro_export]
macro_rules! __rseq_cs_low {
    () => {
        "8"
    };
}
/// Where the low half of `rseq_cs` is; the other half stays 0.
#[cfg(target_endian = "big")]
#[doc(hidden)]
#[macro_export]
macro_rules! __rseq_cs_low {
    () => {
        "12"
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // area = &block
    (thread_block()) => {
        concat!(
            ".pushsection .data.rel.ro.perseq, \"aw\", %progbits\n.balign 4\n65: .tprelword ", $crate::__block!(), "\n.popsection\n",
            ".set push\n.set noreorder\nmove {area}, $ra\nbal 67f\nnop\n66: .word 65b - .\n67: move {tmp}, $ra\nmove $ra, {area}\n",
            "lw {area}, 0({tmp})\naddu {area}, {area}, {tmp}\nlw {area}, 0({area})\n",
            $crate::__step!(thread_pointer(tmp)), "\naddu {area}, {area}, {tmp}\n.set pop"
        )
    };
    // area = thread pointer
    (thread_pointer()) => { $crate::__step!(thread_pointer(area)) };
    // r = thread pointer, emulated by the kernel where the processor has no such register
    (thread_pointer($r:ident)) => { concat!(".set push\n.set mips32r2\nrdhwr {", stringify!($r), "}, $29\n.set pop") };
    // area = block.slot
    (thread()) => { concat!($crate::__step!(thread_block()), "\nlw {area}, {slot}({area})") };
    // area->rseq_cs = &descriptor
    (enter()) => {
        concat!(
            ".set push\n.set noreorder\nmove {tmp}, $ra\nbal 67f\nnop\n66: .word 5b - .\n67: move {tmp2}, $ra\nmove $ra, {tmp}\n",
            "lw {tmp}, 0({tmp2})\naddu {tmp}, {tmp}, {tmp2}\nsw {tmp}, ", $crate::__rseq_cs_low!(), "({area})\n.set pop\n2:"
        )
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("lw {tmp}, {field}({area})\nbne {tmp}, {", stringify!($index), "}, 4f")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!("lw {tmp2}, {field}({area})\nbltz {tmp2}, 4f\nsll {tmp2}, {tmp2}, {", stringify!($shift), "}")
    };
    // a += tmp2
    (locate($a:ident)) => { concat!("addu {", stringify!($a), "}, {", stringify!($a), "}, {tmp2}") };
    // tmp = *a
    (load($a:ident)) => { concat!("lw {tmp}, 0({", stringify!($a), "})") };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => { concat!("addu {tmp}, {tmp}, {", stringify!($o), "}\nlw {tmp}, 0({tmp})") };
    // tmp += s
    (add($s:ident)) => { concat!("addu {tmp}, {tmp}, {", stringify!($s), "}") };
    // *a = s
    (store($s:ident, $a:ident)) => { concat!("sw {", stringify!($s), "}, 0({", stringify!($a), "})") };
    // *a = tmp
    (store_tmp($a:ident)) => { concat!("sw {tmp}, 0({", stringify!($a), "})") };
    // *a = s, release
    (store_release($s:ident, $a:ident)) => { concat!("sync\n", $crate::__step!(store($s, $a))) };
    // *a = tmp, release
    (store_tmp_release($a:ident)) => { concat!("sync\n", $crate::__step!(store_tmp($a))) };
    // *a += s
    (store_add($s:ident, $a:ident)) => {
        concat!($crate::__step!(load($a)), "\n", $crate::__step!(add($s)), "\n", $crate::__step!(store_tmp($a)))
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("lw {tmp2}, 0({tmp})\naddu {tmp2}, {tmp2}, {", stringify!($s), "}\nsw {tmp2}, 0({tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!("lw {tmp2}, 0({tmp})\naddu {tmp2}, {tmp2}, {", stringify!($s), "}\nsync\nsw {tmp2}, 0({tmp})")
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => { concat!("beq {tmp}, {", stringify!($s), "}, {", stringify!($l), "}") };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => { concat!("bne {tmp}, {", stringify!($s), "}, {", stringify!($l), "}") };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "beqz {", stringify!($len), "}, 9f\n",
            "7: lbu {tmp}, 0({", stringify!($src), "})\nsb {tmp}, 0({", stringify!($dst), "})\n",
            "addiu {", stringify!($src), "}, {", stringify!($src), "}, 1\n",
            "addiu {", stringify!($dst), "}, {", stringify!($dst), "}, 1\n",
            "addiu {", stringify!($len), "}, {", stringify!($len), "}, -1\nbnez {", stringify!($len), "}, 7b\n",
            "9:"
        )
    };
    // behind the section: signature, then the abort address
    (abort()) => { "b 8f\n.word 0x0350000d\n4: b {abort}\n8:" };
}

arch_accessors! { address(reg) clobber() options(nostack) }
