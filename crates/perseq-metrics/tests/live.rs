//! Metrics in a file: read from outside while they are counted, after a kill, and by programs that believe nothing of the file.

#![cfg(all(target_os = "linux", not(miri)))]

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    os::unix::fs::{FileExt as _, PermissionsExt as _, symlink},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use perseq::{Counter, CounterF64, SignedCounter};
use perseq_metrics::{
    Description, FineHistogram, Format, Gauge, Histogram, Labels, Number, label_set,
    live::{Amount, Bounds, Error, Fine, Live, Options, Reader, Seen, State, find_in, scrape},
};

use perseq_rcu::Rcu;

use perseq_testing::{self as support, Scratch};

label_set! {
    struct Route { path: String, status: u16 }
}

/// The options of a file in a directory of this user alone, which goes at the end of its test.
fn options_in(directory: &Scratch) -> Options {
    Options::new().directory(directory)
}

fn read(path: &Path) -> Seen {
    Reader::open(path).unwrap().read().unwrap()
}

/// The amount of the series with that name and value of its first label.
fn amount(seen: &Seen, name: &str, label: &str) -> Amount {
    let is_it = |labels: &[(String, String)]| labels.first().map_or("", |(_, value)| value) == label;
    let found = seen.series.iter().find(|series| series.name == name && is_it(&series.labels));
    found.unwrap_or_else(|| panic!("{name} {label} of {seen:?}")).amount.clone()
}

fn number(seen: &Seen, name: &str, label: &str) -> Number {
    match amount(seen, name, label) {
        Amount::Number { total, .. } => total,
        other => panic!("{name} is {other:?}"),
    }
}

const EACH: u64 = 100_000;
const FINE: Fine = Fine { highest: 60_000_000_000, digits: 2, per_unit: 1e9 };

fn described(name: &'static str) -> Description {
    Description::new(name, "Help")
}

/// The program that other tests start, in a process of its own: it counts in four threads, tells, and waits.
#[test]
fn a_program_of_other_tests() {
    let Some(directory) = std::env::var_os("LIVE_TEST_DIRECTORY") else { return };
    let keep = std::env::var_os("LIVE_TEST_KEEP").is_some();
    let options = Options::new().directory(PathBuf::from(directory));
    let live = support::keep(Live::create("program", if keep { options.keep() } else { options }).unwrap());
    let count = live.add::<Counter>(described("count"), ()).unwrap();
    let level = live.add::<SignedCounter>(described("level"), ()).unwrap();
    let size = live.add::<CounterF64>(described("size"), ()).unwrap();
    let gauge = live.add::<Gauge>(described("gauge"), ()).unwrap();
    let fine = live.add::<FineHistogram>(described("fine"), FINE).unwrap();
    let bounded = live.add::<Histogram>(described("bounded"), Bounds(vec![1.0, 2.0])).unwrap();
    let routes = live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
    println!("path {}", live.path().display());
    std::thread::scope(|scope| {
        for thread in 0..4_u16 {
            let (count, level, size, fine, bounded, routes) =
                (&count, &level, &size, &fine, &bounded, &routes);
            scope.spawn(move || {
                for value in 0..EACH {
                    count.inc();
                    level.add(-3);
                    size.add(0.5);
                    fine.record(value);
                    bounded.observe(f64::from(thread));
                    routes.of(&Route { path: format!("/{thread}"), status: 200 }).inc();
                }
            });
        }
    });
    gauge.set(-1.5);
    println!("done");
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    std::process::exit(0);
}

/// Starts that program; its file, and the lines that it prints afterwards.
fn start(directory: &Scratch, keep: bool) -> (Child, PathBuf, impl Iterator<Item = String>) {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["a_program_of_other_tests", "--exact", "--nocapture", "--test-threads=1"]);
    program.env("LIVE_TEST_DIRECTORY", &directory.0).stdin(Stdio::piped()).stdout(Stdio::piped());
    if keep {
        program.env("LIVE_TEST_KEEP", "1");
    }
    let mut child = program.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    // The harness has printed the test's name before, on the same line.
    let path = lines.find_map(|line| line.split_once("path ").map(|(_, path)| PathBuf::from(path))).unwrap();
    (child, path, lines)
}

