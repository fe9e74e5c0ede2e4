//! `perseq stat`: the view in a terminal, tables for programs, and scrapes.

#![cfg(target_os = "linux")]

use core::{
    cell::RefCell,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};
use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::TcpStream,
    os::{fd::OwnedFd, unix::fs::PermissionsExt as _},
    process::{Child, Command, Stdio},
    sync::Arc,
    time::Instant,
};

use perseq::Counter;
use perseq_metrics::{
    Description, FineHistogram, Gauge, label_set,
    live::{Fine, InFile, Live, Options},
};
use rustix::{
    fs::{Mode, OFlags, open},
    termios::{Termios, Winsize, tcgetattr, tcsetwinsize},
};

use support::{Scratch, perseq, stdout_of};

mod support;

label_set! {
    struct Route { path: &'static str }
}

const PATIENCE: Duration = Duration::from_secs(120);

/// A program with live metrics: this process, with a directory of its own for each test.
struct Shop {
    live: Live,
    sent: Arc<InFile<Counter>>,
    directory: Scratch,
}

impl Shop {
    fn new(name: &str) -> Self {
        let directory = Scratch::new(&format!("stat-{name}"));
        fs::create_dir(&directory.0).unwrap();
        fs::set_permissions(&directory.0, fs::Permissions::from_mode(0o700)).unwrap();
        let live = Live::create("shop", Options::new().directory(&directory.0)).unwrap();
        let describe = |name: &'static str| Description::new(name, "Help");
        let sent = live.add::<Counter>(describe("sent").unit("bytes"), ()).unwrap();
        let routes = live.add_family::<Route, Counter>(describe("routes"), ()).unwrap();
        routes.of(&Route { path: "/a,\"b\"" }).add(7);
        live.add::<Gauge>(describe("level"), ()).unwrap().set(-2.5);
        let fine = Fine { highest: 1_000_000, digits: 2, per_unit: 1000.0 };
        let took = live.add::<FineHistogram>(describe("took").unit("seconds"), fine).unwrap();
        (1..=1000).for_each(|value| took.record(value));
        sent.add(1_234_567);
        Self { live, sent, directory }
    }

    fn stat(&self, arguments: &[&str]) -> Command {
        let mut command = perseq(&["stat", "--directory", self.directory.path()]);
        command.args(arguments);
        command
    }
}

/// Sets a flag when it is dropped.
struct End<'a>(&'a AtomicBool);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
    }
}

/// The view in a terminal of 30 lines of 120 columns.
struct Terminal {
    child: Child,
    ours: File,
    theirs: OwnedFd,
    before: Termios,
    screen: vt100::Parser,
}

