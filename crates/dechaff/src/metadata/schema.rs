//! What the items of schema.org state of the page, from whatever markup they come.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::statement::{Field, Source, SourceKind, Statement, Statements};
use super::tables::{Class, Tables};
use super::{clean, title};

/// Items that are looked at.
const MOST_ITEMS: usize = 2000;

/// Rank of the date of a page that names its author.
const TEXT_RANK: u8 = 20;

/// An item of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entity<'v> {
    pub(super) kind: SourceKind,
    pub(super) type_name: &'v str,
    pub(super) class: Class,
    pub(super) fields: &'v Map<String, Value>,
}

/// The items of a page, and those that others name by their `@id`.
#[derive(Debug, Default)]
pub(super) struct Entities<'v> {
    pub(super) list: Vec<Entity<'v>>,
    ids: HashMap<&'v str, &'v Map<String, Value>>,
}

impl<'v> Entities<'v> {
    /// Finds the page's own items, and not what stands in lists, comments and reviews.
    pub(super) fn find(
        roots: impl Iterator<Item = (SourceKind, &'v Value)>,
        tables: &Tables,
    ) -> Self {
        let mut found = Self::default();
        let mut open: Vec<(SourceKind, &'v Value, bool)> =
            roots.map(|(kind, value)| (kind, value, false)).collect();
        let mut at = 0;
        while let Some(&(kind, value, other)) = open.get(at)
            && at < MOST_ITEMS
        {
            at += 1;
            match value {
                Value::Array(values) => {
                    open.extend(values.iter().map(|value| (kind, value, other)));
                }
                Value::Object(fields) => {
                    if let Some(id) = fields.get("@id").and_then(Value::as_str)
                        && fields.len() > 1
                    {
                        found.ids.entry(id).or_insert(fields);
                    }
                    if !other && let Some((type_name, class)) = class_of(fields, tables) {
                        found.list.push(Entity { kind, type_name, class, fields });
                    }
                    open.extend(
                        fields
                            .iter()
                            .filter(|(_, value)| is_nested(value))
                            .map(|(key, value)| (kind, value, other || tables.is_other(key))),
                    );
                }
                _ => {}
            }
        }
        found
    }

    /// Of several texts or products, those that the page is about by its title; none where none
    /// is, since then they are a list.
    pub(super) fn keep_main(&mut self, titles: &[&str]) {
        for classes in [&[Class::Article, Class::Forum][..], &[Class::Product], &[Class::Video]] {
            let is_of = |entity: &Entity<'_>| classes.contains(&entity.class);
            let names: Vec<&str> = self.list.iter().filter(|one| is_of(one)).map(name).collect();
            let differ = names.iter().any(|name| names.first().is_some_and(|first| first != name));
            if differ {
                self.list.retain(|entity| {
                    !is_of(entity) || titles.iter().any(|title| is_about(name(entity), title))
                });
            }
        }
    }

    /// Puts what the items state into the list of statements.
    pub(super) fn state(&self, tables: &Tables, out: &mut Statements) {
        for entity in &self.list {
            for (property, value) in entity.fields {
                if let Some((field, rank)) = tables.property(entity.class, property) {
                    // A page that names its author is a text, and its date is not the plugin's.
                    let is_text =
                        entity.class == Class::Page && entity.fields.contains_key("author");
                    let rank = if is_text && field == Field::Published { TEXT_RANK } else { rank };
                    self.add(entity, property, field, rank, value, out);
                }
            }
        }
    }

    fn add(
        &self,
        entity: &Entity<'v>,
        property: &str,
        field: Field,
        rank: u8,
        value: &'v Value,
        out: &mut Statements,
    ) {
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        // Microdata is what readers see, and JSON-LD what the system knows.
        let rank = rank + u8::from(entity.kind != SourceKind::JsonLd) * 3;
        for value in values {
            let (text, suffix) = self.text(value, field);
            let Some(text) = text else { continue };
            let name = format!("{}.{property}{suffix}", entity.type_name);
            let source = Source::new(entity.kind, name);
            let rank = if suffix.is_empty() { rank } else { rank + 1 };
            out.add(Statement { field, value: clean(&text), source, rank, node: None });
            if matches!(field, Field::Image) {
                break;
            }
        }
    }

    /// The text of a value, and a mark for names of organizations.
    fn text(&self, value: &'v Value, field: Field) -> (Option<String>, &'static str) {
        let fields = match value {
            Value::String(text) => return (Some(text.clone()), ""),
            Value::Number(number) => return (Some(number.to_string()), ""),
            Value::Bool(flag) => return (Some(flag.to_string()), ""),
            Value::Object(fields) => self.resolve(fields),
            Value::Null | Value::Array(_) => return (None, ""),
        };
        let keys: &[&str] = match field {
            Field::Image => &["url", "contentUrl", "@id"],
            Field::Licence | Field::Canonical => &["url", "@id", "name"],
            Field::Language => &["alternateName", "name"],
            _ => &["name", "@value", "alternateName"],
        };
        let text = keys.iter().find_map(|key| first_text(fields.get(*key)?));
        let full_name = || {
            let part = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
            let name = format!("{} {}", part("givenName"), part("familyName"));
            Some(name.trim().to_owned()).filter(|name| !name.is_empty())
        };
        let is_organization = field == Field::Author
            && types(fields).any(|kind| kind.ends_with("Organization") || kind == "Corporation");
        (text.or_else(full_name), if is_organization { " (Organization)" } else { "" })
    }

    /// What an item that only names another stands for.
    pub(super) fn resolve(&self, fields: &'v Map<String, Value>) -> &'v Map<String, Value> {
        if fields.contains_key("name") {
            return fields;
        }
        let id = fields.get("@id").and_then(Value::as_str);
        id.and_then(|id| self.ids.get(id).copied()).unwrap_or(fields)
    }
}

fn is_nested(value: &Value) -> bool {
    value.is_array() || value.is_object()
}

/// The types of an item, without their vocabulary.
pub(super) fn types(fields: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let stated = match fields.get("@type") {
        Some(Value::Array(types)) => types.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let local = |name: &'_ str| -> usize { name.rfind(['/', '#', ':']).map_or(0, |at| at + 1) };
    stated.iter().filter_map(Value::as_str).map(move |name| name.split_at(local(name)).1)
}

fn class_of<'v>(fields: &'v Map<String, Value>, tables: &Tables) -> Option<(&'v str, Class)> {
    types(fields).find_map(|name| Some((name, tables.class(name)?)))
}

/// The first text of a value or of its list.
pub(super) fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(clean(text)),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => values.iter().find_map(|value| match value {
            Value::String(_) | Value::Number(_) => first_text(value),
            Value::Object(fields) => first_text(fields.get("name")?),
            _ => None,
        }),
        Value::Object(fields) => match fields.get("name").or(fields.get("@value")) {
            Some(Value::String(text)) => Some(clean(text)),
            _ => None,
        },
        _ => None,
    }
}

fn name<'v>(entity: &Entity<'v>) -> &'v str {
    let text = |key: &str| entity.fields.get(key).and_then(Value::as_str);
    text("headline").or(text("name")).unwrap_or_default()
}

fn is_about(name: &str, title: &str) -> bool {
    !name.is_empty() && (title::is_same_title(name, title) || title::overlap(name, title) >= 0.8)
}
