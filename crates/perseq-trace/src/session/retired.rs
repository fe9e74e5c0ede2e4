//! Sessions that this process was attached to: their buffers stay mapped, so one that it attaches to again is used as it is.

use perseq_core::{Error, guard::Exclusive};

use crate::{
    buffer::file::File,
    session::{attached::Attached, settings::Settings},
};

static RETIRED: Exclusive<Vec<&'static Attached>> = Exclusive::new(Vec::new());

/// Does something with the list, which takes no lock. A child that was forked while another thread changed it begins a new one: those that were there
/// stay mapped.
fn with<T>(work: impl FnOnce(&mut Vec<&'static Attached>) -> Option<T>) -> Option<T> {
    loop {
        match RETIRED.lock_innermost() {
            Ok(mut list) => return work(&mut list),
            Err(Error::Abandoned { .. }) => _ = RETIRED.replace_abandoned(Vec::new()),
            Err(_) => return None,
        }
    }
}

/// Takes out the session whose file that is, if this process still has its buffers, and may write there.
pub(crate) fn of(session: &File) -> Option<&'static Attached> {
    take(|before| {
        before.file.session == session.session
            && !before.is_unbuffered()
            && !before.file.settings.is_some_and(Settings::is_stopped)
    })
}

/// Takes out that session, if this process had no buffers there.
pub(crate) fn unbuffered_of(session: (u64, u64)) -> Option<&'static Attached> {
    take(|before| before.file.session == session && before.is_unbuffered())
}

fn take(is: impl Fn(&'static Attached) -> bool) -> Option<&'static Attached> {
    with(|list| Some(list.swap_remove(list.iter().position(|before| is(before))?)))
}

/// Keeps one. Of those with buffers of this process's own there is one at most: it keeps a lock open.
pub(crate) fn keep(before: &'static Attached) {
    with(|list| {
        if before.file.settings.is_some() {
            leave(list);
        }
        list.push(before);
        Some(())
    });
}

/// This process was just forked: buffers of its parent's own are its parent's.
pub(crate) fn forked() {
    with(|list| {
        leave(list);
        Some(())
    });
}

fn leave(list: &mut Vec<&'static Attached>) {
    list.retain(|before| {
        let own = before.file.settings.is_some();
        if own {
            before.leave();
        }
        !own
    });
}