fn check_program(seen: &Seen) {
    assert_eq!((seen.damaged, seen.refused), (0, 0));
    assert_eq!(number(seen, "count", ""), Number::Unsigned(4 * EACH));
    assert_eq!(number(seen, "level", ""), Number::Signed(-12 * EACH.cast_signed()));
    assert_eq!(number(seen, "size", ""), Number::Float(2.0 * EACH as f64));
    assert_eq!(number(seen, "gauge", ""), Number::Float(-1.5));
    for thread in 0..4 {
        assert_eq!(number(seen, "routes", &format!("/{thread}")), Number::Unsigned(EACH));
    }
    let Amount::Fine { values, .. } = amount(seen, "fine", "") else { panic!("{seen:?}") };
    assert_eq!((values.count(), values.sum()), (4 * EACH, Some(2 * EACH * (EACH - 1))));
    assert!(values.value_at_quantile(0.5).abs_diff(EACH / 2) < EACH / 100);
    let Amount::Bounded { counts, above, sum } = amount(seen, "bounded", "") else { panic!("{seen:?}") };
    assert_eq!((counts, above, sum), (vec![(1.0, 2 * EACH), (2.0, EACH)], EACH, 6.0 * EACH as f64));
    let Amount::Number { parts, .. } = amount(seen, "count", "") else { panic!("{seen:?}") };
    let parts = parts.iter().map(|part| if let Number::Unsigned(part) = part { *part } else { 0 });
    assert_eq!(parts.sum::<u64>(), 4 * EACH);
}

#[test]
fn a_program_is_read_while_it_counts_and_after_it_was_killed() {
    let directory = Scratch::private("live");
    let (mut child, path, mut lines) = start(&directory, false);
    assert_eq!(find_in(&directory.0), core::slice::from_ref(&path));
    let reader = Reader::open(&path).unwrap();
    assert_eq!((reader.name(), reader.process()), ("program", child.id()));
    // Counts only grow, also where they are read while they do.
    let (begin, mut before) = (Instant::now(), 0);
    loop {
        let seen = reader.read().unwrap();
        let count = seen.series.iter().any(|series| series.name == "count");
        let Number::Unsigned(now) = (if count { number(&seen, "count", "") } else { Number::Unsigned(0) })
        else {
            panic!("{seen:?}")
        };
        assert!(now >= before && begin.elapsed() < support::PATIENCE, "{now} after {before}");
        before = now;
        if now == 4 * EACH {
            break;
        }
    }
    assert!(lines.any(|line| line == "done"));
    assert_eq!(reader.state().unwrap(), State::Running);
    check_program(&reader.read().unwrap());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(reader.state().unwrap(), State::Ended);
    check_program(&read(&path));
}

