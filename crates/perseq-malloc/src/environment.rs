//! Requests of the environment, read once when the library is loaded.
//!
//! `PERSEQ_MALLOC` has words, separated by commas; `PERSEQ_MALLOC_STATS` names a file ([`at_exit`]), and `PERSEQ_MALLOC_PROFILE` another
//! ([`profile`]). A process that has rights which its user has not ignores all of them.

use core::ffi::CStr;

use perseq_alloc::{internal::HugePages, raw};

use crate::{at_exit, profile};

/// Run by the loader, before `main` and before `dlopen` returns.
#[used]
#[unsafe(link_section = ".init_array")]
static ON_LOAD: extern "C" fn() = read;

extern "C" fn read() {
    // SAFETY: it reads what the kernel gave the process.
    let is_privileged = unsafe { libc::getauxval(libc::AT_SECURE) != 0 };
    // setuid, setgid, file capabilities: the environment may be made by an enemy.
    if is_privileged {
        return;
    }
    if let Some(name) = variable(c"PERSEQ_MALLOC_STATS") {
        // SAFETY: the loader calls this once, and other threads come to that module at the end of the process.
        unsafe { at_exit::remember(name) };
    }
    let words = variable(c"PERSEQ_MALLOC").unwrap_or(&[]);
    for word in words.split(|byte| *byte == b',').filter(|word| !word.is_empty()) {
        obey(word);
    }
    if let Some(name) = variable(c"PERSEQ_MALLOC_PROFILE") {
        // SAFETY: as above. (Threads of `background` do not come there.)
        unsafe { profile::begin(name) };
    }
}

/// A variable's value, which may change when this returns to the loader.
fn variable<'a>(name: &CStr) -> Option<&'a [u8]> {
    // SAFETY: the name is NUL-terminated. No thread changes the environment: there is one, or this is inside of `dlopen`, which reads the
    // environment as well.
    let value = unsafe { libc::getenv(name.as_ptr()) };
    if value.is_null() {
        return None;
    }
    // SAFETY: a value of the environment is NUL-terminated.
    Some(unsafe { CStr::from_ptr(value) }.to_bytes())
}

fn obey(word: &[u8]) {
    match word {
        b"background" => {
            if !raw::start_background_thread() {
                say(&[b"perseq-malloc: no background thread: there can be no more threads\n"]);
            }
        }
        b"hardened" => raw::harden(),
        b"huge-pages" => raw::set_huge_pages(HugePages::On),
        b"no-huge-pages" => raw::set_huge_pages(HugePages::Off),
        _ if word.starts_with(b"sample=") => match bytes(&word[b"sample=".len()..]) {
            Some(bytes) => profile::set_interval(bytes),
            None => {
                say(&[b"perseq-malloc: PERSEQ_MALLOC has ", word, b", which is no number of bytes above 0\n"])
            }
        },
        _ => say(&[
            b"perseq-malloc: PERSEQ_MALLOC has ",
            word,
            b", which means nothing; words are background, hardened, huge-pages, no-huge-pages, sample=BYTES\n",
        ]),
    }
}

fn bytes(text: &[u8]) -> Option<usize> {
    str::from_utf8(text).ok()?.parse().ok().filter(|bytes| *bytes > 0)
}

/// Writes a line to standard error, put together of these parts: 1024 bytes of it at most.
pub(crate) fn say(parts: &[&[u8]]) {
    let (mut line, mut len) = ([0; 1024], 0);
    for byte in parts.iter().copied().flatten() {
        // A longer one ends as a line, too.
        let Some(place) = line[..1023].get_mut(len) else { break };
        *place = *byte;
        len += 1;
    }
    if line[..len].last() != Some(&b'\n') {
        line[len] = b'\n';
        len += 1;
    }
    perseq_core::sys::say(&line[..len]);
}
