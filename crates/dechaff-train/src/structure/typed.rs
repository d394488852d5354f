//! Typed truth: what a page has of code, tables and formulas.

use serde_json::Value;

use crate::markdown_parts;

/// The texts of code blocks, tables and formulas.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) code: Vec<String>,
    pub(super) tables: Vec<String>,
    pub(super) display: Vec<String>,
    pub(super) inline: Vec<String>,
}

impl Typed {
    pub(super) fn read(&mut self, value: &Value) {
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            if let Some(fields) = value.as_object() {
                self.part(value);
                rest.extend(fields.values());
            } else if let Some(values) = value.as_array() {
                rest.extend(values.iter().rev());
            }
        }
    }

    fn part(&mut self, part: &Value) {
        let text = |path: &str| part.pointer(path).and_then(Value::as_str).unwrap_or_default();
        match (text("/type"), text("/t")) {
            ("code", _) if part.get("inline") != Some(&Value::Bool(true)) && is_code(part) => {
                self.code.push(markdown_parts::code_lines(text("/content/code_content")));
            }
            ("equation-interline", _) => {
                self.display.push(markdown_parts::formula(text("/content/math_content")));
            }
            ("table" | "simple_table" | "complex_table", _) => {
                let read = |path| markdown_parts::html_tables(text(path)).concat().concat();
                let (rows, raw) = (read("/content/html"), read("/raw_content"));
                if !rows.is_empty() {
                    self.tables.push(if holds(&raw, &rows) { raw } else { rows });
                }
            }
            (_, "equation-inline") => self.inline.push(markdown_parts::formula(text("/c"))),
            _ => {}
        }
    }
}

/// Whether a part that the truth calls code is. It also takes what has "code" in the name of its
/// class for code: quotes and links of forums, which are written in a `BBCode`.
fn is_code(part: &Value) -> bool {
    let text = |path: &str| part.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let raw = text("/raw_content");
    text("/content/by") != "classname" || raw.contains("<code") || raw.contains("<pre")
}

/// Whether all characters of `part` come in the same order in `whole`. The HTML that the truth
/// has of a table leaves out what follows a line break or inline code in a cell; its raw markup
/// has that, too.
fn holds(whole: &str, part: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|wanted| rest.any(|character| character == wanted))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn truth_is_read_as_it_stands_on_the_page() {
        let table = |raw: &str| {
            let html = "<table><tr><td>one</td></tr></table>";
            json!({"type": "table", "raw_content": raw, "content": {"html": html}})
        };
        let code = |by: &str, raw: &str| json!({"type": "code", "raw_content": raw, "content": {"code_content": "x", "by": by}});
        let mut typed = Typed::default();
        typed.read(&json!([
            table("<table><tr><td>one<br>two</td></tr></table>"),
            table("<table><tr><td>else</td></tr></table>"),
            code("classname", "<div class=bbcode_quote>x</div>"),
            code("classname", "<div class=code><code>x</code></div>"),
            code("tag_pre", "<pre>x</pre>"),
        ]));
        assert_eq!(typed.tables, ["onetwo", "one"]);
        assert_eq!(typed.code.len(), 2);
    }
}
