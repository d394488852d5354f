//! WARC: reading record by record, and writing what WET holds.

mod header;
mod reader;
#[cfg(test)]
mod tests;
mod wet;

pub use header::RecordHeader;
pub use reader::{Record, WarcLimits, WarcReader};
pub use wet::{Conversion, SOURCE_FIELD, wet_info};

/// Whether a file that begins so, once it is unpacked, is a WARC.
pub fn is_warc(head: &[u8]) -> bool {
    head.starts_with(b"WARC/")
}
