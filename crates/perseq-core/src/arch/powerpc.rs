//! PowerPC, 32 bits. Power ISA 2.03, books I and II; Power Architecture 32-bit ABI supplement, "Thread Local Storage".
//!
//! The GOT pointer (r30) may not be set up in the function that a section is inlined into, so addresses are
//! distances from the program counter (`bcl 20, 31`, the form that does not disturb return prediction). A data word
//! of our own for the thread-local offset would be shorter, but assemblers make `.long symbol@tprel` an absolute
//! address without a word. Conditional branches reach 32 KiB: they go to `4` or over a jump.

/// `twui r5, 11`: traps.
pub(crate) const SIGNATURE: u32 = 0x0fe5_000b;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => {
        $crate::__frame! { { registers address(reg_nonzero) clobber(out("lr") _, out("cr0") _,) } $($section)* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // tmp = address of 66; area = &block
    (thread_block()) => {
        concat!(
            "bcl 20, 31, 66f\n66: mflr {tmp}\n",
            "addis {area}, {tmp}, (_GLOBAL_OFFSET_TABLE_ - 66b)@ha\naddi {area}, {area}, (_GLOBAL_OFFSET_TABLE_ - 66b)@l\n",
            "lwz {area}, ", $crate::__block!(), "@got@tprel({area})\nadd {area}, {area}, ", $crate::__block!(), "@tls"
        )
    };
    // area = thread pointer
    (thread_pointer()) => { "mr {area}, 2" };
    // tmp = address of 66; area = block.slot
    (thread()) => { concat!($crate::__step!(thread_block()), "\nlwz {area}, {slot}({area})") };
    // area->rseq_cs = &descriptor: its low half, the other stays 0
    (enter()) => {
        "addis {tmp}, {tmp}, (5b - 66b)@ha\naddi {tmp}, {tmp}, (5b - 66b)@l\nstw {tmp}, 12({area})\n2:"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("lwz {tmp}, {field}({area})\ncmplw {tmp}, {", stringify!($index), "}\nbne 4f")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!("lwz {tmp2}, {field}({area})\ncmpwi {tmp2}, 0\nblt 4f\nslwi {tmp2}, {tmp2}, {", stringify!($shift), "}")
    };
    // a += tmp2
    (locate($a:ident)) => { concat!("add {", stringify!($a), "}, {", stringify!($a), "}, {tmp2}") };
    // tmp = *a
    (load($a:ident)) => { concat!("lwz {tmp}, 0({", stringify!($a), "})") };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => { concat!("lwzx {tmp}, {tmp}, {", stringify!($o), "}") };
    // tmp += s
    (add($s:ident)) => { concat!("add {tmp}, {tmp}, {", stringify!($s), "}") };
    // *a = s
    (store($s:ident, $a:ident)) => { concat!("stw {", stringify!($s), "}, 0({", stringify!($a), "})") };
    // *a = tmp
    (store_tmp($a:ident)) => { concat!("stw {tmp}, 0({", stringify!($a), "})") };
    // *a = s, release
    (store_release($s:ident, $a:ident)) => { concat!("lwsync\n", $crate::__step!(store($s, $a))) };
    // *a = tmp, release
    (store_tmp_release($a:ident)) => { concat!("lwsync\n", $crate::__step!(store_tmp($a))) };
    // *a += s
    (store_add($s:ident, $a:ident)) => {
        concat!($crate::__step!(load($a)), "\n", $crate::__step!(add($s)), "\n", $crate::__step!(store_tmp($a)))
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("lwz {tmp2}, 0({tmp})\nadd {tmp2}, {tmp2}, {", stringify!($s), "}\nstw {tmp2}, 0({tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!("lwz {tmp2}, 0({tmp})\nadd {tmp2}, {tmp2}, {", stringify!($s), "}\nlwsync\nstw {tmp2}, 0({tmp})")
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmpw {tmp}, {", stringify!($s), "}\nbne 7f\nb {", stringify!($l), "}\n7:")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmpw {tmp}, {", stringify!($s), "}\nbeq 7f\nb {", stringify!($l), "}\n7:")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "cmpwi {", stringify!($len), "}, 0\nbeq 9f\n",
            "7: lbz {tmp}, 0({", stringify!($src), "})\nstb {tmp}, 0({", stringify!($dst), "})\n",
            "addi {", stringify!($src), "}, {", stringify!($src), "}, 1\n",
            "addi {", stringify!($dst), "}, {", stringify!($dst), "}, 1\n",
            // `addi` reads r0 as zero, and `len` is of a class that has it: `subf` takes any register.
            "li {tmp}, 1\nsubf {", stringify!($len), "}, {tmp}, {", stringify!($len), "}\n",
            "cmpwi {", stringify!($len), "}, 0\nbne 7b\n",
            "9:"
        )
    };
    // behind the section: signature, then the abort address
    (abort()) => { "b 8f\n.long 0x0fe5000b\n4: b {abort}\n8:" };
}

arch_accessors! { address(reg_nonzero) clobber(out("lr") _, out("cr0") _,) options(nostack) }
