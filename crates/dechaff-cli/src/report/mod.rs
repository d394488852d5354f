//! One page to look at: every block of a page with what became of it, and the result beside them.
//!
//! The report is an HTML file by itself. Its policy allows one style sheet and one script, both
//! ours, by their hashes; so nothing of the page could run or load even if it came out unescaped.

mod blocks;
mod label;
mod markup;
mod overview;
mod result;
mod template;

use dechaff::Extraction;

use label::Labels;
use markup::escaped;

const PAGE: &str = include_str!("../../data/report/report.html");
const STYLE: &str = include_str!("../../data/report/report.css");
const SCRIPT: &str = include_str!("../../data/report/report.js");

/// The report on a page that was called `source`.
pub(crate) fn page(extraction: &Extraction, source: &str) -> String {
    let labels = Labels::built_in();
    let title = extraction.metadata.title.as_deref().unwrap_or("A page without a title");
    let count = extraction.blocks.len();
    template::filled(PAGE, |place| {
        Some(match place {
            "style" => STYLE.to_owned(),
            "script" => SCRIPT.to_owned(),
            "style-hash" => template::hash(STYLE),
            "script-hash" => template::hash(SCRIPT),
            "title" => escaped(title),
            "source" => overview::source(extraction, source),
            "facts" => overview::facts(extraction),
            "map" => overview::map(extraction, &labels),
            "warnings" => overview::warnings(extraction),
            "count" => format!("{count} {}", if count == 1 { "block" } else { "blocks" }),
            "labels" => blocks::filters(extraction, &labels),
            "blocks" => blocks::list(extraction, &labels),
            "kept" => overview::kept(extraction),
            "result" => result::content(extraction),
            "markdown" => result::markdown(extraction),
            "metadata" => result::metadata(extraction),
            "version" => env!("CARGO_PKG_VERSION").to_owned(),
            _ => return None,
        })
    })
}

#[cfg(test)]
mod tests;
