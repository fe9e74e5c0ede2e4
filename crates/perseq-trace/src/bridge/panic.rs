//! Panics, as events.

use std::panic;

use crate::event;

/// From now on each panic of this process is an event `panic::panic` before whatever is done with it now (as a rule, printing it): it is in the
/// buffers also if the process aborts.
pub fn trace_panics() {
    let before = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let place = info.location().map(|place| (place.file(), place.line()));
        let (file, line) = place.unwrap_or(("?", 0));
        event!(Error, panic::panic, message = info.payload_as_str().unwrap_or("?"), file = file, line = line);
        before(info);
    }));
}
