//! Names of output files: derived from the page's own name, never leading out of the folder.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Component, Path, PathBuf};

use dechaff_archive::Packing;
use url::Url;

/// Longest part of a URL that becomes a file name, in bytes: every file system takes it.
const LONGEST_PART: usize = 120;

/// The file name without the extension of its compression, where it has one.
fn without_packing(path: &Path) -> Option<PathBuf> {
    let is_packing = Packing::is_extension(path.extension()?.to_str()?);
    is_packing.then(|| path.with_extension(""))
}

/// The extension in lower case, of what is in a file that is packed.
pub(crate) fn inner_extension(path: &Path) -> Option<String> {
    let inner = without_packing(path);
    let extension = inner.as_deref().unwrap_or(path).extension()?;
    Some(extension.to_str()?.to_ascii_lowercase())
}

/// The place of a file named on the command line: with its folders when they are relative.
pub(crate) fn of_file(path: &Path) -> PathBuf {
    let tree = if path.is_absolute() {
        path.file_name().map(PathBuf::from).unwrap_or_default()
    } else {
        inside(path)
    };
    stem(&tree)
}

/// The place of a file found below a folder.
pub(crate) fn below(root: &Path, path: &Path) -> PathBuf {
    stem(&inside(path.strip_prefix(root).unwrap_or(path)))
}

/// The place of a fetched page: host, then path, then query.
pub(crate) fn of_url(url: &Url) -> PathBuf {
    let mut tree = PathBuf::from(part(url.host_str().unwrap_or("host")));
    let mut parts: Vec<&str> = url.path_segments().into_iter().flatten().collect();
    let last = parts.pop().unwrap_or_default();
    tree.extend(parts.into_iter().filter(|text| !text.is_empty()).map(part));
    let last = if last.is_empty() { "index" } else { last };
    let last = stem(Path::new(&part(last))).display().to_string();
    tree.push(match url.query() {
        Some(query) => part(&format!("{last}_{query}")),
        None => last,
    });
    tree
}

/// Only the parts that lead further in.
fn inside(path: &Path) -> PathBuf {
    let parts = path.components();
    parts.filter(|part| matches!(part, Component::Normal(_))).collect()
}

/// The path without the extensions of its compression and of what can be read.
fn stem(path: &Path) -> PathBuf {
    let path = without_packing(path).unwrap_or_else(|| path.into());
    let known = [
        "html", "htm", "xhtml", "mhtml", "mht", "txt", "warc", "wet", "jsonl", "ndjson", "parquet",
    ];
    let is_known = path
        .extension()
        .is_some_and(|extension| known.iter().any(|name| extension.eq_ignore_ascii_case(name)));
    if is_known { path.with_extension("") } else { path }
}

/// Part of a URL as a file name that is safe everywhere.
fn part(text: &str) -> String {
    let safe = |letter: char| match letter {
        letter if letter.is_alphanumeric() => letter,
        '-' | '_' | '.' | '~' | '%' | '+' | '=' => letter,
        _ => '_',
    };
    let mut name: String = text.chars().map(safe).collect();
    while name.len() > LONGEST_PART {
        name.pop();
    }
    if name.starts_with('.') || name.is_empty() {
        name.replace_range(..name.len().min(1), "_");
    }
    name
}

/// The names given out so far; no two are the same, even where case does not count.
///
/// Of each only a hash is held: an archive may have millions. Two names with one hash would only
/// get a number more.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: HashSet<u64>,
}

impl Names {
    /// `tree` with the extension, and a number before it when that name is taken.
    pub(crate) fn give(&mut self, tree: &Path, extension: &str) -> PathBuf {
        let mut number = 1_u64;
        loop {
            let mut name = tree.as_os_str().to_os_string();
            if number > 1 {
                name.push(format!("-{number}"));
            }
            name.push(".");
            name.push(extension);
            if self.taken.insert(hash(name.to_ascii_lowercase())) {
                return name.into();
            }
            number += 1;
        }
    }
}

/// Stands for a name among many.
pub(crate) fn hash(name: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_lead_out_of_the_folder() {
        assert_eq!(of_file(Path::new("../a/./b.html.gz")), Path::new("a/b"));
        assert_eq!(of_file(Path::new("/etc/b.htm")), Path::new("b"));
        assert_eq!(below(Path::new("x"), Path::new("x/y/z.html")), Path::new("y/z"));
        let name = |text| of_url(&Url::parse(text).unwrap());
        assert_eq!(name("https://a.example/"), Path::new("a.example/index"));
        assert_eq!(name("https://a.example/b/c.html?q=/../x"), Path::new("a.example/b/c_q=_.._x"));
        assert_eq!(name("https://a.example/..%2f..%2fetc/%2e%2e"), Path::new("a.example/index"));
        assert_eq!(name("https://[::1]:8/.ssh"), Path::new("___1_/_ssh"));
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        let mut names = Names::default();
        assert_eq!(names.give(Path::new("a/b"), "md"), Path::new("a/b.md"));
        assert_eq!(names.give(Path::new("A/B"), "md"), Path::new("A/B-2.md"));
        assert_eq!(names.give(Path::new("a/b"), "md"), Path::new("a/b-3.md"));
    }
}
