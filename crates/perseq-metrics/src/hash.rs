//! The hash of labels: a few multiplications that do not wait for each other, with keys that are random in each process.
//!
//! A client that chooses labels (the path of a request) can choose such as collide, if it knows the function. SipHash, the standard library's, keeps its
//! key also from a client that sees hashes. No client sees ours, so a universal family is enough, which takes less than half the time: *multilinear*
//! hashing. With a random 128-bit key kᵢ for each word xᵢ of 64 bits, the upper half of k₀ + Σ kᵢ·xᵢ mod 2¹²⁸ is strongly universal: the hashes of two
//! different inputs are two independent random numbers, so they, or any of their bits, are equal as often as random ones are. Inputs of more
//! than 16 words are made shorter before by a polynomial of a random base modulo 2⁶¹ − 1, of which two inputs of n words have equal values with a
//! probability of n/16 · 2⁻⁶¹.
//!
//! Source: D. Lemire and O. Kaser, “Strongly universal string hashing is fast”, 2014 (Multilinear); L. Carter and M. Wegman, 1979 (polynomial).

use core::hash::{BuildHasher, Hash, Hasher};
use std::{hash::RandomState, sync::LazyLock};

use perseq_rcu::{Rcu, RcuHashMap};

/// Words that have keys of their own: two labels of numbers take two, and one of text takes two more than it has of eight bytes.
const WORDS: usize = 16;
/// The modulus of the polynomial, a prime.
const PRIME: u64 = (1 << 61) - 1;

struct Keys {
    words: [u128; WORDS],
    /// k₀, and the key of what came before the last words.
    rest: [u128; 2],
    /// The base of the polynomial.
    base: u64,
}

static KEYS: LazyLock<Keys> = LazyLock::new(|| {
    let random = RandomState::new();
    Keys::new(|number| random.hash_one(number))
});

impl Keys {
    /// Keys of these random numbers.
    fn new(random: impl Fn(usize) -> u64) -> Self {
        let key = |number: usize| u128::from(random(2 * number)) << 64 | u128::from(random(2 * number + 1));
        let rest = [key(WORDS), key(WORDS + 1)];
        Self { words: core::array::from_fn(key), rest, base: random(2 * WORDS + 4) % PRIME }
    }
}

/// A map whose keys are labels or names.
pub(crate) type Map<K, V> = RcuHashMap<K, V, &'static Rcu, Keyed>;

/// A map without entries.
pub(crate) fn map<K: Hash + Eq + Send + Sync + 'static, V: Send + Sync + 'static>() -> Map<K, V> {
    RcuHashMap::with_hasher_in(Keyed(&KEYS), Rcu::global())
}

