//! What the reading of metadata knows of names and words, from the tables that ship.

use std::collections::{HashMap, HashSet};

use super::profile::Profiles;
use super::statement::Field;
use crate::Error;

/// What an item of schema.org is to the page that names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Article,
    Forum,
    Page,
    Site,
    Organization,
    Product,
    Event,
    Video,
}

impl Class {
    fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "article" => Self::Article,
            "forum" => Self::Forum,
            "page" => Self::Page,
            "site" => Self::Site,
            "organization" => Self::Organization,
            "product" => Self::Product,
            "event" => Self::Event,
            "video" => Self::Video,
            _ => return None,
        })
    }
}

/// What a word before or in a byline says of what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Role {
    By,
    Published,
    Modified,
    /// Who had another part in it follows.
    Other,
    And,
}

/// A field and how far a statement of it is to be trusted.
pub(crate) type Ranked = (Field, u8);

/// All tables of metadata.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tables {
    meta_names: HashMap<&'static str, Ranked>,
    classes: HashMap<&'static str, Class>,
    properties: HashMap<(Class, &'static str), Ranked>,
    others: HashSet<&'static str>,
    months: HashMap<&'static str, i8>,
    zones: HashMap<&'static str, i32>,
    date_parts: HashSet<&'static str>,
    time_words: HashSet<&'static str>,
    byline: HashMap<&'static str, Role>,
    longest_byline: usize,
    jobs: HashSet<&'static str>,
    generic: HashSet<&'static str>,
    particles: HashSet<&'static str>,
    degrees: HashSet<&'static str>,
    agencies: HashSet<&'static str>,
    endings: HashSet<&'static str>,
    marks: HashMap<&'static str, Ranked>,
    profiles: Option<Profiles>,
}

impl Tables {
    /// Reads the tables that ship.
    pub(crate) fn read() -> Result<Self, Error> {
        let mut tables = Self::default();
        each(include_str!("../../data/metadata/meta_names.tsv"), |[name, field, rank, _]| {
            Some(tables.meta_names.insert(name, ranked(field, rank)?))
        })?;
        each(include_str!("../../data/metadata/schema_types.tsv"), |[name, class, _]| {
            Some(tables.classes.insert(name, Class::from_name(class)?))
        })?;
        let properties = include_str!("../../data/metadata/schema_properties.tsv");
        each(properties, |[class, name, field, rank, _]| {
            let key = (Class::from_name(class)?, name);
            Some(tables.properties.insert(key, ranked(field, rank)?))
        })?;
        each(include_str!("../../data/metadata/schema_others.tsv"), |[name, _]| {
            Some(tables.others.insert(name))
        })?;
        each(include_str!("../../data/metadata/mark_names.tsv"), |[name, field, rank, _]| {
            Some(tables.marks.insert(name, ranked(field, rank)?))
        })?;
        tables.profiles = Some(Profiles::read()?);
        tables.read_dates()?;
        tables.read_names()?;
        Ok(tables)
    }

    fn read_dates(&mut self) -> Result<(), Error> {
        each(include_str!("../../data/metadata/months.tsv"), |[_, month, forms]| {
            let month: i8 = month.parse().ok()?;
            self.months.extend(forms.split(' ').map(|form| (form, month)));
            Some(())
        })?;
        each(include_str!("../../data/metadata/zones.tsv"), |[name, minutes, _]| {
            Some(self.zones.insert(name, minutes.parse().ok()?))
        })?;
        each(include_str!("../../data/metadata/date_words.tsv"), |[wanted, words, _]| {
            let set = match wanted {
                "part" => &mut self.date_parts,
                "time" => &mut self.time_words,
                _ => return None,
            };
            set.extend(words.split(' '));
            Some(())
        })
    }

    fn read_names(&mut self) -> Result<(), Error> {
        each(include_str!("../../data/metadata/byline_words.tsv"), |[_, role, phrases]| {
            let role = match role {
                "by" => Role::By,
                "published" => Role::Published,
                "modified" => Role::Modified,
                "other" => Role::Other,
                "and" => Role::And,
                _ => return None,
            };
            for phrase in phrases.split(", ") {
                self.byline.entry(phrase).or_insert(role);
                self.longest_byline = self.longest_byline.max(phrase.chars().count());
            }
            Some(())
        })?;
        each(include_str!("../../data/metadata/job_words.tsv"), |[_, words]| {
            self.jobs.extend(words.split(", "));
            Some(())
        })?;
        each(include_str!("../../data/metadata/name_suffixes.tsv"), |[kind, words, _]| {
            let set = match kind {
                "degree" => &mut self.degrees,
                "agency" => &mut self.agencies,
                "ending" => &mut self.endings,
                _ => return None,
            };
            set.extend(words.split(", "));
            Some(())
        })?;
        each(include_str!("../../data/metadata/name_particles.tsv"), |[words, _]| {
            self.particles.extend(words.split(' '));
            Some(())
        })?;
        each(include_str!("../../data/metadata/generic_authors.tsv"), |[name, _]| {
            Some(self.generic.insert(name))
        })
    }

    /// What a `<meta>` element of this name, in lower case, states.
    pub(crate) fn meta(&self, name: &str) -> Option<Ranked> {
        self.meta_names.get(name).copied()
    }

    /// What an item of this type of schema.org is.
    pub(crate) fn class(&self, kind: &str) -> Option<Class> {
        self.classes.get(kind).copied()
    }

