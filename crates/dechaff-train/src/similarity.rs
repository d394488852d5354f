//! How alike two texts are, by the edits that lead from one to the other.

/// One less the Levenshtein distance over the longer length, from 0 to 1; `None` where it is
/// under `least`, which is found out early.
pub(crate) fn at_least(one: &str, other: &str, least: f64) -> Option<f64> {
    if one == other {
        return Some(1.0);
    }
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longer = one.len().max(other.len());
    let allowed = ((1.0 - least) * longer as f64 + 1e-9) as usize;
    let distance = distance_within(&one, &other, allowed)?;
    Some(1.0 - distance as f64 / longer as f64)
}

/// The Levenshtein distance, if it is no more than `allowed` (Ukkonen's band).
fn distance_within(one: &[char], other: &[char], allowed: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > allowed {
        return None;
    }
    let far = allowed + 1;
    let mut row: Vec<usize> = (0..=other.len()).map(|at| at.min(far)).collect();
    for (line, letter) in one.iter().enumerate() {
        let first = line.saturating_sub(allowed);
        let last = (line + allowed + 1).min(other.len());
        let mut diagonal = row.get(first).copied().unwrap_or(far);
        let mut left = if first == 0 { (line + 1).min(far) } else { far };
        if let Some(start) = row.get_mut(first) {
            *start = left;
        }
        let mut best = left;
        for at in first..last {
            let above = row.get(at + 1).copied().unwrap_or(far);
            let change = usize::from(other.get(at) != Some(letter));
            left = (diagonal + change).min(above + 1).min(left + 1).min(far);
            diagonal = above;
            if let Some(place) = row.get_mut(at + 1) {
                *place = left;
            }
            best = best.min(left);
        }
        if let Some(beyond) = row.get_mut(last + 1) {
            *beyond = far;
        }
        if best >= far {
            return None;
        }
    }
    row.last().copied().filter(|&distance| distance <= allowed)
}

/// What has no counterpart of two lists of texts.
#[derive(Debug, Default)]
pub(crate) struct Unmatched<'t> {
    pub(crate) wanted: Vec<&'t String>,
    pub(crate) given: Vec<&'t String>,
}

/// Pairs each wanted text with the most similar one that is left, in order.
pub(crate) fn unmatched<'t>(
    wanted: &'t [String],
    given: &'t [String],
    least: f64,
) -> Unmatched<'t> {
    let mut left: Vec<Option<&String>> = given.iter().map(Some).collect();
    let mut unequal = Vec::new();
    for text in wanted {
        match left.iter_mut().find(|given| **given == Some(text)) {
            Some(same) => *same = None,
            None => unequal.push(text),
        }
    }
    let mut lacking = Vec::new();
    for text in unequal {
        let alike = |given: Option<&String>| given.and_then(|given| at_least(text, given, least));
        let best = left
            .iter_mut()
            .filter_map(|given| Some((alike(*given)?, given)))
            .max_by(|(one, _), (other, _)| one.total_cmp(other));
        match best {
            Some((_, given)) => *given = None,
            None => lacking.push(text),
        }
    }
    Unmatched { wanted: lacking, given: left.into_iter().flatten().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn distance(one: &str, other: &str, allowed: usize) -> Option<usize> {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        distance_within(&letters(one), &letters(other), allowed)
    }

    #[test]
    fn a_distance_is_exact_within_what_is_allowed() {
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
        assert_eq!(distance("kitten", "sitting", 6), Some(3));
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("", "abc", 3), Some(3));
        assert_eq!(distance("abc", "", 2), None);
        assert_eq!(distance("abcdef", "bcdefg", 2), Some(2));
    }

    #[test]
    fn each_given_text_is_taken_once() {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        let wanted = texts(&["ten letters", "ten letters", "none"]);
        let lacking = |given: &[&str]| {
            let given = texts(given);
            let unmatched = unmatched(&wanted, &given, 0.9);
            (unmatched.wanted.len(), unmatched.given.len())
        };
        assert_eq!(lacking(&["ten letterz", "other"]), (2, 1));
        assert_eq!(lacking(&["ten letterz", "ten letters"]), (1, 0));
    }
}
