//! Guard and fence: additions to one word by sections, and by holders of the row.

use std::sync::{Arc, atomic::Ordering::Relaxed};

use loom::thread;

use crate::{
    Attempt, Outcome, RACE, check, check_finds,
    guard::WAITS,
    row::{Closed, Fence, Look, Plain, RIGHT, Row, Rules, Seen},
};

/// The same, with sections that look at the limit only.
const BY_LIMIT: Rules = Rules { closed: Closed::ByLimit, ..RIGHT };

/// Adds 1 by a section, or as a holder if that does not go.
fn add(row: &Row<Plain>, me: u32, seen: &Seen) {
    let attempt = row.run(me, seen, |section| {
        let sum = section.step(|| row.data.get())?;
        if row.rules.look == Look::Late && !section.step(|| row.is_open())? {
            return Ok(Outcome::Guarded);
        }
        section.step(|| row.data.set(sum + 1))?;
        Ok(Outcome::Committed)
    });
    if attempt == Attempt::Slow {
        add_held(row, me);
    }
}

/// Adds 1 as the row's holder, in two plain accesses.
fn add_held(row: &Row<Plain>, me: u32) {
    row.hold(me, |sum| {
        let before = sum.get();
        sum.set(before + 1);
    });
}

/// Thread 1 and the main thread run `sections` of them and `held` additions at the same time.
fn additions(
    rules: Rules,
    sections: u32,
    held: u32,
    seen: &'static Seen,
) -> impl Fn() + Sync + Send + 'static {
    move || {
        let row = Arc::new(Row::new(rules, Plain::new(0)));
        let threads: Vec<_> = (1..=sections + held - 1)
            .map(|me| {
                let row = Arc::clone(&row);
                thread::spawn(move || if me <= sections { add(&row, me, seen) } else { add_held(&row, me) })
            })
            .collect();
        add_held(&row, 100);
        for thread in threads {
            thread.join().unwrap();
        }
        let total = row.hold(100, Plain::get);
        assert_eq!(total, (sections + held) as usize, "an addition was lost");
    }
}

/// loom must find `why` in a protocol with these rules, between one section and one holder.
fn broken(why: &str, rules: Rules) {
    static SEEN: Seen = Seen::new();
    check_finds(why, additions(rules, 1, 1, &SEEN));
}

#[test]
fn a_section_and_a_holder_exclude_each_other() {
    static SEEN: Seen = Seen::new();
    check(None, additions(RIGHT, 1, 1, &SEEN));
    assert!(SEEN.committed.get() > 0 && SEEN.aborted.get() > 0 && SEEN.guarded.get() > 0, "{SEEN:?}");
}

#[test]
fn a_section_that_looks_at_the_limit_and_a_holder_exclude_each_other() {
    static SEEN: Seen = Seen::new();
    check(None, additions(BY_LIMIT, 1, 1, &SEEN));
    assert!(SEEN.committed.get() > 0 && SEEN.aborted.get() > 0 && SEEN.guarded.get() > 0, "{SEEN:?}");
}

#[test]
fn two_sections_on_one_cpu_and_a_holder_exclude_each_other() {
    static SEEN: Seen = Seen::new();
    check(3, additions(RIGHT, 2, 1, &SEEN));
    SEEN.assert_all();
}

#[test]
fn a_section_and_two_holders_exclude_each_other() {
    static SEEN: Seen = Seen::new();
    check(3, additions(RIGHT, 1, 2, &SEEN));
    SEEN.assert_all();
    assert!(WAITS.load(Relaxed) > 0, "nobody ever slept");
}

#[test]
fn without_a_fence_a_section_that_has_looked_commits_beside_the_holder() {
    broken(RACE, Rules { fence: Fence::Never, ..RIGHT });
    broken(RACE, Rules { fence: Fence::Never, ..BY_LIMIT });
}

#[test]
fn a_fence_before_the_guard_is_taken_is_too_early() {
    broken(RACE, Rules { fence: Fence::BeforeTaking, ..RIGHT });
    broken(RACE, Rules { fence: Fence::BeforeTaking, ..BY_LIMIT });
}

#[test]
fn a_look_without_acquire_may_see_the_row_as_it_was_before_the_holder() {
    broken(RACE, Rules { load: Relaxed, ..RIGHT });
    broken(RACE, Rules { load: Relaxed, ..BY_LIMIT });
}

#[test]
fn a_row_opened_without_release_may_be_seen_as_it_was_before_the_holder() {
    broken(RACE, Rules { open: Relaxed, ..RIGHT });
    broken(RACE, Rules { open: Relaxed, ..BY_LIMIT });
}

#[test]
fn a_look_before_the_start_does_not_count() {
    broken(RACE, Rules { look: Look::BeforeStart, ..RIGHT });
}

#[test]
fn a_look_after_the_row_was_read_is_too_late() {
    broken(RACE, Rules { look: Look::Late, ..RIGHT });
    broken(RACE, Rules { look: Look::Late, ..BY_LIMIT });
}

#[test]
fn a_section_that_does_not_look_is_not_kept_out() {
    broken(RACE, Rules { look: Look::Never, ..RIGHT });
}

#[test]
fn a_kernel_that_aborts_nothing_excludes_nobody() {
    broken(RACE, Rules { aborts: false, ..RIGHT });
}

#[test]
fn who_waits_for_a_guard_that_is_opened_silently_sleeps_for_ever() {
    broken("deadlock", Rules { wake: false, ..RIGHT });
}
