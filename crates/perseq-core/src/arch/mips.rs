//! MIPS32 (o32). MIPS32 Architecture for Programmers, volume II; System V ABI MIPS supplement, thread-local storage.
//!
//! Behind `--cfg perseq_mips`: `asm!` for MIPS needs a nightly compiler. The global pointer may not be set up in the function
//! that a section is inlined into, so it is computed, in `{_tmp}`, from the program counter (`bal`). That overwrites `$ra`,
//! which is saved before and restored after. The kernel is quickest to emulate `rdhwr` where it writes `$3`. Branches reach
//! 128 KiB. The assembler fills delay slots with `nop`, except where `noreorder` says that the `nop` is written out, and may
//! not use `$at`, which the compiler gives out as an operand.

/// `break 0x350`: traps.
pub(crate) const SIGNATURE: u32 = 0x0350_000d;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg) clobber(out("$3") _,) } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // tmp = global pointer; area = &block
    (thread_block()) => {
        concat!(
            ".set noat\n.set push\n.set noreorder\nmove {_area}, $ra\nbal 66f\nnop\n66: ",
            "lui {_tmp}, %hi(_gp_disp)\naddiu {_tmp}, {_tmp}, %lo(_gp_disp)\naddu {_tmp}, {_tmp}, $ra\n",
            "move $ra, {_area}\nlw {_area}, %gottprel(",
            $crate::__block!(),
            ")({_tmp})\n",
            $crate::__step!(thread_pointer("$3")),
            "\naddu {_area}, {_area}, $3\n.set pop"
        )
    };
    // area = thread pointer
    (thread_pointer()) => {
        $crate::__step!(thread_pointer("{_area}"))
    };
    // r = thread pointer, emulated by the kernel where the processor has no such register
    (thread_pointer($r:literal)) => {
        concat!(".set push\n.set noat\n.set mips32r2\nrdhwr ", $r, ", $29\n.set pop")
    };
    // tmp = global pointer; area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nlw {_area}, {_slot}({_area})")
    };
    // area->rseq_cs = &descriptor: its low half, the other stays 0
    (enter()) => {
        concat!(
            "lw $3, %got(5b)({_tmp})\naddiu $3, $3, %lo(5b)\nsw $3, ",
            $crate::__rseq_cs_low!(),
            "({_area})\n2:"
        )
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nlw {_tmp}, 4({_area})\nbltz {_tmp}, 4f\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("lw {_tmp}, {_field}({_area})\nbne {_tmp}, {", stringify!($index), "}, 4f")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!(
            "lw {_tmp2}, {_field}({_area})\nbltz {_tmp2}, 4f\nsll {_tmp2}, {_tmp2}, {",
            stringify!($shift),
            "}"
        )
    };
    // a += tmp2
    (locate($a:ident)) => {
        concat!("addu {", stringify!($a), "}, {", stringify!($a), "}, {_tmp2}")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("lw {_tmp}, 0({", stringify!($a), "})\nsync\nbnez {_tmp}, {_guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("lw {_tmp}, 4 * ", $k, "({", stringify!($a), "})")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("lw {_tmp2}, 4 * ", $k, "({", stringify!($a), "})\nsubu {_tmp}, {_tmp}, {_tmp2}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!(
            "sll {_tmp2}, {_tmp}, 2\naddu {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nlw {_tmp}, 4 * ",
            $k,
            "({_tmp2})"
        )
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "sll {_tmp2}, {_tmp}, 2\naddu {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nsw {",
            stringify!($s),
            "}, 4 * ",
            $k,
            "({_tmp2})"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!(
            "sll {_tmp}, {_tmp}, 2\naddu {_tmp}, {_tmp}, {",
            stringify!($a),
            "}\naddiu {_tmp}, {_tmp}, 4 * ",
            $k
        )
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("addiu {_tmp}, {_tmp}, ", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("and {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("move {", stringify!($a), "}, {_tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("sw {", stringify!($s), "}, 4 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("sw {_tmp}, 4 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("sync\n", $crate::__step!(store($s, $a[$k])))
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("sync\n", $crate::__step!(store_tmp($a[$k])))
    };
    // a[k] += s
    (store_add($s:ident, $a:ident[$k:literal])) => {
        concat!(
            $crate::__step!(load($a[$k])),
            "\n",
            $crate::__step!(add($s)),
            "\n",
            $crate::__step!(store_tmp($a[$k]))
        )
    };
    // if tmp == 0 { goto l }
    (branch_zero($l:ident)) => {
        concat!("beqz {_tmp}, {", stringify!($l), "}")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("sltu {_tmp2}, {", stringify!($s), "}, {_tmp}\nbnez {_tmp2}, {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("sltu {_tmp2}, {_tmp}, {", stringify!($s), "}\nbnez {_tmp2}, {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("lw {_tmp2}, 4 * ", $k, "({", stringify!($a), "})\nsync")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("sltu {_tmp2}, {_tmp}, {_tmp2}\nbeqz {_tmp2}, {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "sll {_tmp2}, {_tmp}, 2\naddu {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nlw {_tmp2}, 4 * ",
            $k,
            "({_tmp2})\nsw {_tmp2}, 0({",
            stringify!($o),
            "})"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("addu {_tmp}, {_tmp}, {", stringify!($o), "}\nlw {_tmp}, 0({_tmp})")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("addu {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("lw {_tmp2}, 0({_tmp})\naddu {_tmp2}, {_tmp2}, {", stringify!($s), "}\nsw {_tmp2}, 0({_tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!(
            "lw {_tmp2}, 0({_tmp})\naddu {_tmp2}, {_tmp2}, {",
            stringify!($s),
            "}\nsync\nsw {_tmp2}, 0({_tmp})"
        )
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("beq {_tmp}, {", stringify!($s), "}, {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("bne {_tmp}, {", stringify!($s), "}, {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "beqz {",
            stringify!($len),
            "}, 9f\n",
            "7: lbu {_tmp}, 0({",
            stringify!($src),
            "})\nsb {_tmp}, 0({",
            stringify!($dst),
            "})\n",
            "addiu {",
            stringify!($src),
            "}, {",
            stringify!($src),
            "}, 1\n",
            "addiu {",
            stringify!($dst),
            "}, {",
            stringify!($dst),
            "}, 1\n",
            "addiu {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, -1\nbnez {",
            stringify!($len),
            "}, 7b\n",
            "9:"
        )
    };
    // after the section: signature, then the abort address
    (abort()) => {
        "b 8f\n.word 0x0350000d\n4: b {_abort}\n8:"
    };
}

arch_accessors! { address(reg) clobber(out("$3") _,) options(nostack) }
