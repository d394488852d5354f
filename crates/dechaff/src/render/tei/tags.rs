//! XML put together: elements, attributes, and text of characters that XML may hold.

/// XML in the making.
#[derive(Default)]
pub(super) struct Tags {
    pub(super) out: String,
}

impl Tags {
    pub(super) fn open(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
    }

    /// An element without content.
    pub(super) fn empty(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    fn start(&mut self, name: &'static str, attributes: &[(&'static str, &str)]) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            for character in value.chars() {
                match character {
                    '"' => self.out.push_str("&quot;"),
                    // A parser would make spaces of these.
                    '\n' | '\t' | '\r' => self.out.push(' '),
                    _ => self.character(character),
                }
            }
            self.out.push('"');
        }
    }

    pub(super) fn close(&mut self, name: &'static str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// An element with text alone.
    pub(super) fn leaf(
        &mut self,
        name: &'static str,
        attributes: &[(&'static str, &str)],
        text: &str,
    ) {
        self.open(name, attributes);
        self.text(text);
        self.close(name);
    }

    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            self.character(character);
        }
    }

    pub(super) fn line(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn character(&mut self, character: char) {
        match character {
            '&' => self.out.push_str("&amp;"),
            '<' => self.out.push_str("&lt;"),
            '>' => self.out.push_str("&gt;"),
            '\r' => self.out.push('\n'),
            '\t' | '\n' => self.out.push(character),
            // The production `Char` of XML 1.0; the C1 controls are allowed and of no use.
            '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            _ => self.out.push(character),
        }
    }
}

/// A word as `teidata.word` has it: no white space, and not empty.
pub(super) fn word(text: &str) -> String {
    let word: String =
        text.chars()
            .map(|c| {
                if c.is_alphanumeric() || matches!(c, '-' | '_' | '+' | '#' | '.') {
                    c
                } else {
                    '-'
                }
            })
            .collect();
    if word.is_empty() { "none".to_owned() } else { word }
}

/// An address as `teidata.pointer` has it: no white space.
pub(super) fn pointer(address: &str) -> String {
    let mut pointer = String::with_capacity(address.len());
    for character in address.chars() {
        match character {
            _ if character.is_whitespace() || character.is_control() => pointer.push_str("%20"),
            '<' => pointer.push_str("%3C"),
            '>' => pointer.push_str("%3E"),
            '"' => pointer.push_str("%22"),
            '\\' => pointer.push_str("%5C"),
            '^' => pointer.push_str("%5E"),
            '`' => pointer.push_str("%60"),
            '{' => pointer.push_str("%7B"),
            '|' => pointer.push_str("%7C"),
            '}' => pointer.push_str("%7D"),
            _ => pointer.push(character),
        }
    }
    pointer
}
