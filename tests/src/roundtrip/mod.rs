//! Markdown written from content and read back by another program's parser.

mod dump;
mod generate;
mod project;
mod random;
mod reader;

use std::fmt::Write;

use dechaff::MarkdownOptions;
use dechaff::content::Content;

pub use self::dump::dump;
pub use self::generate::tree;
pub use self::random::Random;

/// What is wrong with the Markdown of a tree: it reads back as another one, or holds raw HTML
/// beside tables.
pub fn fault(content: &Content) -> Option<String> {
    let markdown = content.to_markdown(&MarkdownOptions::default());
    if markdown.contains("<table>") {
        return None;
    }
    let (read, raw) = reader::read(&markdown);
    let wanted = dump(&project::projected(content));
    let given = dump(&read);
    let mut fault = String::new();
    if let Some(html) = raw.first() {
        let _ = writeln!(fault, "raw HTML: {html}");
    }
    let mut lines = wanted.lines();
    let mut others = given.lines();
    loop {
        match (lines.next(), others.next()) {
            (None, None) => break,
            (wanted, given) if wanted == given => {}
            (wanted, given) => {
                let (wanted, given) = (wanted.unwrap_or("(end)"), given.unwrap_or("(end)"));
                let _ = writeln!(fault, "wanted {wanted}\n given {given}\nin:\n{markdown}");
                break;
            }
        }
    }
    (!fault.is_empty()).then_some(fault)
}
