//! What went less than perfectly while a result was still reached.

use std::fmt;

use serde::Serialize;

use crate::{Limit, Limits};

/// Something a caller should know about an extraction that still has a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Warning {
    /// A bound of [`Limits`](crate::Limits) was reached; what came after it was not read.
    LimitHit {
        /// Which bound.
        limit: Limit,
        /// The bound, in the unit of that field (times in milliseconds).
        value: u64,
    },
    /// Bytes that the page's encoding does not know were replaced by U+FFFD.
    MalformedBytes {
        /// Name of the encoding that was used.
        encoding: &'static str,
    },
    /// The transport or the page named an encoding that its bytes contradict.
    WrongCharset {
        /// The label as it was given.
        declared: String,
        /// Name of the encoding used instead.
        used: &'static str,
    },
    /// A selector of the caller matched nothing on this page.
    SelectorUnmatched {
        /// The selector as it was given.
        selector: String,
    },
    /// JSON-LD of the page is broken; what could be read of it was.
    BrokenJsonLd {
        /// What is wrong, such as `is cut off`.
        fault: &'static str,
    },
    /// The visible page lacks main content that it holds elsewhere, and this was taken.
    HiddenContentUsed {
        /// Where it was found: `json-ld`, `state` (data embedded for scripts) or `template`.
        source: &'static str,
    },
    /// The page is as its scripts made it in a browser. For callers that have one; the library
    /// runs none.
    Rendered {
        /// The limit at which the scripts were stopped, if they were.
        limit: Option<&'static str>,
    },
    /// The page is as the server sent it, though a browser was to run its scripts.
    NotRendered {
        /// Why it did not.
        reason: String,
    },
}

impl Warning {
    /// A bound was reached.
    pub(crate) fn hit(limit: Limit, limits: &Limits) -> Self {
        Self::LimitHit { limit, value: limits.value(limit) }
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LimitHit { limit, value } => {
                write!(f, "limit {limit} = {value} reached; the rest was not read")
            }
            Self::MalformedBytes { encoding } => {
                write!(f, "some bytes are not valid {encoding} and were replaced")
            }
            Self::WrongCharset { declared, used } => {
                write!(f, "declared charset {declared:?} does not fit the bytes; read as {used}")
            }
            Self::SelectorUnmatched { selector } => {
                write!(f, "selector {selector:?} matched nothing")
            }
            Self::BrokenJsonLd { fault } => write!(f, "JSON-LD of the page {fault}"),
            Self::HiddenContentUsed { source } => {
                write!(f, "took content that the page does not show from {source}")
            }
            Self::Rendered { limit: None } => write!(f, "rendered: it is as its scripts made it"),
            Self::Rendered { limit: Some(limit) } => {
                write!(f, "rendered: it is as far as its scripts had come at the limit {limit}")
            }
            Self::NotRendered { reason } => {
                write!(f, "not rendered: it is as the server sent it, since {reason}")
            }
        }
    }
}
