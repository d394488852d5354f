//! Text of a page in the markup of ours.

/// Text as it can stand between tags and in quoted attributes. Characters that steer a terminal
/// or end a document are shown as missing.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(letter),
            letter if letter.is_control() => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_markup() {
        let text = "<b title='\"'>&amp;\u{0}\u{1b}\r\nä</b>";
        let expected =
            "&lt;b title=&#39;&quot;&#39;&gt;&amp;amp;\u{fffd}\u{fffd}\u{fffd}\nä&lt;/b&gt;";
        assert_eq!(escaped(text), expected);
    }
}
