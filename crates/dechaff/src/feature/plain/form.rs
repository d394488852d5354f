//! The form of the line alone: indentation, gaps, capitals, and what its digits look like.

use super::lines::Lines;
use super::{flag, share};

pub(super) const NAMES: &[&str] = &[
    "indent", "indent_to_body", "indent_step_prev", "indent_step_next", "gaps", "dividers",
    "title_case", "longest_word", "symbol_share", "sentence_words", "has_date", "has_time",
    "has_year", "has_phone", "ends_ellipsis", "ends_arrow", "ends_question", "ends_comma",
    "quotes", "brackets", "is_heading", "is_prose", "code_share", "ends_as_code",
];

/// What is read off a line's characters.
#[derive(Default)]
struct Marks {
    gaps: f32,
    dividers: f32,
    symbols: f32,
    quotes: f32,
    brackets: f32,
    longest: f32,
    digits: Digits,
}

/// The digits of a line, as groups and what stands between them.
#[derive(Default)]
struct Digits {
    /// Length of the group in the making.
    open: u32,
    last: u32,
    /// The mark right after the last group, if one follows at once.
    joint: Option<char>,
    /// Digits joined by marks that telephone numbers have.
    chain: u32,
    date: f32,
    time: f32,
    year: f32,
    phone: f32,
}

/// The typical indentation of long lines.
pub(super) fn body_indent(lines: &Lines<'_>) -> f32 {
    let mut indents: Vec<f32> = (0..lines.count())
        .filter(|&line| lines.stats(line).is_long())
        .map(|line| lines.indent(line))
        .collect();
    indents.sort_by(f32::total_cmp);
    indents.get(indents.len() / 2).copied().unwrap_or(0.0)
}

pub(super) fn append(lines: &Lines<'_>, body_indent: f32, line: usize, row: &mut Vec<f32>) {
    let text = lines.text(line);
    let one = lines.stats(line);
    let marks = Marks::of(text);
    let indent = lines.indent(line);
    let step = |other: Option<usize>| {
        other.filter(|&at| at < lines.count()).map_or(0.0, |at| indent - lines.indent(at))
    };
    row.extend_from_slice(&[
        indent,
        indent - body_indent,
        step(line.checked_sub(1)),
        step(Some(line + 1)),
        marks.gaps,
        marks.dividers,
        lines.title_case(line),
        marks.longest,
        share(marks.symbols, one.size),
        one.words / (one.stops + 1.0),
        marks.digits.date,
        marks.digits.time,
        marks.digits.year,
        marks.digits.phone,
        flag(text.ends_with(['…']) || text.ends_with("...")),
        flag(text.ends_with(['›', '»', '→', '>', '▸', '▶', '➔', '⟶', '↗'])),
        flag(text.ends_with(['?', '？', '؟'])),
        flag(text.ends_with([',', '，', ';', '；'])),
        marks.quotes,
        marks.brackets,
        flag(lines.is_heading(line)),
        flag(lines.is_prose(line)),
        lines.code(line),
        flag(text.ends_with(['{', '}', ';', '(', ')', ']', ','])),
    ]);
}

impl Marks {
    fn of(text: &str) -> Self {
        let mut marks = Self::default();
        let (mut word, mut spaces) = (0.0, 0);
        for character in text.chars() {
            marks.digits.take(character);
            if character.is_whitespace() {
                spaces += 1;
                let tab = character == '\t';
                marks.gaps += flag(spaces == 2 || tab && spaces == 1);
                word = 0.0;
                continue;
            }
            spaces = 0;
            word += 1.0;
            marks.longest = marks.longest.max(word);
            match character {
                '|' | '»' | '›' | '/' | '·' | '•' | '>' => marks.dividers += 1.0,
                '"' | '“' | '”' | '«' | '„' | '「' => marks.quotes += 1.0,
                '(' | '[' | '（' | '【' => marks.brackets += 1.0,
                _ => {}
            }
            marks.symbols += flag(!character.is_ascii() && !character.is_alphanumeric());
        }
        marks.digits.take(' ');
        marks
    }
}

impl Digits {
    fn take(&mut self, character: char) {
        if character.is_ascii_digit() {
            self.open += 1;
            return;
        }
        if self.open > 0 {
            self.close();
            self.joint = Some(character);
        } else {
            self.joint = None;
        }
        if !matches!(character, '-' | '.' | ' ' | '(' | ')' | '+' | '/') {
            self.chain = 0;
        }
    }

    /// Ends a group of digits.
    fn close(&mut self) {
        let joint = self.joint.take();
        let known = |length: u32| length <= 2 || length == 4;
        let dated = joint.is_some_and(|mark| matches!(mark, '/' | '-' | '.'));
        self.chain += self.open;
        let found = [
            (&mut self.year, self.open == 4),
            (&mut self.date, dated && known(self.open) && known(self.last)),
            (&mut self.time, joint == Some(':') && self.open == 2 && self.last <= 2),
            (&mut self.phone, self.chain >= 9),
        ];
        for (measure, _) in found.into_iter().filter(|(_, holds)| *holds) {
            *measure = 1.0;
        }
        self.last = self.open;
        self.open = 0;
    }
}
