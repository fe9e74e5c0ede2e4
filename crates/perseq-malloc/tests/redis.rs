//! A server with the library preloaded: the same data under the same commands, a benchmark, children that write the data, and its end.
//!
//! `PERSEQ_REDIS` names a directory into which Debian's packages `redis-server` and `redis-tools`, and the libraries that they want, were
//! unpacked, if they are not installed.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use support::{Mode, Scratch, lacks, preloaded, stdout_of};

/// A server that is slower than this hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// The programs, and the libraries beside them.
#[derive(Clone)]
struct Redis(Option<PathBuf>);

impl Redis {
    fn find() -> Option<Self> {
        let redis = Self(env::var_os("PERSEQ_REDIS").map(PathBuf::from));
        let is_here = ["redis-server", "redis-benchmark", "redis-cli"].map(|program| {
            let output = redis.command(program, None).arg("--version").output();
            output.is_ok_and(|output| output.status.success())
        });
        if is_here != [true; 3] {
            lacks("redis", "neither PERSEQ_REDIS nor the path has it (Debian: redis-server)");
            return None;
        }
        Some(redis)
    }

    fn command(&self, program: &str, mode: Option<Mode>) -> Command {
        let path = self.0.as_ref().map_or_else(|| program.into(), |root| root.join("usr/bin").join(program));
        let mut command = mode.map_or_else(|| Command::new(&path), |mode| preloaded(&path, mode));
        if let Some(root) = &self.0 {
            let libraries = format!("usr/lib/{}-linux-gnu", env::consts::ARCH);
            command.env("LD_LIBRARY_PATH", root.join(libraries));
        }
        command
    }
}

/// A server, which does not outlive the test.
struct Server {
    redis: Redis,
    mode: Option<Mode>,
    directory: PathBuf,
    child: Child,
}

impl Server {
    fn start(redis: &Redis, mode: Option<Mode>, directory: &Path) -> Self {
        let mut command = redis.command("redis-server", mode);
        command.args(["--port", "0", "--unixsocket", "socket", "--save", "", "--io-threads", "2"]);
        command.args(["--enable-debug-command", "yes", "--activerehashing", "yes"]);
        let log = fs::File::create(directory.join("log")).unwrap();
        let child = command.current_dir(directory).stdout(log).stdin(Stdio::null()).spawn().unwrap();
        let mut server = Self { redis: redis.clone(), mode, directory: directory.into(), child };
        server.until("it answers", |server| server.tells(&["PING"]).as_deref() == Some("PONG"));
        server
    }

    /// Waits for something that the server does.
    fn until(&mut self, what: &str, happens: impl Fn(&Self) -> bool) {
        let start = Instant::now();
        while !happens(self) {
            let log = || fs::read_to_string(self.directory.join("log")).unwrap_or_default();
            assert_eq!(self.child.try_wait().unwrap(), None, "{}", log());
            assert!(start.elapsed() < PATIENCE, "{what}: {}", log());
            thread::sleep(Duration::from_millis(20));
        }
    }

    fn client(&self, program: &str) -> Command {
        let mut command = self.redis.command(program, self.mode);
        command.args(["-s", "socket"]).current_dir(&self.directory);
        command
    }

    /// The answer to a command, once it listens.
    fn tells(&self, words: &[&str]) -> Option<String> {
        let output = self.client("redis-cli").args(words).stderr(Stdio::null()).output().unwrap();
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Many commands of many types, with deletions between them.
    fn fill(&self) {
        let mut script = String::new();
        for n in 0..4000_u32 {
            let text = "x".repeat((n * 37 % 1500) as usize);
            script += &format!(
                "SET s:{n} v{text}\nRPUSH l:{} {n} {text}y\nHSET h:{} f{n} w{text}\n",
                n % 50,
                n % 70
            );
            script += &format!("SADD m:{} {n}\nZADD z:{} {n} e{n}\nAPPEND s:{} {n}\n", n % 40, n % 30, n / 2);
            if n % 3 == 0 {
                script += &format!("DEL s:{}\nLPOP l:{}\nHDEL h:{} f{}\n", n / 3, n % 50, n / 2 % 70, n / 2);
            }
        }
        let commands = self.directory.join("commands");
        fs::write(&commands, script).unwrap();
        let answers = stdout_of(self.client("redis-cli").stdin(fs::File::open(commands).unwrap()));
        assert!(!answers.contains("ERR"), "{answers}");
    }

    /// Ends it as an operator does.
    fn shut_down(mut self) {
        _ = self.tells(&["SHUTDOWN", "NOSAVE"]);
        let start = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                break status;
            }
            assert!(start.elapsed() < PATIENCE, "it does not end");
            thread::sleep(Duration::from_millis(20));
        };
        assert!(status.success(), "{status}: {}", fs::read_to_string(self.directory.join("log")).unwrap());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn redis_has_the_same_data_under_load_and_after_a_restart() {
    let Some(redis) = Redis::find() else { return };
    let digest = |server: &Server| server.tells(&["DEBUG", "DIGEST"]).expect("an answer");
    let plain = Scratch::new("redis-plain");
    let server = Server::start(&redis, None, &plain.0);
    server.fill();
    let expected = digest(&server);
    assert!(expected.len() == 40 && expected.bytes().any(|byte| byte != b'0'), "{expected}");
    server.shut_down();

    let scratch = Scratch::new("redis");
    let mut server = Server::start(&redis, Some(Mode::Plain), &scratch.0);
    let maps = fs::read_to_string(format!("/proc/{}/maps", server.child.id())).unwrap();
    assert!(maps.contains("libperseq_malloc.so"), "{maps}");
    let load =
        ["-n", "5000", "-c", "20", "-P", "8", "-r", "500", "-q", "-t", "set,get,lpush,lpop,sadd,hset,zadd"];
    let told = stdout_of(server.client("redis-benchmark").args(load));
    assert!(told.contains("SET:") && told.contains("ZADD:"), "{told}");
    assert_eq!(server.tells(&["FLUSHALL"]).as_deref(), Some("OK"));
    server.fill();
    assert_eq!(digest(&server), expected);
    // A child writes them while the parent changes others.
    assert_eq!(server.tells(&["BGSAVE"]).as_deref(), Some("Background saving started"));
    stdout_of(server.client("redis-benchmark").args(["-n", "2000", "-P", "8", "-q", "-t", "set"]));
    let saved = |server: &Server| {
        let told = server.tells(&["INFO", "persistence"]).expect("an answer");
        told.contains("rdb_bgsave_in_progress:0") && told.contains("rdb_last_bgsave_status:ok")
    };
    server.until("a child has written the data", saved);
    server.shut_down();

    let server = Server::start(&redis, Some(Mode::Plain), &scratch.0);
    assert_eq!(digest(&server), expected);
    server.shut_down();
}
