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

/// An address as `teidata.pointer` has it: a URI by the letter.
pub(super) fn pointer(address: &str) -> String {
    let mut pointer = String::with_capacity(address.len());
    // Brackets stand around a host that is a number, and nowhere else.
    let host = address.find("://").map_or(0, |at| at + 3);
    let path = address
        .char_indices()
        .find(|(at, character)| *at >= host && matches!(character, '/' | '?' | '#'))
        .map_or(address.len(), |(at, _)| at);
    for (at, character) in address.char_indices() {
        let rest = address.split_at(at + character.len_utf8()).1;
        let encoded = match character {
            '[' | ']' => at > path || host == 0,
            '%' => !rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()) || rest.len() < 2,
            '#' => address.split_at(at).0.contains('#'),
            '<' | '>' | '"' | '\\' | '^' | '`' | '{' | '|' | '}' => true,
            _ => character.is_whitespace() || character.is_control(),
        };
        if encoded {
            let mut bytes = [0; 4];
            for byte in character.encode_utf8(&mut bytes).bytes() {
                pointer.extend(["%", format!("{byte:02X}").as_str()]);
            }
        } else {
            pointer.push(character);
        }
    }
    pointer
}
