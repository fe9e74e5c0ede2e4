//! The fields that the kernel fills of a registered `struct rseq`.

use crate::abi;

/// The fields that the kernel fills beyond `cpu_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Features {
    /// `node_id`. Linux 6.3.
    pub node_id: bool,
    /// `mm_cid`. Linux 6.3.
    pub mm_cid: bool,
    /// The time-slice extension's words; whether it is switched on is a matter of `prctl`. Linux 7.0, registrations of 33 bytes and
    /// more, such as glibc makes since 2.41.
    pub slice: bool,
}

impl Features {
    /// The fields that a feature size (bytes filled) covers.
    #[must_use]
    pub const fn of_size(feature_size: u32) -> Self {
        Self {
            node_id: feature_size >= abi::FEATURE_SIZE_NODE_ID,
            mm_cid: feature_size >= abi::FEATURE_SIZE_MM_CID,
            slice: feature_size >= abi::FEATURE_SIZE_SLICE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Features;

    #[test]
    fn a_field_counts_only_when_it_is_filled_whole() {
        let has = |size| {
            let Features { node_id, mm_cid, slice } = Features::of_size(size);
            (node_id, mm_cid, slice)
        };
        assert_eq!(has(0), (false, false, false));
        assert_eq!(has(20), (false, false, false));
        assert_eq!(has(24), (true, false, false));
        assert_eq!(has(27), (true, false, false));
        assert_eq!(has(28), (true, true, false));
        assert_eq!(has(32), (true, true, false));
        assert_eq!(has(33), (true, true, true));
    }
}
