//! x86, 32 bits. Intel SDM volumes 1 and 2; ELF thread-local storage (Drepper), §4.4.6 (initial exec).
//!
//! There are too few registers: operands come from `{_block}`, a structure on the stack, and the program counter is read with
//! `call`, once for both addresses. Those lines are in AT&T syntax: Intel's takes no expression of two symbols. They
//! have no immediate operand, since `$` does not survive the compiler's template. Once the index is read, `{_area}` is
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
            "call 66f\n66: pop {_tmp}\n.att_syntax\nleal _GLOBAL_OFFSET_TABLE_+(.-66b)(%{_tmp}), %{_area}\n",
            "movl ", $crate::__block!(), "@gotntpoff(%{_area}), %{_area}\n.intel_syntax noprefix"
        )
    };
    // area = &block
    (thread_block()) => { concat!($crate::__step!(thread_offset()), "\nadd {_area}, dword ptr gs:[0]") };
    // area = thread pointer
    (thread_pointer()) => { "mov {_area}, dword ptr gs:[0]" };
    // tmp = address of 66; area = block.slot
    (thread()) => { concat!($crate::__step!(thread_offset()), "\nmov {_area}, dword ptr gs:[{_area} + {_slot}]") };
    // area->rseq_cs = &descriptor
    (enter()) => {
        ".att_syntax\nleal (5b - 66b)(%{_tmp}), %{_tmp}\n.intel_syntax noprefix\nmov dword ptr [{_area} + 8], {_tmp}\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\ncmp dword ptr [{_area} + 4], 0\njl {_abort}\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("mov {_tmp}, dword ptr [{_block} + {", stringify!($index), "}]\ncmp dword ptr [{_area} + {_field}], {_tmp}\njne {_abort}")
    };
    // tmp2 = area->field; if tmp2 < 0 { abort }; tmp2 <<= shift: a 32-bit address may look negative itself
    (here($shift:ident)) => {
        concat!("mov {_tmp2}, dword ptr [{_area} + {_field}]\ntest {_tmp2}, {_tmp2}\njs {_abort}\nshl {_tmp2}, {", stringify!($shift), "}")
    };
    // a += tmp2
    (locate($a:ident)) => { concat!("add dword ptr [{_block} + {", stringify!($a), "}], {_tmp2}") };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\ncmp dword ptr [{_area}], 0\njne {_guarded}") };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp}, dword ptr [{_area} + 4 * ", $k, "]") };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nsub {_tmp}, dword ptr [{_area} + 4 * ", $k, "]") };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp}, dword ptr [{_area} + 4 * {_tmp} + 4 * ", $k, "]") };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp2}, dword ptr [{_block} + {", stringify!($s), "}]\nmov dword ptr [{_area} + 4 * {_tmp} + 4 * ", $k, "], {_tmp2}") };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nlea {_tmp}, [{_area} + 4 * {_tmp} + 4 * ", $k, "]") };
    // tmp += n
    (add($n:literal)) => { concat!("add {_tmp}, ", $n) };
    // tmp &= s
    (and($s:ident)) => { concat!("and {_tmp}, dword ptr [{_block} + {", stringify!($s), "}]") };
    // a = tmp
    (set($a:ident)) => { concat!("mov dword ptr [{_block} + {", stringify!($a), "}], {_tmp}") };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp2}, dword ptr [{_block} + {", stringify!($s), "}]\nmov dword ptr [{_area} + 4 * ", $k, "], {_tmp2}") };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov dword ptr [{_area} + 4 * ", $k, "], {_tmp}") };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => { $crate::__step!(store($s, $a[$k])) };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => { $crate::__step!(store_tmp($a[$k])) };
    // a[k] += s
    (store_add($s:ident, $a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp2}, dword ptr [{_block} + {", stringify!($s), "}]\nadd dword ptr [{_area} + 4 * ", $k, "], {_tmp2}") };
    // if tmp == 0 { goto l }
    (branch_zero($l:ident)) => { concat!("test {_tmp}, {_tmp}\nje {", stringify!($l), "}") };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => { concat!("cmp {_tmp}, dword ptr [{_block} + {", stringify!($s), "}]\nja {", stringify!($l), "}") };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => { concat!("cmp {_tmp}, dword ptr [{_block} + {", stringify!($s), "}]\njb {", stringify!($l), "}") };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp2}, dword ptr [{_area} + 4 * ", $k, "]") };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => { concat!("cmp {_tmp}, {_tmp2}\njae {", stringify!($l), "}") };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => { concat!("mov {_area}, dword ptr [{_block} + {", stringify!($a), "}]\nmov {_tmp2}, dword ptr [{_area} + 4 * {_tmp} + 4 * ", $k, "]\nmov {_area}, dword ptr [{_block} + {", stringify!($o), "}]\nmov dword ptr [{_area}], {_tmp2}") };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("add {_tmp}, dword ptr [{_block} + {", stringify!($o), "}]\nmov {_tmp}, dword ptr [{_tmp}]")
    };
    // tmp += s
    (add($s:ident)) => { concat!("add {_tmp}, dword ptr [{_block} + {", stringify!($s), "}]") };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("mov {_tmp2}, dword ptr [{_block} + {", stringify!($s), "}]\nadd dword ptr [{_tmp}], {_tmp2}")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => { $crate::__step!(store_add_at($s)) };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, dword ptr [{_block} + {", stringify!($s), "}]\nje {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmp {_tmp}, dword ptr [{_block} + {", stringify!($s), "}]\njne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "mov {_area}, dword ptr [{_block} + {", stringify!($src), "}]\nmov {_tmp2}, dword ptr [{_block} + {", stringify!($dst), "}]\n",
            "cmp dword ptr [{_block} + {", stringify!($len), "}], 0\nje 9f\n",
            "7: mov {_tmp:l}, byte ptr [{_area}]\nmov byte ptr [{_tmp2}], {_tmp:l}\ninc {_area}\ninc {_tmp2}\n",
            "dec dword ptr [{_block} + {", stringify!($len), "}]\njnz 7b\n",
            "9:"
        )
    };
    // out of the way: signature, then the abort address; `ud1` swallows the signature as its displacement
    (abort()) => {
        ".pushsection __rseq_failure, \"ax\"\n.byte 0x0f, 0xb9, 0x3d\n.long 0x53053053\n4: jmp {_abort}\n.popsection"
    };
}

arch_accessors! { address(reg) clobber() options() }
