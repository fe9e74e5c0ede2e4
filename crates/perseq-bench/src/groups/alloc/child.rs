//! The child: one workload on the allocator that this process has.

use std::{
    fs,
    path::PathBuf,
    sync::{Barrier, mpsc},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, ensure};

use super::{
    Workload,
    objects::{Numbers, Object},
};
use crate::{cpu_time, parallel::Times};

/// The workload to run.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    workload: Workload,
    threads: usize,
    /// Nanoseconds.
    warm_up: u64,
    /// Nanoseconds.
    measure: u64,
    /// The library that must be there.
    #[arg(long)]
    library: Option<PathBuf>,
}

/// Sleeping threads of [`Workload::Idle`].
const SLEEPERS: usize = 200;

/// One thread's part.
#[derive(Debug, Clone, Copy)]
struct Part {
    begin: Instant,
    end: Instant,
    cpu_time: Duration,
    ops: u64,
    wrong: u64,
}

/// Runs it, and prints: CPU time that it could have had, CPU time that it had, both in nanoseconds; operations; how many found another
/// object than theirs; and by how many KiB the process's resident memory has grown.
///
/// # Errors
///
/// When the library is not there, or the process cannot look at itself.
pub(crate) fn main(args: &Args) -> Result<()> {
    if let Some(library) = &args.library {
        let maps = fs::read_to_string("/proc/self/maps").context("cannot read /proc/self/maps")?;
        let library = fs::canonicalize(library).with_context(|| format!("no {}", library.display()))?;
        ensure!(maps.contains(&*library.to_string_lossy()), "{} was not preloaded", library.display());
    }
    let times =
        Times { warm_up: Duration::from_nanos(args.warm_up), measure: Duration::from_nanos(args.measure) };
    let threads = args.threads.max(1);
    let cpus = thread::available_parallelism().map_or(1, usize::from);
    let before = resident()?;
    let (parts, grown) = match args.workload {
        Workload::Pair => later(before, vec![repeat(times, pair)])?,
        Workload::Batch => {
            let mut batch = Batch::new(0, 1000, |numbers| 16 + numbers.below(1008));
            later(before, vec![repeat(times, move || batch.run())])?
        }
        Workload::Replace => later(before, side_by_side(threads, |number| replace(number, times)))?,
        Workload::Storm => later(before, side_by_side(threads, |number| storm(number, times)))?,
        Workload::Grow => later(before, vec![repeat(times, grow)])?,
        Workload::Cross => later(before, cross(times)?)?,
        Workload::Idle => idle()?,
        Workload::Survivors => many(times, 10)?,
        Workload::Freed => many(times, usize::MAX)?,
    };
    let begin = parts.iter().map(|part| part.begin).min().context("no thread ran")?;
    let end = parts.iter().map(|part| part.end).max().context("no thread ran")?;
    let could_have_had = (end - begin) * u32::try_from(parts.len().min(cpus))?;
    let had: Duration = parts.iter().map(|part| part.cpu_time).sum();
    let sum = |of: fn(&Part) -> u64| parts.iter().map(of).sum::<u64>();
    let (ops, wrong) = (sum(|part| part.ops), sum(|part| part.wrong));
    println!("{} {} {ops} {wrong} {grown}", could_have_had.as_nanos(), had.as_nanos());
    Ok(())
}

