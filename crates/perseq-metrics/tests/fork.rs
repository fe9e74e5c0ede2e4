//! A forked child counts on in its parent's series, on its own.

use perseq::Counter;
use perseq_metrics::{Description, Family, Format, Registry, label_set};

label_set! {
    struct Job {
        kind: u8,
    }
}

#[test]
fn a_child_goes_on_from_its_parents_values_while_other_threads_change_the_families() {
    let registry = Registry::new();
    let family = registry.register(Description::new("jobs", ""), Family::<Job, Counter>::default()).unwrap();
    let kept = family.keep(&Job { kind: 0 });
    let stop = core::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(core::sync::atomic::Ordering::Relaxed) {
                (1..=255).for_each(|kind| family.of(&Job { kind }).inc());
                family.expire().unwrap();
            }
        });
        for round in 1..=100 {
            // SAFETY: the child uses what works in any child, and leaves by `_exit`.
            let child = unsafe { libc::fork() };
            assert!(child >= 0);
            if child == 0 {
                // A child that hangs is ended by this.
                // SAFETY: no memory is involved.
                unsafe { libc::alarm(60) };
                let before = kept.sum();
                family.of(&Job { kind: 0 }).inc();
                family.of(&Job { kind: 1 }).inc();
                family.keep(&Job { kind: 2 }).inc();
                let text = registry.text(Format::Prometheus);
                let line = format!("jobs_total{{kind=\"0\"}} {}\n", before + 1);
                // What expires waits for readers that a child has not: an error, not a hang.
                let is_right = text.contains(&line) && family.expire().is_err();
                // SAFETY: ends the child.
                unsafe { libc::_exit(i32::from(!is_right)) };
            }
            let mut status = 0;
            // SAFETY: the status is ours.
            assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
            assert_eq!(status, 0, "round {round}");
            kept.inc();
        }
        stop.store(true, core::sync::atomic::Ordering::Relaxed);
    });
    assert_eq!(kept.sum(), 100);
}
