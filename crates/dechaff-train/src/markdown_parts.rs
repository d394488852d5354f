//! What parts a Markdown text has, by the words of another program's parser.

use dechaff::{Limits, dom};
use dechaff_tests::roundtrip::parser;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

/// The parts, each as its text with white space taken out or collapsed.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) headings: Vec<String>,
    /// The text of each item without that of lists in it.
    pub(crate) items: Vec<String>,
    pub(crate) code: Vec<String>,
    /// The text of code in a line that is all of its paragraph.
    pub(crate) lone_code: Vec<String>,
    /// The text of each row of a table.
    pub(crate) rows: Vec<String>,
    /// The text of each table.
    pub(crate) tables: Vec<String>,
    /// What each image shows, without scheme and host.
    pub(crate) images: Vec<String>,
    /// Where each link leads, without scheme and host.
    pub(crate) links: Vec<String>,
    pub(crate) formulas: Vec<String>,
}

/// Reads Markdown with tables, footnotes, task lists, strikethrough and math.
pub(crate) fn read(markdown: &str) -> Parts {
    let mut reader = Reader::default();
    for event in parser(markdown) {
        reader.event(event);
    }
    reader.parts
}

/// The formulas of an HTML text of ours.
fn html_formulas(html: &str) -> Vec<String> {
    let (html, _) = dom::parse(html, &Limits::default());
    let mut formulas = Vec::new();
    for node in html.tree.root().descendants() {
        let class = node.value().as_element().and_then(|element| element.attr("class"));
        if class.is_some_and(|class| class.starts_with("math ")) {
            let texts = node.descendants().filter_map(|inner| inner.value().as_text());
            let tex: String = texts.map(|text| &**text).collect();
            formulas.push(formula(tex.trim_start_matches("\\[").trim_end_matches("\\]")));
        }
    }
    formulas
}

/// The text of each row of each table of an HTML text, without captions.
pub(crate) fn html_tables(html: &str) -> Vec<Vec<String>> {
    let (html, _) = dom::parse(html, &Limits::default());
    let mut tables: Vec<Vec<String>> = Vec::new();
    for node in html.tree.root().descendants() {
        if let Some(element) = node.value().as_element() {
            match element.name() {
                "table" => tables.push(Vec::new()),
                "tr" => {
                    if let Some(table) = tables.last_mut() {
                        table.push(String::new());
                    }
                }
                _ => {}
            }
        } else if let (Some(text), Some(row)) =
            (node.value().as_text(), tables.last_mut().and_then(|table| table.last_mut()))
        {
            let mut around = node.ancestors().filter_map(|up| up.value().as_element());
            if !around.any(|element| element.name() == "caption") {
                row.push_str(text);
            }
        }
    }
    let squeeze = |row: &String| compact(&row.replace("<br>", ""));
    tables.iter().map(|table| table.iter().map(squeeze).collect()).collect()
}

/// Without white space and the marks of formulas, which one tool writes and another takes off.
pub(crate) fn compact(text: &str) -> String {
    let marks = ["\\(", "\\)", "\\displaystyle", "\\textstyle"];
    let text = marks.iter().fold(text.to_owned(), |text, mark| text.replace(mark, ""));
    text.chars().filter(|c| !c.is_whitespace() && *c != '$').collect()
}

/// TeX without white space and without braces that group nothing: those around all of it, and
/// those around one sign.
pub(crate) fn formula(tex: &str) -> String {
    let mut tex = compact(tex);
    loop {
        let bare = without_bare_braces(&tex);
        if bare == tex {
            return bare;
        }
        tex = bare;
    }
}

fn without_bare_braces(compact: &str) -> String {
    let compact: Vec<char> = compact.chars().collect();
    let mut shown: Vec<char> = Vec::with_capacity(compact.len());
    // Where each open brace stands in what is shown, and how many tokens came after it.
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut in_command = false;
    for (at, character) in compact.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|at| compact.get(at)).copied();
        let is_escaped = before == Some('\\') && in_command;
        in_command = if is_escaped {
            character.is_alphabetic()
        } else {
            character == '\\' || in_command && character.is_alphabetic()
        };
        let goes_on = in_command && character != '\\';
        let begins = !(is_escaped || goes_on);
        match (character, is_escaped) {
            ('{', false) => {
                open.push((shown.len(), 0));
                shown.push(character);
            }
            ('}', false) => {
                let group = open.pop();
                if let Some((start, tokens)) = group
                    && (tokens <= 1 || start == 0 && at + 1 == compact.len())
                {
                    shown.remove(start);
                } else {
                    shown.push(character);
                }
                if let Some((_, tokens)) = open.last_mut() {
                    *tokens += 1;
                }
            }
            _ => {
                shown.push(character);
                if let Some((_, tokens)) = open.last_mut() {
                    *tokens += usize::from(begins);
                }
            }
        }
    }
    shown.into_iter().collect()
}

