//! Fields whose firmest statement is taken as it stands.

use super::Metadata;
use super::schema::Entities;
use super::statement::{Contest, Field, Stated, Statements};
use super::tables::Class;

/// Tags and sections that are kept.
const MOST: usize = 50;
/// A longer tag is a sentence.
const TAG_CHARACTERS: usize = 80;

/// Fills in the fields.
pub(super) fn fill(metadata: &mut Metadata, statements: &Statements) {
    let mut take = |field: Field, name: &'static str| {
        let contest = contest(statements, field)?;
        let value = contest.value.clone();
        metadata.sources.insert(name, contest);
        Some(value)
    };
    let subtitle = take(Field::Subtitle, "subtitle");
    let site_name = take(Field::SiteName, "site_name");
    let publisher = take(Field::Publisher, "publisher");
    let description = take(Field::Description, "description");
    let licence = take(Field::Licence, "licence");
    let kind = take(Field::Kind, "declared_kind");
    let comments = take(Field::CommentCount, "comment_count");
    let free = take(Field::IsFree, "is_free");
    let tier = take(Field::ContentTier, "is_free").filter(|_| free.is_none());
    metadata.subtitle = subtitle.filter(|subtitle| Some(subtitle) != metadata.title.as_ref());
    metadata.site_name = site_name;
    metadata.publisher = publisher.filter(|name| !name.contains("://"));
    metadata.description = description;
    metadata.licence = licence;
    metadata.declared_kind = kind;
    metadata.comment_count = comments.and_then(|count| count.trim().parse().ok());
    metadata.is_free = free.and_then(|free| is_free(&free)).or_else(|| is_free(&tier?));
    metadata.direction = direction(statements);
    metadata.tags = list(statements, Field::Tag);
    metadata.sections = list(statements, Field::Section);
    for (name, is_empty) in [
        ("comment_count", metadata.comment_count.is_none()),
        ("is_free", metadata.is_free.is_none()),
        ("subtitle", metadata.subtitle.is_none()),
        ("publisher", metadata.publisher.is_none()),
    ] {
        if is_empty {
            metadata.sources.remove(name);
        }
    }
}

/// The firmest statement of a field, and others that differ.
pub(super) fn contest(statements: &Statements, field: Field) -> Option<Contest> {
    let stated = statements.of(field);
    let (first, rest) = stated.split_first()?;
    let mut others: Vec<Stated> = Vec::new();
    for other in rest {
        if other.value != first.value && !others.iter().any(|known| known.value == other.value) {
            others.push(Stated { value: other.value.clone(), source: other.source.clone() });
        }
    }
    others.truncate(MOST);
    Some(Contest { value: first.value.clone(), source: first.source.clone(), others })
}

/// The parts of the firmest source's statements, each once.
fn list(statements: &Statements, field: Field) -> Vec<String> {
    let stated = statements.of(field);
    let Some(first) = stated.first() else { return Vec::new() };
    let mut found: Vec<String> = Vec::new();
    for statement in stated.iter().filter(|statement| statement.source == first.source) {
        for part in statement.value.split([',', ';', '，', '、']) {
            let part = part.trim();
            let known = found.iter().any(|other| other.to_lowercase() == part.to_lowercase());
            if !part.is_empty()
                && !known
                && part.chars().count() <= TAG_CHARACTERS
                && found.len() < MOST
            {
                found.push(part.to_owned());
            }
        }
    }
    found
}

fn is_free(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().rsplit('/').next().unwrap_or_default() {
        "true" | "1" | "yes" | "free" => Some(true),
        "false" | "0" | "no" | "locked" | "metered" => Some(false),
        _ => None,
    }
}

/// The direction that is declared.
fn direction(statements: &Statements) -> Option<&'static str> {
    let stated = statements.of(Field::Direction);
    match stated.first()?.value.to_ascii_lowercase().as_str() {
        "rtl" => Some("rtl"),
        "ltr" => Some("ltr"),
        _ => None,
    }
}

/// The type of the page's item, where no `og:type` says what it is.
pub(super) fn kind(entities: &Entities<'_>) -> Option<String> {
    let of = |class: Class| entities.list.iter().find(|entity| entity.class == class);
    let classes =
        [Class::Article, Class::Forum, Class::Product, Class::Event, Class::Video, Class::Page];
    classes.into_iter().find_map(of).map(|entity| entity.type_name.to_owned())
}
