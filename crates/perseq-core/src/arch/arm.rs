//! Arm, 32 bits, A32 and T32 instructions. Arm ARM (DDI 0406C), A8; ELF for the Arm Architecture (AAELF32), initial exec.
//!
//! The same text serves A32 and T32: `adr` and literals of their own distance need no program counter, which reads
//! 8 or 4 bytes ahead. Literals must be within 1 KiB, so they are beside the code. Addresses in a descriptor are without the
//! instruction-set bit, as the kernel compares and sets them; an abort does not change the instruction set, and a section is
//! in one. The thread pointer is read from the coprocessor: ARMv6K and later. `dmb`: ARMv7 and later; an assembler for less
//! refuses the release operations.

/// `udf #0x5de3` in A32, `udf #0xf3` in T32. An instruction is little-endian whatever the byte order of data, in which
/// the kernel reads it.
#[cfg(target_endian = "little")]
pub(crate) const SIGNATURE: u32 = 0xe7f5_def3;
/// The same instruction as the kernel reads it.
#[cfg(target_endian = "big")]
pub(crate) const SIGNATURE: u32 = 0xf3de_f5e7;

#[cfg(target_endian = "little")]
#[doc(hidden)]
#[macro_export]
macro_rules! __signature {
    () => {
        "0xe7f5def3"
    };
}
#[cfg(target_endian = "big")]
#[doc(hidden)]
#[macro_export]
macro_rules! __signature {
    () => {
        "0xf3def5e7"
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg) clobber() } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // area = &block; the word at 65 is the distance from itself to the GOT's entry
    (thread_block()) => {
        concat!(
            "b 8f\n.balign 4\n65: .long ",
            $crate::__block!(),
            "(GOTTPOFF)\n8: adr {_tmp}, 65b\nldr {_area}, [{_tmp}]\nldr {_area}, [{_area}, {_tmp}]\n",
            "mrc p15, 0, {_tmp}, c13, c0, 3\nadd {_area}, {_area}, {_tmp}"
        )
    };
    // area = thread pointer
    (thread_pointer()) => {
        "mrc p15, 0, {_area}, c13, c0, 3"
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nldr {_area}, [{_area}, #{_slot}]")
    };
    // area->rseq_cs = &descriptor; the word at 66, in the abort pad, is the distance from itself to the descriptor
    (enter()) => {
        concat!(
            "adr {_tmp2}, 66f\nldr {_tmp}, [{_tmp2}]\nadd {_tmp}, {_tmp}, {_tmp2}\nstr {_tmp}, [{_area}, #",
            $crate::__rseq_cs_low!(),
            "]\n2:"
        )
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nldr {_tmp}, [{_area}, #4]\ncmp {_tmp}, #0\nblt 4f\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("ldr {_tmp}, [{_area}, #{_field}]\ncmp {_tmp}, {", stringify!($index), "}\nbne 4f")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }: a 32-bit address may look negative itself
    (here($shift:ident)) => {
        "ldr {_tmp2}, [{_area}, #{_field}]\ncmp {_tmp2}, #0\nblt 4f"
    };
    // a += tmp2 << shift
    (locate($a:ident)) => {
        concat!("add {", stringify!($a), "}, {", stringify!($a), "}, {_tmp2}, lsl #{_shift}")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ldr {_tmp}, [{", stringify!($a), "}]\ndmb ish\ncmp {_tmp}, #0\nbne {_guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("ldr {_tmp}, [{", stringify!($a), "}, #4 * ", $k, "]")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("ldr {_tmp2}, [{", stringify!($a), "}, #4 * ", $k, "]\nsub {_tmp}, {_tmp}, {_tmp2}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!("add {_tmp2}, {", stringify!($a), "}, {_tmp}, lsl #2\nldr {_tmp}, [{_tmp2}, #4 * ", $k, "]")
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "add {_tmp2}, {",
            stringify!($a),
            "}, {_tmp}, lsl #2\nstr {",
            stringify!($s),
            "}, [{_tmp2}, #4 * ",
            $k,
            "]"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!("add {_tmp}, {", stringify!($a), "}, {_tmp}, lsl #2\nadd {_tmp}, {_tmp}, #4 * ", $k)
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
        concat!("str {", stringify!($s), "}, [{", stringify!($a), "}, #4 * ", $k, "]")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("str {_tmp}, [{", stringify!($a), "}, #4 * ", $k, "]")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("dmb ish\n", $crate::__step!(store($s, $a[$k])))
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("dmb ish\n", $crate::__step!(store_tmp($a[$k])))
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
        concat!("cmp {_tmp}, #0\nbeq {", stringify!($l), "}")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nbhi {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nblo {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("ldr {_tmp2}, [{", stringify!($a), "}, #4 * ", $k, "]\ndmb ish")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("cmp {_tmp}, {_tmp2}\nbhs {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "add {_tmp2}, {",
            stringify!($a),
            "}, {_tmp}, lsl #2\nldr {_tmp2}, [{_tmp2}, #4 * ",
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
        concat!(
            "ldr {_tmp2}, [{_tmp}]\nadd {_tmp2}, {_tmp2}, {",
            stringify!($s),
            "}\ndmb ish\nstr {_tmp2}, [{_tmp}]"
        )
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nbeq {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, {", stringify!($s), "}\nbne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "cmp {",
            stringify!($len),
            "}, #0\nbeq 9f\n",
            "7: ldrb {_tmp}, [{",
            stringify!($src),
            "}], #1\nstrb {_tmp}, [{",
            stringify!($dst),
            "}], #1\n",
            "subs {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, #1\nbne 7b\n",
            "9:"
        )
    };
    // after the section: the descriptor's distance, the signature (data in either instruction set), then the abort address
    (abort()) => {
        concat!("b 8f\n.balign 4\n66: .long 5b - 66b\n.long ", $crate::__signature!(), "\n4: b {_abort}\n8:")
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
