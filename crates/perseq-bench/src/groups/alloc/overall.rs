//! The workloads' judgement of an allocator together: time and memory, as geometric means over all workloads of its multiple of the
//! best one's.

use perseq_report::terminal::{Paint, Tone};

use crate::{
    case::Variant,
    registry,
    results::{Panel, Results},
    stats::times,
};

/// Memory below this counts as this: of two that keep next to nothing none is many times the other.
const LEAST_KIB: u64 = 1024;

/// An allocator over all workloads.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Overall {
    variant: Variant,
    /// Multiples of 1, which is the best of each workload.
    time: f64,
    memory: f64,
}

/// The table, or nothing if fewer than two workloads were measured.
pub(crate) fn render(results: &Results, paint: Paint) -> String {
    let panels = panels(results);
    let all = overall(&panels);
    if panels.len() < 2 || all.len() < 2 {
        return String::new();
    }
    let title = format!("alloc · all {} workloads and widths together", panels.len());
    let mut text = format!("{}\n", paint.text(Tone::Strong, &title));
    text += &format!("{}\n", paint.text(Tone::Faint, &format!("  {:16}{:>9}{:>9}", "", "time", "memory")));
    for Overall { variant, time, memory } in all {
        let line = format!("  {variant:16}{:>9}{:>9}", times(time, 1.0), times(memory, 1.0));
        let line = if variant.is_ours() { paint.text(Tone::Strong, &line) } else { line };
        text += &format!("{line}\n");
    }
    let words =
        "  Geometric means of each workload's multiple of its best; below 1 MiB, memory counts as 1 MiB.";
    text + &format!("{}\n\n", paint.text(Tone::Faint, words))
}

/// The panels of the groups of allocators.
fn panels(results: &Results) -> Vec<Panel<'_>> {
    let groups = registry::ALL.into_iter().filter(|group| group.ours == super::PERSEQ_MALLOC);
    groups.flat_map(|group| results.panels(group)).collect()
}

/// Every allocator that all panels have, the quickest first.
fn overall(panels: &[Panel<'_>]) -> Vec<Overall> {
    let variants = panels.first().map_or(&[][..], |panel| &panel.rows);
    let of = |variant| {
        let ratios: Option<Vec<(f64, f64)>> = panels.iter().map(|panel| ratios(panel, variant)).collect();
        let ratios = ratios?;
        let mean = |sum: f64| (sum / ratios.len() as f64).exp();
        let time = mean(ratios.iter().map(|(time, _)| time.ln()).sum());
        let memory = mean(ratios.iter().map(|(_, memory)| memory.ln()).sum());
        Some(Overall { variant, time, memory })
    };
    let mut all: Vec<Overall> = variants.iter().filter_map(|row| of(row.variant)).collect();
    all.sort_by(|one, other| one.time.total_cmp(&other.time));
    all
}

/// Time and memory of a variant as multiples of the panel's best.
fn ratios(panel: &Panel<'_>, variant: Variant) -> Option<(f64, f64)> {
    let memory = |kib: Option<u64>| kib.unwrap_or(0).max(LEAST_KIB) as f64;
    let row = panel.row(variant)?;
    let best_time = panel.rows.iter().map(|row| row.ns_per_op).min_by(f64::total_cmp)?;
    let best_memory = panel.rows.iter().map(|row| memory(row.grown_kib)).min_by(f64::total_cmp)?;
    Some((row.ns_per_op / best_time, memory(row.grown_kib) / best_memory))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        case::Group,
        groups::alloc::{
            GLIBC, JEMALLOC, PERSEQ_MALLOC,
            groups::{ALLOC_IDLE, ALLOC_PAIR},
        },
        results::{
            Row,
            tests::{row, sample},
        },
    };

    fn measured(group: &'static Group, variant: Variant, ns: f64, kib: u64) -> Row {
        Row { grown_kib: Some(kib), ..row(group, variant, 1, ns) }
    }

    #[test]
    fn means_are_of_multiples_of_each_workloads_best() {
        let (pair, idle) = (&ALLOC_PAIR, &ALLOC_IDLE);
        let mut results = sample();
        results.results = vec![
            measured(pair, PERSEQ_MALLOC, 8.0, 100),
            measured(pair, GLIBC, 2.0, 900),
            measured(idle, PERSEQ_MALLOC, 5.0, 2048),
            measured(idle, GLIBC, 5.0, 32 * 1024),
            // Only one workload has it.
            measured(idle, JEMALLOC, 5.0, 4096),
        ];
        let all = overall(&panels(&results));
        let near = |one: f64, other: f64| (one - other).abs() < 1e-9;
        assert_eq!(all.iter().map(|one| one.variant).collect::<Vec<_>>(), [GLIBC, PERSEQ_MALLOC]);
        // √(1 · 1), √(1 · 16); √(4 · 1), √(1 · 1)
        assert!(near(all[0].time, 1.0) && near(all[0].memory, 4.0), "{all:?}");
        assert!(near(all[1].time, 2.0) && near(all[1].memory, 1.0), "{all:?}");
        let text = render(&results, Paint::plain());
        assert!(text.contains("2.00×") && text.contains("4.00×"), "{text}");
        results.results.truncate(2);
        assert_eq!(render(&results, Paint::plain()), "");
    }
}
