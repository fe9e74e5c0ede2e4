//! A server whose configuration is replaced while it answers.
//!
//! Each connection is answered by the configuration that it found, however long that takes: the guard is held across
//! `.await`, on whatever thread the task is. `reload` never waits for a connection; what it has replaced is freed when the last one
//! that uses it has ended.
//!
//! `cargo run -p perseq-rcu --example config_reload`

use core::{
    error::Error,
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
    time::Duration,
};

use perseq_rcu::{Rcu, RcuOption};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What is configured.
struct Config {
    greeting: String,
    pause: Duration,
}

impl Drop for Config {
    fn drop(&mut self) {
        FREED.fetch_add(1, Relaxed);
    }
}

static RCU: Rcu = Rcu::new();
static CONFIG: RcuOption<Config> = RcuOption::new_in(&RCU);
static FREED: AtomicUsize = AtomicUsize::new(0);

fn reload(greeting: &str, pause: Duration) {
    CONFIG.store(Config { greeting: greeting.to_owned(), pause });
}

async fn answer(mut connection: TcpStream) -> std::io::Result<()> {
    let guard = RCU.read();
    if let Some(config) = CONFIG.load(&guard) {
        connection.write_all(config.greeting.as_bytes()).await?;
        tokio::time::sleep(config.pause).await;
        // Another configuration may be in place by now. This one is still there.
        connection.write_all(format!(", and goodbye from {}", config.greeting).as_bytes()).await?;
    }
    Ok(())
}

async fn ask(server: SocketAddr) -> std::io::Result<String> {
    let mut text = String::new();
    TcpStream::connect(server).await?.read_to_string(&mut text).await?;
    Ok(text)
}

fn main() -> Result<(), Box<dyn Error>> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(serve_and_ask())
}

async fn serve_and_ask() -> Result<(), Box<dyn Error>> {
    reload("the first", Duration::from_secs(1));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let server = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            tokio::spawn(answer(connection));
        }
    });

    let slow = tokio::spawn(ask(server));
    tokio::time::sleep(Duration::from_millis(200)).await;
    reload("the second", Duration::ZERO);
    println!("{}", ask(server).await?);
    println!("freed while the first connection is open: {}", FREED.load(Relaxed));
    println!("{}", slow.await??);
    RCU.start_grace_period().await?;
    tokio::task::spawn_blocking(|| RCU.barrier()).await??;
    println!("freed when it has ended: {}", FREED.load(Relaxed));
    Ok(())
}
