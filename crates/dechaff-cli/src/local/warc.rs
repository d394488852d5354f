//! The pages of a WARC or WET file, record by record.

use std::io::Read;
use std::path::{Path, PathBuf};

use dechaff_archive::{ContentType, Record, RecordHeader, Response, WarcLimits, WarcReader};
use url::Url;

use super::Pages;
use crate::failure::Failure;
use crate::moment;
use crate::name;
use crate::source::{Form, Held, Page, Place};

/// What may stand before the page in a record of a response.
const HTTP_HEAD: usize = 64 * 1024;

/// The pages of an archive of this name. `file_bytes` is its length, where it is known.
pub(super) fn pages(
    source: impl Read + Send + 'static,
    name: String,
    tree: PathBuf,
    limit: usize,
    file_bytes: Option<u64>,
) -> Pages {
    let mut limits = WarcLimits::default();
    limits.block_bytes = limit.saturating_add(HTTP_HEAD);
    limits.file_bytes = file_bytes;
    let records = WarcReader::new(source, limits).with_wanted(may_be_page);
    Box::new(records.filter_map(move |record| match record {
        Ok(record) => page_of(record, &name, &tree).map(Ok),
        Err(fault) => Some(Err((name.clone(), Failure::Archive(fault)))),
    }))
}

/// Whether the block of a record is worth holding.
fn may_be_page(header: &RecordHeader) -> bool {
    let is_page = |name: &str| {
        let declared = ContentType::parse(header.get(name)?);
        declared.essence.map(|essence| is_html(&essence))
    };
    let essence = ContentType::parse(header.get("Content-Type").unwrap_or_default()).essence;
    match header.kind().as_str() {
        "response" => {
            essence.as_deref() == Some("application/http")
                && is_page("WARC-Identified-Payload-Type") != Some(false)
        }
        "resource" => is_page("Content-Type") == Some(true),
        "conversion" => essence.is_none_or(|essence| essence == "text/plain"),
        _ => false,
    }
}

fn is_html(essence: &str) -> bool {
    matches!(essence, "text/html" | "application/xhtml+xml")
}

/// The record as a page, where it holds one: an answer that is no error and no redirect, and that
/// says it is HTML or looks like it.
fn page_of(record: Record, file: &str, tree: &Path) -> Option<Page> {
    let Record { place, header, block, truncated, .. } = record;
    let (form, charset) = match header.kind().as_str() {
        "response" => {
            let response = Response::parse(&block)?;
            let declared = response.content_type.clone();
            let is_page = match &declared.essence {
                Some(essence) => is_html(essence),
                None => response
                    .body(&block, 1024)
                    .is_some_and(|body| dechaff::looks_like_html(&body.bytes)),
            };
            if !(200..300).contains(&response.status) || !is_page {
                return None;
            }
            (Form::Message(response), declared.charset)
        }
        "conversion" => (Form::Text, Some("utf-8".to_owned())),
        _ => {
            let declared = ContentType::parse(header.get("Content-Type").unwrap_or_default());
            (Form::Html, declared.charset)
        }
    };
    let target = header.target().unwrap_or_default();
    let url = Url::parse(target).ok().filter(|url| matches!(url.scheme(), "http" | "https"));
    let held = Held {
        bytes: block,
        form,
        truncated,
        charset,
        fetched: header.get("WARC-Date").and_then(moment::parse),
        record: header.get("WARC-Record-ID").map(str::to_owned),
        ..Held::default()
    };
    Some(Page {
        name: format!("{file}@{place}"),
        tree: match &url {
            Some(url) => name::of_url(url),
            None => tree.join(place.to_string()),
        },
        place: Place::Held(Box::new(Held { url, ..held })),
        file: None,
    })
}