#[test]
fn programs_that_are_killed_leave_the_file_of_the_last_one() {
    let directory = Scratch::private("live");
    let (mut kept, of_kept, mut lines) = start(&directory, true);
    assert!(lines.any(|line| line == "done"));
    kept.kill().unwrap();
    kept.wait().unwrap();
    let mut paths = Vec::new();
    for _ in 0..4 {
        let (mut child, path, mut lines) = start(&directory, false);
        assert!(lines.any(|line| line == "done"));
        child.kill().unwrap();
        child.wait().unwrap();
        paths.push(path);
    }
    // The next one finds the last two, and one that was to be kept.
    let (mut child, path, _lines) = start(&directory, false);
    let mut expected = vec![of_kept, paths[3].clone(), path];
    expected.sort();
    assert_eq!(find_in(&directory.0), expected);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_program_that_exits_takes_its_file_with_it_unless_it_is_kept() {
    let directory = Scratch::private("live");
    for keep in [false, true] {
        let (mut child, path, mut lines) = start(&directory, keep);
        assert!(lines.any(|line| line == "done") && path.exists());
        drop(child.stdin.take());
        assert!(child.wait().unwrap().success());
        assert_eq!(path.exists(), keep);
        if keep {
            assert_eq!(Reader::open(&path).unwrap().state().unwrap(), State::Ended);
            check_program(&read(&path));
        }
    }
}

#[test]
fn series_come_and_go_and_what_has_no_room_is_counted_elsewhere_and_told() {
    support::alone("series_come_and_go_and_what_has_no_room_is_counted_elsewhere_and_told", &[], || {
        let directory = Scratch::private("live");
        let live = Live::create("room", options_in(&directory).series(8)).unwrap();
        // One is the family's own, for what it has no series for.
        let family = live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
        for round in 0..50 {
            let route = |index: usize| Route { path: format!("/{round}/{index}"), status: 200 };
            (0..8).for_each(|index| family.of(&route(index)).add(index as u64 + 1));
            let seen = read(live.path());
            assert_eq!((seen.series.len(), seen.damaged, seen.refused), (7, 0, round + 1));
            for index in 0..7 {
                let expected = Number::Unsigned(index as u64 + 1);
                assert_eq!(number(&seen, "routes", &format!("/{round}/{index}")), expected);
            }
            assert!(!family.of(&route(7)).is_shown() && family.of(&route(6)).is_shown());
            assert_eq!(live.text(Format::Prometheus).matches("routes_total{").count(), 8);
            drop(family.expire().unwrap());
            assert_eq!(family.expire().unwrap().len(), 8);
            // The map gives up what it has taken out when no reader can see it.
            Rcu::global().barrier().unwrap();
            assert_eq!(read(live.path()).series.len(), 0);
        }
    });
}

#[test]
fn labels_that_are_known_only_at_run_time_are_in_the_file() {
    let directory = Scratch::private("live");
    let live = Live::create("labels", options_in(&directory)).unwrap();
    let family = live.add_family::<Labels, Counter>(described("routes"), ()).unwrap();
    family.of(&Labels::new([("path", "/a"), ("status", "200")])).add(3);
    family.of(&Labels::new([("path", "/b")])).add(4);
    let reader = Reader::open(live.path()).unwrap();
    let seen = reader.read().unwrap();
    let mut labels: Vec<_> = seen.series.iter().map(|series| series.labels.clone()).collect();
    labels.sort();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(labels, [vec![pair("path", "/a"), pair("status", "200")], vec![pair("path", "/b")]]);
    assert_eq!(number(&seen, "routes", "/a"), Number::Unsigned(3));
    assert_eq!(number(&seen, "routes", "/b"), Number::Unsigned(4));
    let text = scrape(&[(&reader, &seen)], Format::OpenMetrics);
    assert_eq!(text.matches("\nroutes_total{").count(), 2, "{text}");
}

#[test]
fn a_forked_child_counts_in_its_parents_file_and_makes_no_series_there() {
    let directory = Scratch::private("live");
    let live = Live::create("forked", options_in(&directory)).unwrap();
    let family = live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
    let count = live.add::<Counter>(described("count"), ()).unwrap();
    // SAFETY: the child uses what works in any child.
    let child = unsafe { libc::fork() };
    assert!(child >= 0);
    if child == 0 {
        // A child that hangs is ended by this.
        // SAFETY: no memory is involved.
        unsafe { libc::alarm(60) };
        (0..1000).for_each(|_| count.inc());
        let own = family.keep(&Route { path: "/child".into(), status: 1 });
        own.add(5);
        let is_right = !own.is_shown() && own.sum() == 5 && count.sum() >= 1000;
        drop((own, family, count, live));
        // SAFETY: ends the child, by the handlers of an exit.
        unsafe { libc::exit(i32::from(!is_right)) };
    }
    (0..1000).for_each(|_| count.inc());
    let mut status = 0;
    // SAFETY: the status is ours.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0);
    let seen = read(live.path());
    assert_eq!((number(&seen, "count", ""), seen.series.len()), (Number::Unsigned(2000), 1));
}

#[test]
fn series_expire_from_a_file_that_was_made_after_a_fork() {
    support::alone("series_expire_from_a_file_that_was_made_after_a_fork", &[], || {
        // SAFETY: the child leaves at once.
        let child = unsafe { libc::fork() };
        if child == 0 {
            // SAFETY: ends the child.
            unsafe { libc::_exit(0) };
        }
        let mut status = 0;
        // SAFETY: the status is ours.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        let directory = Scratch::private("live");
        let live = Live::create("after", options_in(&directory).series(8)).unwrap();
        let family = live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
        for round in 0..200 {
            let series = family.of(&Route { path: format!("/{round}"), status: 200 });
            assert!(series.is_shown(), "there is room again for one: round {round}");
            drop(series);
            drop(family.expire().unwrap());
            assert_eq!(family.expire().unwrap().len(), 1);
            Rcu::global().barrier().unwrap();
        }
    });
}

#[test]
fn a_file_goes_with_live_although_metrics_and_readers_of_the_registry_are_left() {
    let directory = Scratch::private("live");
    let route = |status| Route { path: "/".into(), status };
    let reading = Rcu::global().read();
    for _ in 0..3 {
        let live = Live::create("again", options_in(&directory)).unwrap();
        let family = live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
        let count = live.add::<Counter>(described("count"), ()).unwrap();
        family.of(&route(1)).inc();
        let path = live.path().to_owned();
        assert_eq!(read(&path).series.len(), 2);
        drop(live);
        assert!(!path.exists());
        count.inc();
        assert_eq!((count.sum(), family.of(&route(1)).sum()), (1, 1));
        family.of(&route(2)).inc();
    }
    drop(reading);
}

#[test]
fn a_file_that_took_the_name_of_one_that_was_removed_stays() {
    let directory = Scratch::private("live");
    let first = Live::create("cleaned", options_in(&directory)).unwrap();
    fs::remove_file(first.path()).unwrap();
    let second = Live::create("cleaned", options_in(&directory)).unwrap();
    drop(first);
    assert!(second.path().exists());
    let path = second.path().to_owned();
    drop(second);
    assert!(!path.exists());
}

#[test]
fn a_file_is_told_from_what_is_none_and_is_not_followed_to_other_users() {
    let directory = Scratch::private("live");
    let live = Live::create("strict", options_in(&directory)).unwrap();
    let path = live.path();
    assert!(matches!(Live::create("strict", options_in(&directory)), Err(Error::InUse(_))));
    for name in ["", "1st", "a-b", "../up", "ä", &"long".repeat(11)] {
        assert!(matches!(Live::create(name, options_in(&directory)), Err(Error::Name(_))), "{name}");
    }
    assert!(matches!(Live::create("large", options_in(&directory).series(1024)), Err(Error::Size(_))));
    assert!(matches!(Live::create("large", options_in(&directory).histograms(1 << 19)), Err(Error::Size(_))));

    let other = directory.0.join("other");
    let found = |what: &str| match Reader::open(&other) {
        Err(Error::Foreign { found, .. } | Error::NotLive { found, .. }) => {
            assert!(found.contains(what), "{found}");
        }
        unexpected => panic!("{unexpected:?}"),
    };
    symlink(path, &other).unwrap();
    found("it is a link");
    fs::remove_file(&other).unwrap();
    fs::create_dir(&other).unwrap();
    found("it is no file");
    fs::remove_dir(&other).unwrap();
    fs::copy(path, &other).unwrap();
    fs::set_permissions(&other, fs::Permissions::from_mode(0o622)).unwrap();
    found("other users may write");
    fs::set_permissions(&other, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(Reader::open(&other).unwrap().state().unwrap(), State::Ended);
    // The version of our tables, and that of PCP's.
    let file = File::options().write(true).open(&other).unwrap();
    for at in [128 + 8, 4] {
        file.write_all_at(&9_u32.to_ne_bytes(), at).unwrap();
        let Err(error @ Error::Version { .. }) = Reader::open(&other) else {
            panic!("another version is read")
        };
        assert!(error.to_string().contains("version"), "{error}");
        file.write_all_at(&if at == 4 { 2_u32 } else { 1 }.to_ne_bytes(), at).unwrap();
    }
    file.set_len(fs::metadata(path).unwrap().len() - 1).unwrap();
    found("cut off");
    fs::write(&other, b"MMV\0").unwrap();
    found("too short");
    fs::write(&other, [7; 300]).unwrap();
    found("begins as something else");
    fs::set_permissions(&directory.0, fs::Permissions::from_mode(0o777)).unwrap();
    assert!(find_in(&directory.0).is_empty());
    fs::set_permissions(&directory.0, fs::Permissions::from_mode(0o700)).unwrap();
    fs::remove_file(&other).unwrap();
    fs::copy(path, &other).unwrap();
    match std::os::unix::fs::chown(&other, Some(12_345), None) {
        Ok(()) => found("another user"),
        Err(_) => support::skip("a live file of another user", "this user may not give a file away"),
    }
}

/// Files of which bytes were changed or cut off: an error or wrong figures, no panic, and no more memory than a file's.
#[test]
fn a_hostile_file_is_read_without_a_panic() {
    let directory = Scratch::private("live");
    let live = Live::create("hostile", options_in(&directory).series(8).histograms(1 << 14)).unwrap();
    live.add::<Counter>(described("count"), ()).unwrap().add(7);
    live.add::<Gauge>(described("gauge"), ()).unwrap().set(7.0);
    let fine = Fine { highest: 1 << 20, digits: 1, per_unit: 1.0 };
    live.add::<FineHistogram>(described("fine"), fine).unwrap().record(99);
    live.add::<Histogram>(described("bounded"), Bounds(vec![-1.0, 2.0])).unwrap().observe(0.5);
    let whole = fs::read(live.path()).unwrap();
    // Our header tells of the directory: two numbers are in its first slots, and two histograms in the ninth and tenth.
    let slots = u64::from_ne_bytes(whole[128 + 48..][..8].try_into().unwrap()) as usize;
    let path = directory.0.join("damaged");
    let mut random = 1_u64;
    let mut next = move |below: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) as usize % below
    };
    let (mut read, mut damaged, mut refused) = (0, 0, 0);
    fs::write(&path, &whole).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    let file = File::options().read(true).write(true).open(&path).unwrap();
    for round in 0..600 {
        let (mut changed, slot) = (Vec::new(), slots + [0, 1, 8, 9][next(4)] * 4096);
        for _ in 0..=next(4) {
            // Most changes are in the headers and the entries that are used, with numbers that are likely to be limits.
            let at = match round % 4 {
                0 => 128 + next(128),
                1 => 40 + next(80),
                2 => slot + 8 + next(80),
                _ => next(whole.len() - 8),
            };
            let word = [0, 1, u64::MAX, 1 << 63, 0x7ff0_0000_0000_0000, next(1 << 20) as u64][next(6)];
            let len = [1, 4, 8][next(3)];
            file.write_all_at(&word.to_ne_bytes()[..len], at as u64).unwrap();
            changed.push((at, len));
        }
        if round % 8 == 2 {
            // An entry that its writer meant to be so.
            let mut entry = [0; 4096];
            file.read_exact_at(&mut entry, slot as u64).unwrap();
            let len = u32::from_ne_bytes(entry[12..16].try_into().unwrap()) as usize;
            let checked = &entry[8..16 + len.min(4080)];
            let check = checked.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            file.write_all_at(&check.to_ne_bytes(), slot as u64).unwrap();
            changed.push((slot, 8));
        }
        if round % 10 == 9 {
            file.set_len(next(whole.len()) as u64).unwrap();
        }
        match Reader::open(&path).and_then(|reader| reader.read().map(|seen| (reader, seen))) {
            Ok((reader, seen)) => {
                read += 1;
                damaged += usize::from(seen.damaged > 0);
                for format in [Format::OpenMetrics, Format::Prometheus] {
                    let text = scrape(&[(&reader, &seen), (&reader, &seen)], format);
                    // No name or help text makes a line of its own.
                    let is_line =
                        |line: &str| line.starts_with(|first: char| first == '#' || !first.is_ascii_digit());
                    assert!(text.lines().all(is_line), "{text}");
                }
                let values = seen.series.iter().filter_map(|series| match &series.amount {
                    Amount::Fine { values, .. } => Some(values.mean() + values.value_at_quantile(0.9) as f64),
                    _ => None,
                });
                let _ = values.count();
            }
            Err(_) => refused += 1,
        }
        file.set_len(whole.len() as u64).unwrap();
        if round % 10 == 9 {
            file.write_all_at(&whole, 0).unwrap();
        }
        for (at, len) in changed {
            file.write_all_at(&whole[at..at + len], at as u64).unwrap();
        }
    }
    assert!(read > 50 && damaged > 10 && refused > 50, "{read} read, {damaged} damaged, {refused} refused");
}

