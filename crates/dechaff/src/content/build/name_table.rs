//! The names that tools and themes give to the elements of content, from a table.

use std::ops::Deref;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../../../data/content_names.tsv");

/// The names of one list.
pub(super) struct Names {
    list: &'static str,
    names: OnceLock<Vec<&'static str>>,
}

impl Names {
    /// The list of this name; the table is read when it is asked for.
    pub(super) const fn of(list: &'static str) -> Self {
        Self { list, names: OnceLock::new() }
    }
}

impl Deref for Names {
    type Target = [&'static str];

    fn deref(&self) -> &Self::Target {
        self.names.get_or_init(|| {
            rows().filter(|row| row.0 == self.list).flat_map(|row| row.1.split(' ')).collect()
        })
    }
}

/// The lists of the table, each with some of its names.
fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    pairs(TABLE)
}

/// The first two cells of each row of a table; what follows says why the row is there.
pub(super) fn pairs(table: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the code of this folder asks for.
    const ASKED: &str = concat!(
        include_str!("atoms.rs"),
        include_str!("callout.rs"),
        include_str!("code.rs"),
        include_str!("image.rs"),
        include_str!("language.rs"),
        include_str!("math.rs"),
        include_str!("media.rs"),
        include_str!("notes.rs"),
        include_str!("open.rs"),
        include_str!("post.rs"),
        include_str!("style.rs"),
    );

    #[test]
    fn every_list_that_is_asked_for_is_there_and_no_other() {
        let mut asked: Vec<&str> =
            ASKED.split("Names::of(\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut given: Vec<&str> = rows().map(|(list, _)| list).collect();
        for lists in [&mut asked, &mut given] {
            lists.sort_unstable();
            lists.dedup();
        }
        assert_eq!(asked, given);
    }

    #[test]
    fn names_are_parted_by_one_space() {
        for (list, names) in rows() {
            assert!(names.split(' ').all(|name| !name.trim().is_empty()), "{list}: {names:?}");
        }
    }
}
