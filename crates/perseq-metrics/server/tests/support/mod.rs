//! The server as a process, and a client for it.

use core::{net::SocketAddr, time::Duration};
use std::{
    io::{self, BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
};

use perseq_testing::Scratch;

/// The longest wait for what must come.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The example server, on a port of its own; ended when it is dropped.
pub(crate) struct Server {
    process: Child,
    /// The directory of its live file.
    pub(crate) directory: Scratch,
    pub(crate) address: SocketAddr,
}

impl Server {
    pub(crate) fn start() -> Self {
        let directory = Scratch::private("server");
        let mut process = Command::new(env!("CARGO_BIN_EXE_perseq-metrics-server"))
            .arg("127.0.0.1:0")
            .env("XDG_RUNTIME_DIR", &directory.0)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix("/metrics"));
        Self { process, directory, address: address.unwrap_or_else(|| panic!("{line:?}")).parse().unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The body of an answer with status 200.
pub(crate) fn get(address: SocketAddr, path: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(stream, "GET {path} HTTP/1.0\r\nHost: {address}\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    match answer.split_once("\r\n\r\n") {
        Some((head, body)) if head.contains(" 200 ") => Ok(body.to_owned()),
        _ => Err(io::Error::other(answer)),
    }
}
