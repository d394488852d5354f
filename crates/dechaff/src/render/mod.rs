//! Content to bytes, one file a format.

pub(crate) mod json;
pub(crate) mod markdown;
pub(crate) mod text;

pub use markdown::MarkdownOptions;
