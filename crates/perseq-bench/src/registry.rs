//! All groups, in the order in which they are measured, and the words that name them on the command line.

use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};

use crate::{
    case::Group,
    groups::{
        alloc::groups as alloc, cache, counter, cpu_number, histogram, metrics, rcu, rcu_map, remote, retire,
        ring, stack, synchronize, trace, whole,
    },
};

/// The groups.
pub(crate) static ALL: [&Group; 32] = [
    &cpu_number::CPU_NUMBER,
    &counter::COUNTER,
    &counter::COUNTER_ONE_WORD,
    &counter::COUNTER_BESIDE_WORK,
    &stack::STACK,
    &cache::CACHE,
    &histogram::HISTOGRAM,
    &ring::RING,
    &remote::REMOTE,
    &rcu::RCU,
    &rcu_map::RCU_MAP,
    &synchronize::RCU_SYNCHRONIZE,
    &retire::RCU_RETIRE,
    &trace::TRACE,
    &whole::COUNTER_SUM,
    &whole::HISTOGRAM_SNAPSHOT,
    &whole::STEAL_EMPTY,
    &whole::CACHE_MISS,
    &metrics::METRICS_COUNTER,
    &metrics::METRICS_GAUGE,
    &metrics::METRICS_LABELS,
    &metrics::METRICS_HISTOGRAM,
    &metrics::METRICS_SCRAPE,
    &alloc::ALLOC_PAIR,
    &alloc::ALLOC_BATCH,
    &alloc::ALLOC_REPLACE,
    &alloc::ALLOC_CROSS,
    &alloc::ALLOC_STORM,
    &alloc::ALLOC_GROW,
    &alloc::ALLOC_IDLE,
    &alloc::ALLOC_SURVIVORS,
    &alloc::ALLOC_FREED,
];

/// Words that name several groups: those whose names begin so.
const WHOLE: [(&str, &str); 2] =
    [("alloc", "All groups of allocators, and what they say together"), ("metrics", "All groups of metrics")];

/// The groups that one word names.
#[derive(Debug, Clone)]
pub(crate) struct Named(Vec<&'static Group>);

impl Named {
    /// Reads the name of a group, or the word for several.
    pub(crate) fn parser() -> impl TypedValueParser<Value = Self> {
        let groups = ALL.iter().map(|group| (group.name, group.help));
        let values = groups.chain(WHOLE).map(|(name, help)| PossibleValue::new(name).help(help));
        PossibleValuesParser::new(values).map(|word| Self::of(&word))
    }

    fn of(word: &str) -> Self {
        let begins_so = |group: &Group| {
            WHOLE.iter().any(|(whole, _)| *whole == word)
                && group.name.strip_prefix(word).is_some_and(|rest| rest.starts_with('-'))
        };
        let is_named = |group: &&&Group| group.name == word || begins_so(group);
        Self(ALL.iter().filter(is_named).copied().collect())
    }
}

/// Those named, each once; all when none is named.
pub(crate) fn chosen(named: &[Named]) -> Vec<&'static Group> {
    let wanted =
        |group: &&&Group| named.is_empty() || named.iter().any(|Named(groups)| groups.contains(group));
    ALL.iter().filter(wanted).copied().collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        case::{Place, Variant},
        groups::cache::PERSEQ_UNGUARDED,
    };

    #[test]
    fn groups_are_measured_once_each_in_a_fixed_order() {
        let names = |words: &[&str]| {
            let named: Vec<Named> = words.iter().map(|word| Named::of(word)).collect();
            chosen(&named).iter().map(|group| group.name).collect::<Vec<_>>()
        };
        assert_eq!(
            names(&["counter-one-word", "cpu-number", "cpu-number"]),
            ["cpu-number", "counter-one-word"]
        );
        assert_eq!(names(&[]).len(), ALL.len());
        let all: BTreeSet<&str> = names(&[]).into_iter().collect();
        assert_eq!(all.len(), ALL.len(), "a name of each group's own");
        let allocators: Vec<&str> =
            ALL.iter().map(|group| group.name).filter(|name| name.starts_with("alloc-")).collect();
        assert_eq!(names(&["alloc", "alloc-idle"]), allocators);
        assert_eq!(names(&["counter"]), ["counter"]);
    }

    #[test]
    fn each_group_has_the_variants_that_are_compared() {
        let place = Place::here(&[]).unwrap();
        for group in ALL {
            let (cases, skipped) = (group.cases)(&place);
            let of_cases = cases.iter().map(|case| case.variant);
            let known: Vec<Variant> = of_cases.chain(skipped.iter().map(|skipped| skipped.variant)).collect();
            assert!(known.contains(&group.ours), "{}", group.name);
            // If ours cannot run, nothing is compared.
            if skipped.iter().any(|skipped| skipped.variant == group.ours) {
                continue;
            }
            // Sections without the guard are measured where there are sections at all.
            let mut unknown =
                group.rivals.iter().filter(|rival| !known.contains(rival) && **rival != PERSEQ_UNGUARDED);
            assert_eq!(unknown.next(), None, "{}", group.name);
        }
    }
}
