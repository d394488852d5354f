//! Text and its style, gathered into runs.

use url::Url;

use crate::content::{Inline, Run, normal};
use crate::dom::{Node, Tag};
use crate::white_space::{Piece, pieces};

/// The paragraph in the making.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    runs: Vec<Run>,
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

    fn run(&self, text: String) -> Run {
        Run {
            inline: if self.code > 0 { Inline::Code(text) } else { Inline::Text(text) },
            strong: self.strong > 0,
            emphasis: self.emphasis > 0,
            link: self.links.last().cloned().flatten(),
            ..Run::default()
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

impl Paragraph {
    /// Text as a browser shows it: white space collapsed, also over the edges of elements.
    pub(super) fn text(&mut self, text: &str, style: &Style) {
        let mut run = style.run(String::new());
        let (Inline::Text(shown) | Inline::Code(shown)) = &mut run.inline else {
            return;
        };
        for piece in pieces(text) {
            match piece {
                Piece::Shown(piece) => shown.push_str(piece),
                Piece::Space => shown.push(' '),
            }
        }
        if !shown.is_empty() {
            self.runs.push(run);
        }
    }

    /// A line break inside the paragraph.
    pub(super) fn line_break(&mut self) {
        self.runs.push(Run::plain("\n"));
    }

    /// A space, where a browser shows two things apart.
    pub(super) fn gap(&mut self) {
        self.runs.push(Run::plain(" "));
    }

    /// Takes the finished runs.
    pub(super) fn take(&mut self) -> Vec<Run> {
        normal::runs(self.runs.drain(..))
    }
}
