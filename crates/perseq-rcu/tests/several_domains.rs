//! Who would wait for itself gets an error, inside readers of other domains too. Alone in its process, where the first two domains
//! are those here.

use perseq_rcu::{Error, Rcu};

#[test]
fn who_would_wait_for_itself_is_told_so_inside_other_domains_too() {
    let (first, second, third, fourth) = (Rcu::polled(), Rcu::polled(), Rcu::polled(), Rcu::polled());
    [&first, &second, &third, &fourth].into_iter().for_each(Rcu::prepare);
    // Two of the later domains are not told apart; on 32-bit targets the second is one of them.
    let early = if cfg!(target_pointer_width = "64") { &second } else { &first };
    for (outer, inner) in [(&first, &second), (&second, &first), (&first, &third), (&fourth, early)] {
        let guards = (outer.read(), inner.read(), outer.read());
        assert_eq!(outer.synchronize(), Err(Error::InsideReader { guards: 2 }));
        assert_eq!(inner.synchronize(), Err(Error::InsideReader { guards: 1 }));
        drop(guards);
        assert_eq!(outer.synchronize(), Ok(()));
        assert_eq!(inner.synchronize(), Ok(()));
    }
    drop((first, second));
    let next = Rcu::polled();
    let guards = (next.read(), third.read());
    assert_eq!(next.synchronize(), Err(Error::InsideReader { guards: 1 }), "a place that was given back");
    drop(guards);
}
