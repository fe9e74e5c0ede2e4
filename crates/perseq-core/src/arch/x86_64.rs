//! x86-64. Intel SDM volumes 1 and 2; ELF thread-local storage (Drepper), §4.4.6 (initial exec).
//!
//! The load of `@gottpoff` becomes an immediate when an executable is linked. A store is a release (x86-TSO).

/// `ud1 edi, [rip + …]` with this displacement: an illegal instruction, as the kernel's selftests have it.
pub(crate) const SIGNATURE: u32 = 0x5305_3053;

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
        concat!("mov {_area}, qword ptr [rip + ", $crate::__block!(), "@gottpoff]\nadd {_area}, qword ptr fs:[0]")
    };
    // area = thread pointer
    (thread_pointer()) => { "mov {_area}, qword ptr fs:[0]" };
    // area = block.slot
    (thread()) => {
        concat!("mov {_area}, qword ptr [rip + ", $crate::__block!(), "@gottpoff]\nmov {_area}, qword ptr fs:[{_area} + {_slot}]")
    };
    // area->rseq_cs = &descriptor
    (enter()) => { "lea {_tmp}, [rip + 5b]\nmov qword ptr [{_area} + 8], {_tmp}\n2:" };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\ncmp dword ptr [{_area} + 4], 0\njl {_abort}\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => { concat!("cmp dword ptr [{_area} + {_field}], {", stringify!($index), ":e}\njne {_abort}") };
    // tmp2 = sign_extend(area->field) << shift; if tmp2 < 0 { abort }
    (here($shift:ident)) => { concat!("movsxd {_tmp2}, dword ptr [{_area} + {_field}]\nshl {_tmp2}, {", stringify!($shift), "}\njs {_abort}") };
    // a += tmp2; if a < 0 { abort }: `jl`, for it is one operation with `add` where `js` is not, and nothing overflows
    (locate($a:ident)) => { concat!("add {", stringify!($a), "}, {_tmp2}\njl {_abort}") };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => { concat!("cmp qword ptr [{", stringify!($a), "}], 0\njne {_guarded}") };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => { concat!("mov {_tmp}, qword ptr [{", stringify!($a), "} + 8 * ", $k, "]") };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => { concat!("sub {_tmp}, qword ptr [{", stringify!($a), "} + 8 * ", $k, "]") };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => { concat!("mov {_tmp}, qword ptr [{", stringify!($a), "} + 8 * {_tmp} + 8 * ", $k, "]") };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => { concat!("mov qword ptr [{", stringify!($a), "} + 8 * {_tmp} + 8 * ", $k, "], {", stringify!($s), "}") };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => { concat!("lea {_tmp}, [{", stringify!($a), "} + 8 * {_tmp} + 8 * ", $k, "]") };
    // tmp += n
    (add($n:literal)) => { concat!("add {_tmp}, ", $n) };
    // tmp &= s
    (and($s:ident)) => { concat!("and {_tmp}, {", stringify!($s), "}") };
    // a = tmp
    (set($a:ident)) => { concat!("mov {", stringify!($a), "}, {_tmp}") };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => { concat!("mov qword ptr [{", stringify!($a), "} + 8 * ", $k, "], {", stringify!($s), "}") };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => { concat!("mov qword ptr [{", stringify!($a), "} + 8 * ", $k, "], {_tmp}") };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => { $crate::__step!(store($s, $a[$k])) };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => { $crate::__step!(store_tmp($a[$k])) };
    // a[k] += s
    (store_add($s:ident, $a:ident[$k:literal])) => { concat!("add qword ptr [{", stringify!($a), "} + 8 * ", $k, "], {", stringify!($s), "}") };
    // if tmp == 0 { goto l }
    (branch_zero($l:ident)) => { concat!("test {_tmp}, {_tmp}\nje {", stringify!($l), "}") };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => { concat!("cmp {_tmp}, {", stringify!($s), "}\nja {", stringify!($l), "}") };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => { concat!("cmp {_tmp}, {", stringify!($s), "}\njb {", stringify!($l), "}") };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => { concat!("mov {_tmp2}, qword ptr [{", stringify!($a), "} + 8 * ", $k, "]") };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => { concat!("cmp {_tmp}, {_tmp2}\njae {", stringify!($l), "}") };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => { concat!("mov {_tmp2}, qword ptr [{", stringify!($a), "} + 8 * {_tmp} + 8 * ", $k, "]\nmov qword ptr [{", stringify!($o), "}], {_tmp2}") };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => { concat!("mov {_tmp}, qword ptr [{_tmp} + {", stringify!($o), "}]") };
    // tmp += s
    (add($s:ident)) => { concat!("add {_tmp}, {", stringify!($s), "}") };
    // *tmp += s
    (store_add_at($s:ident)) => { concat!("add qword ptr [{_tmp}], {", stringify!($s), "}") };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => { $crate::__step!(store_add_at($s)) };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => { concat!("cmp {_tmp}, {", stringify!($s), "}\nje {", stringify!($l), "}") };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => { concat!("cmp {_tmp}, {", stringify!($s), "}\njne {", stringify!($l), "}") };
    // copy len bytes from src to dst: words, then bytes; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "sub {", stringify!($len), "}, 8\njb 8f\n",
            "7: mov {_tmp}, qword ptr [{", stringify!($src), "}]\nmov qword ptr [{", stringify!($dst), "}], {_tmp}\n",
            "add {", stringify!($src), "}, 8\nadd {", stringify!($dst), "}, 8\n",
            "sub {", stringify!($len), "}, 8\njae 7b\n",
            "8: add {", stringify!($len), "}, 8\njz 9f\n",
            "7: movzx {_tmp:e}, byte ptr [{", stringify!($src), "}]\nmov byte ptr [{", stringify!($dst), "}], {_tmp:l}\n",
            "inc {", stringify!($src), "}\ninc {", stringify!($dst), "}\ndec {", stringify!($len), "}\njnz 7b\n",
            "9:"
        )
    };
    // out of the way: signature, then the abort address; `ud1` swallows the signature as its displacement
    (abort()) => {
        ".pushsection __rseq_failure, \"ax\"\n.byte 0x0f, 0xb9, 0x3d\n.long 0x53053053\n4: jmp {_abort}\n.popsection"
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
