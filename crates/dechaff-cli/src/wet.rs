//! A page's text as a record of WET.

use std::time::SystemTime;

use dechaff_archive::{Conversion, wet_info};
use url::Url;

use crate::moment;
use crate::read::Input;

/// The record, and what stands before the first of a file.
pub(crate) fn record(
    text: &str,
    source: &str,
    input: &Input,
    page_url: Option<&str>,
) -> (Option<String>, String) {
    let found_at = input.hint.url.as_ref().map(Url::as_str).or(page_url);
    let target = found_at.map_or_else(|| address_of(source), str::to_owned);
    // A date is a duty in WARC; the same run on another day is to give the same bytes if it can.
    let date = moment::format(input.saved.unwrap_or_else(SystemTime::now));
    let refers_to = input.record.as_deref();
    let record = Conversion { target: &target, date: &date, refers_to, source, text }.to_record();
    let software = concat!("dechaff/", env!("CARGO_PKG_VERSION"));
    (Some(wet_info(software, &date)), record)
}

/// An address for what has none: its name.
fn address_of(source: &str) -> String {
    let Ok(mut url) = Url::parse("file:///") else { return source.to_owned() };
    url.set_path(source);
    url.into()
}
