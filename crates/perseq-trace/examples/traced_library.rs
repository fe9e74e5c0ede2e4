//! A library with an event, for programs that load it while they run: it traces by a tracer of its own, into the session of
//! `PERSEQ_TRACE`.

/// Records an event.
#[unsafe(no_mangle)]
pub extern "C" fn traced_call(answer: u32) {
    perseq_trace::event!(library::called, answer = answer);
}
