//! A server whose threads share counters, a histogram and a cache of buffers, and clients that ask it.
//!
//! `cargo run --release -p perseq --example server_stats -- 4 20000`: four clients, 20,000 requests each.

use std::{
    io::{self, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Instant,
};

use perseq::{Cache, Counter, Histogram, SignedCounter};

/// The state that the threads of the server share: all of it without locks, and in memory bounded by CPUs.
struct Stats {
    requests: Counter,
    bytes: Counter,
    open: SignedCounter,
    /// Nanoseconds from a request to its answer, up to a second.
    latency: Histogram,
    buffers: Cache<Box<[u8; 4096]>>,
}

const REQUEST: [u8; 16] = *b"GET /index.html\n";

/// Answers the requests of one client until it leaves.
fn serve(stats: &Stats, mut client: TcpStream) -> io::Result<()> {
    stats.open.inc();
    // Of an earlier connection, if one has left its buffer on this CPU or in the shared part.
    let mut buffer = stats.buffers.get_or_else(|| Box::new([0; 4096]));
    let result = loop {
        if let Err(error) = client.read_exact(&mut buffer[..REQUEST.len()]) {
            break if error.kind() == io::ErrorKind::UnexpectedEof { Ok(()) } else { Err(error) };
        }
        let asked = Instant::now();
        buffer[..8].copy_from_slice(b"200 OK\r\n");
        if let Err(error) = client.write_all(&buffer[..8]) {
            break Err(error);
        }
        stats.requests.inc();
        stats.bytes.add(8);
        stats.latency.record(u64::try_from(asked.elapsed().as_nanos()).unwrap_or(u64::MAX));
    };
    // If the cache is full the buffer comes back, and is dropped here.
    let _full = stats.buffers.put(buffer);
    stats.open.dec();
    result
}

fn ask(address: core::net::SocketAddr, requests: u64) -> io::Result<()> {
    let mut server = TcpStream::connect(address)?;
    server.set_nodelay(true)?;
    let mut answer = [0; 8];
    for _ in 0..requests {
        server.write_all(&REQUEST)?;
        server.read_exact(&mut answer)?;
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let clients: u64 = arguments.next().map_or(Ok(4), |text| text.parse())?;
    let requests: u64 = arguments.next().map_or(Ok(1000), |text| text.parse())?;

    let stats = Stats {
        requests: Counter::new(),
        bytes: Counter::new(),
        open: SignedCounter::new(),
        latency: Histogram::new(1_000_000_000, 2)?,
        buffers: Cache::new(8, 64),
    };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::scope(|scope| {
        for _ in 0..clients {
            scope.spawn(move || ask(address, requests).expect("the server answers"));
        }
        for _ in 0..clients {
            let (client, _) = listener.accept().expect("a client connects");
            client.set_nodelay(true).expect("it is a socket");
            scope.spawn(|| serve(&stats, client).expect("the client sends whole requests"));
        }
    });

    let latency = stats.latency.snapshot();
    println!(
        "requests {:>9}   bytes {:>9}   open {}",
        stats.requests.sum(),
        stats.bytes.sum(),
        stats.open.sum()
    );
    for (name, quantile) in [("median", 0.5), ("99 %", 0.99), ("highest", 1.0)] {
        println!("{name:>8} {:>9} ns", latency.value_at_quantile(quantile));
    }
    for (cpu, count) in stats.requests.rows().enumerate().filter(|&(_, count)| count > 0) {
        println!("row {cpu:>4} {count:>9} requests");
    }
    assert_eq!(stats.requests.sum(), clients * requests, "each request is counted once");
    assert_eq!(latency.count(), clients * requests, "each latency is recorded once");
    assert_eq!(stats.open.sum(), 0, "each connection is closed");
    Ok(())
}
