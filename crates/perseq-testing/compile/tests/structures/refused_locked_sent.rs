fn main() {
    let lock = perseq::CpuLock::new(|_| 0).unwrap();
    let held = lock.lock().unwrap();
    std::thread::scope(|scope| {
        scope.spawn(move || drop(held));
    });
}
