//! AArch64. Arm ARM (DDI 0487), C6; ELF for the Arm 64-bit Architecture (AAELF64), "TLS", initial exec.
//!
//! The abort address is out of the way: nothing of it is on the straight line. `b` reaches it within 128 MiB, and further by a
//! veneer of the linker's, which uses x16 or x17: so these are clobbers. Conditional branches reach 1 MiB, which is
//! within the function. `stlr` takes plain base addresses, which all operands are. `mmap` gives addresses below 2⁴⁸
//! unless it is asked for higher ones, which no pool does: one test of the sum finds an unregistered thread's index.

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
            "adrp {area}, :gottprel:",
            $crate::__block!(),
            "\nldr {area}, [{area}, :gottprel_lo12:",
            $crate::__block!(),
            "]\n",
            "mrs {tmp}, tpidr_el0\nadd {area}, {area}, {tmp}"
        )
    };
    // area = thread pointer
    (thread_pointer()) => {
        "mrs {area}, tpidr_el0"
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nldr {area}, [{area}, #{slot}]")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "adrp {tmp}, 5b\nadd {tmp}, {tmp}, :lo12:5b\nstr {tmp}, [{area}, #8]\n2:"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("ldr {tmp:w}, [{area}, #{field}]\ncmp {tmp:w}, {", stringify!($index), ":w}\nb.ne {abort}")
    };
    // tmp2 = sign_extend(area->field); the shift is part of the addition below
    (here($shift:ident)) => {
        "ldrsw {tmp2}, [{area}, #{field}]"
    };
    // a += tmp2 << shift; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!("adds {", stringify!($a), "}, {", stringify!($a), "}, {tmp2}, lsl #{shift}\nb.mi {abort}")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ldar {tmp}, [{", stringify!($a), "}]\ncbnz {tmp}, {guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("ldr {tmp}, [{", stringify!($a), "}, #8 * ", $k, "]")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("ldr {tmp2}, [{", stringify!($a), "}, #8 * ", $k, "]\nsub {tmp}, {tmp}, {tmp2}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!("add {tmp2}, {", stringify!($a), "}, {tmp}, lsl #3\nldr {tmp}, [{tmp2}, #8 * ", $k, "]")
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "add {tmp2}, {",
            stringify!($a),
            "}, {tmp}, lsl #3\nstr {",
            stringify!($s),
            "}, [{tmp2}, #8 * ",
            $k,
            "]"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!("add {tmp}, {", stringify!($a), "}, {tmp}, lsl #3\nadd {tmp}, {tmp}, #8 * ", $k)
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("add {tmp}, {tmp}, #", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("and {tmp}, {tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("mov {", stringify!($a), "}, {tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("str {", stringify!($s), "}, [{", stringify!($a), "}, #8 * ", $k, "]")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("str {tmp}, [{", stringify!($a), "}, #8 * ", $k, "]")
    };
    // a[0] = s, release
    (store_release($s:ident, $a:ident[0])) => {
        concat!("stlr {", stringify!($s), "}, [{", stringify!($a), "}]")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("add {tmp2}, {", stringify!($a), "}, #8 * ", $k, "\nstlr {", stringify!($s), "}, [{tmp2}]")
    };
    // a[0] = tmp, release
    (store_tmp_release($a:ident[0])) => {
        concat!("stlr {tmp}, [{", stringify!($a), "}]")
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("add {tmp2}, {", stringify!($a), "}, #8 * ", $k, "\nstlr {tmp}, [{tmp2}]")
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
        concat!("cbz {tmp}, {", stringify!($l), "}")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, {", stringify!($s), "}\nb.hi {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, {", stringify!($s), "}\nb.lo {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("add {tmp2}, {", stringify!($a), "}, #8 * ", $k, "\nldar {tmp2}, [{tmp2}]")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("cmp {tmp}, {tmp2}\nb.hs {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "add {tmp2}, {",
            stringify!($a),
            "}, {tmp}, lsl #3\nldr {tmp2}, [{tmp2}, #8 * ",
            $k,
            "]\nstr {tmp2}, [{",
            stringify!($o),
            "}]"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("ldr {tmp}, [{tmp}, {", stringify!($o), "}]")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("add {tmp}, {tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("ldr {tmp2}, [{tmp}]\nadd {tmp2}, {tmp2}, {", stringify!($s), "}\nstr {tmp2}, [{tmp}]")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!("ldr {tmp2}, [{tmp}]\nadd {tmp2}, {tmp2}, {", stringify!($s), "}\nstlr {tmp2}, [{tmp}]")
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, {", stringify!($s), "}\nb.eq {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, {", stringify!($s), "}\nb.ne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst: words, then bytes; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "subs {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, #8\nb.lo 8f\n",
            "7: ldr {tmp}, [{",
            stringify!($src),
            "}], #8\nstr {tmp}, [{",
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
            "7: ldrb {tmp:w}, [{",
            stringify!($src),
            "}], #1\nstrb {tmp:w}, [{",
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
        ".pushsection __rseq_failure, \"ax\"\n.balign 4\n.inst 0xd428bc00\n4: b {abort}\n.popsection"
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
