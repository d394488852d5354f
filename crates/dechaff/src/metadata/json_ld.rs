//! JSON-LD, as far as the content needs it.

use serde_json::Value;

/// The text of an article that a JSON-LD block holds in full.
pub(crate) fn article_body(json: &str) -> Option<String> {
    // serde_json refuses what nests deeper than 128, so the walk below is bounded.
    let root: Value = serde_json::from_str(json.trim()).ok()?;
    let mut open = vec![&root];
    let mut best: Option<&str> = None;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(values) => open.extend(values),
            Value::Object(fields) => {
                if let Some(body) = fields.get("articleBody").and_then(Value::as_str)
                    && best.is_none_or(|best| best.len() < body.len())
                {
                    best = Some(body);
                }
                open.extend(fields.values());
            }
            _ => {}
        }
    }
    best.map(str::to_owned).filter(|body| !body.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_body_is_found_at_any_depth() {
        let json = r#"{"@graph": [{"articleBody": "a"}, {"x": {"articleBody": "a b"}}]}"#;
        assert_eq!(article_body(json).as_deref(), Some("a b"));
        assert_eq!(article_body(r#"{"articleBody": " "}"#), None);
        assert_eq!(article_body("{broken"), None);
    }

    #[test]
    fn depth_is_bounded() {
        let json = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(article_body(&json), None);
    }
}
