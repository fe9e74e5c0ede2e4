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
            "bcl 20, 31, 66f\n66: mflr {_tmp}\n",
            "addis {_area}, {_tmp}, (_GLOBAL_OFFSET_TABLE_ - 66b)@ha\naddi {_area}, {_area}, (_GLOBAL_OFFSET_TABLE_ - 66b)@l\n",
            "lwz {_area}, ", $crate::__block!(), "@got@tprel({_area})\nadd {_area}, {_area}, ", $crate::__block!(), "@tls"
        )
    };
    // area = thread pointer
    (thread_pointer()) => { "mr {_area}, 2" };
    // tmp = address of 66; area = block.slot
    (thread()) => { concat!($crate::__step!(thread_block()), "\nlwz {_area}, {_slot}({_area})") };
    // area->rseq_cs = &descriptor: its low half, the other stays 0
    (enter()) => {
        "addis {_tmp}, {_tmp}, (5b - 66b)@ha\naddi {_tmp}, {_tmp}, (5b - 66b)@l\nstw {_tmp}, 12({_area})\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nlwz {_tmp}, 4({_area})\ncmpwi {_tmp}, 0\nblt 4f\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("lwz {_tmp}, {_field}({_area})\ncmplw {_tmp}, {", stringify!($index), "}\nbne 4f")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!("lwz {_tmp2}, {_field}({_area})\ncmpwi {_tmp2}, 0\nblt 4f\nslwi {_tmp2}, {_tmp2}, {", stringify!($shift), "}")
    };
    // a += tmp2
    (locate($a:ident)) => { concat!("add {", stringify!($a), "}, {", stringify!($a), "}, {_tmp2}") };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => { concat!("lwz {_tmp}, 0({", stringify!($a), "})\nlwsync\ncmpwi {_tmp}, 0\nbeq 7f\nb {_guarded}\n7:") };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => { concat!("lwz {_tmp}, 4 * ", $k, "({", stringify!($a), "})") };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => { concat!("lwz {_tmp2}, 4 * ", $k, "({", stringify!($a), "})\nsubf {_tmp}, {_tmp2}, {_tmp}") };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => { concat!("slwi {_tmp2}, {_tmp}, 2\nadd {_tmp2}, {_tmp2}, {", stringify!($a), "}\nlwz {_tmp}, 4 * ", $k, "({_tmp2})") };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => { concat!("slwi {_tmp2}, {_tmp}, 2\nadd {_tmp2}, {_tmp2}, {", stringify!($a), "}\nstw {", stringify!($s), "}, 4 * ", $k, "({_tmp2})") };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => { concat!("slwi {_tmp}, {_tmp}, 2\nadd {_tmp}, {_tmp}, {", stringify!($a), "}\naddi {_tmp}, {_tmp}, 4 * ", $k) };
    // tmp += n
    (add($n:literal)) => { concat!("addi {_tmp}, {_tmp}, ", $n) };
    // tmp &= s
    (and($s:ident)) => { concat!("and {_tmp}, {_tmp}, {", stringify!($s), "}") };
    // a = tmp
    (set($a:ident)) => { concat!("mr {", stringify!($a), "}, {_tmp}") };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => { concat!("stw {", stringify!($s), "}, 4 * ", $k, "({", stringify!($a), "})") };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => { concat!("stw {_tmp}, 4 * ", $k, "({", stringify!($a), "})") };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => { concat!("lwsync\n", $crate::__step!(store($s, $a[$k]))) };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => { concat!("lwsync\n", $crate::__step!(store_tmp($a[$k]))) };
    // a[k] += s
    (store_add($s:ident, $a:ident[$k:literal])) => { concat!($crate::__step!(load($a[$k])), "\n", $crate::__step!(add($s)), "\n", $crate::__step!(store_tmp($a[$k]))) };
    // if tmp == 0 { goto l }
    (branch_zero($l:ident)) => { concat!("cmpwi {_tmp}, 0\nbne 7f\nb {", stringify!($l), "}\n7:") };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => { concat!("cmplw {_tmp}, {", stringify!($s), "}\nble 7f\nb {", stringify!($l), "}\n7:") };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => { concat!("cmplw {_tmp}, {", stringify!($s), "}\nbge 7f\nb {", stringify!($l), "}\n7:") };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => { concat!("lwz {_tmp2}, 4 * ", $k, "({", stringify!($a), "})\nlwsync") };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => { concat!("cmplw {_tmp}, {_tmp2}\nblt 7f\nb {", stringify!($l), "}\n7:") };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => { concat!("slwi {_tmp2}, {_tmp}, 2\nadd {_tmp2}, {_tmp2}, {", stringify!($a), "}\nlwz {_tmp2}, 4 * ", $k, "({_tmp2})\nstw {_tmp2}, 0({", stringify!($o), "})") };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => { concat!("lwzx {_tmp}, {_tmp}, {", stringify!($o), "}") };
    // tmp += s
    (add($s:ident)) => { concat!("add {_tmp}, {_tmp}, {", stringify!($s), "}") };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("lwz {_tmp2}, 0({_tmp})\nadd {_tmp2}, {_tmp2}, {", stringify!($s), "}\nstw {_tmp2}, 0({_tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!("lwz {_tmp2}, 0({_tmp})\nadd {_tmp2}, {_tmp2}, {", stringify!($s), "}\nlwsync\nstw {_tmp2}, 0({_tmp})")
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmpw {_tmp}, {", stringify!($s), "}\nbne 7f\nb {", stringify!($l), "}\n7:")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmpw {_tmp}, {", stringify!($s), "}\nbeq 7f\nb {", stringify!($l), "}\n7:")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "cmpwi {", stringify!($len), "}, 0\nbeq 9f\n",
            "7: lbz {_tmp}, 0({", stringify!($src), "})\nstb {_tmp}, 0({", stringify!($dst), "})\n",
            "addi {", stringify!($src), "}, {", stringify!($src), "}, 1\n",
            "addi {", stringify!($dst), "}, {", stringify!($dst), "}, 1\n",
            // `addi` reads r0 as zero, and `len` is of a class that has it: `subf` takes any register.
            "li {_tmp}, 1\nsubf {", stringify!($len), "}, {_tmp}, {", stringify!($len), "}\n",
            "cmpwi {", stringify!($len), "}, 0\nbne 7b\n",
            "9:"
        )
    };
    // after the section: signature, then the abort address
    (abort()) => { "b 8f\n.long 0x0fe5000b\n4: b {_abort}\n8:" };
}

arch_accessors! { address(reg_nonzero) clobber(out("lr") _, out("cr0") _,) options(nostack) }
