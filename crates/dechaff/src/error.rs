//! Why there is no result at all.

/// Why an extraction, or the making of an extractor, has no result.
///
/// A page without main content is no error: see
/// [`Extraction::is_empty`](crate::Extraction::is_empty).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There are no bytes, or only white space.
    #[error("the input is empty")]
    Empty,
    /// The bytes are a file of another kind.
    #[error("not a web page or text: the bytes are {media_type}")]
    NotText {
        /// Media type, as far as it can be told.
        media_type: String,
    },
    /// A selector of [`Options`](crate::Options) is not valid CSS.
    #[error("invalid selector {selector:?}: {message}")]
    Selector {
        /// The selector as it was given.
        selector: String,
        /// What is wrong with it.
        message: String,
    },
    /// A data file, such as a model, does not have the expected form.
    #[error("invalid {what}: {message}")]
    Data {
        /// Which file.
        what: &'static str,
        /// What is wrong with it.
        message: String,
    },
}
