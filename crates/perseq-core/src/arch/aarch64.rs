//! AArch64. Arm ARM (DDI 0487), C6; ELF for the Arm 64-bit Architecture (AAELF64), "TLS", initial exec.
//!
//! The abort address is out of the way: nothing of it is on the straight line. `b` reaches it within 128 MiB, and further by a
//! veneer of the linker's, which uses x16 or x17: so these are clobbers. Conditional branches reach 1 MiB, which is
//! within the function, where `tbnz` reaches 32 KiB only. `stlr` takes plain base addresses, which all operands are.

/// `brk #0x45e0`: traps. An instruction is little-endian whatever the byte order of data, in which the kernel reads it.
#[cfg(target_endian = "little")]
pub(crate) const SIGNATURE: u32 = 0xd428_bc00;
/// The same instruction as the kernel reads it.
#[cfg(target_endian = "big")]
pub(crate) const SIGNATURE: u32 = 0x00bc_28d4;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg) clobber(out("x16") _, out("x17") _,) } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // area = &block
    (thread_block()) => {
        concat!(
            "adrp {_area}, :gottprel:",
            $crate::__block!(),
            "\nldr {_area}, [{_area}, :gottprel_lo12:",
            $crate::__block!(),
            "]\n",
            "mrs {_tmp}, tpidr_el0\nadd {_area}, {_area}, {_tmp}"
        )
    };
    // area = thread pointer
    (thread_pointer()) => {
        "mrs {_area}, tpidr_el0"
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nldr {_area}, [{_area}, #{_slot}]")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "adrp {_tmp}, 5b\nadd {_tmp}, {_tmp}, :lo12:5b\nstr {_tmp}, [{_area}, #8]\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nldr {_tmp:w}, [{_area}, #4]\ncmp {_tmp:w}, #0\nb.mi {_abort}\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!(
            "ldr {_tmp:w}, [{_area}, #{_field}]\ncmp {_tmp:w}, {",
            stringify!($index),
            ":w}\nb.ne {_abort}"
        )
    };
    // tmp2 = sign_extend(area->field); if tmp2 < 0 { abort }; the shift is part of the addition below
    (here($shift:ident)) => {
        "ldrsw {_tmp2}, [{_area}, #{_field}]\ncmp {_tmp2}, #0\nb.mi {_abort}"
    };
    // a += tmp2 << shift; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!("adds {", stringify!($a), "}, {", stringify!($a), "}, {_tmp2}, lsl #{_shift}\nb.mi {_abort}")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ldar {_tmp}, [{", stringify!($a), "}]\ncbnz {_tmp}, {_guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("ldr {_tmp}, [{", stringify!($a), "}, #8 * ", $k, "]")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("ldr {_tmp2}, [{", stringify!($a), "}, #8 * ", $k, "]\nsub {_tmp}, {_tmp}, {_tmp2}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!("add {_tmp2}, {", stringify!($a), "}, {_tmp}, lsl #3\nldr {_tmp}, [{_tmp2}, #8 * ", $k, "]")
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "add {_tmp2}, {",
            stringify!($a),
            "}, {_tmp}, lsl #3\nstr {",
            stringify!($s),
            "}, [{_tmp2}, #8 * ",
            $k,
            "]"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!("add {_tmp}, {", stringify!($a), "}, {_tmp}, lsl #3\nadd {_tmp}, {_tmp}, #8 * ", $k)
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("add {_tmp}, {_tmp}, #", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("and {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("mov {", stringify!($a), "}, {_tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("str {", stringify!($s), "}, [{", stringify!($a), "}, #8 * ", $k, "]")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("str {_tmp}, [{", stringify!($a), "}, #8 * ", $k, "]")
    };
    // a[0] = s, release
    (store_release($s:ident, $a:ident[0])) => {
        concat!("stlr {", stringify!($s), "}, [{", stringify!($a), "}]")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("add {_tmp2}, {", stringify!($a), "}, #8 * ", $k, "\nstlr {", stringify!($s), "}, [{_tmp2}]")
    };
    // a[0] = tmp, release
    (store_tmp_release($a:ident[0])) => {
        concat!("stlr {_tmp}, [{", stringify!($a), "}]")
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("add {_tmp2}, {", stringify!($a), "}, #8 * ", $k, "\nstlr {_tmp}, [{_tmp2}]")
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
        concat!("cbz {_tmp}, {", stringify!($l), "}")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nb.hi {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nb.lo {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("add {_tmp2}, {", stringify!($a), "}, #8 * ", $k, "\nldar {_tmp2}, [{_tmp2}]")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("cmp {_tmp}, {_tmp2}\nb.hs {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "add {_tmp2}, {",
            stringify!($a),
            "}, {_tmp}, lsl #3\nldr {_tmp2}, [{_tmp2}, #8 * ",
            $k,
            "]\nstr {_tmp2}, [{",
            stringify!($o),
            "}]"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("ldr {_tmp}, [{_tmp}, {", stringify!($o), "}]")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("add {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("ldr {_tmp2}, [{_tmp}]\nadd {_tmp2}, {_tmp2}, {", stringify!($s), "}\nstr {_tmp2}, [{_tmp}]")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!("ldr {_tmp2}, [{_tmp}]\nadd {_tmp2}, {_tmp2}, {", stringify!($s), "}\nstlr {_tmp2}, [{_tmp}]")
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nb.eq {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nb.ne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst: words, then bytes; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "subs {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, #8\nb.lo 8f\n",
            "7: ldr {_tmp}, [{",
            stringify!($src),
            "}], #8\nstr {_tmp}, [{",
            stringify!($dst),
            "}], #8\n",
            "subs {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, #8\nb.hs 7b\n",
            "8: adds {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, #8\nb.eq 9f\n",
            "7: ldrb {_tmp:w}, [{",
            stringify!($src),
            "}], #1\nstrb {_tmp:w}, [{",
            stringify!($dst),
            "}], #1\n",
            "subs {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, #1\nb.ne 7b\n",
            "9:"
        )
    };
    // out of the way: signature, then the abort address
    (abort()) => {
        ".pushsection __rseq_failure, \"ax\"\n.balign 4\n.inst 0xd428bc00\n4: b {_abort}\n.popsection"
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
