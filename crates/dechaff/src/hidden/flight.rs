//! The stream in which Next.js sends a page's data, in pieces that scripts push to a list.
//!
//! Joined, the pieces are rows: `1a:{...}` is JSON up to the end of the line, `1b:T2f,...` a text
//! of so many bytes (in hexadecimal). A string `$1b` in one row stands for another row.

use std::collections::HashMap;

use serde_json::{Deserializer, Value};

/// The string of one piece, from what follows `push(`.
pub(super) fn piece(pushed: &str) -> Option<String> {
    let value = Deserializer::from_str(pushed).into_iter::<Value>().next()?.ok()?;
    match value.as_array()?.as_slice() {
        [kind, Value::String(text)] if kind == 1 => Some(text.clone()),
        _ => None,
    }
}

/// The rows of a stream as one list, and the place of each by its name. Ends where the stream is
/// broken.
pub(super) fn rows(stream: &str) -> (Value, HashMap<String, usize>) {
    let mut values = Vec::new();
    let mut places = HashMap::new();
    let mut rest = stream;
    while let Some((name, row)) = rest.split_once(':') {
        let value = if let Some(text) = row.strip_prefix('T') {
            let Some((text, after)) = sized_text(text) else { break };
            rest = after;
            Value::String(text.to_owned())
        } else {
            let (line, after) = row.split_once('\n').unwrap_or((row, ""));
            rest = after;
            serde_json::from_str(line).unwrap_or(Value::Null)
        };
        places.insert(name.trim().to_owned(), values.len());
        values.push(value);
    }
    (Value::Array(values), places)
}

fn sized_text(row: &str) -> Option<(&str, &str)> {
    let (size, text) = row.split_once(',')?;
    text.split_at_checked(usize::from_str_radix(size, 16).ok()?)
}

/// The name of the row that a string stands for.
pub(super) fn reference(text: &str) -> Option<&str> {
    let name = text.strip_prefix('$')?;
    Some(name.strip_prefix('L').unwrap_or(name)).filter(|name| name.len() <= 8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_parted_by_lines_and_sizes() {
        let stream = "0:{\"body\":\"$1a\"}\n1:I[5,[]]\n1a:T8,a\nb: ünot\n2:[1]";
        let (values, places) = rows(stream);
        assert_eq!(values[places["1a"]], "a\nb: ün");
        assert_eq!(values[places["1"]], Value::Null);
        // What follows a text begins a row of its own, whatever it is.
        assert_eq!(places.len(), 4);
    }

    #[test]
    fn broken_streams_end() {
        assert_eq!(rows("1:Tffffff,a").1.len(), 0);
        assert_eq!(rows("1:T1,ü").1.len(), 0);
        assert_eq!(rows("").1.len(), 0);
        assert_eq!(rows(&"1:\n".repeat(1000)).1.len(), 1);
        assert_eq!(piece("[1,\"a\"])").as_deref(), Some("a"));
        assert_eq!(piece("[0])"), None);
        assert_eq!(piece("[1,"), None);
    }
}
