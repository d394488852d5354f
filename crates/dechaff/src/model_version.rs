//! Which weights ship with the crate.

use crate::knowledge::{PAGE_MODEL, TEXT_MODEL};

/// What tells one set of weights from another: results of two of them may differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ModelVersion {
    /// What it scores: `pages` or `texts`.
    pub scores: &'static str,
    /// Version of the form of its file.
    pub format: u16,
    /// CRC-32 of its file, as gzip and zip reckon it.
    pub checksum: u32,
}

/// The versions of the models that ship: that for pages, and that for texts.
///
/// They are reckoned anew with each call, in some milliseconds.
pub fn model_versions() -> [ModelVersion; 2] {
    [("pages", PAGE_MODEL), ("texts", TEXT_MODEL)].map(|(scores, file)| ModelVersion {
        scores,
        format: format(file),
        checksum: crc32(file),
    })
}

/// The number after the four letters that a file begins with.
fn format(file: &[u8]) -> u16 {
    file.split_at_checked(4)
        .and_then(|(_, rest)| rest.first_chunk())
        .map_or(0, |bytes| u16::from_le_bytes(*bytes))
}

fn crc32(bytes: &[u8]) -> u32 {
    const POLYNOMIAL: u32 = 0xedb8_8320;
    let next = |rest: u32| (rest >> 1) ^ if rest & 1 == 1 { POLYNOMIAL } else { 0 };
    let of_byte: [u32; 256] =
        std::array::from_fn(|byte| (0..8).fold(byte as u32, |rest, _| next(rest)));
    !bytes.iter().fold(!0, |rest: u32, byte| {
        let by_byte = of_byte.get(usize::from(rest as u8 ^ byte)).copied().unwrap_or(0);
        (rest >> 8) ^ by_byte
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_that_of_gzip() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn both_models_have_a_version() {
        let [pages, texts] = model_versions();
        assert_eq!((pages.format, texts.format), (1, 1));
        assert_ne!(pages.checksum, texts.checksum);
    }
}
