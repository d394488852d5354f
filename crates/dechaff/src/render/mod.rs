//! Content to bytes, one file a format.

mod flat;
mod inline;
pub(crate) mod json;
pub(crate) mod markdown;
#[cfg(test)]
mod tests;
pub(crate) mod text;

pub use markdown::MarkdownOptions;