#[test]
fn files_are_one_answer_to_a_scrape() {
    let directory = Scratch::private("live");
    let [one, two] = ["one", "two"].map(|name| Live::create(name, options_in(&directory)).unwrap());
    for (live, count) in [(&one, 3), (&two, 4)] {
        live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
        live.add::<Counter>(described("count"), ()).unwrap().add(count);
        live.add::<FineHistogram>(described("took"), Fine { highest: 7, digits: 1, per_unit: 1.0 }).unwrap();
    }
    let readers = find_in(&directory.0).into_iter().map(|path| Reader::open(path).unwrap());
    let seen: Vec<_> = readers.map(|reader| (reader.read().unwrap(), reader)).collect();
    let files: Vec<_> = seen.iter().map(|(seen, reader)| (reader, seen)).collect();
    let pid = std::process::id();
    let text = scrape(&files, Format::OpenMetrics);
    // A metric that is dropped is in the file no longer: its registry keeps it.
    assert!(text.starts_with("# TYPE count counter\n# HELP count Help\n"), "{text}");
    assert!(text.contains(&format!("count_total{{program=\"one\",pid=\"{pid}\"}} 3\n")), "{text}");
    assert!(text.contains(&format!("count_total{{program=\"two\",pid=\"{pid}\"}} 4\n")), "{text}");
    assert!(
        text.contains(&format!("took_bucket{{program=\"two\",pid=\"{pid}\",le=\"+Inf\"}} 0\n")),
        "{text}"
    );
    assert!(text.ends_with("# EOF\n") && text.matches("# TYPE ").count() == 2, "{text}");
    assert!(scrape(&files, Format::Prometheus).contains("# TYPE count_total counter\n"));
}

