//! RISC-V, RV64GC. The RISC-V Instruction Set Manual, volume I; RISC-V ELF psABI, "Thread Local Storage", initial exec.
//!
//! Branches reach 4 KiB, but the assembler turns one that does not reach into an inverted branch over a jump (1 MiB).
//! With five levels of page tables user addresses reach 2⁵⁶, so `here` tests the number's sign before the shift.

/// `csrw mhartid, x0`: traps in user mode.
pub(crate) const SIGNATURE: u32 = 0xf140_1073;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg) clobber() } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // area = &block
    (thread_block()) => {
        concat!("la.tls.ie {_area}, ", $crate::__block!(), "\nadd {_area}, {_area}, tp")
    };
    // area = thread pointer
    (thread_pointer()) => {
        "mv {_area}, tp"
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nld {_area}, {_slot}({_area})")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "lla {_tmp}, 5b\nsd {_tmp}, 8({_area})\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nlw {_tmp}, 4({_area})\nbltz {_tmp}, 4f\n.endif"
    };
    // if area->field != index { abort }; both are sign-extended words
    (check($index:ident)) => {
        concat!(
            "lw {_tmp}, {_field}({_area})\nsext.w {_tmp2}, {",
            stringify!($index),
            "}\nbne {_tmp}, {_tmp2}, 4f"
        )
    };
    // tmp2 = sign_extend(area->field); if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!(
            "lw {_tmp2}, {_field}({_area})\nbltz {_tmp2}, 4f\nslli {_tmp2}, {_tmp2}, {",
            stringify!($shift),
            "}"
        )
    };
    // a += tmp2; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!(
            "add {",
            stringify!($a),
            "}, {",
            stringify!($a),
            "}, {_tmp2}\nbltz {",
            stringify!($a),
            "}, 4f"
        )
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ld {_tmp}, 0({", stringify!($a), "})\nfence r, rw\nbnez {_tmp}, {_guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("ld {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("ld {_tmp2}, 8 * ", $k, "({", stringify!($a), "})\nsub {_tmp}, {_tmp}, {_tmp2}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!(
            "slli {_tmp2}, {_tmp}, 3\nadd {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nld {_tmp}, 8 * ",
            $k,
            "({_tmp2})"
        )
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "slli {_tmp2}, {_tmp}, 3\nadd {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nsd {",
            stringify!($s),
            "}, 8 * ",
            $k,
            "({_tmp2})"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!(
            "slli {_tmp}, {_tmp}, 3\nadd {_tmp}, {_tmp}, {",
            stringify!($a),
            "}\naddi {_tmp}, {_tmp}, 8 * ",
            $k
        )
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("addi {_tmp}, {_tmp}, ", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("and {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("mv {", stringify!($a), "}, {_tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("sd {", stringify!($s), "}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("sd {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("fence rw, w\n", $crate::__step!(store($s, $a[$k])))
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("fence rw, w\n", $crate::__step!(store_tmp($a[$k])))
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
        concat!("bgtu {_tmp}, {", stringify!($s), "}, {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("bltu {_tmp}, {", stringify!($s), "}, {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("ld {_tmp2}, 8 * ", $k, "({", stringify!($a), "})\nfence r, rw")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("bgeu {_tmp}, {_tmp2}, {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "slli {_tmp2}, {_tmp}, 3\nadd {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nld {_tmp2}, 8 * ",
            $k,
            "({_tmp2})\nsd {_tmp2}, 0({",
            stringify!($o),
            "})"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("add {_tmp}, {_tmp}, {", stringify!($o), "}\nld {_tmp}, 0({_tmp})")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("add {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("ld {_tmp2}, 0({_tmp})\nadd {_tmp2}, {_tmp2}, {", stringify!($s), "}\nsd {_tmp2}, 0({_tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!(
            "ld {_tmp2}, 0({_tmp})\nadd {_tmp2}, {_tmp2}, {",
            stringify!($s),
            "}\nfence rw, w\nsd {_tmp2}, 0({_tmp})"
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
    // copy len bytes from src to dst, byte by byte (unaligned words may trap); all three are used up
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
            "addi {",
            stringify!($src),
            "}, {",
            stringify!($src),
            "}, 1\n",
            "addi {",
            stringify!($dst),
            "}, {",
            stringify!($dst),
            "}, 1\n",
            "addi {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, -1\nbnez {",
            stringify!($len),
            "}, 7b\n",
            "9:"
        )
    };
    // after the section: signature, then the abort address; aligned, since the kernel reads it as a word
    (abort()) => {
        "j 8f\n.balign 4\n.4byte 0xf1401073\n4: j {_abort}\n8:"
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
