//! A program whose counters are watched from outside: `cargo run -p perseq-metrics --features live --example live`, and beside it
//! `perseq stat`. It runs for as many seconds as its argument says, a minute without one.

#[cfg(target_os = "linux")]
fn main() -> Result<(), perseq_metrics::live::Error> {
    use core::time::Duration;
    use std::time::Instant;

    use perseq::{Counter, SignedCounter};
    use perseq_metrics::{
        Description, FineHistogram, Gauge, label_enum, label_set,
        live::{Fine, Live, Options},
    };

    label_enum! {
        enum Method("method") { Get = "GET", Post = "POST" }
    }
    label_set! {
        struct Request { method: Method, status: u16 }
    }

    let seconds = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(60);
    let live = Live::create("shop", Options::new())?;
    let requests =
        live.add_family::<Request, Counter>(Description::new("requests", "Requests that were answered"), ())?;
    let sent =
        live.add::<Counter>(Description::new("sent", "Bytes that clients were sent").unit("bytes"), ())?;
    let open = live.add::<SignedCounter>(Description::new("open", "Requests that are answered now"), ())?;
    let load = live.add::<Gauge>(Description::new("load", "A level that goes up and down"), ())?;
    let shape = Fine { highest: 60_000_000_000, digits: 2, per_unit: 1e9 };
    let took =
        live.add::<FineHistogram>(Description::new("took", "Time of a request").unit("seconds"), shape)?;
    println!("{}", live.path().display());

    let start = Instant::now();
    let is_time = || start.elapsed() < Duration::from_secs(seconds);
    std::thread::scope(|scope| {
        for worker in 0..4_u64 {
            let (requests, sent, open, took) = (&requests, &sent, &open, &took);
            scope.spawn(move || {
                let mut random = worker;
                while is_time() {
                    open.inc();
                    let begin = Instant::now();
                    for _ in 0..1000 {
                        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                        let status = if random >> 60 == 0 { 500 } else { 200 };
                        let method = if random >> 40 & 3 == 0 { Method::Post } else { Method::Get };
                        requests.of(&Request { method, status }).inc();
                        sent.add(random >> 54);
                    }
                    took.record(u64::try_from(begin.elapsed().as_nanos()).unwrap_or(u64::MAX));
                    open.dec();
                    std::thread::sleep(Duration::from_millis(1 + worker));
                }
            });
        }
        while is_time() {
            load.set((start.elapsed().as_secs_f64()).sin());
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn main() {
    eprintln!("a live file needs Linux");
}
