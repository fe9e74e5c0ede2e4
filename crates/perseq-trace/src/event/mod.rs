//! From `event!` to the words of a record: types of events, their fields, and what each event has besides these.

#[cfg_attr(
    not(all(target_os = "linux", target_pointer_width = "64")),
    allow(dead_code, reason = "no record is made")
)]
pub(crate) mod field;
pub(crate) mod level;
#[allow(unsafe_code, reason = "words that are written before they are read")]
#[cfg_attr(
    not(all(target_os = "linux", target_pointer_width = "64")),
    allow(dead_code, reason = "no record is made")
)]
pub(crate) mod record;
#[cfg_attr(
    not(all(target_os = "linux", target_pointer_width = "64")),
    allow(dead_code, reason = "no record is made")
)]
pub(crate) mod standard;

cfg_if! {
    if #[cfg(all(target_os = "linux", target_pointer_width = "64"))] {
        pub(crate) mod context;
        pub(crate) mod describe;
        pub(crate) mod dynamic;
        #[allow(unsafe_code, reason = "the list of event types")]
        pub(crate) mod event_type;
        #[allow(unsafe_code, reason = "lists that grow, and what is in them")]
        pub(crate) mod made;
    } else {
    }
}