/// The process's resident memory, in KiB.
fn resident() -> Result<u64> {
    let status = fs::read_to_string("/proc/self/status").context("cannot read /proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let number = line.and_then(|line| line.trim().strip_suffix("kB"));
    number.and_then(|number| number.trim().parse().ok()).context("/proc/self/status has no VmRSS")
}

/// The parts, and how much has grown since `before`.
fn later(before: u64, parts: Vec<Part>) -> Result<(Vec<Part>, u64)> {
    Ok((parts, resident()?.saturating_sub(before)))
}

/// Times `work`, which returns how many operations it did and how many went wrong.
fn once(mut work: impl FnMut() -> (u64, u64)) -> Part {
    let (begin, cpu_time) = (Instant::now(), cpu_time::of_this_thread());
    let (ops, wrong) = work();
    Part { begin, end: Instant::now(), cpu_time: cpu_time::of_this_thread() - cpu_time, ops, wrong }
}

/// Times `chunk` for as long as it shall be measured; at least once.
fn repeat(times: Times, mut chunk: impl FnMut() -> (u64, u64)) -> Part {
    let mut during = |time: Duration| {
        let (start, mut sums) = (Instant::now(), (0, 0));
        loop {
            let (ops, wrong) = chunk();
            sums = (sums.0 + ops, sums.1 + wrong);
            if start.elapsed() >= time {
                return sums;
            }
        }
    };
    let (_, wrong_before) = during(times.warm_up);
    let part = once(|| during(times.measure));
    Part { wrong: part.wrong + wrong_before, ..part }
}

fn side_by_side(threads: usize, part: impl Fn(usize) -> Part + Sync) -> Vec<Part> {
    let start = Barrier::new(threads);
    thread::scope(|scope| {
        let spawn = |number| {
            let (start, part) = (&start, &part);
            scope.spawn(move || {
                start.wait();
                part(number)
            })
        };
        let workers: Vec<_> = (0..threads).map(spawn).collect();
        let joined = |worker: thread::ScopedJoinHandle<'_, Part>| worker.join();
        workers
            .into_iter()
            .map(joined)
            .map(|part| part.unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
            .collect()
    })
}

/// 16 bytes, and back.
fn pair() -> (u64, u64) {
    let wrong = (0..4096_u32).filter(|&number| !Object::new(16, number).free_intact(number)).count();
    (4096, wrong as u64)
}

/// Objects of some sizes, all allocated, then all freed in no order.
struct Batch {
    sizes: Vec<usize>,
    order: Vec<usize>,
    objects: Vec<Option<Object>>,
}

impl Batch {
    fn new(seed: usize, many: usize, mut size: impl FnMut(&mut Numbers) -> usize) -> Self {
        let mut numbers = Numbers::new(seed);
        let sizes = (0..many).map(|_| size(&mut numbers)).collect();
        Self { sizes, order: numbers.order(many), objects: (0..many).map(|_| None).collect() }
    }

    fn run(&mut self) -> (u64, u64) {
        for (number, (place, &size)) in self.objects.iter_mut().zip(&self.sizes).enumerate() {
            *place = Some(Object::new(size, number as u32));
        }
        let mut wrong = 0;
        for &number in &self.order {
            let object = self.objects[number].take();
            wrong += u64::from(!object.is_some_and(|object| object.free_intact(number as u32)));
        }
        (self.sizes.len() as u64, wrong)
    }
}

/// One of 500 objects for another one, 1024 times at once.
fn replace(number: usize, times: Times) -> Part {
    let mut numbers = Numbers::new(number + 1);
    let mut objects: Vec<Object> = (0..500).map(|n| Object::new(8 + numbers.below(1000), n)).collect();
    repeat(times, move || {
        let mut wrong = 0;
        for _ in 0..1024 {
            let (at, size) = (numbers.below(500), 8 + numbers.below(1000));
            let old = std::mem::replace(&mut objects[at], Object::new(size, at as u32));
            wrong += u64::from(!old.free_intact(at as u32));
        }
        (1024, wrong)
    })
}

/// 4000 objects of one size after the other.
fn storm(number: usize, times: Times) -> Part {
    let mut batches: Vec<Batch> =
        [16, 48, 80, 200].iter().map(|&size| Batch::new(number, 4000, |_| size)).collect();
    repeat(times, move || {
        batches.iter_mut().map(Batch::run).fold((0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1))
    })
}

/// From 16 bytes to 16 MiB by doubling.
fn grow() -> (u64, u64) {
    let mut bytes: Vec<u8> = Vec::with_capacity(16);
    let mut wrong = 0;
    for power in 5..=24 {
        let half = bytes.capacity();
        bytes.resize(half, power);
        bytes.reserve_exact((1 << power) - half);
        wrong += u64::from(bytes.last() != Some(&power));
    }
    (20, wrong)
}

/// 256 objects at a time, which one thread allocates and another one frees.
fn cross(times: Times) -> Result<Vec<Part>> {
    let (sender, receiver) = mpsc::sync_channel::<Vec<Object>>(16);
    let consumer = thread::spawn(move || {
        let free = |(number, object): (usize, Object)| u64::from(!object.free_intact(number as u32));
        once(|| {
            (0, receiver.iter().map(|objects| objects.into_iter().enumerate().map(free).sum::<u64>()).sum())
        })
    });
    let mut numbers = Numbers::new(1);
    let producer = repeat(times, || {
        let objects = (0..256).map(|number| Object::new(16 + numbers.below(240), number)).collect();
        (256, u64::from(sender.send(objects).is_err()))
    });
    drop(sender);
    let consumer = consumer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    // The rate is the producer's; the consumer began with it.
    Ok(vec![producer, Part { begin: producer.begin, end: producer.end, ..consumer }])
}

/// Threads that exist, then allocate one after the other, 1000 objects of 1 KiB three times, and sleep. Only caches grow.
fn idle() -> Result<(Vec<Part>, u64)> {
    let (done, finished) = mpsc::channel();
    let sleepers: Vec<_> = (0..SLEEPERS)
        .map(|number| {
            let done = done.clone();
            let (wake, woken) = mpsc::channel::<()>();
            let work = move || {
                // A parked thread sleeps in `recv`, before its work and after it.
                _ = woken.recv();
                let mut batch = Batch::new(number, 1000, |numbers| 16 + numbers.below(2032));
                let part = once(|| {
                    (0..3).map(|_| batch.run()).fold((0, 0), |sum, run| (sum.0 + run.0, sum.1 + run.1))
                });
                drop(batch);
                _ = done.send(part);
                _ = woken.recv();
            };
            thread::Builder::new()
                .spawn(work)
                .map(|thread| (thread, wake))
                .context("cannot start 200 threads")
        })
        .collect::<Result<_>>()?;
    let before = resident()?;
    let mut parts = Vec::with_capacity(SLEEPERS);
    for (_, wake) in &sleepers {
        wake.send(())?;
        parts.push(finished.recv()?);
    }
    let grown = resident()?.saturating_sub(before);
    for (thread, wake) in sleepers {
        drop(wake);
        thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    }
    // One thread ran at a time.
    let (first, rest) = parts.split_first().context("no thread ran")?;
    let all = rest.iter().fold(*first, |all, part| Part {
        end: part.end,
        cpu_time: all.cpu_time + part.cpu_time,
        ops: all.ops + part.ops,
        wrong: all.wrong + part.wrong,
        ..all
    });
    Ok((vec![all], grown))
}

/// Many objects, of which all but every `keep`-th in no order are freed. The figure is the memory that remains after a pause.
fn many(times: Times, keep: usize) -> Result<(Vec<Part>, u64)> {
    let quick = times.measure < Duration::from_millis(50);
    let (many, pause) = if quick { (100_000, 200) } else { (500_000, 1000) };
    let mut numbers = Numbers::new(7);
    let order = numbers.order(many);
    let mut objects: Vec<Option<Object>> = Vec::with_capacity(many);
    objects.resize_with(many, || None);
    let before = resident()?;
    let part = once(|| {
        for (number, object) in objects.iter_mut().enumerate() {
            *object = Some(Object::filled(16 + numbers.below(1008), number as u32));
        }
        let is_wrong = |&(at, &number): &(usize, &usize)| {
            at % keep != 0 && !objects[number].take().is_some_and(|object| object.free_intact(number as u32))
        };
        let wrong = order.iter().enumerate().filter(is_wrong).count();
        (many as u64, wrong as u64)
    });
    thread::sleep(Duration::from_millis(pause));
    let grown = resident()?.saturating_sub(before);
    let rest = objects.iter_mut().enumerate().filter_map(|(number, object)| Some((number, object.take()?)));
    let wrong =
        rest.filter_map(|(number, object)| (!object.free_intact(number as u32)).then_some(())).count();
    Ok((vec![Part { wrong: part.wrong + wrong as u64, ..part }], grown))
}