#[test]
fn pcps_own_tools_read_the_file() {
    let agent = Path::new("/var/lib/pcp/pmdas/mmv/pmda_mmv.so");
    if !agent.exists() || Command::new("pminfo").arg("--version").output().is_err() {
        return support::lacks("a live file read by PCP", "the package pcp is not installed");
    }
    let directory = Scratch::private("live");
    let mmv = directory.0.join("mmv");
    fs::create_dir(&mmv).unwrap();
    fs::write(directory.0.join("root"), "root { mmv 70:*:* }\n").unwrap();
    let live = Live::create("shop", Options::new().directory(&mmv)).unwrap();
    let family = live.add_family::<Route, Counter>(described("routes"), ()).unwrap();
    live.add::<Gauge>(described("gauge"), ()).unwrap().set(2.5);
    let level = live.add::<SignedCounter>(described("level"), ()).unwrap();
    level.add(-4);
    // PCP's table has lost metrics in between, whose places the last ones have taken.
    (0..20).for_each(|status| family.of(&Route { path: "/x".into(), status }).add(u64::from(status) + 1));
    drop(family.expire().unwrap());
    (15..20).for_each(|status| family.of(&Route { path: "/x".into(), status }).add(100));
    assert_eq!(family.expire().unwrap().len(), 15);
    Rcu::global().barrier().unwrap();
    let name = format!("mmv.shop_{}", std::process::id());
    let agent = format!("add,70,{},mmv_init", agent.display());
    let output = Command::new("pminfo")
        .args(["-L", "-K", "clear", "-K", &agent, "-n"])
        .arg(directory.0.join("root"))
        .args(["-f", &name])
        .env("PCP_TMP_DIR", &directory.0)
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    let values_of = |metric: &str| -> f64 {
        let after = text
            .split(&format!("{name}.{metric}\n"))
            .nth(1)
            .unwrap_or_else(|| panic!("{metric}: {text}{errors}"));
        let values = after.lines().take_while(|line| line.contains("value"));
        values.map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap()).sum()
    };
    assert_eq!((values_of("gauge"), values_of("level")), (2.5, -4.0));
    for status in 15..20 {
        assert_eq!(values_of(&format!("routes.path__x.status_{status}")), f64::from(status) + 101.0);
    }
    assert_eq!(text.matches("routes.path").count(), 5, "{text}");
}
