//! The pages in the fields of JSON Lines.

use std::io::Read;
use std::path::PathBuf;
use std::time::SystemTime;

use dechaff_archive::Lines;

use super::{Field, Pages};
use crate::failure::Failure;
use crate::source::{Form, Held, Page, Place};

/// JSON may write a byte as six, as in `\u0000`.
const BYTES_OF_JSON: usize = 6;

/// A page for each line that is not blank. What is in a line is for the worker to find out.
pub(super) fn pages(
    source: impl Read + Send + 'static,
    name: String,
    tree: PathBuf,
    limit: usize,
    field: Field,
    saved: Option<SystemTime>,
) -> Pages {
    let longest = limit.saturating_mul(BYTES_OF_JSON);
    let lines = Lines::new(source, longest);
    Box::new(lines.filter_map(move |line| {
        let line = match line {
            Ok(line) => line,
            Err(error) => return Some(Err((name.clone(), Failure::Unpack(error)))),
        };
        let page = format!("{name}:{}", line.number);
        if line.too_long {
            return Some(Err((page, Failure::LongLine(longest))));
        }
        if line.bytes.trim_ascii().is_empty() {
            return None;
        }
        let held =
            Held { bytes: line.bytes, form: Form::Line(field.clone()), saved, ..Held::default() };
        Some(Ok(Page {
            name: page,
            tree: tree.join(line.number.to_string()),
            place: Place::Held(Box::new(held)),
            file: None,
        }))
    }))
}
