//! Who wrote the page.

use super::Metadata;
use super::person;
use super::statement::{Contest, Field, Source, SourceKind, Stated, Statement, Statements};
use super::tables::Tables;
use crate::PageKind;

/// What one source says.
struct Claim {
    names: Vec<String>,
    source: Source,
    rank: u8,
}

/// Chooses the authors.
pub(super) fn fill(
    metadata: &mut Metadata,
    statements: &Statements,
    tables: &Tables,
    is_text: bool,
    kinds: &[(PageKind, f32)],
) {
    if !is_text {
        return;
    }
    let mut claims = claims(statements, tables);
    judge(&mut claims, metadata, kinds, tables);
    let Some((first, rest)) = claims.split_first() else { return };
    let mut others: Vec<Stated> = Vec::new();
    for claim in rest {
        let same = claim.names.len() == first.names.len()
            && claim.names.iter().zip(&first.names).all(|(one, other)| person::is_same(one, other));
        let value = claim.names.join("; ");
        if !same && !others.iter().any(|other| other.value == value) {
            others.push(Stated { value, source: claim.source.clone() });
        }
    }
    metadata.authors.clone_from(&first.names);
    let contest = Contest { value: first.names.join("; "), source: first.source.clone(), others };
    metadata.sources.insert("authors", contest);
}

/// The names that each source states, the firmest source first.
fn claims(statements: &Statements, tables: &Tables) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for statement in statements.of(Field::Author) {
        let names = person::names(&in_order(statement), tables);
        if names.is_empty() {
            continue;
        }
        // Elements of one name are one list; lines are each their own.
        let list = matches!(
            statement.source.kind,
            SourceKind::JsonLd | SourceKind::Microdata | SourceKind::Rdfa | SourceKind::Meta
        );
        let same = claims.iter_mut().find(|claim| {
            let beside = claim.rank == statement.rank && claim.source.name == "link to a profile";
            (list || beside) && claim.source == statement.source
        });
        match same {
            Some(claim) => {
                person::join(&mut claim.names, names);
            }
            None => {
                claims.push(Claim {
                    names,
                    source: statement.source.clone(),
                    rank: statement.rank,
                });
            }
        }
    }
    claims
}

/// A name that indexes write with the family's name first, in the order of speech.
fn in_order(statement: &Statement) -> String {
    let is_index =
        statement.source.name.starts_with("citation_") || statement.source.name.starts_with("dc");
    let mut parts = statement.value.split(", ");
    match (is_index, parts.next(), parts.next(), parts.next()) {
        (true, Some(family), Some(given), None) if family.split(' ').count() <= 2 => {
            format!("{given} {family}")
        }
        _ => statement.value.clone(),
    }
}

/// Takes away what is stated of the site and not of the page, and puts people before
/// organizations, and names before those of accounts.
fn judge(claims: &mut Vec<Claim>, metadata: &Metadata, kinds: &[(PageKind, f32)], tables: &Tables) {
    let is_forum = kinds.first().is_some_and(|(kind, _)| *kind == PageKind::Forum);
    let site = Site::new(metadata);
    for claim in &mut *claims {
        if !is_forum && site.is_weak(claim, tables) {
            claim.rank = claim.rank.saturating_add(WEAK);
        }
    }
    claims.retain(|claim| {
        !(claim.source.name.contains("article:author")
            && claim.names.iter().all(|name| site.names(name)))
    });
    claims.sort_by_key(|claim| claim.rank);
    drop_lists(claims);
    prefer_bare(claims);
}

/// Where another source has the same name with less behind it, the rest is no name.
fn prefer_bare(claims: &mut [Claim]) {
    let Some([name]) = claims.first().map(|claim| claim.names.as_slice()) else { return };
    let bare = claims.iter().position(|claim| match claim.names.as_slice() {
        [other] => {
            other.contains(' ') && other.len() < name.len() && name.starts_with(other.as_str())
        }
        _ => false,
    });
    if let Some(at) = bare {
        claims.swap(0, at);
    }
}

/// Added to the rank of what may not be the name of a person.
const WEAK: u8 = 60;
/// Links to this many people near the heading are a list of others' texts.
const LIST: usize = 6;

/// Names of the site, as letters alone.
struct Site {
    keys: Vec<String>,
}

impl Site {
    fn new(metadata: &Metadata) -> Self {
        let host = metadata.url.as_ref().and_then(url::Url::host_str).unwrap_or_default();
        let host = host.trim_start_matches("www.");
        let first = host.split('.').next().unwrap_or_default();
        let names =
            [metadata.site_name.as_deref(), metadata.publisher.as_deref(), Some(first), Some(host)];
        let keys = names.into_iter().flatten().map(key).filter(|key| key.len() > 1).collect();
        Self { keys }
    }

    fn names(&self, name: &str) -> bool {
        self.keys.contains(&key(name))
    }

    fn is_weak(&self, claim: &Claim, tables: &Tables) -> bool {
        claim.source.name.contains("(Organization)")
            || claim.names.iter().all(|name| {
                self.names(name) || is_account(name) || tables.ends_as_site(&name.to_lowercase())
            })
    }
}

/// A name in lower case, letters and digits alone.
fn key(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a name is that of an account: one word that no person writes as a name.
fn is_account(name: &str) -> bool {
    name.is_ascii()
        && !name.contains(' ')
        && (!name.starts_with(|c: char| c.is_ascii_uppercase())
            || name.chars().any(|c| c.is_ascii_digit() || matches!(c, '_' | '.'))
            || name.chars().skip(1).any(|c| c.is_ascii_uppercase()) && name.len() > 4)
}

/// Where many people are linked and none is declared, they are those of a list.
fn drop_lists(claims: &mut Vec<Claim>) {
    let shown = claims.iter().filter(|claim| claim.source.name == "link to a profile").count();
    if shown >= LIST
        && claims.first().is_some_and(|claim| {
            claim.source.kind == SourceKind::Visible && claim.source.name == "link to a profile"
        })
    {
        claims.clear();
    }
}
