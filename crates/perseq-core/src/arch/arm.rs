//! Arm, A32 instructions. Arm ARM (DDI 0406C), A8; ELF for the Arm Architecture (AAELF32), initial exec.
//!
//! Addresses are distances in words between the instructions, since a literal must be within 4 KiB; the program
//! counter reads 8 bytes ahead. The thread pointer is read from the coprocessor: ARMv6K and later. Thumb code can call
//! these functions but not inline them: an abort address has no room for the instruction-set bit.

/// `udf #0xe5d3`: undefined.
pub(crate) const SIGNATURE: u32 = 0xe7f5_def3;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg) clobber() } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // area = offset of the block from the thread pointer; tmp = thread pointer
    (thread_offset()) => {
        concat!(
            "ldr {area}, 6f\n7: ldr {area}, [pc, {area}]\nb 8f\n",
            "6: .long ",
            $crate::__block!(),
            "(GOTTPOFF) + (. - 7b - 8)\n8: mrc p15, 0, {tmp}, c13, c0, 3"
        )
    };
    // area = &block
    (thread_block()) => {
        concat!($crate::__step!(thread_offset()), "\nadd {area}, {area}, {tmp}")
    };
    // area = thread pointer
    (thread_pointer()) => {
        "mrc p15, 0, {area}, c13, c0, 3"
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nldr {area}, [{area}, #{slot}]")
    };
    // area->rseq_cs = &descriptor, whose distance is in the abort pad
    (enter()) => {
        "ldr {tmp}, 65f\n66: add {tmp}, pc, {tmp}\nstr {tmp}, [{area}, #8]\n2:"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("ldr {tmp}, [{area}, #{field}]\ncmp {tmp}, {", stringify!($index), "}\nbne 4f")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }: a 32-bit address may look negative itself
    (here($shift:ident)) => {
        "ldr {tmp2}, [{area}, #{field}]\ncmp {tmp2}, #0\nblt 4f"
    };
    // a += tmp2 << shift
    (locate($a:ident)) => {
        concat!("add {", stringify!($a), "}, {", stringify!($a), "}, {tmp2}, lsl #{shift}")
    };
    // tmp = *a
    (load($a:ident)) => {
        concat!("ldr {tmp}, [{", stringify!($a), "}]")
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("ldr {tmp}, [{tmp}, {", stringify!($o), "}]")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("add {tmp}, {tmp}, {", stringify!($s), "}")
    };
    // *a = s
    (store($s:ident, $a:ident)) => {
        concat!("str {", stringify!($s), "}, [{", stringify!($a), "}]")
    };
    // *a = tmp
    (store_tmp($a:ident)) => {
        concat!("str {tmp}, [{", stringify!($a), "}]")
    };
    // *a = s, release
    (store_release($s:ident, $a:ident)) => {
        concat!("dmb ish\n", $crate::__step!(store($s, $a)))
    };
    // *a = tmp, release
    (store_tmp_release($a:ident)) => {
        concat!("dmb ish\n", $crate::__step!(store_tmp($a)))
    };
    // *a += s
    (store_add($s:ident, $a:ident)) => {
        concat!(
            $crate::__step!(load($a)),
            "\n",
            $crate::__step!(add($s)),
            "\n",
            $crate::__step!(store_tmp($a))
        )
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("ldr {tmp2}, [{tmp}]\nadd {tmp2}, {tmp2}, {", stringify!($s), "}\nstr {tmp2}, [{tmp}]")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!(
            "ldr {tmp2}, [{tmp}]\nadd {tmp2}, {tmp2}, {",
            stringify!($s),
            "}\ndmb ish\nstr {tmp2}, [{tmp}]"
        )
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, {", stringify!($s), "}\nbeq {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, {", stringify!($s), "}\nbne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "cmp {",
            stringify!($len),
            "}, #0\nbeq 9f\n",
            "7: ldrb {tmp}, [{",
            stringify!($src),
            "}], #1\nstrb {tmp}, [{",
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
    // behind the section: the descriptor's distance, the signature, then the abort address
    (abort()) => {
        "b 8f\n65: .long 5b - (66b + 8)\n.inst 0xe7f5def3\n4: b {abort}\n8:"
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
