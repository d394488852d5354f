//! A text as numbers, words and marks, for the reading of dates.

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// Digits of any script, their value, and how many there are.
    Number(u64, u8),
    /// Letters in lower case; each ideograph is a word of its own.
    Word(String),
    Mark(char),
    /// White space, however much.
    Space,
}

/// The parts of a text, and where each ends in it.
pub(super) fn tokens(text: &str, most: usize) -> Vec<(Token, usize)> {
    let mut found: Vec<(Token, usize)> = Vec::new();
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        let last = found.last_mut();
        match (last, digit(character)) {
            (Some((Token::Number(value, length), last_end)), Some(digit)) if *length < 18 => {
                *value = *value * 10 + digit;
                *length += 1;
                *last_end = end;
                continue;
            }
            (_, Some(digit)) => found.push((Token::Number(digit, 1), end)),
            (Some((Token::Word(word), last_end)), None) if is_letter(character) => {
                let ends_word = crate::word::is_ideograph(character)
                    || word.chars().next().is_some_and(crate::word::is_ideograph);
                if ends_word {
                    found.push((Token::Word(character.to_string()), end));
                } else {
                    word.extend(character.to_lowercase());
                    *last_end = end;
                }
            }
            (_, None) if is_letter(character) => {
                found.push((Token::Word(character.to_lowercase().collect()), end));
            }
            (last, None) if character.is_whitespace() => {
                if let Some((Token::Space, last_end)) = last {
                    *last_end = end;
                } else {
                    found.push((Token::Space, end));
                }
            }
            _ => found.push((Token::Mark(character), end)),
        }
        if found.len() > most {
            break;
        }
    }
    found
}

/// Letters, and the vowel signs that stand between them in Hindi.
fn is_letter(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '\u{900}'..='\u{963}' | '\u{200c}')
}

/// The value of a digit of the scripts that dates are written in.
fn digit(character: char) -> Option<u64> {
    let zero = match character {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        '\u{ff10}'..='\u{ff19}' => '\u{ff10}',
        _ => return None,
    };
    Some(u64::from(u32::from(character) - u32::from(zero)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_all_scripts_are_numbers_and_ideographs_are_words() {
        let found: Vec<Token> = tokens("٢٠٢٤年1月 Mai", 99).into_iter().map(|(t, _)| t).collect();
        let word = |text: &str| Token::Word(text.to_owned());
        let number = Token::Number;
        assert_eq!(
            found,
            [number(2024, 4), word("年"), number(1, 1), word("月"), Token::Space, word("mai")]
        );
    }
}
