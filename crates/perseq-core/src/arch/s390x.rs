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
        "ear {area}, %a0\nsllg {area}, {area}, 32\near {area}, %a1"
    };
    // area = &block
    (thread_block()) => {
        concat!(
            $crate::__step!(thread_pointer()),
            "\nlarl {tmp}, ",
            $crate::__block!(),
            "@indntpoff\nag {area}, 0({tmp})"
        )
    };
    // area = block.slot
    (thread()) => {
        concat!($crate::__step!(thread_block()), "\nlg {area}, {slot}({area})")
    };
    // area->rseq_cs = &descriptor
    (enter()) => {
        "larl {tmp}, 5b\nstg {tmp}, 8({area})\n2:"
    };
    // if area->field != index { abort }
    (check($index:ident)) => {
        concat!("c {", stringify!($index), "}, {field}({area})\njgne {abort}")
    };
    // tmp2 = sign_extend(area->field); if tmp2 < 0 { abort }; tmp2 <<= shift
    (here($shift:ident)) => {
        concat!("ltgf {tmp2}, {field}({area})\njgl {abort}\nsllg {tmp2}, {tmp2}, {", stringify!($shift), "}")
    };
    // a += tmp2; if a < 0 { abort }
    (locate($a:ident)) => {
        concat!("agr {", stringify!($a), "}, {tmp2}\njgl {abort}")
    };
    // if acquire(*g) != 0 { guarded }
    (unguarded($a:ident)) => {
        concat!("ltg {tmp}, 0({", stringify!($a), "})\njgne {guarded}")
    };
    // tmp = a[k]
    (load($a:ident[$k:literal])) => {
        concat!("lg {tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // tmp -= a[k]
    (sub_load($a:ident[$k:literal])) => {
        concat!("sg {tmp}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // tmp = a[k + tmp]
    (load_slot($a:ident[$k:literal])) => {
        concat!("sllg {tmp2}, {tmp}, 3\nlg {tmp}, 8 * ", $k, "({tmp2}, {", stringify!($a), "})")
    };
    // a[k + tmp] = s
    (store_slot($s:ident, $a:ident[$k:literal])) => {
        concat!(
            "sllg {tmp2}, {tmp}, 3\nstg {",
            stringify!($s),
            "}, 8 * ",
            $k,
            "({tmp2}, {",
            stringify!($a),
            "})"
        )
    };
    // tmp = &a[k + tmp]
    (slot($a:ident[$k:literal])) => {
        concat!("sllg {tmp}, {tmp}, 3\nla {tmp}, 8 * ", $k, "({tmp}, {", stringify!($a), "})")
    };
    // tmp += n
    (add($n:literal)) => {
        concat!("aghi {tmp}, ", $n)
    };
    // tmp &= s
    (and($s:ident)) => {
        concat!("ngr {tmp}, {", stringify!($s), "}")
    };
    // a = tmp
    (set($a:ident)) => {
        concat!("lgr {", stringify!($a), "}, {tmp}")
    };
    // a[k] = s
    (store($s:ident, $a:ident[$k:literal])) => {
        concat!("stg {", stringify!($s), "}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // a[k] = tmp
    (store_tmp($a:ident[$k:literal])) => {
        concat!("stg {tmp}, 8 * ", $k, "({", stringify!($a), "})")
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
        concat!("ltgr {tmp}, {tmp}\njge {", stringify!($l), "}")
    };
    // if tmp > s { goto l }, unsigned
    (branch_above($s:ident, $l:ident)) => {
        concat!("clgr {tmp}, {", stringify!($s), "}\njgh {", stringify!($l), "}")
    };
    // if tmp < s { goto l }, unsigned
    (branch_below($s:ident, $l:ident)) => {
        concat!("clgr {tmp}, {", stringify!($s), "}\njgl {", stringify!($l), "}")
    };
    // tmp2 = acquire(a[k])
    (limit($a:ident[$k:literal])) => {
        concat!("lg {tmp2}, 8 * ", $k, "({", stringify!($a), "})")
    };
    // if tmp >= tmp2 { goto l }, unsigned
    (branch_outside($l:ident)) => {
        concat!("clgr {tmp}, {tmp2}\njgnl {", stringify!($l), "}")
    };
    // *o = a[k + tmp]
    (take_slot($a:ident[$k:literal], $o:ident)) => {
        concat!(
            "sllg {tmp2}, {tmp}, 3\nlg {tmp2}, 8 * ",
            $k,
            "({tmp2}, {",
            stringify!($a),
            "})\nstg {tmp2}, 0({",
            stringify!($o),
            "})"
        )
    };
    // tmp = *(tmp + o)
    (load_at($o:ident)) => {
        concat!("agr {tmp}, {", stringify!($o), "}\nlg {tmp}, 0({tmp})")
    };
    // tmp += s
    (add($s:ident)) => {
        concat!("agr {tmp}, {", stringify!($s), "}")
    };
    // *tmp += s
    (store_add_at($s:ident)) => {
        concat!("lg {tmp2}, 0({tmp})\nagr {tmp2}, {", stringify!($s), "}\nstg {tmp2}, 0({tmp})")
    };
    // *tmp += s, release
    (store_add_at_release($s:ident)) => {
        $crate::__step!(store_add_at($s))
    };
    // if tmp == s { goto l }
    (branch_eq($s:ident, $l:ident)) => {
        concat!("cgr {tmp}, {", stringify!($s), "}\njge {", stringify!($l), "}")
    };
    // if tmp != s { goto l }
    (branch_ne($s:ident, $l:ident)) => {
        concat!("cgr {tmp}, {", stringify!($s), "}\njgne {", stringify!($l), "}")
    };
    // copy len bytes from src to dst, byte by byte; all three are used up
    (copy($dst:ident, $src:ident, $len:ident)) => {
        concat!(
            "ltgr {",
            stringify!($len),
            "}, {",
            stringify!($len),
            "}\njge 9f\n",
            "7: llgc {tmp}, 0({",
            stringify!($src),
            "})\nstc {tmp}, 0({",
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
        ".pushsection __rseq_failure, \"ax\"\n.balign 4\n.long 0xb2ff0fff\n4: jg {abort}\n.popsection"
    };
}

arch_accessors! { address(reg_addr) clobber() options(nostack) }
