//! x86, 32 bits. Intel SDM volumes 1 and 2; ELF thread-local storage (Drepper), §4.4.6 (initial exec).
//!
//! There are too few registers: operands come from `{block}`, a structure on the stack, and the program counter is read with
//! `call`, once for both addresses. Those lines are in AT&T syntax: Intel's takes no expression of two symbols. They
//! have no immediate operand, since `$` does not survive the compiler's template. Once the index is read, `{area}` is
//! free, and steps use it.

/// `ud1 edi, [disp32]` with this displacement: an illegal instruction.
pub(crate) const SIGNATURE: u32 = 0x5305_3053;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { block clobber() } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // tmp = address of 66; area = offset of the block from the thread pointer, through the GOT
    (thread_offset()) => {
        concat!(
            "call 66f\n66: pop {tmp}\n.att_syntax\nleal _GLOBAL_OFFSET_TABLE_+(.-66b)(%{tmp}), %{area}\n",
            "movl ", $crate::__block!(), "@gotntpoff(%{area}), %{area}\n.intel_syntax noprefix"
        )
    };
    // area = &block
    (thread_block()) => { concat!($crate::__step!(thread_offset()), "\nadd {area}, dword ptr gs:[0]") };
    // area = thread pointer
    (thread_pointer()) => { "mov {area}, dword ptr gs:[0]" };
    // tmp = address of 66; area = block.slot
    (thread()) => { concat!($crate::__step!(thread_offset()), "\nmov {area}, dword ptr gs:[{area} + {slot}]") };
    // area->rseq_cs = &descriptor
    (enter()) => {
        ".att_syntax\nleal (5b - 66b)(%{tmp}), %{tmp}\n.intel_syntax noprefix\nmov dword ptr [{area} + 8], {tmp}\n2:"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("mov {tmp}, dword ptr [{block} + {", stringify!($index), "}]\ncmp dword ptr [{area} + {field}], {tmp}\njne {abort}")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }; tmp2 <<= shift: a 32-bit address may look negative itself
    (here($shift:ident)) => {
        concat!("mov {tmp2}, dword ptr [{area} + {field}]\ntest {tmp2}, {tmp2}\njs {abort}\nshl {tmp2}, {", stringify!($shift), "}")
    };
    // a += tmp2
    (locate($a:ident)) => { concat!("add dword ptr [{block} + {", stringify!($a), "}], {tmp2}") };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\ncmp dword ptr [{area}], 0\njne {guarded}") };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp}, dword ptr [{area} + 4 * ", $k, "]") };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nsub {tmp}, dword ptr [{area} + 4 * ", $k, "]") };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp}, dword ptr [{area} + 4 * {tmp} + 4 * ", $k, "]") };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp2}, dword ptr [{block} + {", stringify!($s), "}]\nmov dword ptr [{area} + 4 * {tmp} + 4 * ", $k, "], {tmp2}") };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nlea {tmp}, [{area} + 4 * {tmp} + 4 * ", $k, "]") };
    // tmp += n
    (add($n:literal)) => { concat!("add {tmp}, ", $n) };
    // tmp &= s
    (and($s:ident)) => { concat!("and {tmp}, dword ptr [{block} + {", stringify!($s), "}]") };
    // a = tmp
    (set($a:ident)) => { concat!("mov dword ptr [{block} + {", stringify!($a), "}], {tmp}") };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp2}, dword ptr [{block} + {", stringify!($s), "}]\nmov dword ptr [{area} + 4 * ", $k, "], {tmp2}") };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov dword ptr [{area} + 4 * ", $k, "], {tmp}") };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => { $crate::__step!(store($s, $a[$k])) };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => { $crate::__step!(store_tmp($a[$k])) };
    // a[k] += s
    (store_add($s:ident, $a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp2}, dword ptr [{block} + {", stringify!($s), "}]\nadd dword ptr [{area} + 4 * ", $k, "], {tmp2}") };
    // if tmp == 0 { goto l }
    (branch_zero($l:ident)) => { concat!("test {tmp}, {tmp}\nje {", stringify!($l), "}") };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => { concat!("cmp {tmp}, dword ptr [{block} + {", stringify!($s), "}]\nja {", stringify!($l), "}") };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => { concat!("cmp {tmp}, dword ptr [{block} + {", stringify!($s), "}]\njb {", stringify!($l), "}") };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp2}, dword ptr [{area} + 4 * ", $k, "]") };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => { concat!("cmp {tmp}, {tmp2}\njae {", stringify!($l), "}") };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => { concat!("mov {area}, dword ptr [{block} + {", stringify!($a), "}]\nmov {tmp2}, dword ptr [{area} + 4 * {tmp} + 4 * ", $k, "]\nmov {area}, dword ptr [{block} + {", stringify!($o), "}]\nmov dword ptr [{area}], {tmp2}") };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("add {tmp}, dword ptr [{block} + {", stringify!($o), "}]\nmov {tmp}, dword ptr [{tmp}]")
    };
    // tmp += s
    (add($s:ident)) => { concat!("add {tmp}, dword ptr [{block} + {", stringify!($s), "}]") };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("mov {tmp2}, dword ptr [{block} + {", stringify!($s), "}]\nadd dword ptr [{tmp}], {tmp2}")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => { $crate::__step!(store_add_at($s)) };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, dword ptr [{block} + {", stringify!($s), "}]\nje {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmp {tmp}, dword ptr [{block} + {", stringify!($s), "}]\njne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "mov {area}, dword ptr [{block} + {", stringify!($src), "}]\nmov {tmp2}, dword ptr [{block} + {", stringify!($dst), "}]\n",
            "cmp dword ptr [{block} + {", stringify!($len), "}], 0\nje 9f\n",
            "7: mov {tmp:l}, byte ptr [{area}]\nmov byte ptr [{tmp2}], {tmp:l}\ninc {area}\ninc {tmp2}\n",
            "dec dword ptr [{block} + {", stringify!($len), "}]\njnz 7b\n",
            "9:"
        )
    };
    // out of the way: signature, then the abort address; `ud1` swallows the signature as its displacement
    (abort()) => {
        ".pushsection __rseq_failure, \"ax\"\n.byte 0x0f, 0xb9, 0x3d\n.long 0x53053053\n4: jmp {abort}\n.popsection"
    };
}

arch_accessors! { address(reg) clobber() options() }