impl Terminal {
    fn new(mut command: Command) -> Self {
        use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&ours).unwrap();
        unlockpt(&ours).unwrap();
        let path = ptsname(&ours, Vec::new()).unwrap().into_string().unwrap();
        // It would become this process's own where that leads a session, and its end would end this process.
        let options = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        let theirs: OwnedFd = open(path, options, Mode::empty()).unwrap();
        tcsetwinsize(&theirs, Winsize { ws_row: 30, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
        let before = tcgetattr(&theirs).unwrap();
        let end = || Stdio::from(theirs.try_clone().unwrap());
        let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().unwrap();
        let screen = vt100::Parser::new(30, 120, 0);
        Self { child, ours: ours.into(), theirs, before, screen }
    }

    /// Reads until the screen is as is wanted.
    fn until(&mut self, what: &str, is_wanted: impl Fn(&vt100::Screen) -> bool) {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let begin = Instant::now();
        while !is_wanted(self.screen.screen()) {
            assert!(begin.elapsed() < PATIENCE, "no {what} in:\n{}", self.screen.screen().contents());
            let second = Timespec { tv_sec: 1, tv_nsec: 0 };
            if poll(&mut [PollFd::new(&self.ours, PollFlags::IN)], Some(&second)).unwrap() > 0 {
                let mut bytes = [0; 4096];
                let count = self.ours.read(&mut bytes).unwrap();
                self.screen.process(&bytes[..count]);
            }
        }
    }

    fn has(&mut self, text: &str) {
        self.until(text, |screen| screen.contents().contains(text));
    }

    fn has_not(&mut self, text: &str) {
        self.until(&format!("end of {text}"), |screen| !screen.contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.ours.write_all(keys.as_bytes()).unwrap();
    }

    /// The view ends and leaves the terminal as it was.
    fn ends(mut self) {
        self.until("screen of before", |screen| !screen.alternate_screen() && !screen.hide_cursor());
        assert!(self.child.wait().unwrap().success());
        let after = tcgetattr(&self.theirs).unwrap();
        assert_eq!(
            (after.local_modes, after.input_modes),
            (self.before.local_modes, self.before.input_modes)
        );
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // One that has ended is none to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_view_shows_what_a_program_counts_and_follows_keys() {
    let shop = Shop::new("view");
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_done.load(Relaxed) {
                (0..1000).for_each(|_| shop.sent.inc());
                std::thread::sleep(Duration::from_millis(1));
            }
        });
        // A thread that counts on would keep a test that has failed from ending.
        let _end = End(&is_done);
        let mut terminal = Terminal::new(shop.stat(&["--interval", "0.1"]));
        terminal.has("perseq stat: 1 program, 4 series, every 100m s, by rate");
        terminal.has(&format!("shop/{}", std::process::id()));
        terminal.has(r#"routes{path="/a,\"b\""}"#);
        // The fastest is first and selected, and its CPUs are below: a number that grows, and bars.
        terminal.until("sent_bytes first", |screen| {
            screen
                .contents()
                .lines()
                .nth(2)
                .is_some_and(|line| line.contains("sent_bytes") && line.contains("k"))
        });
        assert!(terminal.screen.screen().cell(2, 0).unwrap().inverse());
        terminal.has("sent_bytes by CPU, a second");
        terminal
            .until("bars", |screen| screen.contents().contains("cpu") && screen.contents().contains("██"));
        // Quantiles of all values: none came since.
        terminal.until("quantiles", |screen| {
            screen.contents().lines().any(|line| line.contains("took_seconds") && line.contains("501m"))
        });
        terminal.press("/rou");
        terminal.has("with rou_");
        terminal.has_not("sent_bytes");
        terminal.press("\r");
        terminal.has("with rou ");
        terminal.press("\x1b");
        terminal.has("sent_bytes");
        terminal.press("ss");
        terminal.has("by name");
        terminal.until("level first", |screen| screen.contents().lines().nth(2).unwrap().contains("level"));
        terminal.press("\x1b[B");
        terminal.until("second line selected", |screen| screen.cell(3, 0).unwrap().inverse());
        terminal.press("p");
        terminal.has(", paused");
        if let Some(path) = std::env::var_os("PERSEQ_TEST_SCREEN") {
            fs::write(path, terminal.screen.screen().contents()).unwrap();
        }
        terminal.press("q");
        terminal.ends();
    });
}

