//! Text and its style, gathered into runs.

use url::Url;

use super::Run;
use crate::dom::{Node, Tag};
use crate::white_space::{Piece, pieces};

/// The paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Inline {
    runs: Vec<Run>,
    space_due: bool,
}

/// The style that the open elements give to text.
#[derive(Debug, Default)]
pub(super) struct Style {
    strong: usize,
    emphasis: usize,
    code: usize,
    links: Vec<Option<String>>,
}

impl Style {
    /// Enters or leaves an element that changes the style.
    pub(super) fn turn(&mut self, node: &Node<'_>, enter: bool, base: Option<&Url>) {
        let count = match node.tag() {
            Tag::Strong | Tag::B => &mut self.strong,
            Tag::Em | Tag::I => &mut self.emphasis,
            Tag::Code | Tag::Kbd | Tag::Samp | Tag::Tt => &mut self.code,
            Tag::A => {
                if enter {
                    self.links.push(node.attr("href").and_then(|href| target(href, base)));
                } else {
                    self.links.pop();
                }
                return;
            }
            _ => return,
        };
        *count = if enter { *count + 1 } else { count.saturating_sub(1) };
    }

    fn run(&self) -> Run {
        Run {
            text: String::new(),
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            code: self.code > 0,
            link: self.links.last().cloned().flatten(),
        }
    }
}

/// The absolute target of a link; none where following it would not lead to a document.
fn target(href: &str, base: Option<&Url>) -> Option<String> {
    let url = match base {
        Some(base) => base.join(href.trim()).ok()?,
        None => Url::parse(href.trim()).ok()?,
    };
    let safe = matches!(url.scheme(), "http" | "https" | "mailto" | "tel" | "ftp");
    safe.then(|| url.into())
}

impl Inline {
    /// Text as a browser shows it: white space collapsed, also over the edges of elements.
    pub(super) fn text(&mut self, text: &str, style: &Style) {
        let mut run = style.run();
        for piece in pieces(text) {
            match piece {
                Piece::Shown(piece) => run.text.push_str(piece),
                Piece::Space if run.text.is_empty() => self.space_due = true,
                Piece::Space if !run.text.ends_with(' ') => run.text.push(' '),
                Piece::Space => {}
            }
        }
        if run.text.is_empty() {
            return;
        }
        let space_before = std::mem::take(&mut self.space_due);
        if run.text.ends_with(' ') {
            run.text.pop();
            self.space_due = true;
        }
        self.push(run, space_before);
    }

    fn push(&mut self, run: Run, space_before: bool) {
        let Some(last) = self.runs.last_mut() else {
            self.runs.push(run);
            return;
        };
        let same = |a: &Run, b: &Run| {
            (a.strong, a.emphasis, a.code, &a.link) == (b.strong, b.emphasis, b.code, &b.link)
        };
        let space = space_before && !last.text.ends_with('\n');
        if same(last, &run) {
            if space {
                last.text.push(' ');
            }
            last.text.push_str(&run.text);
            return;
        }
        if space {
            // The space belongs to whichever side is plain, so that marks stay close to words.
            let plain = Run { text: String::new(), ..Run::default() };
            if same(last, &plain) {
                last.text.push(' ');
            } else if same(&run, &plain) {
                self.runs.push(Run { text: format!(" {}", run.text), ..run });
                return;
            } else if last.link.is_some() && last.link == run.link {
                last.text.push(' ');
            } else {
                self.runs.push(Run { text: " ".to_owned(), ..plain });
            }
        }
        self.runs.push(run);
    }

    /// A line break inside the paragraph.
    pub(super) fn line_break(&mut self) {
        self.space_due = false;
        if let Some(last) = self.runs.last_mut()
            && !last.text.ends_with('\n')
        {
            last.text.push('\n');
        }
    }

    /// A space, where a browser shows two things apart.
    pub(super) fn gap(&mut self) {
        self.space_due = true;
    }

    /// Takes the finished runs.
    pub(super) fn take(&mut self) -> Vec<Run> {
        self.space_due = false;
        let mut runs = std::mem::take(&mut self.runs);
        while let Some(last) = runs.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            if !last.text.is_empty() {
                break;
            }
            runs.pop();
        }
        runs
    }
}
