//! The language that the page declares, and that its text is in.

use serde::Serialize;

use super::Metadata;
use super::statement::{Contest, Field, Stated, Statements};

/// Characters of the text that its language is told from.
const MOST_CHARACTERS: usize = 400;
/// A shorter text tells nothing.
const LEAST_LETTERS: usize = 20;

/// The language of a text, told from the text.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct DetectedLanguage {
    /// The language as a BCP 47 tag without a region.
    pub tag: &'static str,
    /// How sure that is, from 0 to 1.
    pub confidence: f32,
}

/// Fills in the languages and, from them, the direction where none is declared.
pub(super) fn fill(metadata: &mut Metadata, statements: &Statements, text: &str) {
    let stated: Vec<(String, &super::statement::Statement)> = statements
        .of(Field::Language)
        .into_iter()
        .filter_map(|statement| Some((tag(&statement.value)?, statement)))
        .collect();
    if let Some((language, first)) = stated.first() {
        let mut others: Vec<Stated> = Vec::new();
        for (value, statement) in &stated {
            if value != language && !others.iter().any(|other| other.value == *value) {
                others.push(Stated { value: value.clone(), source: statement.source.clone() });
            }
        }
        let contest = Contest { value: language.clone(), source: first.source.clone(), others };
        metadata.sources.insert("language", contest);
        metadata.language = Some(language.clone());
    }
    metadata.detected_language = detect(text);
    let language = metadata.detected_language.as_ref().map(|detected| detected.tag);
    let language = language.or(metadata.language.as_deref());
    if metadata.direction.is_none() {
        metadata.direction =
            language.map(|language| if runs_left(language) { "rtl" } else { "ltr" });
    }
}

/// Tells the language of a text from its letters (whatlang: the trigrams of Cavnar and Trenkle,
/// "N-Gram-Based Text Categorization", 1994, and the script).
pub(super) fn detect(text: &str) -> Option<DetectedLanguage> {
    let end = text.char_indices().nth(MOST_CHARACTERS).map_or(text.len(), |(at, _)| at);
    let start = text.get(..end)?;
    if start.chars().filter(|character| character.is_alphabetic()).take(LEAST_LETTERS).count()
        < LEAST_LETTERS
    {
        return None;
    }
    let info = whatlang::detect(start)?;
    let tag = short_tag(info.lang().code());
    Some(DetectedLanguage { tag, confidence: info.confidence() as f32 })
}

/// The shortest tag of a language (BCP 47 asks for the two letters where there are any).
fn short_tag(code: &'static str) -> &'static str {
    const TAGS: &str = include_str!("../../data/metadata/language_tags.tsv");
    let line = TAGS.lines().find(|line| line.starts_with(code));
    line.and_then(|line| line.split('\t').nth(1)).unwrap_or(code)
}

fn runs_left(language: &str) -> bool {
    let primary = language.split('-').next().unwrap_or(language);
    matches!(primary, "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "ckb" | "dv")
}

/// A language tag in its usual form, such as `pt-BR`; none when it cannot be one.
pub(super) fn tag(declared: &str) -> Option<String> {
    let declared = declared.split([',', ';']).next().unwrap_or_default().trim().replace('_', "-");
    let mut parts = declared.split('-');
    let primary = parts.next()?.to_ascii_lowercase();
    let is_tag = (2..=3).contains(&primary.len())
        && declared.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_tag {
        return None;
    }
    let mut tag = primary;
    for part in parts.filter(|part| !part.is_empty()) {
        tag.push('-');
        match part.len() {
            2 => tag.push_str(&part.to_ascii_uppercase()),
            _ => tag.push_str(part),
        }
    }
    Some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_put_in_order() {
        assert_eq!(tag("EN_us").as_deref(), Some("en-US"));
        assert_eq!(tag("de").as_deref(), Some("de"));
        assert_eq!(tag("zh-Hans-CN").as_deref(), Some("zh-Hans-CN"));
        assert_eq!(tag("english"), None);
        assert_eq!(tag(""), None);
    }

    #[test]
    fn the_language_of_a_text_is_told() {
        let told = |text: &str| detect(text).map(|detected| detected.tag);
        assert_eq!(
            told("Die alte Brücke über den Fluss wurde am Montag wieder geöffnet."),
            Some("de")
        );
        assert_eq!(told("Старый мост через реку снова открыли в понедельник."), Some("ru"));
        assert_eq!(
            told("这座古老的桥在春天的洪水之后关闭了七个月，星期一重新开放了，人们都很高兴。"),
            Some("zh")
        );
        assert_eq!(told("7,50 €"), None);
        assert_eq!(told(""), None);
    }
}
