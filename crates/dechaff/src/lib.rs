//! Returns the main content of a web page, and accounts for every block it removed.
//!
//! In goes a page (text, bytes, or a parsed [`scraper::Html`](dom::Html)) or a plain text that
//! another tool pulled out of one; out comes an [`Extraction`]: the main content as a small
//! tree, rendered as text, Markdown or JSON, the page's metadata, and for each block that was
//! left out what it is and why.
//!
//! ```
//! let page = "<html><body><nav><a href=/>Home</a> <a href=/news>News</a></nav>
//!     <article><h1>The bridge is open</h1>
//!     <p>The old bridge over the river, closed since the flood in spring, was opened again on
//!     Monday, and the first to cross it was a herd of sheep.</p>
//!     <p>The town had waited for seven months, in which every errand on the other bank took an
//!     hour by way of the motorway, and shops on both sides lost a third of their trade.</p>
//!     </article><footer>All rights reserved</footer></body></html>";
//! let extraction = dechaff::extract(page)?;
//! assert_eq!(extraction.metadata.title.as_deref(), Some("The bridge is open"));
//! assert!(extraction.to_text().starts_with("The old bridge"));
//! assert!(!extraction.to_text().contains("Home"));
//! # Ok::<(), dechaff::Error>(())
//! ```
//!
//! For many pages make one [`Extractor`] and share it. The stages behind it are public modules,
//! in the order in which they run: [`decode`], [`dom`], [`block`], [`feature`], [`score`],
//! [`select`], [`content`], [`render`], with [`metadata`] beside them. [`duplicate`] compares what
//! came out of many pages.

mod clock;
mod error;
mod extraction;
mod extractor;
mod hidden;
mod knowledge;
mod label;
mod lexicon;
mod limits;
mod measurer;
mod model_version;
mod no_character;
mod options;
mod page;
mod page_kind;
mod text;
mod warning;
mod white_space;

pub mod block;
pub mod content;
pub mod decode;
pub mod dom;
pub mod duplicate;
pub mod feature;
pub mod metadata;
pub mod render;
pub mod score;
pub mod select;
pub mod word;

pub use decode::looks_like_html;
pub use error::Error;
pub use extraction::{Extraction, JudgedBlock};
pub use extractor::{Extractor, extract, extract_bytes, extract_text};
pub use label::Label;
pub use limits::{Limit, Limits};
pub use measurer::{MeasuredPage, Measurer};
pub use model_version::{ModelVersion, model_versions};
pub use options::{Focus, Hint, Options};
pub use page_kind::PageKind;
#[cfg(feature = "schema")]
pub use render::json_schema;
pub use render::{HtmlOptions, JsonOptions, JsonView, MarkdownOptions};
pub use warning::Warning;
