//! What a file or standard input is: a page, or a container of many.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use dechaff_archive::{Packing, is_warc, unpacked};

#[cfg(feature = "parquet")]
use super::parquet;
use super::{Field, FileEntry, FoundFile, Pages, Terms, failed, rows, warc};
use crate::failure::Failure;
use crate::name;
use crate::source::{Form, Held, Page, Place};

/// Files that are one page, whatever is in them.
const PAGES: &[&str] = &["html", "htm", "xhtml", "mhtml", "mht", "txt"];
const ARCHIVES: &[&str] = &["warc", "wet"];
const TABLES: &[&str] = &["jsonl", "ndjson", "parquet"];
/// First bytes of every Parquet file.
const PARQUET: &[u8] = b"PAR1";
/// Enough of a file to tell what it is.
const HEAD: usize = 4096;
/// Enough to tell how it is packed, where all else is known.
const MAGIC: usize = 4;

/// What is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Page,
    Archive,
    Lines,
    Parquet,
    /// A table, and nobody said where in it the pages are.
    Unsaid,
}

/// Whether a file of this name is a page for sure.
pub(super) fn is_page_by_name(path: &Path, terms: &Terms) -> bool {
    terms.field.is_none() && has_extension(path, PAGES)
}

/// Whether a file is a container, by its name or its first bytes.
pub(super) fn is_container(path: &Path, field: Option<&Field>) -> bool {
    if field.is_some() || has_extension(path, ARCHIVES) || has_extension(path, TABLES) {
        return true;
    }
    // Of a pipe nothing may be read that is missing later.
    let is_file = fs::metadata(path).is_ok_and(|data| data.is_file());
    is_file
        && !has_extension(path, PAGES)
        && File::open(path)
            .and_then(|mut file| head_of(&mut file, HEAD))
            .is_ok_and(|head| kind_of(&head, Some(path), None) != Kind::Page)
}

/// Whether standard input holds many pages, by what comes first.
pub(crate) fn holds_many(field: Option<&Field>) -> bool {
    // The standard library keeps what is looked at here for who reads it later.
    field.is_some()
        || io::stdin().lock().fill_buf().is_ok_and(|head| kind_of(head, None, None) != Kind::Page)
}

/// The pages of standard input.
pub(super) fn of_stdin(terms: &Arc<Terms>) -> Pages {
    let origin =
        Origin { name: "-".into(), tree: "stdin".into(), path: None, length: None, saved: None };
    look_into(io::stdin(), origin, terms)
}

/// The pages of a file, or why there are none.
pub(super) fn pages(file: FoundFile, terms: &Arc<Terms>) -> Pages {
    let entry = match file {
        Ok(entry) => entry,
        Err((name, failure)) => return failed(name, failure),
    };
    if is_page_by_name(&entry.path, terms) {
        return page_of(entry);
    }
    let opened = File::open(&entry.path).and_then(|file| Ok((file.metadata()?, file)));
    match opened {
        // A page; whoever reads it will say what is wrong.
        Err(_) => page_of(entry),
        Ok((data, file)) => {
            let path = data.is_file().then(|| entry.path.clone());
            let length = data.is_file().then_some(data.len());
            let saved = data.modified().ok();
            let origin = Origin { name: entry.name(), tree: entry.tree, path, length, saved };
            look_into(file, origin, terms)
        }
    }
}

/// Where bytes are from.
struct Origin {
    name: String,
    tree: PathBuf,
    /// Where they can be read again.
    path: Option<PathBuf>,
    length: Option<u64>,
    saved: Option<SystemTime>,
}

fn page_of(FileEntry { path, tree }: FileEntry) -> Pages {
    let name = path.display().to_string();
    Box::new(std::iter::once(Ok(Page { name, tree, place: Place::File(path), file: None })))
}

