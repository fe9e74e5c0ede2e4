//! All forms, with and without each list of operands.
use perseq_core::critical_section;

critical_section! { unsafe fn one(on index; pointers: p) { load(p); commit_tmp(p); } }
critical_section! { pub unsafe fn two(on cpu; pointers: p, q; values: x) else no { load(p); branch_ne(x, no); commit(x, q); } }
critical_section! { pub(crate) unsafe fn three(here: v) { load(v); commit_tmp_release(v); } }
critical_section! {
    /// Documented.
    unsafe fn four(here: v, w; pointers: p; values: x, y) else no {
        load(v);
        branch_eq(x, no);
        store(y, p);
        add(y);
        store_tmp(w);
        commit_release(x, v);
    }
}
critical_section! { unsafe fn five(here: v; values: n) { commit_add(n, v); } }
// Names that the frame might have for itself.
critical_section! { unsafe fn six(on slot; pointers: tmp, area; values: field, shift) else abort { load(tmp); branch_eq(field, abort); store(shift, area); commit_tmp(tmp); } }
critical_section! { unsafe fn seven(guarded: tmp2, block; pointers: index; values: limit, operands) else guarded { load(tmp2[1]); branch_ne(limit, guarded); store(operands, index); commit_tmp(block); } }
critical_section! { unsafe fn eight(here: registered; values: len) else exit { limit(registered[1]); load(registered); add(len); branch_outside(exit); commit_tmp(registered); } }
critical_section! {
    unsafe fn nine(on cpu, guarded: g; pointers: p; values: x) else no { load(p); branch_eq(x, no); commit(x, p); }
}
critical_section! { unsafe fn ten(on registered, guarded: guarded) { load(guarded[1]); commit_tmp(guarded[2]); } }
// Names of the program's own that the frame uses for something else.
mod shadowed {
    #![allow(dead_code, non_camel_case_types, reason = "they are there to be in the way")]
    type usize = ();
    type isize = ();
    type u32 = ();
    type u8 = ();
    struct Outcome;
    struct Index;
    struct Operands;
    mod core {}
    mod perseq_core {}
    ::perseq_core::critical_section! { pub unsafe fn eleven(on cpu; pointers: p; values: x) else no { load(p); branch_eq(x, no); commit(x, p); } }
    ::perseq_core::critical_section! { pub unsafe fn twelve(here: v; pointers: p, q; values: n) { copy(p, q, n); load(v); load_at(n); commit_add_at(n); } }
}

fn main() {
    let _ = (one::<perseq_core::ByCpuId>, two::<perseq_core::ByCpuId>, three::<perseq_core::ByConcurrencyId>);
    let _ = (four::<perseq_core::ByCpuId>, five::<perseq_core::ByConcurrencyId>);
    let _ = (six::<perseq_core::ByCpuId>, seven::<perseq_core::ByCpuId>, eight::<perseq_core::ByCpuId>);
    let _ = (shadowed::eleven::<perseq_core::ByCpuId>, shadowed::twelve::<perseq_core::ByCpuId>);
    let _ = (nine::<perseq_core::ByCpuId>, ten::<perseq_core::ByConcurrencyId>);
}
