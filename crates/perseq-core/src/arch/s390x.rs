//! s390x. z/Architecture Principles of Operation (SA22-7832); ELF ABI s390x supplement, initial exec.
//!
//! Relative-long branches (`jg…`) reach 4 GiB, so everything goes straight to its label and the abort address is out of
//! the way. Stores are releases (the architecture orders a store after earlier accesses). User addresses can
//! be asked for up to 2⁵³ and beyond, so `here` tests the number's sign before the shift.

/// `trap4 4095`: Linux never enables it.
pub(crate) const SIGNATURE: u32 = 0xb2ff_0fff;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { registers address(reg_addr) clobber() } $($section)* } };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __step {
    // area = thread pointer: its halves are in access registers 0 and 1
    (thread_pointer()) => {
        "ear {_area}, %a0\nsllg {_area}, {_area}, 32\near {_area}, %a1"
    };
    // area = &block
    (thread_block()) => {
        concat!(
            $crate::__step!(thread_pointer()),
            "\nlarl {_tmp}, ",
            $crate::__block!(),
            "@indntpoff\nag {_area}, 0({_tmp})"
        )
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nlg {_area}, {_slot}({_area})")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "larl {_tmp}, 5b\nstg {_tmp}, 8({_area})\n2:"
    };
    // unless the index is cpu_id itself: if area->cpu_id < 0 { abort }
    (registered()) => {
        ".if {_field} - 4\nlt {_tmp}, 4({_area})\njgl {_abort}\n.endif"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("c {", stringify!($index), "}, {_field}({_area})\njgne {_abort}")
    };
    // tmp2 = sign_extend(area->field); if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!(
            "ltgf {_tmp2}, {_field}({_area})\njgl {_abort}\nsllg {_tmp2}, {_tmp2}, {",
            stringify!($shift),
            "}"
        )
    };
    // a += tmp2; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!("agr {", stringify!($a), "}, {_tmp2}\njgl {_abort}")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ltg {_tmp}, 0({", stringify!($a), "})\njgne {_guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("lg {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("sg {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!("sllg {_tmp2}, {_tmp}, 3\nlg {_tmp}, 8 * ", $k, "({_tmp2}, {", stringify!($a), "})")
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "sllg {_tmp2}, {_tmp}, 3\nstg {",
            stringify!($s),
            "}, 8 * ",
            $k,
            "({_tmp2}, {",
            stringify!($a),
            "})"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!("sllg {_tmp}, {_tmp}, 3\nla {_tmp}, 8 * ", $k, "({_tmp}, {", stringify!($a), "})")
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("aghi {_tmp}, ", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("ngr {_tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("lgr {", stringify!($a), "}, {_tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("stg {", stringify!($s), "}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("stg {_tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = s, release
    (store_release($s:ident, $a:ident[$k:literal])) => {
        $crate::__step!(store($s, $a[$k]))
    };
    // a[k] = tmp, release
    (store_tmp_release($a:ident[$k:literal])) => {
        $crate::__step!(store_tmp($a[$k]))
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
        concat!("ltgr {_tmp}, {_tmp}\njge {", stringify!($l), "}")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("clgr {_tmp}, {", stringify!($s), "}\njgh {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("clgr {_tmp}, {", stringify!($s), "}\njgl {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("lg {_tmp2}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("clgr {_tmp}, {_tmp2}\njgnl {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "sllg {_tmp2}, {_tmp}, 3\nlg {_tmp2}, 8 * ",
            $k,
            "({_tmp2}, {",
            stringify!($a),
            "})\nstg {_tmp2}, 0({",
            stringify!($o),
            "})"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("agr {_tmp}, {", stringify!($o), "}\nlg {_tmp}, 0({_tmp})")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("agr {_tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("lg {_tmp2}, 0({_tmp})\nagr {_tmp2}, {", stringify!($s), "}\nstg {_tmp2}, 0({_tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        $crate::__step!(store_add_at($s))
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cgr {_tmp}, {", stringify!($s), "}\njge {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cgr {_tmp}, {", stringify!($s), "}\njgne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "ltgr {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}\njge 9f\n",
            "7: llgc {_tmp}, 0({",
            stringify!($src),
            "})\nstc {_tmp}, 0({",
            stringify!($dst),
            "})\n",
            "aghi {",
            stringify!($src),
            "}, 1\naghi {",
            stringify!($dst),
            "}, 1\n",
            "brctg {",
            stringify!($len),
            "}, 7b\n",
            "9:"
        )
    };
    // out of the way: signature, then the abort address
    (abort()) => {
        ".pushsection __rseq_failure, \"ax\"\n.balign 4\n.long 0xb2ff0fff\n4: jg {_abort}\n.popsection"
    };
}

arch_accessors! { address(reg_addr) clobber() options(nostack) }