#[test]
fn a_signal_leaves_the_terminal_as_it_was() {
    let shop = Shop::new("signal");
    let mut terminal = Terminal::new(shop.stat(&["--interval", "3600"]));
    terminal.has("sent_bytes");
    let pid = rustix::process::Pid::from_child(&terminal.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    terminal.ends();
    // A terminal that is narrow and low shows what it has room for.
    let terminal = Terminal::new(shop.stat(&[]));
    tcsetwinsize(&terminal.theirs, Winsize { ws_row: 3, ws_col: 20, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    let mut terminal = terminal;
    terminal.until("a line", |screen| screen.contents().contains("perseq stat: 1 prog"));
    terminal.press("\x03");
    terminal.ends();
}

#[test]
fn a_change_of_the_size_is_seen_long_before_the_next_look() {
    let shop = Shop::new("size");
    let mut terminal = Terminal::new(shop.stat(&["--interval", "3600"]));
    // The second look is the first with rates; the third comes in an hour.
    let has_rate =
        |line: &str| line.contains("sent_bytes") && line.split_whitespace().any(|word| word == "0");
    terminal.until("rates", |screen| screen.contents().lines().any(has_rate));
    tcsetwinsize(&terminal.theirs, Winsize { ws_row: 3, ws_col: 20, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
    terminal.screen = vt100::Parser::new(3, 20, 0);
    terminal.has("perseq stat: 1 prog");
    terminal.press("q");
    assert!(terminal.child.wait().unwrap().success());
}

#[test]
fn a_file_that_is_named_twice_is_shown_once() {
    let shop = Shop::new("twice");
    let file = shop.live.path().to_str().unwrap().to_owned();
    let link = shop.directory.0.join("link");
    std::os::unix::fs::symlink(&shop.directory.0, &link).unwrap();
    let other = link.join(shop.live.path().file_name().unwrap()).to_str().unwrap().to_owned();
    for which in [vec![&*file, &file], vec!["shop", &file], vec![&file, &other]] {
        let json = stdout_of(shop.stat(&["--interval", "0.05", "--json"]).args(&which));
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert_eq!(json["programs"].as_array().unwrap().len(), 1, "{which:?}");
    }
}

#[test]
fn a_look_is_printed_as_a_table_as_json_and_as_csv() {
    let shop = Shop::new("look");
    let short = ["--interval", "0.05"];
    let pid = std::process::id().to_string();
    let table = stdout_of(shop.stat(&short).args(["--once", "--sort", "total"]));
    let lines: Vec<_> = table.lines().collect();
    assert!(lines.len() == 5 && lines[0].starts_with("program  pid"), "{table}");
    let words: Vec<_> = lines[1].split_whitespace().collect();
    assert_eq!(words, ["shop", &pid, "sent_bytes", "1,234,567", "0"]);
    let words: Vec<_> = lines[2].split_whitespace().collect();
    assert_eq!(words, ["shop", &pid, "took_seconds", "1,000", "0", "501m", "903m", "991m"]);

    let json = stdout_of(shop.stat(&short).args(["--json", "--filter", "sent", &pid]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let program = &json["programs"][0];
    assert_eq!((&program["name"], &program["running"]), (&"shop".into(), &true.into()));
    assert_eq!(program["series"].as_array().unwrap().len(), 1, "{json}");
    let sent = &program["series"][0];
    assert_eq!((&sent["name"], &sent["total"]), (&"sent_bytes".into(), &1_234_567.into()));
    let cpus = sent["cpus"].as_array().unwrap();
    assert_eq!(cpus.iter().map(|cpu| cpu.as_u64().unwrap()).sum::<u64>(), 1_234_567);

    let csv = stdout_of(shop.stat(&short).args(["--csv", "--sort", "name", "shop"]));
    let lines: Vec<_> = csv.lines().collect();
    assert_eq!(lines[1], format!("shop,{pid},true,level,gauge,,-2.5,0,,,"));
    let routes = r#""routes{path=""/a,\""b\""""}""#;
    assert_eq!(lines[2], format!("shop,{pid},true,{routes},counter,,7,0,,,"));
    assert_eq!(lines[3], format!("shop,{pid},true,sent_bytes,counter,bytes,1234567,0,,,"));

    // A copy is the file of a program that has ended.
    let copy = shop.directory.0.join("copy");
    fs::copy(shop.live.path(), &copy).unwrap();
    let table = stdout_of(shop.stat(&short).args(["--once", copy.to_str().unwrap()]));
    assert!(table.contains("(ended)") && table.lines().count() == 5, "{table}");
}

#[test]
fn what_cannot_be_shown_says_why() {
    let shop = Shop::new("errors");
    let error = |arguments: &[&str]| {
        let output = shop.stat(arguments).output().unwrap();
        assert!(!output.status.success(), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    for which in ["nothing", "1"] {
        let text = error(&["--once", which]);
        assert!(text.contains("no live file of that process or name was found; start a program"), "{text}");
    }
    let text = error(&["--once", "/nowhere/at_all"]);
    assert!(text.contains("/nowhere/at_all: cannot open it"), "{text}");
    let text = error(&["--once", "--interval", "0"]);
    assert!(text.contains("take 0.05 to 3600 seconds"), "{text}");
    assert!(error(&[]).contains("the view needs a terminal; take --once"));
    let text = error(&["--prometheus", "nowhere:x"]);
    assert!(text.contains("cannot listen on nowhere:x; name a free port"), "{text}");
}

fn request(address: &str, text: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    // The server may close before it has read all of what is too long, and before it has read anything if there is no room.
    let _ = stream.write_all(text.as_bytes());
    let mut answer = String::new();
    let _ = stream.read_to_string(&mut answer);
    answer
}

/// Asks until an answer is as is wanted: on a busy machine the server's time for a request may be over before it is sent.
fn answered(address: &str, text: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let begin = Instant::now();
    loop {
        let answer = request(address, text);
        if is_wanted(&answer) {
            return answer;
        }
        assert!(begin.elapsed() < PATIENCE, "{text}: {answer}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn all_programs_are_one_target_of_a_scraper() {
    let shop = Shop::new("scrape");
    let other = Live::create("other", Options::new().directory(&shop.directory.0)).unwrap();
    other.add::<Counter>(Description::new("sent", "").unit("bytes"), ()).unwrap().add(5);
    let mut server = shop.stat(&["--prometheus", "127.0.0.1:0"]).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stderr.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().split_once("http://").unwrap().1.split_once('/').unwrap().0.to_owned();

    let pid = std::process::id();
    let answer = answered(&address, "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", |answer| {
        answer.starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4")
    });
    assert!(
        answer.contains(&format!("\nsent_bytes_total{{program=\"shop\",pid=\"{pid}\"}} 1234567\n")),
        "{answer}"
    );
    assert!(
        answer.contains(&format!("\nsent_bytes_total{{program=\"other\",pid=\"{pid}\"}} 5\n")),
        "{answer}"
    );
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.contains(&format!("Content-Length: {}", body.len())));
    let open = "GET / HTTP/1.1\r\naccept: application/openmetrics-text\r\n\r\n";
    answered(&address, open, |answer| answer.ends_with("# EOF\n"));
    answered(&address, "HEAD /metrics HTTP/1.1\r\n\r\n", |answer| {
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("close\r\n\r\n")
    });
    answered(&address, "GET /other HTTP/1.1\r\n\r\n", |answer| answer.starts_with("HTTP/1.1 404"));
    answered(&address, "POST / HTTP/1.1\r\n\r\n", |answer| answer.starts_with("HTTP/1.1 405"));
    assert!(!request(&address, &"x".repeat(100_000)).contains("200 OK"));

    // Connections that say nothing take their turns, and no more: then one is told so, and later there is room again.
    let connect = || TcpStream::connect(&address).unwrap();
    let silent: Vec<_> = (0..16).map(|_| connect()).collect();
    // The server ends each of them in time, and more come instead.
    let more = RefCell::new(Vec::new());
    answered(&address, "GET / HTTP/1.1\r\n\r\n", |answer| {
        more.borrow_mut().push(connect());
        answer.starts_with("HTTP/1.1 503")
    });
    drop((silent, more));
    answered(&address, "GET / HTTP/1.1\r\n\r\n", |answer| answer.starts_with("HTTP/1.1 200"));
    server.kill().unwrap();
    server.wait().unwrap();
}
