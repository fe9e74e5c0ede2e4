//! LoongArch64. LoongArch Reference Manual, volume 1; ELF psABI for LoongArch, initial exec.
//!
//! Branches that compare two registers reach 128 KiB and go to `4`, after the section; `beqz` and `bnez` reach 4 MiB and go
//! to their label. `dbar 0x12` orders earlier reads and writes before later writes. User addresses may have more than 48
//! bits on processors to come, so `here` tests the number's sign before the shift.

/// `break 0x10`: traps.
pub(crate) const SIGNATURE: u32 = 0x002a_0010;

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
        concat!("la.tls.ie {_area}, ", $crate::__block!(), "\nadd.d {_area}, {_area}, $tp")
    };
    // area = thread pointer
    (thread_pointer()) => {
        "move {_area}, $tp"
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nld.d {_area}, {_area}, {_slot}")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "la.pcrel {_tmp}, 5b\nst.d {_tmp}, {_area}, 8\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nld.w {_tmp}, {_area}, 4\nbltz {_tmp}, 4f\n.endif"
    };
    // if area->field != index { abort }; both are sign-extended words
    (check($index:ident)) => {
        concat!(
            "ld.w {_tmp}, {_area}, {_field}\naddi.w {_tmp2}, {",
            stringify!($index),
            "}, 0\nbne {_tmp}, {_tmp2}, 4f"
        )
    };
    // tmp2 = sign_extend(area->field); if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!(
            "ld.w {_tmp2}, {_area}, {_field}\nbltz {_tmp2}, 4f\nslli.d {_tmp2}, {_tmp2}, {",
            stringify!($shift),
            "}"
        )
    };
    // a += tmp2; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!(
            "add.d {",
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
        concat!("ld.d {_tmp}, {", stringify!($a), "}, 0\ndbar 0x14\nbnez {_tmp}, {_guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("ld.d {_tmp}, {", stringify!($a), "}, 8 * ", $k)
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("ld.d {_tmp2}, {", stringify!($a), "}, 8 * ", $k, "\nsub.d {_tmp}, {_tmp}, {_tmp2}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!("alsl.d {_tmp2}, {_tmp}, {", stringify!($a), "}, 3\nld.d {_tmp}, {_tmp2}, 8 * ", $k)
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "alsl.d {_tmp2}, {_tmp}, {",
            stringify!($a),
            "}, 3\nst.d {",
            stringify!($s),
            "}, {_tmp2}, 8 * ",
            $k
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!("alsl.d {_tmp}, {_tmp}, {", stringify!($a), "}, 3\naddi.d {_tmp}, {_tmp}, 8 * ", $k)
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("addi.d {_tmp}, {_tmp}, ", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("and {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("move {", stringify!($a), "}, {_tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("st.d {", stringify!($s), "}, {", stringify!($a), "}, 8 * ", $k)
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("st.d {_tmp}, {", stringify!($a), "}, 8 * ", $k)
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("dbar 0x12\n", $crate::__step!(store($s, $a[$k])))
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("dbar 0x12\n", $crate::__step!(store_tmp($a[$k])))
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
        concat!("sltu {_tmp2}, {", stringify!($s), "}, {_tmp}\nbnez {_tmp2}, {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("sltu {_tmp2}, {_tmp}, {", stringify!($s), "}\nbnez {_tmp2}, {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("ld.d {_tmp2}, {", stringify!($a), "}, 8 * ", $k, "\ndbar 0x14")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("sltu {_tmp2}, {_tmp}, {_tmp2}\nbeqz {_tmp2}, {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "alsl.d {_tmp2}, {_tmp}, {",
            stringify!($a),
            "}, 3\nld.d {_tmp2}, {_tmp2}, 8 * ",
            $k,
            "\nst.d {_tmp2}, {",
            stringify!($o),
            "}, 0"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("ldx.d {_tmp}, {_tmp}, {", stringify!($o), "}")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("add.d {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!(
            "ld.d {_tmp2}, {_tmp}, 0\nadd.d {_tmp2}, {_tmp2}, {",
            stringify!($s),
            "}\nst.d {_tmp2}, {_tmp}, 0"
        )
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!(
            "ld.d {_tmp2}, {_tmp}, 0\nadd.d {_tmp2}, {_tmp2}, {",
            stringify!($s),
            "}\ndbar 0x12\nst.d {_tmp2}, {_tmp}, 0"
        )
    };
    // if tmp - s == 0 { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("sub.d {_tmp2}, {_tmp}, {", stringify!($s), "}\nbeqz {_tmp2}, {", stringify!($l), "}")
    };
    // if tmp - s != 0 { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("sub.d {_tmp2}, {_tmp}, {", stringify!($s), "}\nbnez {_tmp2}, {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte (unaligned words may trap); all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "beqz {",
            stringify!($len),
            "}, 9f\n",
            "7: ld.bu {_tmp}, {",
            stringify!($src),
            "}, 0\nst.b {_tmp}, {",
            stringify!($dst),
            "}, 0\n",
            "addi.d {",
            stringify!($src),
            "}, {",
            stringify!($src),
            "}, 1\n",
            "addi.d {",
            stringify!($dst),
            "}, {",
            stringify!($dst),
            "}, 1\n",
            "addi.d {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}, -1\nbnez {",
            stringify!($len),
            "}, 7b\n",
            "9:"
        )
    };
    // after the section: signature, then the abort address
    (abort()) => {
        "b 8f\n.4byte 0x002a0010\n4: b {_abort}\n8:"
    };
}

arch_accessors! { address(reg) clobber() options(nostack) }
