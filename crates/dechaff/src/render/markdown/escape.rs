//! Text written so that Markdown reads it back as the same text.

/// Which characters need a backslash besides those that always do.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Escapes {
    /// Dollar signs, where two of them could stand around a formula.
    pub(super) dollars: bool,
    /// Tildes, where something is struck out.
    pub(super) tildes: bool,
    /// Pipes, in the cells of a table.
    pub(super) pipes: bool,
}

/// A word's first or last character as a character reference, because marks beside it would not
/// open or close otherwise: `**"so"**&#115;` for strong `"so"` with an `s` right after it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Ends {
    pub(super) first: bool,
    pub(super) last: bool,
}

/// Appends text with the characters escaped that would read as marks.
pub(super) fn push_text(out: &mut String, text: &str, escapes: Escapes, ends: Ends) {
    let mut before = out.chars().next_back().unwrap_or(' ');
    let length = text.len();
    for (at, character) in text.char_indices() {
        let after = at + character.len_utf8();
        if ends.first && at == 0 || ends.last && after == length {
            out.extend(["&#", u32::from(character).to_string().as_str(), ";"]);
            before = character;
            continue;
        }
        let rest = text.split_at(after).1;
        let next = rest.chars().next().unwrap_or(' ');
        let marks = match character {
            '\\' | '`' | '*' | '[' | ']' => true,
            // Inside a word an underscore marks nothing, and alone a `<` does not either.
            '_' => !(before.is_alphanumeric() && next.is_alphanumeric()),
            '<' => {
                next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?') || is_address(rest)
            }
            '&' => is_entity(rest),
            '~' => escapes.tildes || next == '~' || !before.is_whitespace(),
            '$' => escapes.dollars,
            '|' => escapes.pipes,
            _ => false,
        };
        if marks {
            out.push('\\');
        }
        // A carriage return would end the line, and a null byte be replaced.
        match character {
            '\r' | '\0' => out.push(' '),
            _ => out.push(character),
        }
        before = character;
    }
}

/// Whether a `<` before this would read as a mail address: before the `@` may be nearly any mark.
fn is_address(rest: &str) -> bool {
    let word = rest.split(|c: char| c.is_whitespace() || c == '<').next().unwrap_or_default();
    word.split_once('@').is_some_and(|(_, host)| host.contains('>'))
}

/// Whether an `&` before this would read as an entity.
fn is_entity(rest: &str) -> bool {
    let name = rest.strip_prefix('#').unwrap_or(rest);
    let length = name.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    length > 0 && name.as_bytes().get(length) == Some(&b';')
}

/// Appends the target of a link or image, as it is wherever Markdown allows it.
pub(super) fn push_target(out: &mut String, target: &str, escapes: Escapes) {
    let has_space = target.contains(' ') || target.is_empty();
    let parentheses = !has_space && !is_balanced(target);
    if has_space {
        out.push('<');
    }
    for (at, character) in target.char_indices() {
        let rest = target.split_at(at + character.len_utf8()).1;
        match character {
            // Code spans are found before links are, wherever the backtick stands.
            '`' => out.push_str("&#96;"),
            '$' if escapes.dollars => out.push_str("&#36;"),
            '(' | ')' if parentheses => push_escaped(out, character),
            '<' | '>' | '\\' => push_escaped(out, character),
            '|' if escapes.pipes => push_escaped(out, character),
            '&' if is_entity(rest) => push_escaped(out, character),
            ' ' => out.push(' '),
            _ if character.is_whitespace() || character.is_control() => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    out.extend(["%", format!("{byte:02X}").as_str()]);
                }
            }
            _ => out.push(character),
        }
    }
    if has_space {
        out.push('>');
    }
}

/// Whether each parenthesis has its other one, and no more than a few stand open.
fn is_balanced(target: &str) -> bool {
    let mut open = 0u32;
    for character in target.chars() {
        match character {
            '(' if open >= 8 => return false,
            '(' => open += 1,
            ')' if open == 0 => return false,
            ')' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

fn push_escaped(out: &mut String, character: char) {
    out.push('\\');
    out.push(character);
}

/// Escapes what would make a line of a paragraph a heading, a list, a quote, a rule, the row
/// under a table's head, or a fence.
pub(super) fn line_start(text: &str) -> String {
    let ends_mark = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    if (1..=9).contains(&digits) && rest.strip_prefix(['.', ')']).is_some_and(ends_mark) {
        return format!("{number}\\{rest}");
    }
    let hashes = text.bytes().take_while(|&byte| byte == b'#').count();
    let heading = (1..=6).contains(&hashes) && ends_mark(text.split_at(hashes).1);
    let item = text.strip_prefix(['-', '+']).is_some_and(ends_mark);
    let rule = text.starts_with(['-', '=', ':', '|'])
        && text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b':' | b'|' | b' '));
    if heading || item || rule || text.starts_with('>') {
        return format!("\\{text}");
    }
    text.to_owned()
}

/// How many backticks, or what is wanted, stand in a row at most.
pub(super) fn longest_run(text: &str, wanted: char) -> usize {
    let (mut longest, mut run) = (0, 0);
    for character in text.chars() {
        run = if character == wanted { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

/// Whether a formula can stand between dollar signs: none of its own, braces in pairs, and no
/// backslash that would escape the closing one.
pub(super) fn fits_dollars(tex: &str) -> bool {
    let mut open = 0i32;
    let mut characters = tex.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if characters.next().is_none() => return false,
            '$' => return false,
            '{' => open += 1,
            '}' => open -= 1,
            _ => {}
        }
        // Deeper than this braces are only counted by some readers.
        if !(0..20).contains(&open) {
            return false;
        }
    }
    // A comment reaches to the end of its line, and there would be one line only.
    open == 0 && !tex.trim().is_empty() && !(tex.contains('%') && tex.trim().contains('\n'))
}

/// A formula on one line.
pub(super) fn one_line(tex: &str) -> String {
    tex.split_whitespace().collect::<Vec<_>>().join(" ")
}
