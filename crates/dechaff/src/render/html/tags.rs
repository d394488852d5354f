//! HTML put together: tags and attributes through the list of what is allowed, text escaped.

use super::allowed::Allowed;
use crate::no_character::is_no_character;

/// HTML in the making.
pub(super) struct Tags {
    pub(super) out: String,
    allowed: &'static Allowed,
    /// Whether it is to stand in Markdown, where an empty line would end it: then the lines of
    /// program text are parted by references, and what is in a cell stands on one line.
    in_markdown: bool,
    cells: usize,
}

impl Tags {
    pub(super) fn new(in_markdown: bool) -> Self {
        Self { out: String::new(), allowed: Allowed::built_in(), in_markdown, cells: 0 }
    }

    /// Opens an element, with those of the attributes that are allowed.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        if !self.allowed.element(name) {
            return;
        }
        self.cells += usize::from(matches!(name, "td" | "th"));
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            if self.allowed.attribute(name, attribute, value) {
                self.out.push(' ');
                self.out.push_str(attribute);
                self.out.push_str("=\"");
                self.push_attribute(value);
                self.out.push('"');
            }
        }
        self.out.push('>');
    }

    /// Closes an element.
    pub(super) fn close(&mut self, name: &'static str) {
        if self.allowed.element(name) {
            self.cells -= usize::from(matches!(name, "td" | "th") && self.cells > 0);
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    /// Begins a new line between parts, where the markup may have one.
    pub(super) fn line(&mut self) {
        let may = !self.in_markdown || self.cells == 0;
        if may && !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Text; a line break becomes an element.
    pub(super) fn text(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.open("br", &[]);
            }
            self.push_escaped(line, false);
        }
    }

    /// The lines of program text.
    pub(super) fn lines(&mut self, text: &str) {
        let line_break = if self.in_markdown { "&#10;" } else { "\n" };
        for (number, line) in text.replace("\r\n", "\n").split(['\n', '\r']).enumerate() {
            if number > 0 {
                self.out.push_str(line_break);
            }
            self.push_escaped(line, true);
        }
    }

    /// A value keeps its line breaks, which browsers show.
    fn push_attribute(&mut self, value: &str) {
        for (number, line) in value.split('\n').enumerate() {
            if number > 0 {
                self.out.push_str("&#10;");
            }
            self.push_escaped(line, false);
        }
    }

    /// What could begin a tag or a reference, or end an attribute, is written as a reference;
    /// controls, which are no part of HTML, are left out.
    fn push_escaped(&mut self, text: &str, tabs: bool) {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                '\t' if tabs => self.out.push('\t'),
                // White space among words, but no part of HTML.
                '\u{b}' if tabs => {}
                '\t'..='\r' => self.out.push(' '),
                _ if is_no_character(character) => {}
                _ => self.out.push(character),
            }
        }
    }
}
