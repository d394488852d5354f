//! Mends the JSON that pages hold where templates broke it.

/// What had to be done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Repairs {
    /// It ended in the middle; what was open was closed.
    pub(super) cut: bool,
    /// What nests deeper than it may was left out.
    pub(super) too_deep: bool,
}

/// Mends, in one pass and without recursion: comments of JavaScript, HTML and CDATA marks, commas
/// before a closing bracket or doubled, raw control characters and unknown escapes in strings,
/// and an end in the middle. What nests deeper than `depth` becomes null.
pub(super) fn mend(json: &str, depth: usize) -> (String, Repairs) {
    let mut mender = Mender { depth, out: String::with_capacity(json.len()), ..Mender::default() };
    let mut rest = json;
    while let Some(character) = rest.chars().next() {
        let used = if mender.in_string {
            mender.within_string(character, rest)
        } else {
            mender.outside(character, rest)
        };
        rest = rest.split_at_checked(used.max(1)).map_or("", |(_, rest)| rest);
        if mender.done {
            break;
        }
    }
    mender.finish()
}

#[derive(Default)]
struct Mender {
    out: String,
    /// The closing brackets that are due.
    open: Vec<char>,
    depth: usize,
    in_string: bool,
    /// A comma that is written only when something follows.
    comma: bool,
    /// Whether the last thing written was a colon.
    colon: bool,
    /// Whether the string in the making is the key of a field.
    is_key: bool,
    repairs: Repairs,
    done: bool,
}

/// Marks that templates leave around or in the data.
const NOISE: [&str; 6] = ["<!--", "-->", "<![CDATA[", "//<![CDATA[", "//]]>", "]]>"];

impl Mender {
    /// Whether what is read now is left out.
    fn skips(&self) -> bool {
        self.open.len() > self.depth
    }

    fn put(&mut self, character: char) {
        if !self.skips() {
            self.out.push(character);
        }
    }

    /// Begins a value or a key.
    fn begin(&mut self) {
        if std::mem::take(&mut self.comma) {
            self.put(',');
        }
        self.is_key = !std::mem::take(&mut self.colon) && self.open.last() == Some(&'}');
    }

    fn outside(&mut self, character: char, rest: &str) -> usize {
        if let Some(noise) = NOISE.iter().find(|noise| rest.starts_with(**noise)) {
            return noise.len();
        }
        if rest.starts_with("//") {
            return rest.find('\n').unwrap_or(rest.len());
        }
        if rest.starts_with("/*") {
            return rest.find("*/").map_or(rest.len(), |at| at + 2);
        }
        match character {
            '"' => {
                self.begin();
                self.in_string = true;
                self.put('"');
            }
            '{' | '[' => {
                self.begin();
                let was_skipping = self.skips();
                self.open.push(if character == '{' { '}' } else { ']' });
                if self.skips() && !was_skipping {
                    self.repairs.too_deep = true;
                    self.out.push_str("null");
                }
                self.put(character);
            }
            '}' | ']' => self.close(character),
            // Dropped where nothing stands before it.
            ',' => self.comma = !self.skips() && !self.out.ends_with(['{', '[']),
            ':' => {
                self.put(':');
                self.colon = true;
                self.comma = false;
            }
            // After the value, statements end so.
            ';' if self.open.is_empty() => self.done = !self.out.is_empty(),
            _ if character.is_whitespace() || character == '\u{feff}' => {}
            _ => {
                if self.comma || self.colon {
                    self.begin();
                }
                self.put(character);
            }
        }
        character.len_utf8()
    }

    fn close(&mut self, character: char) {
        if self.open.last() == Some(&character) {
            self.comma = false;
            if std::mem::take(&mut self.colon) && !self.skips() {
                self.out.push_str("null");
            }
            self.put(character);
            self.open.pop();
            self.done = self.open.is_empty();
        }
    }

    fn within_string(&mut self, character: char, rest: &str) -> usize {
        match character {
            '\\' => {
                let next = rest.chars().nth(1);
                let known = match next {
                    Some('u') => rest
                        .get(2..6)
                        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())),
                    Some(next) => matches!(next, '"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't'),
                    None => false,
                };
                if let Some(next) = next.filter(|_| known) {
                    self.put('\\');
                    self.put(next);
                    return 1 + next.len_utf8();
                }
                // An unknown escape stands for the character itself.
            }
            '"' => {
                // A quote that no mark of JSON follows stands in the text.
                let after = rest.get(1..).unwrap_or_default().trim_start();
                if after.is_empty() || after.starts_with([',', '}', ']', ':', '<', '/']) {
                    self.in_string = false;
                    self.put('"');
                } else {
                    self.put('\\');
                    self.put('"');
                }
            }
            '\n' | '\r' | '\t' => self.put(' '),
            _ if character.is_control() => {}
            _ => self.put(character),
        }
        character.len_utf8()
    }

    fn finish(mut self) -> (String, Repairs) {
        if self.in_string || !self.open.is_empty() {
            self.repairs.cut = true;
        }
        if self.in_string {
            self.put('"');
            if self.is_key {
                self.put(':');
                self.colon = true;
            }
        }
        if self.colon && !self.skips() {
            self.out.push_str("null");
        }
        while let Some(close) = self.open.last().copied() {
            // A word that was cut, such as `tru`, cannot be told; the reader then fails.
            self.put(close);
            self.open.pop();
        }
        (self.out, self.repairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(json: &str) -> serde_json::Value {
        serde_json::from_str(&mend(json, 100).0).unwrap()
    }

    #[test]
    fn common_faults_are_mended() {
        let expected = serde_json::json!({"a": "b c", "d": [1, 2]});
        for json in [
            "{\"a\": \"b\nc\", \"d\": [1, 2,],}",
            "<!-- {\"a\": \"b c\",, \"d\": [1, 2]} -->",
            "//<![CDATA[\n{\"a\": \"b c\", /* x */ \"d\": [1, 2]}\n//]]>",
            "{\"a\": \"b c\", \"d\": [1, 2]};",
            "{\"a\": \"b\\ c\", // x\n \"d\": [,1, 2]}",
            "{\"a\": \"b c\", \"d\": [1, 2]",
        ] {
            assert_eq!(mended(json), expected, "{json}");
        }
        assert_eq!(mended(r#"{"a": "the "best" of", "b": 1}"#)["a"], "the \"best\" of");
    }

    #[test]
    fn what_was_read_before_a_cut_is_kept() {
        for (json, expected) in [
            (r#"{"a": 1, "b": {"c": "d"#, serde_json::json!({"a": 1, "b": {"c": "d"}})),
            (r#"{"a": 1, "b"#, serde_json::json!({"a": 1, "b": null})),
            (r#"{"a": 1, "b":"#, serde_json::json!({"a": 1, "b": null})),
            (r#"{"a": 1,"#, serde_json::json!({"a": 1})),
        ] {
            let (text, repairs) = mend(json, 100);
            assert!(repairs.cut);
            assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), expected);
        }
    }

    #[test]
    fn what_nests_too_deep_is_left_out() {
        let deep = format!("{{\"a\": {}{}, \"b\": 1}}", "[".repeat(10_000), "]".repeat(10_000));
        let (text, repairs) = mend(&deep, 100);
        assert!(repairs.too_deep && !repairs.cut);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap()["b"], 1);
        let (text, repairs) = mend(&"{\"a\":[".repeat(10_000), 100);
        assert!(repairs.too_deep && repairs.cut);
        serde_json::from_str::<serde_json::Value>(&text).unwrap();
    }
}
