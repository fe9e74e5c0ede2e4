//! The example server under load, read as text and by a real Prometheus: every sum is exact.
//!
//! `PERSEQ_PROMETHEUS` names the directory of `prometheus` and `promtool` (Debian's package `prometheus`), if they are not in the path.
#![forbid(unsafe_code)]

mod support;

use core::{net::SocketAddr, time::Duration};
use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::Instant,
};

use perseq_metrics::{
    Number,
    live::{Amount, Reader, Series, find_in},
};
use perseq_testing::{Scratch, lacks};
use serde_json::Value;
use support::{PATIENCE, Server, get};

const THREADS: u64 = 4;
/// Each thread's requests: of 0, 1, 2 and 3 pieces in turn.
const REQUESTS: u64 = 100;
const ALL: u64 = THREADS * REQUESTS;

/// Samples of the counters after the load, by their series.
const SAMPLES: [(&str, u64); 12] = [
    ("http_server_requests_total{path=\"/jobs/{pieces}\",status=\"200\"}", ALL),
    ("jobs_total{kind=\"even\"}", ALL / 2),
    ("jobs_total{kind=\"odd\"}", ALL / 2),
    ("job_size_bucket{le=\"1.0\"}", ALL / 2),
    ("job_size_bucket{le=\"2.0\"}", ALL / 4 * 3),
    ("job_size_count", ALL),
    ("job_size_sum", ALL / 4 * 6),
    ("logins_total{kind=\"odd\"}", ALL / 2),
    ("login_size_count{kind=\"odd\"}", ALL / 2),
    ("login_size_sum{kind=\"odd\"}", ALL),
    ("mails_sent_total{kind=\"even\"}", ALL / 2),
    ("mails_sent_total{kind=\"odd\"}", ALL),
];

/// Sends all requests, beside scrapes of all three registries.
fn load(server: &Server) {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for n in 0..REQUESTS {
                    let body = get(server.address, &format!("/jobs/{}", n % 4)).unwrap();
                    assert_eq!(body, format!("{} pieces\n", n % 4));
                }
            });
        }
        for path in ["/metrics", "/prometheus", "/prometheus-client"] {
            scope.spawn(move || (0..20).for_each(|_| drop(get(server.address, path).unwrap())));
        }
    });
}

/// The value of a series in a text.
fn sample(text: &str, series: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(series)?.strip_prefix(' ')?.parse().ok())
}

#[test]
fn every_registry_of_the_server_shows_what_every_crate_has_counted() {
    let server = Server::start();
    load(&server);
    let ours = get(server.address, "/metrics").unwrap();
    let theirs = get(server.address, "/prometheus").unwrap();
    let client = get(server.address, "/prometheus-client").unwrap();
    for (series, value) in SAMPLES {
        // These two write whole bounds in other ways, or put them first.
        let whole = series.replace(".0\"", "\"");
        for (text, series) in [(&ours, series), (&theirs, whole.as_str()), (&client, series)] {
            assert_eq!(sample(text, series), Some(value as f64), "{series}\n{text}");
        }
    }
    for (text, series, value) in [
        (&theirs, "cache_lookups{outcome=\"miss\"}", ALL / 4),
        (&theirs, "cache_lookups{outcome=\"hit\"}", ALL / 4 * 3),
        (&client, "sent_total{kind=\"even\"}", ALL / 2),
        (&client, "sent_total{kind=\"odd\"}", ALL),
    ] {
        assert_eq!(sample(text, series), Some(value as f64), "{series}\n{text}");
    }
    assert!(!ours.contains("refused"), "{ours}");
    // Read from outside of the process.
    let files = find_in(&server.directory.join("perseq"));
    let seen = Reader::open(&files[0]).unwrap().read().unwrap();
    let total = |label: &str| {
        let is_it = |series: &&Series| series.labels.first().is_some_and(|(_, value)| value == label);
        let series = seen.series.iter().filter(|series| series.name == "http_server_requests").find(is_it);
        match series.unwrap_or_else(|| panic!("{seen:?}")).amount {
            Amount::Number { total, .. } => total,
            _ => unreachable!("it is a counter"),
        }
    };
    assert_eq!(total("/jobs/{pieces}"), Number::Unsigned(ALL));
    until_tokio_is_told(&server);
}

/// `tokio-metrics` reports by the recorder, every half second.
fn until_tokio_is_told(server: &Server) {
    let began = Instant::now();
    loop {
        let text = get(server.address, "/metrics").unwrap();
        if sample(&text, "tokio_workers_count").is_some_and(|workers| workers >= 1.0) {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "{text}");
        thread::sleep(Duration::from_millis(50));
    }
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../dashboards").join(name)
}