    /// What a property of such an item states.
    pub(crate) fn property(&self, class: Class, name: &str) -> Option<Ranked> {
        self.properties.get(&(class, name)).copied()
    }

    /// Whether other things than the page's own stand under a property.
    pub(crate) fn is_other(&self, property: &str) -> bool {
        self.others.contains(property)
    }

    /// What an element states that has this name among its classes and the like.
    pub(crate) fn mark(&self, name: &str) -> Option<Ranked> {
        self.marks.get(name).copied()
    }

    /// Whether an address leads to the page of an author or member.
    pub(crate) fn is_profile(&self, href: &str) -> bool {
        self.profiles.as_ref().is_some_and(|profiles| profiles.leads_to_one(href))
    }

    /// The month of this name in lower case.
    pub(crate) fn month(&self, name: &str) -> Option<i8> {
        self.months.get(name).copied()
    }

    /// Minutes east of UTC of a zone of this name in lower case.
    pub(crate) fn zone(&self, name: &str) -> Option<i32> {
        self.zones.get(name).copied()
    }

    pub(crate) fn is_date_filler(&self, word: &str) -> bool {
        self.date_parts.contains(word)
    }

    pub(crate) fn is_time_filler(&self, word: &str) -> bool {
        self.time_words.contains(word)
    }

    /// The longest phrase of bylines that a text begins with as whole words, what it says, and
    /// what follows. Case does not count, and a colon after the phrase belongs to it.
    pub(crate) fn byline_start<'t>(&self, text: &'t str) -> Option<(Role, &'t str, bool)> {
        let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut lower = String::new();
        let mut best = None;
        for (count, (at, character)) in text.char_indices().enumerate() {
            if count > self.longest_byline {
                break;
            }
            if !character.is_alphanumeric()
                && let Some(&role) = self.byline.get(lower.trim_end())
            {
                best = Some((role, at));
            } else if crate::word::is_ideograph(character)
                && let Some(&role) = self.byline.get(lower.as_str())
            {
                best = Some((role, at));
            }
            lower.extend(character.to_lowercase());
        }
        if let Some(&role) = self.byline.get(lower.trim_end()) {
            best = Some((role, text.len()));
        }
        let (role, at) = best?;
        let rest = text.split_at_checked(at)?.1.trim_start();
        let after = rest.trim_start_matches([':', '：', '/', '／', '|', '.', '－', '-', '–', '—']);
        Some((role, after.trim_start(), after.len() < rest.len()))
    }

    pub(crate) fn byline_role(&self, phrase: &str) -> Option<Role> {
        self.byline.get(phrase).copied()
    }

    /// Whether a word in lower case belongs to the title of a job.
    pub(crate) fn is_job(&self, word: &str) -> bool {
        self.jobs.contains(word)
    }

    /// Whether a part in lower case is a degree or the like behind a name.
    pub(crate) fn is_degree(&self, part: &str) -> bool {
        self.degrees.contains(part)
    }

    /// Whether a part in lower case is an agency or paper behind a name.
    pub(crate) fn is_agency(&self, part: &str) -> bool {
        self.agencies.contains(part)
    }

    /// Whether a name in lower case ends as those of papers and sites do.
    pub(crate) fn ends_as_site(&self, name: &str) -> bool {
        self.endings.iter().any(|ending| name.ends_with(ending))
    }

    /// Whether a word in lower case stands in names of people.
    pub(crate) fn is_particle(&self, word: &str) -> bool {
        self.particles.contains(word)
    }

    /// Whether a name in lower case names nobody.
    pub(crate) fn is_generic(&self, name: &str) -> bool {
        self.generic.contains(name)
    }
}

fn ranked(field: &str, rank: &str) -> Option<Ranked> {
    Some((Field::from_name(field)?, rank.parse().ok()?))
}

/// Reads the lines of a table of `N` columns.
pub(super) fn each<const N: usize, T>(
    table: &'static str,
    mut take: impl FnMut([&'static str; N]) -> Option<T>,
) -> Result<(), Error> {
    for line in table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&'static str> = line.split('\t').collect();
        let taken = <[&str; N]>::try_from(columns).ok().and_then(&mut take);
        if taken.is_none() {
            return Err(Error::Data { what: "metadata", message: format!("{line:?}") });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_has_one_number_in_all_languages() {
        let mut seen: HashMap<&str, &str> = HashMap::new();
        each(include_str!("../../data/metadata/months.tsv"), |[_, month, forms]| {
            for form in forms.split(' ') {
                assert_eq!(*seen.entry(form).or_insert(month), month, "{form}");
            }
            Some(())
        })
        .unwrap();
    }

    #[test]
    fn the_phrase_that_a_byline_begins_with_is_found() {
        let tables = Tables::read().unwrap();
        assert_eq!(tables.byline_start("By Ada"), Some((Role::By, "Ada", false)));
        assert_eq!(tables.byline_start("Posted by: Ada"), Some((Role::By, "Ada", true)));
        assert_eq!(tables.byline_start("作者：李雷"), Some((Role::By, "李雷", true)));
        assert_eq!(
            tables.byline_start("Last updated 3 May"),
            Some((Role::Modified, "3 May", false))
        );
        assert_eq!(tables.byline_start("Bypass opened"), None);
    }
}
