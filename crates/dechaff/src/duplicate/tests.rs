use std::collections::HashSet;

use super::*;

/// A source of numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn words(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| format!("w{}", self.below(20_000))).collect()
    }
}

fn jaccard(one: &[String], other: &[String]) -> f64 {
    let shingles = |words: &[String]| -> HashSet<String> {
        words.windows(5).map(|shingle| shingle.join(" ")).collect()
    };
    let (one, other) = (shingles(one), shingles(other));
    one.intersection(&other).count() as f64 / one.union(&other).count() as f64
}

fn fingerprint(words: &[String]) -> Fingerprint {
    Fingerprint::of(&words.join(" ")).unwrap()
}

/// The words with the last `count` replaced by others.
fn edited(words: &[String], count: usize, numbers: &mut Numbers) -> Vec<String> {
    let kept = words.iter().take(words.len() - count).cloned();
    kept.chain(numbers.words(count)).collect()
}

#[test]
fn the_words_count_and_nothing_else() {
    let of = |text: &str| Fingerprint::of(text).unwrap();
    assert_eq!(of("The bridge, at last, is open."), of("the  BRIDGE\nat last - is open"));
    assert!(of("the bridge is open").similarity(&of("open is the bridge")) < 0.1);
    for without_words in ["", " \n", "— … !"] {
        assert_eq!(Fingerprint::of(without_words), None);
    }
}

#[test]
fn only_the_same_words_are_wholly_alike() {
    let of = |text: &str| Fingerprint::of(text).unwrap();
    // The same shingles, but more of them.
    let (one, more) = (of(&"a b c d e ".repeat(9)), of(&"a b c d e ".repeat(10)));
    assert!(one.similarity(&more) < 1.0 && one.similarity(&more) > 0.99);
    let mut duplicates = Duplicates::new(1.0, 10);
    duplicates.remember(&one, "one");
    assert_eq!(duplicates.find(&more), None);
    assert_eq!(duplicates.find(&one), Some(Repeat { label: &"one", similarity: 1.0 }));
}

#[test]
fn estimates_are_as_exact_as_the_method_says() {
    let mut numbers = Numbers(7);
    for length in [20, 60, 300, 1000] {
        for share in [0.05, 0.2, 0.5] {
            let (mut sum, mut squares) = (0.0, 0.0);
            let rounds = 40;
            for _ in 0..rounds {
                let words = numbers.words(length);
                let changed = edited(&words, (length as f64 * share) as usize, &mut numbers);
                let estimate = fingerprint(&words).similarity(&fingerprint(&changed));
                let error = estimate - jaccard(&words, &changed);
                sum += error;
                squares += error * error;
            }
            let (bias, deviation) = (sum / f64::from(rounds), (squares / f64::from(rounds)).sqrt());
            assert!(bias.abs() < 0.015, "{length} words, {share} changed: bias {bias}");
            assert!(deviation < 0.042, "{length} words, {share} changed: {deviation}");
        }
    }
}

/// Five hundred texts and one made from each, with similarities from 0.5 to 1, at each threshold.
#[test]
fn the_threshold_holds_over_a_thousand_texts() {
    for (seed, threshold) in [(1, 0.6), (2, 0.7), (3, 0.8), (4, 0.9)] {
        let mut numbers = Numbers(seed);
        let mut duplicates = Duplicates::new(threshold, 10_000);
        let originals: Vec<Vec<String>> = (0..500)
            .map(|_| {
                let length = 100 + numbers.below(400);
                numbers.words(length)
            })
            .collect();
        for (at, words) in originals.iter().enumerate() {
            assert_eq!(duplicates.find(&fingerprint(words)), None);
            duplicates.remember(&fingerprint(words), at);
        }
        let (mut right, mut wrong, mut missed) = (0, 0, 0);
        for (at, words) in originals.iter().enumerate() {
            let changed = edited(words, numbers.below(words.len() / 3), &mut numbers);
            let truth = jaccard(words, &changed);
            let found = duplicates.find(&fingerprint(&changed));
            assert!(found.is_none_or(|repeat| *repeat.label == at));
            let (is, says) = (truth >= threshold, found.is_some());
            assert!(is == says || (truth - threshold).abs() < 0.1, "{truth} at {threshold}");
            right += usize::from(is && says);
            wrong += usize::from(!is && says);
            missed += usize::from(is && !says);
        }
        let precision = right as f64 / (right + wrong) as f64;
        let recall = right as f64 / (right + missed) as f64;
        println!("{threshold}: precision {precision:.3}, recall {recall:.3} of {right}");
        assert!(precision > 0.9 && recall > 0.9, "{threshold}: {precision} {recall}");
    }
}

#[test]
fn the_text_most_alike_is_named_and_the_earliest_of_several() {
    let mut numbers = Numbers(3);
    let words = numbers.words(400);
    let nearer = edited(&words, 8, &mut numbers);
    let farther = edited(&words, 40, &mut numbers);
    let mut duplicates = Duplicates::new(0.7, 100);
    for (label, words) in [("farther", &farther), ("nearer", &nearer), ("again", &nearer)] {
        duplicates.remember(&fingerprint(words), label);
    }
    assert_eq!(duplicates.find(&fingerprint(&words)).unwrap().label, &"nearer");
}

#[test]
fn no_more_texts_are_remembered_than_may_be_and_the_last_half_always_is() {
    let mut numbers = Numbers(5);
    let texts: Vec<_> = (0..350).map(|_| fingerprint(&numbers.words(30))).collect();
    let mut duplicates = Duplicates::new(0.8, 100);
    for (at, text) in texts.iter().enumerate() {
        duplicates.remember(text, at);
        assert!(duplicates.len() <= 100);
        let last_half = texts.iter().enumerate().take(at + 1).skip((at + 1).saturating_sub(50));
        for (label, text) in last_half {
            assert_eq!(duplicates.find(text).unwrap().label, &label);
        }
    }
    assert_eq!(duplicates.find(&texts[0]), None);
    let bytes = std::mem::size_of::<(u64, fingerprint::Sketch)>() + 24 * PLACES / rows(0.8);
    assert!(bytes <= 1300 - 256, "{bytes}: what the documentation says of memory");
}

#[test]
fn a_part_that_many_texts_have_in_common_hides_no_repeat() {
    let mut numbers = Numbers(9);
    let common = numbers.words(250);
    let mut duplicates = Duplicates::new(0.8, 10_000);
    let texts: Vec<Vec<String>> =
        (0..2000).map(|_| [common.clone(), numbers.words(100)].concat()).collect();
    for (at, words) in texts.iter().enumerate() {
        duplicates.remember(&fingerprint(words), at);
    }
    for (at, words) in texts.iter().enumerate().step_by(20) {
        let changed = edited(words, 10, &mut numbers);
        assert_eq!(duplicates.find(&fingerprint(&changed)).map(|repeat| *repeat.label), Some(at));
    }
}