/// Makes hashes with this process's keys.
#[derive(Clone, Copy)]
pub(crate) struct Keyed(&'static Keys);

impl BuildHasher for Keyed {
    type Hasher = Multilinear;

    #[inline]
    fn build_hasher(&self) -> Multilinear {
        Multilinear { keys: self.0, used: 0, sum: self.0.rest[0], before: 0 }
    }
}

/// The hash of what was written until now.
pub(crate) struct Multilinear {
    keys: &'static Keys,
    /// How many words are in `sum`.
    used: usize,
    sum: u128,
    /// The polynomial of the blocks of [`WORDS`] words before these.
    before: u64,
}

impl Multilinear {
    #[inline]
    fn word(&mut self, word: u64) {
        if self.used == WORDS {
            self.begin_block();
        }
        self.sum = self.sum.wrapping_add(self.keys.words[self.used].wrapping_mul(u128::from(word)));
        self.used += 1;
    }

    /// Adds the hash of a whole block to the polynomial.
    #[cold]
    fn begin_block(&mut self) {
        // The upper bits of a strongly universal hash are one.
        let block = (self.sum >> 67) as u64;
        let product = (u128::from(self.before) + u128::from(block)) * u128::from(self.keys.base);
        // 2⁶¹ is 1, modulo the prime.
        let folded = (product as u64 & PRIME) + (product >> 61) as u64;
        self.before = folded % PRIME;
        (self.used, self.sum) = (0, self.keys.rest[0]);
    }
}

impl Hasher for Multilinear {
    #[inline]
    fn finish(&self) -> u64 {
        let before = self.keys.rest[1].wrapping_mul(u128::from(self.before));
        let hash = (self.sum.wrapping_add(before) >> 64) as u64;
        // Hashes of numbers in a row are in a row, too, which may leave buckets empty. The hash is as universal after a permutation.
        let mixed = (hash ^ hash >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ mixed >> 32
    }

    /// Up to seven bytes are one word, with their number in its top byte. More have their number before them, which is less than 2⁵⁶: so no
    /// bytes are the words of others.
    #[inline]
    fn write(&mut self, bytes: &[u8]) {
        let len = bytes.len();
        if len < 8 {
            return self.word(short(bytes) | (len as u64) << 56);
        }
        self.word(len as u64);
        let (words, rest) = bytes.as_chunks();
        words.iter().for_each(|word| self.word(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.word(short(rest));
        }
    }

    #[inline]
    fn write_u8(&mut self, number: u8) {
        self.word(number.into());
    }

    #[inline]
    fn write_u16(&mut self, number: u16) {
        self.word(number.into());
    }

    #[inline]
    fn write_u32(&mut self, number: u32) {
        self.word(number.into());
    }

    #[inline]
    fn write_u64(&mut self, number: u64) {
        self.word(number);
    }

    #[inline]
    fn write_usize(&mut self, number: usize) {
        self.word(number as u64);
    }
}

/// Up to seven bytes as a number: no others of that length are it.
#[inline]
fn short(bytes: &[u8]) -> u64 {
    // Four and more are two halves, which may overlap; two and three are the first, the second and the last one.
    match (bytes.first_chunk(), bytes.last_chunk(), bytes) {
        (Some(first), Some(last), _) => {
            let (first, last) = (u32::from_le_bytes(*first), u32::from_le_bytes(*last));
            u64::from(first) | u64::from(last) << (8 * (bytes.len() - 4))
        }
        (_, _, [first, .., last]) => {
            u64::from(*first) | u64::from(bytes[1]) << 8 | u64::from(*last) << (8 * (bytes.len() - 1))
        }
        (_, _, [only]) => u64::from(*only),
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::HashSet, format, string::String, vec, vec::Vec};

    use super::*;

    /// Texts that differ in length, in one byte, in zeros after them, and past the first block.
    fn texts() -> Vec<String> {
        let mut texts = vec![String::new()];
        for len in 1..300 {
            texts.extend(["\0", "a", "b"].map(|byte| byte.repeat(len)));
            texts.extend(
                (0..len).step_by(7).map(|at| format!("{}x{}", "a".repeat(at), "a".repeat(len - at - 1))),
            );
        }
        texts
    }

    #[test]
    fn different_inputs_have_different_hashes() {
        let hasher = Keyed(&KEYS);
        let texts = texts();
        let distinct: HashSet<&str> = texts.iter().map(String::as_str).collect();
        let hashes: HashSet<u64> = distinct.iter().map(|text| hasher.hash_one(text)).collect();
        // Two of a few thousand are equal in one of 10¹² processes.
        assert_eq!(hashes.len(), distinct.len());
        let pairs = distinct.iter().flat_map(|one| [("", *one), (*one, "a"), (*one, "\0")]);
        let pairs: HashSet<_> = pairs.collect();
        let hashes: HashSet<u64> = pairs.iter().map(|pair| hasher.hash_one(pair)).collect();
        assert_eq!(hashes.len(), pairs.len());
        let numbers = (0..40).map(|count| vec![0_u64; count]).chain((0..40).map(|at| {
            let mut numbers = vec![0; 40];
            numbers[at] = 1;
            numbers
        }));
        let numbers: Vec<_> = numbers.collect();
        let hashes: HashSet<u64> = numbers.iter().map(|numbers| hasher.hash_one(numbers)).collect();
        assert_eq!(hashes.len(), numbers.len());
    }

    #[test]
    fn a_short_text_is_its_bytes_as_a_number() {
        for len in 0..8 {
            let bytes: Vec<u8> = (1..=len).collect();
            let mut all = [0; 8];
            all[..bytes.len()].copy_from_slice(&bytes);
            assert_eq!(short(&bytes), u64::from_le_bytes(all), "{len}");
        }
    }

    #[test]
    fn inputs_in_a_row_are_spread_over_buckets_and_tags() {
        // The keys of many processes; the same ones each time, as some few would not do.
        let random = |number: usize| {
            let mixed = (number as u64 ^ number as u64 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb) ^ mixed >> 31
        };
        for process in 1..200 {
            let keys: &'static Keys = &*std::boxed::Box::leak(std::boxed::Box::new(Keys::new(|number| {
                random(1000 * process + number)
            })));
            let hasher = Keyed(keys);
            // The lowest bits choose a bucket, and the highest ones are a tag.
            for bits in [|hash: u64| hash & 0xff, |hash: u64| hash >> 57 << 1] {
                let mut counts = [0; 256];
                (0..256 * 16_u32).for_each(|number| counts[bits(hasher.hash_one(number)) as usize] += 1);
                assert!(counts.iter().all(|count| *count < 16 * 6), "{counts:?}");
            }
        }
    }
}
