//! The fast paths as functions of their own, for reading in a disassembly (ARCHITECTURE.md shows them).

use perseq::{ByConcurrencyId, Counter, perseq_core::cpu};

static REQUESTS: Counter = Counter::new();
static BY_CID: Counter<ByConcurrencyId> = Counter::indexed();

#[unsafe(no_mangle)]
#[inline(never)]
fn count_request() {
    REQUESTS.inc();
}

#[unsafe(no_mangle)]
#[inline(never)]
fn count_request_by_cid() {
    BY_CID.inc();
}

#[unsafe(no_mangle)]
#[inline(never)]
fn count_bytes(bytes: &Counter, n: u64) {
    bytes.add(n);
}

#[unsafe(no_mangle)]
#[inline(never)]
fn current_cpu() -> u32 {
    cpu::current().get()
}

fn main() {
    let bytes = Counter::new();
    count_request();
    count_request_by_cid();
    count_bytes(&bytes, 1500);
    println!(
        "CPU {}: {} requests, {} by cid, {} bytes",
        current_cpu(),
        REQUESTS.sum(),
        BY_CID.sum(),
        bytes.sum()
    );
}