/// The expressions of the dashboard's panels and of the rules.
fn expressions() -> Vec<String> {
    let dashboard: Value = serde_json::from_str(&fs::read_to_string(file("server.json")).unwrap()).unwrap();
    let panels = dashboard["panels"].as_array().unwrap();
    let targets = panels.iter().flat_map(|panel| panel["targets"].as_array().unwrap());
    let mut expressions: Vec<String> =
        targets.map(|target| target["expr"].as_str().unwrap().to_owned()).collect();
    let rules = fs::read_to_string(file("rules.yml")).unwrap();
    expressions.extend(rules.split("expr:").skip(1).map(|rest| {
        let end = rest.find("- record:").unwrap_or(rest.len());
        rest[..end].trim().trim_start_matches(">-").to_owned()
    }));
    expressions
}

/// The metrics that an expression names: words that are neither called nor labels to sum by.
fn names(expression: &str) -> Vec<&str> {
    let by = |text: &str| text.find(" by (").map(|at| at + 4);
    let mut rest = expression;
    let mut names = Vec::new();
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphabetic()) {
        if let Some(labels) = by(rest)
            && labels < start + 4
        {
            rest = &rest[labels..];
            rest = &rest[rest.find(')').unwrap()..];
            continue;
        }
        rest = &rest[start..];
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != ':').unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let is_called = after.starts_with('(') || after.starts_with(" by (");
        if !is_called {
            names.push(word);
        }
        // A range, as `[5m]`, is no name.
        rest = if after.starts_with('[') { &after[after.find(']').unwrap()..] } else { after };
        if after.starts_with(" by (") {
            rest = &after[after.find(')').unwrap()..];
        }
    }
    names
}

#[test]
fn the_dashboard_and_the_rules_name_what_the_server_exports() {
    let server = Server::start();
    load(&server);
    until_tokio_is_told(&server);
    let text: String = ["/metrics", "/prometheus", "/prometheus-client"]
        .map(|path| get(server.address, path).unwrap())
        .concat();
    let mut count = 0;
    for expression in expressions() {
        for name in names(&expression) {
            let is_sample =
                |line: &str| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(['{', ' ']));
            assert!(text.lines().any(is_sample), "{name} of {expression} is not exported\n{text}");
            count += 1;
        }
    }
    assert!(count >= 12, "{count} names");
    assert_eq!(names("sum by (le, x) (rate(a_bucket[5m])) / sum(b_total)"), ["a_bucket", "b_total"]);
}

/// A program of Debian's package `prometheus`, if it is there.
fn program(name: &str) -> Option<Command> {
    let directory = std::env::var_os("PERSEQ_PROMETHEUS");
    let path = directory.map_or(PathBuf::from(name), |directory| Path::new(&directory).join(name));
    let is_there = Command::new(&path).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    is_there.is_ok_and(|status| status.success()).then(|| Command::new(path))
}

