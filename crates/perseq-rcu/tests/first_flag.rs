//! The flag that readers try first: another one, when a guard stays in it.

#![cfg(not(miri))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use std::{
    collections::HashMap,
    fs::File,
    os::{fd::AsFd as _, unix::fs::FileExt as _},
};

use perseq_rcu::{ProcessOptions, ProcessRcu};

/// More guards beside one that stays than it takes for readers to try another flag first.
const LONG: usize = 1 << 19;

/// Bytes of a flag.
const WORD: usize = size_of::<usize>();
/// Bytes of the flags of one phase.
const SIDE: usize = 32;

/// The words of a domain's file that are not 0, by their offsets.
fn words_of(domain: &ProcessRcu) -> HashMap<usize, usize> {
    const PAGE: usize = 4096;
    let file = File::from(domain.as_fd().try_clone_to_owned().unwrap());
    let (mut words, mut page) = (HashMap::new(), [0; PAGE]);
    for at in (0..file.metadata().unwrap().len() as usize).step_by(PAGE) {
        file.read_exact_at(&mut page, at as u64).unwrap();
        // Most pages are.
        if page != [0; PAGE] {
            let word = |bytes: &[u8]| usize::from_ne_bytes(bytes.try_into().unwrap());
            words.extend(page.chunks_exact(WORD).enumerate().map(|(n, bytes)| (at + n * WORD, word(bytes))));
        }
    }
    words.retain(|_, word| *word != 0);
    words
}

/// The offset of the word in the file that a guard changes which is made now.
fn place_of_next_guard(domain: &ProcessRcu) -> usize {
    let before = words_of(domain);
    let guard = domain.read();
    let inside = words_of(domain);
    drop(guard);
    let is_new = |(place, word): &(&usize, &usize)| before.get(place) != Some(word);
    let changed: Vec<usize> = inside.iter().filter(is_new).map(|(place, _)| *place).collect();
    assert_eq!(changed.len(), 1, "{changed:?}: this thread alone uses the file");
    changed[0]
}

/// The place that guards take usually: a section that was interrupted takes another one.
fn usual_place(domain: &ProcessRcu) -> usize {
    let places: Vec<usize> = (0..9).map(|_| place_of_next_guard(domain)).collect();
    let times = |place: &usize| places.iter().filter(|other| *other == place).count();
    *places.iter().max_by_key(|place| times(place)).unwrap()
}

#[test]
fn readers_of_a_shared_domain_try_another_flag_first_beside_a_guard_that_stays() {
    let name = "readers_of_a_shared_domain_try_another_flag_first_beside_a_guard_that_stays";
    support::alone(name, &[], || {
        if perseq_core::thread::attach().is_err() {
            return support::skip(name, "no thread can run sections");
        }
        support::pin_to_any();
        let domain = ProcessRcu::anonymous(&ProcessOptions { members: 2, arena: 4096 }).unwrap();
        let first = usual_place(&domain);
        // A section that is interrupted takes another flag, so the one that stays may have one that no other reader tries.
        let mut stays = domain.read();
        let taken = || words_of(&domain).contains_key(&first);
        let tries = (0..1000).take_while(|_| !taken()).map(|_| stays.refresh()).count();
        assert!(tries < 1000, "no guard has the usual flag");
        (0..LONG).for_each(|_| drop(domain.read()));
        let other = domain.read();
        drop(stays);
        let period = domain.start_grace_period().unwrap();
        assert!(!period.is_over().unwrap(), "the guard that was made beside the first one is waited for");
        drop(other);
        assert!(period.is_over().unwrap());
        // Of whatever phase.
        let now = usual_place(&domain) % SIDE;
        assert_ne!(
            first % SIDE,
            now,
            "the flag in which a guard has stayed is tried first, though it is free"
        );
        // The file tells processes that join later.
        let later = ProcessRcu::from_descriptor(domain.as_fd().try_clone_to_owned().unwrap()).unwrap();
        assert_eq!(usual_place(&later) % SIDE, now);
    });
}
