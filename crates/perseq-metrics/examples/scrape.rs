//! A server that Prometheus can scrape: `cargo run -p perseq-metrics --example scrape`, then
//! `curl http://127.0.0.1:9464/metrics`. It counts its own requests.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::LazyLock,
    time::Instant,
};

use perseq::{Counter, SignedCounter};
use perseq_metrics::{Description, Family, FineHistogram, Format, Registry, label_set};

label_set! {
    struct Answer { path: &'static str, status: u16 }
}

static REGISTRY: Registry = Registry::new();
static OPEN: SignedCounter = SignedCounter::new();
static ANSWERS: LazyLock<Family<Answer, Counter>> = LazyLock::new(Family::default);

fn answer(stream: &mut TcpStream) -> std::io::Result<Answer> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    let request = lines.next().unwrap_or(Ok(String::new()))?;
    let mut format = Format::Prometheus;
    for line in lines {
        let line = line?;
        match line.split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("accept") => format = Format::accepted(value),
            None if line.is_empty() => break,
            _ => {}
        }
    }
    let (labels, body) = match request.split(' ').nth(1) {
        Some("/metrics") => (Answer { path: "/metrics", status: 200 }, REGISTRY.text(format)),
        _ => (Answer { path: "other", status: 404 }, "look at /metrics\n".to_owned()),
    };
    let kind = format.content_type();
    let (status, length) = (labels.status, body.len());
    write!(stream, "HTTP/1.0 {status} -\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n{body}")?;
    Ok(labels)
}

fn main() -> Result<(), Box<dyn core::error::Error>> {
    REGISTRY.add(Description::new("connections_open", "Connections being answered"), &OPEN)?;
    REGISTRY.add(Description::new("answers", "Requests that were answered"), LazyLock::force(&ANSWERS))?;
    let nanoseconds = FineHistogram::new(60_000_000_000, 2, 1e9)?;
    let took = REGISTRY
        .register(Description::new("answer_duration", "Time to an answer").unit("seconds"), nanoseconds)?;

    let address = std::env::args().nth(1).unwrap_or("127.0.0.1:9464".into());
    let listener = TcpListener::bind(&address)?;
    println!("http://{}/metrics", listener.local_addr()?);
    for stream in listener.incoming() {
        let took = std::sync::Arc::clone(&took);
        std::thread::spawn(move || {
            OPEN.inc();
            let began = Instant::now();
            match stream.and_then(|mut stream| answer(&mut stream)) {
                Ok(labels) => ANSWERS.of(&labels).inc(),
                Err(error) => eprintln!("a connection: {error}"),
            }
            took.record(u64::try_from(began.elapsed().as_nanos()).unwrap_or(u64::MAX));
            OPEN.dec();
        });
    }
    Ok(())
}
