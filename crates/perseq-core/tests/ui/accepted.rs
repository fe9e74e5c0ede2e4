//! Both forms, with and without each list of operands.
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

fn main() {
    let _ = (one::<perseq_core::ByCpuId>, two::<perseq_core::ByCpuId>, three::<perseq_core::ByConcurrencyId>);
    let _ = (four::<perseq_core::ByCpuId>, five::<perseq_core::ByConcurrencyId>);
}
