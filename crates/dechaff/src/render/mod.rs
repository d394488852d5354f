//! Content to bytes, one file a format.
//!
//! No writer calls itself: what is still to be written stands in a list, so that a tree of any
//! depth is written on a small stack.

mod elements;
mod flat;
pub(crate) mod front_matter;
pub(crate) mod html;
pub(crate) mod json;
mod made;
pub(crate) mod markdown;
mod nesting;
pub(crate) mod tei;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub use html::HtmlOptions;
#[cfg(feature = "schema")]
pub use json::schema as json_schema;
pub use json::{JsonOptions, JsonView};
pub use markdown::MarkdownOptions;
