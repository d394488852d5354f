//! Bytes to text.

use dechaff::decode::{FoundBy, decode};
use dechaff::{Error, looks_like_html};

/// Labels that a transport may give; the first is none.
pub const LABELS: [&str; 16] = [
    "", "utf-8", "iso-8859-1", "windows-1252", "windows-1251", "utf-16", "utf-16be", "shift_jis",
    "iso-2022-jp", "euc-kr", "gb18030", "big5", "replacement", "x-user-defined", "koi8-r",
    "no such label",
];

/// What is wrong with how bytes are read, with this label and bound.
pub fn decoding_fault(bytes: &[u8], label: &str, limit: usize) -> Option<String> {
    let label = (!label.is_empty()).then_some(label);
    // Whatever they look like, both may be asked.
    let _ = looks_like_html(bytes);
    let decoded = match decode(bytes, label, limit) {
        Ok(decoded) => decoded,
        Err(Error::Empty | Error::NotText { .. }) => return None,
        Err(error) => return Some(format!("fails with {error}")),
    };
    let read = bytes.get(..limit).unwrap_or(bytes);
    // No encoding makes more than a character of three bytes of one byte.
    if decoded.text.len() > read.len() * 3 + 3 {
        return Some(format!("{} bytes of text out of {}", decoded.text.len(), read.len()));
    }
    let cut = read.len() < bytes.len();
    let is_told =
        decoded.warnings.iter().any(|warning| warning.to_string().contains("input_bytes"));
    if cut != is_told {
        return Some(format!("cut: {cut}, told: {is_told}"));
    }
    let is_plain = label.is_none() && !read.contains(&0x1b) && !read.contains(&0);
    if let Ok(text) = std::str::from_utf8(read)
        && is_plain
        && decoded.found_by != FoundBy::Meta
        && text.trim_start_matches('\u{feff}') != decoded.text.trim_start_matches('\u{feff}')
    {
        return Some(format!("UTF-8 is read as {}", decoded.encoding.name()));
    }
    let again = decode(bytes, label, limit).ok()?;
    (again.text != decoded.text).then(|| "not the same twice".to_owned())
}
