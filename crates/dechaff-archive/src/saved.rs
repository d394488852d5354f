//! The address that a browser wrote into a page when it saved it.

use memchr::memmem;

/// The comments are among the first lines.
const LOOK: usize = 4096;

/// Where a saved page is from: as Chrome (and Internet Explorer before it) writes it,
/// `<!-- saved from url=(0020)http://a.test/page -->`, or as `SingleFile` does, in a comment with
/// lines `Page saved with SingleFile` and ` url: http://a.test/page`.
pub fn saved_from(page: &[u8]) -> Option<String> {
    let head = page.get(..LOOK).unwrap_or(page);
    let address = after(head, b"<!-- saved from url=(").map_or_else(
        || {
            let comment = after(head, b"Page saved with SingleFile")?;
            after(comment, b"url:")
        },
        |rest| after(rest, b")"),
    )?;
    let text: Vec<u8> = address
        .iter()
        .copied()
        .skip_while(u8::is_ascii_whitespace)
        .take_while(|byte| !byte.is_ascii_whitespace())
        .collect();
    let text = String::from_utf8(text).ok()?;
    let text = text.strip_suffix("-->").unwrap_or(&text);
    text.contains("://").then(|| text.to_owned())
}

fn after<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    let at = memmem::find(bytes, mark)?;
    bytes.get(at + mark.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_say_where_a_page_is_from() {
        let chrome = b"<!DOCTYPE html>\n<!-- saved from url=(0021)https://a.test/tides -->\n<html>";
        assert_eq!(saved_from(chrome).as_deref(), Some("https://a.test/tides"));
        let single = b"<!DOCTYPE html> <html lang=en><!--\n Page saved with SingleFile \n \
            url: https://a.test/b \n saved date: Mon\n-->";
        assert_eq!(saved_from(single).as_deref(), Some("https://a.test/b"));
        assert_eq!(saved_from(b"<!-- saved from url=(0014)about:internet -->"), None);
        assert_eq!(saved_from(b"<p>url: https://a.test/"), None);
    }
}