fn look_into(mut source: impl Read + Send + 'static, origin: Origin, terms: &Arc<Terms>) -> Pages {
    let Origin { name, tree, path, length, saved } = origin;
    // Lines may come one by one, and are not to wait for each other.
    let enough = if terms.field.is_some() { MAGIC } else { HEAD };
    let head = match head_of(&mut source, enough) {
        Ok(head) => head,
        Err(error) => return failed(name, error.into()),
    };
    let kind = kind_of(&head, path.as_deref(), terms.field.as_ref());
    let extension = path.as_deref().and_then(outer_extension);
    let packing = Packing::of(&head, extension.as_deref());
    let raw = Cursor::new(head).chain(source);
    let streamed = |source| unpacked(BufReader::with_capacity(64 * 1024, source), packing);
    match (kind, &terms.field) {
        (Kind::Archive, _) if matches!(packing, Packing::Plain | Packing::Gzip) => {
            let length = length.filter(|_| packing == Packing::Plain);
            warc::pages(raw, name, tree, terms.limit, length)
        }
        (Kind::Archive, _) => match streamed(raw) {
            Ok(source) => warc::pages(source, name, tree, terms.limit, None),
            Err(error) => failed(name, Failure::Unpack(error)),
        },
        (Kind::Lines, Some(field)) => match streamed(raw) {
            Ok(source) => rows::pages(source, name, tree, terms.limit, field.clone(), saved),
            Err(error) => failed(name, Failure::Unpack(error)),
        },
        (Kind::Parquet, Some(field)) => parquet_pages(path, name, tree, field, saved),
        (Kind::Unsaid, _) => failed(name, Failure::NoField),
        _ => match path {
            Some(path) => page_of(FileEntry { path, tree }),
            None => held_page(raw, name, tree, terms.limit),
        },
    }
}

#[cfg(feature = "parquet")]
fn parquet_pages(
    path: Option<PathBuf>,
    name: String,
    tree: PathBuf,
    field: &Field,
    saved: Option<SystemTime>,
) -> Pages {
    // Its end says what is in it.
    let Some(path) = path else { return failed(name, Failure::PipedParquet) };
    match File::open(path) {
        Ok(file) => parquet::pages(file, name, tree, field.clone(), saved),
        Err(error) => failed(name, error.into()),
    }
}

#[cfg(not(feature = "parquet"))]
fn parquet_pages(
    _: Option<PathBuf>,
    name: String,
    _: PathBuf,
    _: &Field,
    _: Option<SystemTime>,
) -> Pages {
    failed(name, Failure::NoParquet)
}

/// A page that can be read only once: it is read here.
fn held_page(source: impl Read, name: String, tree: PathBuf, limit: usize) -> Pages {
    let most = u64::try_from(limit).map_or(u64::MAX, |limit| limit.saturating_add(1));
    let mut bytes = Vec::new();
    if let Err(error) = source.take(most).read_to_end(&mut bytes) {
        return failed(name, error.into());
    }
    let held = Held { bytes, form: Form::File, ..Held::default() };
    let place = Place::Held(Box::new(held));
    Box::new(std::iter::once(Ok(Page { name, tree, place, file: None })))
}

/// The first bytes of a source, `enough` of them if there are.
fn head_of(source: &mut impl Read, enough: usize) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut length = 0;
    while length < enough {
        match source.read(head.get_mut(length..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(count) => length += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    head.truncate(length);
    Ok(head)
}

fn kind_of(head: &[u8], path: Option<&Path>, field: Option<&Field>) -> Kind {
    let is_archive = path.is_some_and(|path| has_extension(path, ARCHIVES)) || {
        let extension = path.and_then(outer_extension);
        let packing = Packing::of(head, extension.as_deref());
        let mut first = [0; 5];
        let unpacked = unpacked(head, packing);
        unpacked.is_ok_and(|mut source| source.read_exact(&mut first).is_ok()) && is_warc(&first)
    };
    match field {
        _ if is_archive => Kind::Archive,
        Some(_) if head.starts_with(PARQUET) => Kind::Parquet,
        Some(_) => Kind::Lines,
        None if path.is_some_and(|path| has_extension(path, TABLES)) => Kind::Unsaid,
        None => Kind::Page,
    }
}

fn has_extension(path: &Path, known: &[&str]) -> bool {
    name::inner_extension(path).is_some_and(|extension| known.contains(&extension.as_str()))
}

fn outer_extension(path: &Path) -> Option<String> {
    Some(path.extension()?.to_str()?.to_ascii_lowercase())
}
