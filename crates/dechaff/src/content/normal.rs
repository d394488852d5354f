//! The normal form of runs: the one way in which a line of text is put down.
//!
//! White space is single spaces and line breaks, none at the ends, and none within marks that the
//! words on both sides of it do not share. Neighbours in one style are one run; none is empty.

use std::borrow::Cow;

use super::{ContentNode, Inline, Part, Run};
use crate::no_character::{is_blank, is_no_character};
use crate::white_space::{Piece, pieces};

/// The runs in normal form. In text, `\n` is a line break and all else of white space a space.
pub(crate) fn runs(runs: impl IntoIterator<Item = Run>) -> Vec<Run> {
    let mut normal = Normal::default();
    for run in runs {
        normal.push(run);
    }
    normal.runs
}

/// The same without line breaks, as headings have it.
pub(crate) fn one_line(mut line: Vec<Run>) -> Vec<Run> {
    for run in &mut line {
        if let Inline::Text(text) = &mut run.inline
            && text.contains('\n')
        {
            *text = text.replace('\n', " ");
        }
    }
    runs(line)
}

/// The text of parts as one, a line for each.
pub(crate) fn joined(nodes: Vec<ContentNode>) -> Vec<Run> {
    let mut all: Vec<Run> = Vec::new();
    let mut rest: Vec<ContentNode> = nodes.into_iter().rev().collect();
    while let Some(mut node) = rest.pop() {
        let own: Vec<Run> = match &mut node.part {
            Part::Code { text, .. } => vec![Inline::Code(std::mem::take(text)).into()],
            Part::Math { tex } => vec![Inline::Math(std::mem::take(tex)).into()],
            Part::Image(image) => vec![Inline::Image(std::mem::take(image)).into()],
            part => part.runs_mut().into_iter().flat_map(std::mem::take).collect(),
        };
        if !all.is_empty() && !own.is_empty() {
            all.push(Run::plain("\n"));
        }
        all.extend(own);
        let inner: Vec<ContentNode> =
            node.part.children_mut().into_iter().flat_map(std::mem::take).collect();
        rest.extend(inner.into_iter().rev());
    }
    runs(all)
}

/// The text of runs.
pub(crate) fn shown(runs: &[Run]) -> String {
    runs.iter().map(|run| run.inline.shown()).collect()
}

/// What stands between two words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    #[default]
    None,
    /// White space inside program text.
    InCode,
    Space,
    Line,
}

#[derive(Default)]
struct Normal {
    runs: Vec<Run>,
    gap: Gap,
}

impl Normal {
    fn push(&mut self, run: Run) {
        let is_empty = match &run.inline {
            Inline::Text(text) => {
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        self.gap = Gap::Line;
                    }
                    self.words(line, &run, Gap::Space, Inline::Text);
                }
                return;
            }
            Inline::Code(text) => {
                self.words(text, &run, Gap::InCode, Inline::Code);
                return;
            }
            Inline::Math(tex) => is_blank(tex),
            Inline::Image(image) => image.src.is_empty(),
            Inline::Note(label) => label.is_empty(),
            Inline::Ruby { base, .. } => is_blank(base),
        };
        if !is_empty {
            self.put(run);
        }
    }

    /// Takes in text or code, in the style of `run`.
    fn words(&mut self, text: &str, run: &Run, space: Gap, inline: fn(String) -> Inline) {
        // Once words of this run stand last, more of them can be put right after.
        let mut begun = false;
        let mut shown = Cow::Borrowed(text);
        if text.contains(is_no_character) {
            shown.to_mut().retain(|character| !is_no_character(character));
        }
        for piece in pieces(&shown) {
            let Piece::Shown(words) = piece else {
                self.gap = self.gap.max(space);
                continue;
            };
            if let Some(Run { inline: Inline::Text(text) | Inline::Code(text), .. }) =
                self.runs.last_mut().filter(|_| begun)
            {
                if std::mem::take(&mut self.gap) != Gap::None {
                    text.push(' ');
                }
                text.push_str(words);
            } else {
                self.put(Run { inline: inline(words.to_owned()), ..style(run) });
                begun = true;
            }
        }
    }

    /// Appends what is not white space, and before it the white space that is due.
    fn put(&mut self, run: Run) {
        let gap = std::mem::take(&mut self.gap);
        if let Some(last) = self.runs.last_mut()
            && gap != Gap::None
        {
            let in_code = gap == Gap::InCode && last.is_styled_as(&run);
            match (&mut last.inline, &run.inline) {
                (Inline::Code(text), Inline::Code(_)) if in_code => text.push(' '),
                _ => {
                    let white = if gap == Gap::Line { "\n" } else { " " };
                    let inline = Inline::Text(white.to_owned());
                    let shared = shared_style(last, &run);
                    self.append(Run { inline, ..shared });
                }
            }
        }
        self.append(run);
    }

    /// Appends a run, to the last one if they are of one sort and style.
    fn append(&mut self, run: Run) {
        if let Some(last) = self.runs.last_mut().filter(|last| last.is_styled_as(&run)) {
            match (&mut last.inline, &run.inline) {
                (Inline::Text(text), Inline::Text(more))
                | (Inline::Code(text), Inline::Code(more)) => {
                    text.push_str(more);
                    return;
                }
                _ => {}
            }
        }
        self.runs.push(run);
    }
}

/// An empty run with the marks of another.
fn style(run: &Run) -> Run {
    let Run { strong, emphasis, strike, mark, sub, sup, .. } = *run;
    Run { strong, emphasis, strike, mark, sub, sup, link: run.link.clone(), ..Run::default() }
}

/// An empty run with the marks that both have.
fn shared_style(one: &Run, other: &Run) -> Run {
    Run {
        inline: Inline::default(),
        strong: one.strong && other.strong,
        emphasis: one.emphasis && other.emphasis,
        strike: one.strike && other.strike,
        mark: one.mark && other.mark,
        sub: one.sub && other.sub,
        sup: one.sup && other.sup,
        link: one.link.clone().filter(|link| other.link.as_ref() == Some(link)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong(text: &str) -> Run {
        Run { strong: true, ..Run::plain(text) }
    }

    fn code(text: &str) -> Run {
        Inline::Code(text.to_owned()).into()
    }

    #[test]
    fn white_space_is_single_and_stands_in_the_marks_of_both_sides() {
        let normal = runs([Run::plain(" a  "), strong("b "), strong(" c"), Run::plain("\n d ")]);
        assert_eq!(normal, [Run::plain("a "), strong("b c"), Run::plain("\nd")]);
        let both = Run { emphasis: true, ..strong("b") };
        let normal = runs([strong("a"), Run { emphasis: true, ..strong(" b ") }, strong("c")]);
        assert_eq!(normal, [strong("a "), both, strong(" c")]);
        assert_eq!(runs([strong("a "), Run::plain("\n"), strong(" b")]), [strong("a\nb")]);
        assert!(runs([Run::plain(" \n"), strong("")]).is_empty());
    }

    #[test]
    fn what_is_no_character_makes_no_run() {
        assert_eq!(runs([Run::plain("a "), code("\u{ffff}"), strong("\u{1}b")]).len(), 2);
        assert_eq!(runs([Inline::Math("\u{1} ".to_owned()).into()]), []);
    }

    #[test]
    fn code_keeps_its_own_white_space_alone() {
        assert_eq!(runs([code("a "), code("b")]), [code("a b")]);
        assert_eq!(runs([code("a"), Run::plain(" "), code("b")]).len(), 3);
        assert_eq!(runs([Run::plain("x"), code(" a ")]), [Run::plain("x "), code("a")]);
    }
}