#[test]
fn promtool_takes_the_text_and_the_rules() {
    let Some(mut promtool) = program("promtool") else {
        return lacks("promtool", "neither PERSEQ_PROMETHEUS nor the path has it (Debian: prometheus)");
    };
    let server = Server::start();
    load(&server);
    let rules = promtool.args(["check", "rules"]).arg(file("rules.yml")).output().unwrap();
    assert!(rules.status.success(), "{rules:?}");
    for path in ["/metrics", "/prometheus"] {
        let mut check = program("promtool").unwrap();
        check.args(["check", "metrics"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut check = check.spawn().unwrap();
        let text = get(server.address, path).unwrap();
        std::io::Write::write_all(&mut check.stdin.take().unwrap(), text.as_bytes()).unwrap();
        let output = check.wait_with_output().unwrap();
        // 3: it can be read, and a name or a help could be better. All of these are of other crates.
        assert!(matches!(output.status.code(), Some(0 | 3)), "{path}: {output:?}");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("http_server_") && !said.contains("parsing"), "{path}: {said}");
    }
}

/// A Prometheus that scrapes the server; ended when it is dropped.
struct Prometheus {
    process: Child,
    address: SocketAddr,
    _directory: Scratch,
}

impl Prometheus {
    /// Starts it until it answers: another process may take a port of loopback that was free a moment ago.
    fn start(command: Command, server: &Server) -> Self {
        for _ in 0..20 {
            let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            let mut this = Self::on(address, &command, server);
            if this.begins() {
                return this;
            }
        }
        panic!("it has ended on each of twenty ports");
    }

    fn on(address: SocketAddr, command: &Command, server: &Server) -> Self {
        let directory = Scratch::new("prometheus");
        let jobs: String = ["metrics", "prometheus", "prometheus-client"]
            .map(|job| {
                format!(
                    "  - job_name: {job}\n    metrics_path: /{job}\n    static_configs: [{{targets: ['{}']}}]\n",
                    server.address
                )
            })
            .concat();
        let rules = fs::canonicalize(file("rules.yml")).unwrap();
        let config = format!(
            "global: {{scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s}}\nrule_files: [{rules:?}]\nscrape_configs:\n{jobs}"
        );
        let config_file = directory.join("prometheus.yml");
        fs::write(&config_file, config).unwrap();
        let mut process = Command::new(command.get_program());
        process
            .arg(format!("--config.file={}", config_file.display()))
            .arg(format!("--storage.tsdb.path={}", directory.join("data").display()))
            .arg(format!("--web.listen-address={address}"))
            .arg("--log.level=error")
            .stdout(Stdio::null());
        Self { process: process.spawn().unwrap(), address, _directory: directory }
    }

    /// Waits until it answers, or has ended.
    fn begins(&mut self) -> bool {
        let began = Instant::now();
        loop {
            if self.process.try_wait().unwrap().is_some() {
                return false;
            }
            if get(self.address, "/-/ready").is_ok() && self.process.try_wait().unwrap().is_none() {
                return true;
            }
            assert!(began.elapsed() < PATIENCE, "it does not answer");
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// The results of a query; nothing while it does not answer.
    fn query(&self, expression: &str) -> Vec<Value> {
        let encoded: String = expression.bytes().map(|byte| format!("%{byte:02X}")).collect();
        let answer = get(self.address, &format!("/api/v1/query?query={encoded}")).unwrap_or_default();
        let Ok(mut answer) = serde_json::from_str::<Value>(&answer) else { return Vec::new() };
        assert_ne!(answer["status"], "error", "{expression}: {answer}");
        match answer["data"]["result"].take() {
            Value::Array(results) => results,
            _ => Vec::new(),
        }
    }

    /// Asks until an answer is as wanted.
    fn until(&mut self, expression: &str, is_wanted: impl Fn(&[Value]) -> bool) {
        let began = Instant::now();
        loop {
            let results = self.query(expression);
            if is_wanted(&results) {
                return;
            }
            assert!(self.process.try_wait().unwrap().is_none(), "prometheus has ended");
            assert!(began.elapsed() < PATIENCE, "{expression}: {results:?}");
            thread::sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Prometheus {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The number of the only result.
fn only(results: &[Value]) -> Option<f64> {
    let [result] = results else { return None };
    result["value"][1].as_str()?.parse().ok()
}

#[test]
fn a_real_prometheus_scrapes_every_exporter_and_answers_with_the_exact_sums() {
    let Some(command) = program("prometheus") else {
        return lacks(
            "a real Prometheus",
            "neither PERSEQ_PROMETHEUS nor the path has it (Debian: prometheus)",
        );
    };
    let server = Server::start();
    let mut prometheus = Prometheus::start(command, &server);
    // It scrapes while the counters run.
    prometheus.until("up == 1", |results| results.len() == 3);
    load(&server);
    for job in ["metrics", "prometheus", "prometheus-client"] {
        for (series, value) in SAMPLES {
            // Bounds are numbers in OpenMetrics, and `1` in the older format.
            let series = if job == "prometheus" { series.replace(".0\"", "\"") } else { series.to_owned() };
            let (name, labels) =
                series.split_once('{').map_or((&*series, String::new()), |(name, labels)| {
                    (name, format!(",{}", labels.trim_end_matches('}')))
                });
            let asked = format!("{name}{{job=\"{job}\"{labels}}}");
            prometheus.until(&asked, |results| {
                let seen = only(results);
                assert!(seen.is_none_or(|seen| seen <= value as f64), "{asked}: {seen:?} of {value}");
                seen == Some(value as f64)
            });
        }
    }
    for (series, value) in
        [("cache_lookups{outcome=\"hit\"}", ALL / 4 * 3), ("sent_total{kind=\"odd\"}", ALL)]
    {
        prometheus.until(series, |results| only(results) == Some(value as f64));
    }
    for expression in expressions() {
        prometheus.until(&expression, |results| !results.is_empty());
    }
    prometheus.until("instance:http_server_request_duration_seconds:p99_5m", |results| !results.is_empty());
}
