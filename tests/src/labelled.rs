//! Plain texts with a label for each line.

use std::collections::HashMap;

/// What is wrong with `output`, given the lines of `text` and their labels (rows of line number,
/// `keep`, `drop` or `either`, and kind, after a row of headings).
///
/// Every line labelled `keep` must be there unchanged, in the order of the text, no line labelled
/// `drop`, and no line more often than it may be kept.
pub fn line_problems(text: &str, labels: &str, output: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let rows = labels.lines().skip(1).filter_map(|row| {
        let mut cells = row.split('\t');
        let number: usize = cells.next()?.parse().ok()?;
        let line = number.checked_sub(1).and_then(|index| lines.get(index))?;
        Some((number, cells.next()?, *line))
    });
    let rows: Vec<_> = rows.filter(|(_, _, line)| !line.trim().is_empty()).collect();
    let mut problems = Vec::new();
    if rows.is_empty() {
        problems.push("no labels could be read".into());
    }
    let mut may_be_kept: HashMap<&str, usize> = HashMap::new();
    for (_, label, line) in &rows {
        *may_be_kept.entry(line).or_default() += usize::from(*label != "drop");
    }
    let mut left = output.lines();
    let mut given: HashMap<&str, usize> = HashMap::new();
    for line in output.lines().filter(|line| !line.trim().is_empty()) {
        *given.entry(line).or_default() += 1;
    }
    for (number, label, line) in &rows {
        let count = given.get(line).copied().unwrap_or_default();
        let most = may_be_kept.get(line).copied().unwrap_or_default();
        match *label {
            "keep" if count == 0 => problems.push(format!("line {number} is lost: {line}")),
            "keep" if !left.any(|kept| kept == *line) => {
                problems.push(format!("line {number} is out of order: {line}"));
                left = output.lines();
            }
            "drop" if most == 0 && count > 0 => {
                problems.push(format!("line {number} is still there: {line}"));
            }
            _ if count > most && most > 0 => {
                problems.push(format!("line {number} is there {count} times: {line}"));
            }
            _ => {}
        }
    }
    let unknown = given.keys().filter(|line| !may_be_kept.contains_key(*line));
    problems.extend(unknown.map(|line| format!("a line that is not in the text: {line}")));
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Menu\n\nTitle\n\nOne.\nPhoto: me\nTwo.\n";
    const LABELS: &str = "line\tlabel\tkind\n1\tdrop\tmenu\n3\tkeep\ttitle\n5\tkeep\tbody\n\
        6\teither\tcredit\n7\tkeep\tbody\n";

    fn problems(output: &str) -> String {
        line_problems(TEXT, LABELS, output).join("; ")
    }

    #[test]
    fn each_kind_of_problem_is_found() {
        assert_eq!(problems("Title\n\nOne.\nTwo.\n"), "");
        assert_eq!(problems("Title\n\nOne.\nPhoto: me\nTwo.\n"), "");
        assert!(problems("Title\n\nOne.\n").contains("line 7 is lost"));
        assert!(problems("Menu\nTitle\nOne.\nTwo.\n").contains("line 1 is still there"));
        assert!(problems("One.\nTitle\nTwo.\n").contains("line 5 is out of order"));
        assert!(problems("Title\nTitle\nOne.\nTwo.\n").contains("there 2 times"));
        assert!(problems("Title\n One.\nTwo.\n").contains("not in the text"));
        assert!(line_problems(TEXT, "", "").join("").contains("no labels"));
    }
}
