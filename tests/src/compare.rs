//! Comparisons that say what differs.

use similar::TextDiff;

/// The difference between two texts as a unified diff; nothing when they are the same.
pub fn difference(expected: &str, actual: &str) -> Option<String> {
    if expected == actual {
        return None;
    }
    let diff = TextDiff::from_lines(expected, actual);
    let text = diff.unified_diff().header("expected", "actual").to_string();
    // Lines that differ by their ends alone look the same in a diff.
    Some(if expected.trim_end() == actual.trim_end() {
        format!("only the end differs: {:?} expected, {:?} actual", tail(expected), tail(actual))
    } else {
        text
    })
}

/// The text with every run of white space as one space.
pub fn squash(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tail(text: &str) -> String {
    let mut end: Vec<char> = text.chars().rev().take(20).collect();
    end.reverse();
    end.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_shown() {
        assert_eq!(difference("a\n", "a\n"), None);
        assert!(difference("a\nb\n", "a\nc\n").unwrap().contains("-b\n+c"));
        assert!(difference("a\n", "a").unwrap().contains("only the end"));
    }
}
