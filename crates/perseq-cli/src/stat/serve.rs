//! All files as one target of a scraper: HTTP/1.1 with as little of it as that needs, and bounds on all of it.

use std::{
    io::{self, Read as _, Write as _},
    net::{TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result};
use perseq_metrics::{Format, live::scrape};

use super::look::{Wanted, look};

/// Connections that are answered at the same time.
const MOST: usize = 16;
/// Bytes of a request.
const LONGEST: usize = 8192;
/// Time for a whole request, and for each write of its answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Answers scrapes on `address`, until it is ended.
pub(super) fn serve(wanted: Wanted, address: &str) -> Result<()> {
    let listener = TcpListener::bind(address)
        .with_context(|| format!("cannot listen on {address}; name a free port, as 127.0.0.1:9464"))?;
    let at = listener.local_addr().context("cannot tell the address")?;
    tell!("perseq: answering scrapes of http://{at}/metrics");
    let (wanted, busy) = (Arc::new(wanted), Arc::new(AtomicUsize::new(0)));
    for stream in listener.incoming() {
        let Ok(stream) = stream else {
            // No descriptor is left, say: one comes back with time.
            std::thread::sleep(Duration::from_millis(50));
            continue;
        };
        if busy.fetch_add(1, Relaxed) >= MOST {
            busy.fetch_sub(1, Relaxed);
            let _too_many =
                answer(&stream, "503 Service Unavailable", "text/plain", "too many scrapes at once\n", true);
            continue;
        }
        let (of_thread, turn) = (Arc::clone(&wanted), Turn(Arc::clone(&busy)));
        let body = move || {
            let _turn = turn;
            // A scraper that has gone is none to answer.
            let _answered = respond(&stream, &of_thread);
        };
        // If no thread can be had, the turn ends with its closure, and so does the connection.
        let _spawned = std::thread::Builder::new().name("scrape".into()).spawn(body);
    }
    Ok(())
}

/// A connection that counts among those that are answered.
struct Turn(Arc<AtomicUsize>);

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

fn respond(stream: &TcpStream, wanted: &Wanted) -> io::Result<()> {
    let Some(request) = request(stream)? else {
        return answer(stream, "400 Bad Request", "text/plain", "the request is too long, or none\n", true);
    };
    let mut lines = request.lines();
    let mut words = lines.next().unwrap_or("").split(' ');
    let (method, target) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
    if !matches!(method, "GET" | "HEAD") {
        return answer(stream, "405 Method Not Allowed", "text/plain", "GET and HEAD are answered\n", true);
    }
    let has_body = method == "GET";
    if !matches!(target.split('?').next(), Some("/metrics" | "/")) {
        return answer(stream, "404 Not Found", "text/plain", "the metrics are at /metrics\n", has_body);
    }
    let accept = lines.find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("accept").then_some(value)
    });
    let format = Format::accepted(accept.unwrap_or(""));
    let looked = match wanted.open() {
        Ok((readers, _unread)) => look(readers),
        Err(error) => {
            let text = format!("{}\n", crate::text::told(&error));
            return answer(stream, "500 Internal Server Error", "text/plain", &text, has_body);
        }
    };
    let files: Vec<_> = looked.iter().map(|looked| (&looked.reader, &looked.seen)).collect();
    answer(stream, "200 OK", format.content_type(), &scrape(&files, format), has_body)
}

/// The head of a request, as text; `None` if it is too long or ends before.
fn request(mut stream: &TcpStream) -> io::Result<Option<String>> {
    let end = Instant::now() + PATIENCE;
    let mut bytes = Vec::new();
    let mut part = [0; 1024];
    while !bytes.windows(4).any(|end| end == b"\r\n\r\n") {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || bytes.len() > LONGEST {
            return Ok(None);
        }
        stream.set_read_timeout(Some(left))?;
        match stream.read(&mut part) {
            Ok(0) => return Ok(None),
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn answer(mut stream: &TcpStream, status: &str, kind: &str, body: &str, has_body: bool) -> io::Result<()> {
    stream.set_write_timeout(Some(PATIENCE))?;
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    if has_body {
        stream.write_all(body.as_bytes())?;
    }
    stream.flush()
}
