//! What is known to be wrong still: `fixtures/known_gaps.tsv`.
//!
//! The fixtures say what is right; this list says where the output falls short of it today. A
//! test fails when something goes wrong that is not listed, and also when something listed has
//! come right, so that the list can only be kept true.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

/// The rows of one check: what is wrong, and how good it must be all the same.
fn known(check: &str) -> BTreeMap<String, Option<f64>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/known_gaps.tsv");
    let table = fs::read_to_string(path).expect("fixtures/known_gaps.tsv can be read");
    let rows = table.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        let (kind, problem) = (cells.next()?, cells.next()?);
        let floor = cells.next().and_then(|floor| floor.parse().ok());
        (kind == check).then(|| (problem.to_owned(), floor))
    });
    rows.collect()
}

/// The problems that are not known, and the known ones that are gone.
pub fn unknown_problems(check: &str, problems: Vec<String>) -> Vec<String> {
    let mut known = known(check);
    let mut unknown: Vec<String> =
        problems.into_iter().filter(|problem| known.remove(problem).is_none()).collect();
    let gone = known.into_keys().map(|gap| format!("no gap any more, take it off: {gap}"));
    unknown.extend(gone);
    unknown
}

/// What is wrong with the word F1 of the outputs that differ from what is expected. `differing`
/// are their names, with the expected and the given text.
pub fn below_floor(check: &str, differing: Vec<(String, String, String)>) -> Vec<String> {
    let mut known = known(check);
    let mut problems = Vec::new();
    for (name, expected, given) in differing {
        let f1 = word_f1(&expected, &given);
        match known.remove(&name).flatten() {
            Some(floor) if f1 >= floor => {}
            Some(floor) => problems.push(format!("{name}: word F1 {f1:.3}, at least {floor}")),
            None => problems.push(format!("{name}: differs, word F1 {f1:.3}")),
        }
    }
    let gone = known.into_keys().map(|gap| format!("no gap any more, take it off: {gap}"));
    problems.extend(gone);
    problems
}

/// F1 of two texts as bags of words parted by white space.
fn word_f1(expected: &str, given: &str) -> f64 {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for word in expected.split_whitespace() {
        *counts.entry(word).or_default() += 1;
    }
    let hits = given.split_whitespace().filter(|word| {
        counts.get_mut(word).is_some_and(|count| {
            let left = *count > 0;
            *count -= usize::from(left);
            left
        })
    });
    let hits = hits.count();
    let total = expected.split_whitespace().count() + given.split_whitespace().count();
    2.0 * hits as f64 / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn word_f1_counts_each_word_as_often_as_it_stands() {
        assert!((word_f1("a b b", "b b a") - 1.0).abs() < 1e-9);
        assert!((word_f1("a b", "b b") - 0.5).abs() < 1e-9);
        assert!(word_f1("a", "c").abs() < 1e-9);
    }
}
