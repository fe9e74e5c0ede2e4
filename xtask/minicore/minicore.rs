//! Just enough of `core` to assemble `asm!` for a target whose standard library is not installed, and what sections and
//! accessors name of the crate around them. Needs RUSTC_BOOTSTRAP=1; `cargo xtask assemble` compiles it.

#![feature(no_core, lang_items, rustc_attrs, decl_macro, intrinsics, builtin_syntax, asm_experimental_arch)]
#![no_core]
#![allow(internal_features, dead_code)]

pub mod prelude {
    #[rustc_builtin_macro]
    pub macro concat($($e:expr),* $(,)?) {}
    #[rustc_builtin_macro]
    pub macro stringify($($t:tt)*) {}
    #[rustc_builtin_macro]
    pub macro compile_error($message:expr $(,)?) {}
    pub use crate::lang::{Copy, Sized, size_of};
}

pub mod lang {
    #[lang = "pointee_sized"]
    pub trait PointeeSized {}
    #[lang = "meta_sized"]
    pub trait MetaSized: PointeeSized {}
    #[lang = "sized"]
    pub trait Sized: MetaSized {}
    #[lang = "copy"]
    pub trait Copy {}
    impl Copy for i32 {}
    impl Copy for u32 {}
    impl Copy for isize {}
    impl Copy for usize {}
    impl Copy for u8 {}
    impl<T: PointeeSized> Copy for *mut T {}
    impl<T: PointeeSized> Copy for *const T {}
    #[lang = "sync"]
    pub trait Sync {}
    impl Sync for u32 {}
    #[lang = "freeze"]
    trait Freeze {}
    #[lang = "drop_in_place"]
    unsafe fn drop_in_place<T: PointeeSized>(_: *mut T) {}
    #[lang = "legacy_receiver"]
    pub trait LegacyReceiver {}
    #[rustc_intrinsic]
    pub const fn size_of<T>() -> usize;
    #[lang = "offset_of"]
    #[rustc_intrinsic]
    pub const fn offset_of<T: PointeeSized>(variant: u32, field: u32) -> usize;
}

pub use asm as __asm;
pub use global_asm as __global_asm;
#[rustc_builtin_macro]
pub macro asm("assembly template", $(operands,)* $(options($(option),*))?) {}
pub macro __offset_of($container:ty, $field:ident) {
    builtin # offset_of($container, $field)
}
#[rustc_builtin_macro]
pub macro global_asm("assembly template", $(operands,)* $(options($(option),*))?) {}

// The items of the crate around them that sections and accessors name.
pub trait Index {
    const FIELD: usize;
    const SLOT: usize;
}
pub struct ByCpuId;
impl Index for ByCpuId {
    const FIELD: usize = 4;
    const SLOT: usize = 0;
}
pub struct ByConcurrencyId;
#[cfg(target_pointer_width = "64")]
impl Index for ByConcurrencyId {
    const FIELD: usize = 24;
    const SLOT: usize = 8;
}
#[cfg(target_pointer_width = "32")]
impl Index for ByConcurrencyId {
    const FIELD: usize = 24;
    const SLOT: usize = 4;
}
pub enum Outcome {
    Committed,
    Exited,
    Aborted,
    Guarded,
}
pub mod pool {
    pub const STRIDE_SHIFT: u32 = 18;
}
pub mod abi {
    pub struct Rseq;
}
