//! A server under load, with events.
//!
//! ```text
//! cargo build --release -p perseq-trace --example traced_server
//! perseq trace record -o trace -- target/release/examples/traced_server
//! perseq trace view trace | head
//! perseq trace stats trace --latency server::begin server::end --by request
//! ```

use core::{
    net::SocketAddr,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};
use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Instant,
};

use perseq_trace::event;

static REQUESTS: AtomicU64 = AtomicU64::new(0);
const PATHS: [&str; 3] = ["/index.html", "/favicon.ico", "/slow"];

/// Answers one request: the path's length, in text.
fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut line = [0; 256];
    loop {
        let len = stream.read(&mut line)?;
        if len == 0 {
            return Ok(());
        }
        let request = REQUESTS.fetch_add(1, Relaxed);
        let path = core::str::from_utf8(&line[..len]).unwrap_or("?");
        event!(server::begin, request = request, path = path);
        if path == "/slow" {
            thread::sleep(Duration::from_micros(200));
        }
        let answer = path.len().to_string();
        stream.write_all(answer.as_bytes())?;
        event!(server::end, request = request, status = 200_u16, bytes = answer.len());
    }
}

/// Asks until `end`.
fn ask(address: SocketAddr, number: usize, end: Instant) -> std::io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let mut answer = [0; 16];
    for path in PATHS.iter().cycle().skip(number) {
        if Instant::now() >= end {
            break;
        }
        stream.write_all(path.as_bytes())?;
        let len = stream.read(&mut answer)?;
        event!(Debug, client::answer, client = number, answer = &answer[..len]);
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let seconds = std::env::args().nth(1).map_or(Ok(2), |text| text.parse()).unwrap_or(2);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let end = Instant::now() + Duration::from_secs(seconds);
    let clients: Vec<_> = (0..4).map(|number| thread::spawn(move || ask(address, number, end))).collect();
    for _ in 0..clients.len() {
        let (stream, _) = listener.accept()?;
        stream.set_nodelay(true)?;
        thread::spawn(move || serve(stream));
    }
    for client in clients {
        client.join().expect("clients do not panic")?;
    }
    println!("{} requests", REQUESTS.load(Relaxed));
    Ok(())
}
