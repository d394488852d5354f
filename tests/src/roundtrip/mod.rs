//! Markdown written from content and read back by another program's parser.

mod dom_tree;
mod dump;
mod generate;
mod html_reader;
mod project;
mod random;
mod reader;

use std::fmt::Write;

use dechaff::MarkdownOptions;
use dechaff::content::Content;
pub use reader::parser;

pub use self::dump::dump;
pub use self::generate::tree;
pub use self::html_reader::read_html;
pub use self::random::Random;

/// What is wrong with the Markdown of a tree: it reads back as another one, or holds raw HTML
/// beside tables.
pub fn fault(content: &Content) -> Option<String> {
    let markdown = content.to_markdown(&MarkdownOptions::default());
    let (read, raw) = reader::read(&markdown);
    let mut fault = difference(&dump(&project::projected(content)), &dump(&read), &markdown);
    if let Some(html) = raw.first() {
        let _ = writeln!(fault, "raw HTML: {html}");
    }
    (!fault.is_empty()).then_some(fault)
}

/// What is wrong with the HTML of a tree: it reads back as another one, or that is written in
/// another way.
pub fn html_fault(content: &Content) -> Option<String> {
    let html = content.to_html();
    let (read, unknown) = read_html(&html);
    let wanted = dump(&project::projected_for_html(content));
    let mut fault = difference(&wanted, &dump(&read), &html);
    fault.push_str(&difference(&html, &read.to_html(), &html));
    if let Some(name) = unknown.first() {
        let _ = writeln!(fault, "unknown element: {name}");
    }
    (!fault.is_empty()).then_some(fault)
}

/// The first line that differs, and where.
fn difference(wanted: &str, given: &str, whole: &str) -> String {
    let (mut lines, mut others) = (wanted.lines(), given.lines());
    loop {
        match (lines.next(), others.next()) {
            (None, None) => return String::new(),
            (wanted, given) if wanted == given => {}
            (wanted, given) => {
                let (wanted, given) = (wanted.unwrap_or("(end)"), given.unwrap_or("(end)"));
                return format!("wanted {wanted}\n given {given}\nin:\n{whole}\n");
            }
        }
    }
}
