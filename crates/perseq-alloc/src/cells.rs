//! Numbers of metadata. A lock orders their changes; they are atomic so that a thread without it, which asks for a
//! pointer that it may have invented, reads an old number instead of causing undefined behaviour.
//!
//! Bytes are classes, nodes and lists: a class is stored after all that it says something of, and loaded before, so that a
//! thread which finds one without the lock finds the rest as well.

macro_rules! cells {
    ($($(#[$doc:meta])* $name:ident = $atomic:ident of $number:ty, $load:ident, $store:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Default)]
        #[repr(transparent)]
        pub(crate) struct $name(core::sync::atomic::$atomic);

        impl $name {
            #[allow(dead_code, reason = "records of some widths only come from zeroed memory")]
            pub(crate) const fn new(number: $number) -> Self {
                Self(core::sync::atomic::$atomic::new(number))
            }

            #[inline]
            pub(crate) fn get(&self) -> $number {
                self.0.load(core::sync::atomic::Ordering::$load)
            }

            #[inline]
            pub(crate) fn set(&self, number: $number) {
                self.0.store(number, core::sync::atomic::Ordering::$store);
            }
        }
    )*};
}

cells! {
    /// 8 bits.
    U8 = AtomicU8 of u8, Acquire, Release;
    /// 16 bits.
    U16 = AtomicU16 of u16, Relaxed, Relaxed;
    /// 32 bits.
    U32 = AtomicU32 of u32, Relaxed, Relaxed;
    /// 64 bits.
    U64 = AtomicU64 of u64, Relaxed, Relaxed;
    /// As many bits as an address.
    Usize = AtomicUsize of usize, Relaxed, Relaxed;
}
