//! librseq's operations, each written once, under its own names.
//!
//! Every operation exists in four shapes from one body: on a row that the caller read before (as in librseq) or on
//! the row that the section finds itself on ([`here`]), with a relaxed or a release commit (`_release`: a thread
//! that reads the new value with acquire sees everything before it). The type parameter is the index:
//! [`ByCpuId`](crate::ByCpuId) or [`ByConcurrencyId`](crate::ByConcurrencyId).
//!
//! A name is the sequence: `cbne` is "compare and branch if not equal". All words are `usize`.
//!
//! # Safety
//!
//! Of every function here, contracts PLAIN and OWNED of `SAFETY.md`: the pointers are valid and aligned for the
//! accesses that the documentation names, and only sections of the same index on the same row (or a holder of
//! exclusive access) write the words that are compared and committed to.
//!
//! Source: librseq, `include/rseq/pseudocode.h`.

/// The list: documentation, names, operands, steps, commit. `at:` pointers are those that `here` moves to its row.
macro_rules! operations {
    ($declare:ident) => {
        $declare! {
            /// `*v += n`.
            load_add_store, load_add_store_release (at: v; values: n)
            { load(v); add(n); } commit_tmp, commit_tmp_release (v)
        }
        $declare! {
            /// `if *v == expect { *v = new }`, else exits.
            load_cbne_store, load_cbne_store_release (at: v; values: expect, new) else ne
            { load(v); branch_ne(expect, ne); } commit, commit_release (new, v)
        }
        $declare! {
            /// `if *v != expect_not { *out = *v; *v = *(*v + offset) }`, else exits: list pop.
            load_cbeq_store_add_load_store, load_cbeq_store_add_load_store_release
            (at: v; pointers: out; values: expect_not, offset) else eq
            { load(v); branch_eq(expect_not, eq); store_tmp(out); load_at(offset); } commit_tmp, commit_tmp_release (v)
        }
        $declare! {
            /// `if *v == expect { *v2 = new2; *v = new }`, else exits. The store to `v2` may happen without the
            /// commit.
            load_cbne_store_store, load_cbne_store_store_release (at: v, v2; values: expect, new2, new) else ne
            { load(v); branch_ne(expect, ne); store(new2, v2); } commit, commit_release (new, v)
        }
        $declare! {
            /// `if *v == expect && *v2 == expect2 { *v = new }`, else exits.
            load_cbne_load_cbne_store, load_cbne_load_cbne_store_release
            (at: v, v2; values: expect, expect2, new) else ne
            { load(v); branch_ne(expect, ne); load(v2); branch_ne(expect2, ne); } commit, commit_release (new, v)
        }
        $declare! {
            /// `if *v == expect { copy len bytes from src to dst; *v = new }`, else exits. The copy may happen, whole
            /// or in part, without the commit. `dst` and `src` need no alignment.
            load_cbne_memcpy_store, load_cbne_memcpy_store_release
            (at: v, dst; pointers: src; values: expect, len, new) else ne
            { load(v); branch_ne(expect, ne); copy(dst, src, len); } commit, commit_release (new, v)
        }
        $declare! {
            /// `let p = *(*v + offset); *p += n`.
            load_add_load_load_add_store, load_add_load_load_add_store_release (at: v; values: offset, n)
            { load(v); load_at(offset); } commit_add_at, commit_add_at_release (n)
        }
    };
}

macro_rules! on_index {
    ( $(#[$meta:meta])* $name:ident, $release:ident
      (at: $($at:ident),+ $(; pointers: $($p:ident),+)? $(; values: $($v:ident),+)?) $(else $exit:ident)?
      { $($steps:tt)* } $commit:ident, $commit_release:ident $args:tt ) => {
        crate::critical_section! {
            $(#[$meta])*
            #[allow(clippy::missing_safety_doc, reason = "one contract for all, at the head of the module")]
            pub unsafe fn $name(on index; pointers: $($at),+ $($(, $p)+)? $(; values: $($v),+)?) $(else $exit)? {
                $($steps)* $commit $args;
            }
        }
        crate::critical_section! {
            $(#[$meta])*
            #[allow(clippy::missing_safety_doc, reason = "one contract for all, at the head of the module")]
            pub unsafe fn $release(on index; pointers: $($at),+ $($(, $p)+)? $(; values: $($v),+)?) $(else $exit)? {
                $($steps)* $commit_release $args;
            }
        }
    };
}

operations!(on_index);

/// The same operations on the row of the CPU (or concurrency id) that the section itself finds: nothing is read
/// before it, and pointers of a pool's row 0 are passed.
pub mod here {
    macro_rules! here {
        ( $(#[$meta:meta])* $name:ident, $release:ident
          (at: $($at:ident),+ $(; pointers: $($p:ident),+)? $(; values: $($v:ident),+)?) $(else $exit:ident)?
          { $($steps:tt)* } $commit:ident, $commit_release:ident $args:tt ) => {
            crate::critical_section! {
                $(#[$meta])*
                #[allow(clippy::missing_safety_doc, reason = "one contract for all, at the head of the module")]
                pub unsafe fn $name(here: $($at),+ $(; pointers: $($p),+)? $(; values: $($v),+)?) $(else $exit)? {
                    $($steps)* $commit $args;
                }
            }
            crate::critical_section! {
                $(#[$meta])*
                #[allow(clippy::missing_safety_doc, reason = "one contract for all, at the head of the module")]
                pub unsafe fn $release(here: $($at),+ $(; pointers: $($p),+)? $(; values: $($v),+)?) $(else $exit)? {
                    $($steps)* $commit_release $args;
                }
            }
        };
    }

    operations!(here);

    crate::critical_section! {
        /// `*v += n` in one step: what a counter needs and nothing else. As [`load_add_store`], without a value
        /// in between, which is one instruction where memory can be added to.
        #[allow(clippy::missing_safety_doc, reason = "one contract for all, at the head of the module")]
        pub unsafe fn add(here: v; values: n) {
            commit_add(n, v);
        }
    }
}
