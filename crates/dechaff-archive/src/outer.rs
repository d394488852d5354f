//! The compression around a whole file.

use std::io::{self, BufRead, Read};

use brotli_decompressor::Decompressor;
use flate2::bufread::MultiGzDecoder;
use zstd::stream::read::Decoder as ZstdDecoder;

const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
/// A frame with a dictionary or a comment, which archives in zstd begin with.
const ZSTD_SKIPPABLE: [u8; 3] = [0x2a, 0x4d, 0x18];
const BROTLI_BUFFER: usize = 16 * 1024;
/// 128 MiB, the most that `zstd` itself unpacks without being told to.
const ZSTD_WINDOW_LOG: u32 = 27;

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Packing {
    /// Not at all.
    Plain,
    /// gzip, perhaps of several members.
    Gzip,
    /// Zstandard, perhaps of several frames.
    Zstd,
    /// Brotli, which has no mark of its own: only a name tells.
    Brotli,
}

impl Packing {
    /// How a file is packed that begins so, and has this extension.
    pub fn of(head: &[u8], extension: Option<&str>) -> Self {
        let is_zstd = head.starts_with(&ZSTD_MAGIC)
            || (head.get(1..4) == Some(&ZSTD_SKIPPABLE)
                && head.first().is_some_and(|first| first & 0xf0 == 0x50));
        if head.starts_with(&GZIP_MAGIC) {
            Self::Gzip
        } else if is_zstd {
            Self::Zstd
        } else if extension.is_some_and(|name| name.eq_ignore_ascii_case("br")) {
            Self::Brotli
        } else {
            Self::Plain
        }
    }

    /// Whether this is the extension of a packed file.
    pub fn is_extension(name: &str) -> bool {
        ["gz", "zst", "br"].iter().any(|known| name.eq_ignore_ascii_case(known))
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
            Self::Brotli => "brotli",
        }
    }
}

/// What is in a packed file, as a stream.
///
/// # Errors
///
/// When there is no memory for it.
pub fn unpacked<'a>(
    source: impl BufRead + Send + 'a,
    packing: Packing,
) -> io::Result<Box<dyn Read + Send + 'a>> {
    Ok(match packing {
        Packing::Plain => Box::new(source),
        Packing::Gzip => Box::new(MultiGzDecoder::new(source)),
        Packing::Zstd => {
            let mut decoder = ZstdDecoder::with_buffer(source)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG)?;
            Box::new(decoder)
        }
        Packing::Brotli => Box::new(Decompressor::new(source, BROTLI_BUFFER)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(packed: &[u8], extension: Option<&str>) -> (Packing, String) {
        let packing = Packing::of(packed, extension);
        let mut text = String::new();
        unpacked(packed, packing).unwrap().read_to_string(&mut text).unwrap();
        (packing, text)
    }

    #[test]
    fn packed_files_are_told_by_their_first_bytes_and_brotli_by_its_name() {
        let frame = |text: &str| zstd::encode_all(text.as_bytes(), 3).unwrap();
        let skippable = [0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, b'h', b'i'];
        let packed = [skippable.as_slice(), &frame("Salt "), &frame("water")].concat();
        assert_eq!(read(&packed, None), (Packing::Zstd, "Salt water".into()));
        // "Salt water" as one uncompressed block of brotli.
        let brotli = [&[0x8b, 0x04, 0x80][..], b"Salt water", &[0x03]].concat();
        assert_eq!(read(&brotli, Some("BR")), (Packing::Brotli, "Salt water".into()));
        assert_eq!(read(b"Salt water", None), (Packing::Plain, "Salt water".into()));
        assert!(Packing::is_extension("ZST") && !Packing::is_extension("zip"));
    }
}