/// Code without space at the ends of lines and empty lines at its ends.
pub(crate) fn code_lines(code: &str) -> String {
    let lines: Vec<&str> = code.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// An address without scheme and host, unless that is all of it.
fn place(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let path = match (rest.len() < url.len(), rest.split_once('/')) {
        (true, Some((_, path))) => path,
        _ => rest,
    };
    let path = path.trim_matches('/');
    let path = if path.is_empty() { rest.trim_matches('/') } else { path };
    path.replace("%28", "(").replace("%29", ")").replace("&amp;", "&")
}

#[derive(Default)]
struct Reader {
    parts: Parts,
    /// The texts in the making: of a heading, an item, a row, the innermost last.
    open: Vec<String>,
    code: Option<String>,
    /// The code that is all of the paragraph so far.
    alone: Option<String>,
    html: String,
    table: String,
}

impl Reader {
    fn event(&mut self, event: Event<'_>) {
        self.alone = match (&event, self.alone.take()) {
            (Event::Start(Tag::Paragraph), _) => Some(String::new()),
            (Event::Code(text), Some(alone)) if alone.is_empty() => Some(text.to_string()),
            (Event::End(TagEnd::Paragraph), Some(alone)) if !alone.is_empty() => {
                self.parts.lone_code.push(code_lines(&alone));
                None
            }
            _ => None,
        };
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(text) => self.text(&text),
            Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                self.text(&tex);
                self.parts.formulas.push(formula(&tex));
            }
            Event::Html(html) | Event::InlineHtml(html) => self.html.push_str(&html),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } | Tag::Item | Tag::TableHead | Tag::TableRow => {
                self.open.push(String::new());
            }
            Tag::TableCell | Tag::Paragraph => self.text(" "),
            Tag::CodeBlock(kind) => {
                self.code = Some(String::new());
                if matches!(kind, CodeBlockKind::Fenced(name) if &**name == "math") {
                    self.html.clear();
                }
            }
            Tag::Image { dest_url, .. } => self.parts.images.push(place(dest_url)),
            Tag::Link { dest_url, .. } => self.parts.links.push(place(dest_url)),
            Tag::Table(_) => self.table.clear(),
            Tag::HtmlBlock => self.html.clear(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                let text = self.close();
                self.parts.headings.push(text);
            }
            TagEnd::Item => {
                let text = self.close();
                self.parts.items.push(text);
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let row = self.close();
                self.table.push_str(&row);
                // A table without a row of headers has an empty one.
                if !row.is_empty() {
                    self.parts.rows.push(row);
                }
            }
            TagEnd::Table => self.parts.tables.push(std::mem::take(&mut self.table)),
            TagEnd::CodeBlock => {
                let code = self.code.take().unwrap_or_default();
                self.parts.code.push(code_lines(&code));
            }
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                self.parts.formulas.extend(html_formulas(&html));
                for rows in html_tables(&html) {
                    self.parts.tables.push(rows.concat());
                    self.parts.rows.extend(rows);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last_mut() {
            open.push_str(text);
        }
    }

    fn close(&mut self) -> String {
        compact(&self.open.pop().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_that_group_nothing_are_none() {
        assert_eq!(formula("{{\\textstyle \\overline{Y}}}"), "\\overlineY");
        assert_eq!(formula("{m {c}^{2}}"), "mc^2");
        assert_eq!(formula("\\frac{ab}{\\pi}{x}_{\\{}"), "\\frac{ab}\\pix_\\{");
        assert_eq!(formula("{a}+{{bc}}"), "a+{bc}");
    }

    #[test]
    fn parts_of_all_kinds_are_read() {
        let alone = read("`a b`\n\nrun `c`\n\n`d` and\n\n- `e`\n");
        assert!(alone.code.is_empty() && alone.lone_code == ["a b"]);
        let markdown = "# A *b*\n\n- one\n  - two\n- [x](https://a.example/y)\n\n```\nc\n\n```\n\n\
            | d | e |\n|---|---|\n| $f$ | ![](g.png) |\n\n<table><tr><td>h</table>\n";
        let parts = read(markdown);
        assert_eq!(parts.headings, ["Ab"]);
        assert_eq!(parts.items, ["two", "one", "x"]);
        assert_eq!(parts.code, ["c"]);
        assert_eq!(parts.rows, ["de", "f", "h"]);
        assert_eq!(parts.tables, ["def", "h"]);
        assert_eq!((parts.images, parts.links), (vec!["g.png".into()], vec!["y".into()]));
        assert_eq!(parts.formulas, ["f"]);
    }
}
