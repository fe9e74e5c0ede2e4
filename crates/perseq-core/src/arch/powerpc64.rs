//! PowerPC64, both byte orders and both ABIs. Power ISA 2.07, books I and II; Power ELF ABI v2, "Thread Local Storage".
//!
//! The table of contents pointer (r2) may not be set up in the function that a section is inlined into, so addresses are
//! distances from the program counter (`bcl 20, 31`, the form that does not disturb return prediction). The GOT is
//! reached through r2 all the same, whose value r0 keeps for that time: linkers rewrite such accesses and take the base
//! to be r2. In an executable they leave no load. Conditional branches reach 32 KiB: they go to `4` or over a jump. User
//! addresses can be asked for above 2⁴⁷, so `here` tests the number's sign, which its shift keeps.

/// `twui r5, 11`: traps.
pub(crate) const SIGNATURE: u32 = 0x0fe5_000b;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => {
        $crate::__frame! { { registers address(reg_nonzero) clobber(out("r0") _, out("lr") _, out("cr0") _,) } $($section)* }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // tmp = address of 66; area = &block
    (thread_block()) => {
        concat!(
            "mr 0, 2\nbcl 20, 31, 66f\n66: mflr {_tmp}\n",
            "addis 2, {_tmp}, (.TOC. - 66b)@ha\naddi 2, 2, (.TOC. - 66b)@l\n",
            "addis {_area}, 2, ",
            $crate::__block!(),
            "@got@tprel@ha\nld {_area}, ",
            $crate::__block!(),
            "@got@tprel@l({_area})\n",
            "add {_area}, {_area}, ",
            $crate::__block!(),
            "@tls\nmr 2, 0"
        )
    };
    // area = thread pointer
    (thread_pointer()) => {
        "mr {_area}, 13"
    };
    // tmp = address of 66; area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nld {_area}, {_slot}({_area})")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "addis {_tmp}, {_tmp}, (5b - 66b)@ha\naddi {_tmp}, {_tmp}, (5b - 66b)@l\nstd {_tmp}, 8({_area})\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nlwz {_tmp}, 4({_area})\ncmpwi {_tmp}, 0\nblt 4f\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("lwz {_tmp}, {_field}({_area})\ncmplw {_tmp}, {", stringify!($index), "}\nbne 4f")
    };
    // tmp2 = sign_extend(area->field) << shift; if tmp2 < 0 { abort }
    (here($shift:ident)) => {
        concat!("lwa {_tmp2}, {_field}({_area})\nsldi. {_tmp2}, {_tmp2}, {", stringify!($shift), "}\nblt 4f")
    };
    // a += tmp2; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!("add. {", stringify!($a), "}, {", stringify!($a), "}, {_tmp2}\nblt 4f")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ld {_tmp}, 0({", stringify!($a), "})\nlwsync\ncmpdi {_tmp}, 0\nbeq 7f\nb {_guarded}\n7:")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("ld {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("ld {_tmp2}, 8 * ", $k, "({", stringify!($a), "})\nsubf {_tmp}, {_tmp2}, {_tmp}")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!(
            "sldi {_tmp2}, {_tmp}, 3\nadd {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nld {_tmp}, 8 * ",
            $k,
            "({_tmp2})"
        )
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "sldi {_tmp2}, {_tmp}, 3\nadd {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nstd {",
            stringify!($s),
            "}, 8 * ",
            $k,
            "({_tmp2})"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!(
            "sldi {_tmp}, {_tmp}, 3\nadd {_tmp}, {_tmp}, {",
            stringify!($a),
            "}\naddi {_tmp}, {_tmp}, 8 * ",
            $k
        )
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("addi {_tmp}, {_tmp}, ", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("and {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("mr {", stringify!($a), "}, {_tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("std {", stringify!($s), "}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("std {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        concat!("lwsync\n", $crate::__step!(store($s, $a[$k])))
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        concat!("lwsync\n", $crate::__step!(store_tmp($a[$k])))
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
        concat!("cmpdi {_tmp}, 0\nbne 7f\nb {", stringify!($l), "}\n7:")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("cmpld {_tmp}, {", stringify!($s), "}\nble 7f\nb {", stringify!($l), "}\n7:")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("cmpld {_tmp}, {", stringify!($s), "}\nbge 7f\nb {", stringify!($l), "}\n7:")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("ld {_tmp2}, 8 * ", $k, "({", stringify!($a), "})\nlwsync")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("cmpld {_tmp}, {_tmp2}\nblt 7f\nb {", stringify!($l), "}\n7:")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "sldi {_tmp2}, {_tmp}, 3\nadd {_tmp2}, {_tmp2}, {",
            stringify!($a),
            "}\nld {_tmp2}, 8 * ",
            $k,
            "({_tmp2})\nstd {_tmp2}, 0({",
            stringify!($o),
            "})"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("ldx {_tmp}, {_tmp}, {", stringify!($o), "}")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("add {_tmp}, {_tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("ld {_tmp2}, 0({_tmp})\nadd {_tmp2}, {_tmp2}, {", stringify!($s), "}\nstd {_tmp2}, 0({_tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        concat!(
            "ld {_tmp2}, 0({_tmp})\nadd {_tmp2}, {_tmp2}, {",
            stringify!($s),
            "}\nlwsync\nstd {_tmp2}, 0({_tmp})"
        )
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cmpd {_tmp}, {", stringify!($s), "}\nbne 7f\nb {", stringify!($l), "}\n7:")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cmpd {_tmp}, {", stringify!($s), "}\nbeq 7f\nb {", stringify!($l), "}\n7:")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "cmpdi {",
            stringify!($len),
            "}, 0\nbeq 9f\n",
            "7: lbz {_tmp}, 0({",
            stringify!($src),
            "})\nstb {_tmp}, 0({",
            stringify!($dst),
            "})\n",
            "addi {",
            stringify!($src),
            "}, {",
            stringify!($src),
            "}, 1\n",
            "addi {",
            stringify!($dst),
            "}, {",
            stringify!($dst),
            "}, 1\n",
            // `addi` reads r0 as zero, and `len` is of a class that has it: `subf` takes any register.
            "li {_tmp}, 1\nsubf {",
            stringify!($len),
            "}, {_tmp}, {",
            stringify!($len),
            "}\n",
            "cmpdi {",
            stringify!($len),
            "}, 0\nbne 7b\n",
            "9:"
        )
    };
    // after the section: signature, then the abort address
    (abort()) => {
        "b 8f\n.long 0x0fe5000b\n4: b {_abort}\n8:"
    };
}

arch_accessors! { address(reg_nonzero) clobber(out("r0") _, out("lr") _, out("cr0") _,) options(nostack) }
