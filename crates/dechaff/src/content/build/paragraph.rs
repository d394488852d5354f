//! The paragraph in the making: runs, and what stands in its middle and parts it.

use super::style::Style;
use crate::content::{Image, Inline, Part, Run, normal};
use crate::white_space::{Piece, pieces};

/// The paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    atoms: Vec<Atom>,
}

#[derive(Debug)]
enum Atom {
    Run(Run),
    /// Who made a picture.
    Credit(Run),
    /// Something that stands on a line of its own.
    Apart(Part),
    /// An empty line.
    Blank,
}

/// What comes of a paragraph.
#[derive(Debug, PartialEq)]
pub(super) enum Finished {
    /// A paragraph's runs.
    Runs(Vec<Run>),
    /// Runs that say who made a picture.
    Credit(Vec<Run>),
    /// Something between paragraphs.
    Part(Part),
}

impl Paragraph {
    pub(super) fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    /// Whether nothing but white space is in it.
    pub(super) fn is_blank(&self) -> bool {
        self.atoms.iter().all(|atom| match atom {
            Atom::Run(Run { inline: Inline::Text(text), .. }) => text.trim().is_empty(),
            Atom::Blank => true,
            _ => false,
        })
    }

    /// Text as a browser shows it: white space collapsed, also over the edges of elements.
    pub(super) fn text(&mut self, text: &str, style: &Style) {
        if !style.keeps_lines() {
            self.line(text, style);
            return;
        }
        let mut is_blank = false;
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                let atom = if is_blank { Atom::Blank } else { Atom::Run(Run::plain("\n")) };
                self.atoms.push(atom);
            }
            self.line(line, style);
            is_blank = number > 0 && line.trim().is_empty();
        }
    }

    fn line(&mut self, text: &str, style: &Style) {
        let mut shown = String::with_capacity(text.len());
        for piece in pieces(text) {
            match piece {
                Piece::Shown(piece) => shown.push_str(piece),
                Piece::Space => shown.push(' '),
            }
        }
        if !shown.is_empty() {
            self.push(style.text(shown), style);
        }
    }

    fn push(&mut self, run: Run, style: &Style) {
        let atom = if style.is_credit() { Atom::Credit(run) } else { Atom::Run(run) };
        self.atoms.push(atom);
    }

    /// Something in the line that is no text.
    pub(super) fn inline(&mut self, inline: Inline, style: &Style) {
        self.push(style.run(inline), style);
    }

    /// A reference to a note: it stands above the line by itself and leads to the note.
    pub(super) fn note(&mut self, label: &str, style: &Style) {
        let run =
            Run { sup: false, sub: false, link: None, ..style.run(Inline::Note(label.into())) };
        self.push(run, style);
    }

    /// Something that stands on a line of its own.
    pub(super) fn apart(&mut self, part: Part) {
        self.atoms.push(Atom::Apart(part));
    }

    /// A line break inside the paragraph.
    pub(super) fn line_break(&mut self) {
        self.atoms.push(Atom::Run(Run::plain("\n")));
    }

    /// A space, where a browser shows two things apart.
    pub(super) fn gap(&mut self) {
        if !self.atoms.is_empty() {
            self.atoms.push(Atom::Run(Run::plain(" ")));
        }
    }

    /// Takes what is finished.
    pub(super) fn take(&mut self) -> Vec<Finished> {
        let (mut finished, mut runs, mut credit) = (Vec::new(), Vec::new(), Vec::new());
        for atom in self.atoms.drain(..) {
            match atom {
                Atom::Run(run) => {
                    // White space after a credit belongs to whatever comes next.
                    runs.push(run);
                }
                Atom::Credit(run) => {
                    runs.push(Run::plain(" "));
                    credit.push(run);
                }
                Atom::Blank => end(&mut runs, &mut finished),
                Atom::Apart(part) => {
                    end(&mut runs, &mut finished);
                    finished.push(Finished::Part(part));
                }
            }
        }
        end(&mut runs, &mut finished);
        let credit = normal::runs(credit);
        if !credit.is_empty() {
            finished.push(Finished::Credit(credit));
        }
        finished
    }
}

/// Ends a paragraph. Images that have a line to themselves become parts of their own.
fn end(runs: &mut Vec<Run>, finished: &mut Vec<Finished>) {
    let runs = normal::runs(runs.drain(..));
    if runs.is_empty() {
        return;
    }
    if !runs.iter().any(|run| matches!(run.inline, Inline::Image(_))) {
        finished.push(Finished::Runs(runs));
        return;
    }
    let mut paragraph: Vec<Run> = Vec::new();
    for line in lines(runs) {
        if line.iter().all(is_image_or_space) {
            if !paragraph.is_empty() {
                finished.push(Finished::Runs(normal::runs(paragraph.drain(..))));
            }
            finished.extend(line.into_iter().filter_map(alone));
        } else {
            if !paragraph.is_empty() {
                paragraph.push(Run::plain("\n"));
            }
            paragraph.extend(line);
        }
    }
    if !paragraph.is_empty() {
        finished.push(Finished::Runs(normal::runs(paragraph)));
    }
}

/// The runs of each line.
fn lines(runs: Vec<Run>) -> Vec<Vec<Run>> {
    let mut lines: Vec<Vec<Run>> = vec![Vec::new()];
    for run in runs {
        let Some(text) = run.inline.as_text() else {
            if let Some(line) = lines.last_mut() {
                line.push(run);
            }
            continue;
        };
        for (number, part) in text.split('\n').enumerate() {
            if number > 0 {
                lines.push(Vec::new());
            }
            if let Some(line) = lines.last_mut().filter(|_| !part.is_empty()) {
                line.push(Run { inline: Inline::Text(part.to_owned()), ..run.clone() });
            }
        }
    }
    lines
}

fn is_image_or_space(run: &Run) -> bool {
    match &run.inline {
        Inline::Image(_) => true,
        Inline::Text(text) => text.trim().is_empty(),
        _ => false,
    }
}

/// An image on its own. Its link is kept where that leads to more than the image in full size.
fn alone(run: Run) -> Option<Finished> {
    let leads_on = run.link.as_deref().is_some_and(|link| !is_image_address(link));
    match run.inline {
        Inline::Image(_) if leads_on => {
            Some(Finished::Runs(vec![Run { link: run.link, ..run.inline.into() }]))
        }
        Inline::Image(image) => Some(Finished::Part(Part::Image(image))),
        _ => None,
    }
}

fn is_image_address(link: &str) -> bool {
    let path = link.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    Image::ENDINGS.iter().any(|ending| path.ends_with(ending))
}
