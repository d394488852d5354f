//! The bytes of one page, never more than the limit, and what is known of them.

use std::fs::File;
use std::io::{self, Cursor, Read};

use dechaff::Hint;
use dechaff_fetch::{Fetched, Rendering};
use flate2::read::MultiGzDecoder;
use url::Url;

use crate::failure::Failure;
use crate::source::{Place, without_secrets};

/// First bytes of every gzip file.
const GZIP_MAGIC: [u8; 2] = [0x1f, 0x8b];

/// Reads pages from wherever they are.
pub(crate) struct Reader {
    /// Bytes that an extraction looks at.
    limit: usize,
    /// Address that the caller gave for the only page.
    url: Option<Url>,
}

/// A page as it was read.
pub(crate) struct Input {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hint: Hint,
    /// Whether the transport says that this is a web page.
    pub(crate) declared_html: bool,
    /// The rest was left on the server.
    pub(crate) truncated: bool,
    pub(crate) scripts: Scripts,
}

/// What became of the scripts of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scripts {
    /// It is no page that a browser could be sent to.
    Local,
    /// None was run, as nobody asked for it.
    Idle,
    /// A browser ran them, or was meant to.
    Run(Rendering),
}

impl Reader {
    pub(crate) fn new(limit: usize, url: Option<Url>) -> Self {
        Self { limit, url }
    }

    pub(crate) fn read(&self, place: &Place) -> Result<Input, Failure> {
        match place {
            Place::Stdin => self.local(io::stdin().lock()),
            Place::File(path) => self.local(File::open(path)?),
            Place::Web => Err(Failure::Url("only the network has it".into())),
        }
    }

    fn local(&self, source: impl Read) -> Result<Input, Failure> {
        Ok(Input {
            bytes: self.unpacked(source)?,
            hint: self.hint(None),
            declared_html: false,
            truncated: false,
            scripts: Scripts::Local,
        })
    }

    /// What the network brought.
    pub(crate) fn fetched(&self, fetched: Fetched) -> Input {
        let essence = fetched.content_type.as_deref().unwrap_or_default();
        let declared_html = essence.contains("html");
        let mut hint = self.hint(Some(without_secrets(fetched.url)));
        hint.charset = fetched.charset;
        Input {
            bytes: fetched.body,
            hint,
            declared_html,
            truncated: fetched.truncated,
            scripts: fetched.rendering.map_or(Scripts::Idle, Scripts::Run),
        }
    }

    /// The caller's word on the address wins over where the page was found.
    fn hint(&self, found_at: Option<Url>) -> Hint {
        let mut hint = Hint::new();
        hint.url = self.url.clone().or(found_at);
        hint
    }

    /// The content, out of its gzip if it is in one. One byte more than the limit is read, so
    /// that the extraction can tell that there was more.
    fn unpacked(&self, mut source: impl Read) -> Result<Vec<u8>, Failure> {
        let limit = u64::try_from(self.limit).map_or(u64::MAX, |limit| limit.saturating_add(1));
        let mut head = Vec::new();
        source.by_ref().take(2).read_to_end(&mut head)?;
        let packed = head == GZIP_MAGIC;
        let all = Cursor::new(head).chain(source);
        let mut bytes = Vec::new();
        if packed {
            MultiGzDecoder::new(io::BufReader::new(all))
                .take(limit)
                .read_to_end(&mut bytes)
                .map_err(Failure::Gzip)?;
        } else {
            all.take(limit).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn gzip(content: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn gzip_is_told_by_its_content_and_may_have_several_members() {
        let reader = Reader::new(100, None);
        let mut packed = gzip(b"one, ");
        packed.extend(gzip(b"two"));
        assert_eq!(reader.unpacked(packed.as_slice()).unwrap(), b"one, two");
        assert_eq!(reader.unpacked(b"\x1f".as_slice()).unwrap(), b"\x1f");
        assert_eq!(reader.unpacked(b"".as_slice()).unwrap(), b"");
    }

    #[test]
    fn no_more_than_the_limit_is_read() {
        let reader = Reader::new(1000, None);
        let bomb = gzip(&vec![b'a'; 10 << 20]);
        assert_eq!(reader.unpacked(bomb.as_slice()).unwrap().len(), 1001);
        assert_eq!(reader.unpacked(io::repeat(b'a')).unwrap().len(), 1001);
    }

    #[test]
    fn damaged_gzip_is_a_failure() {
        let reader = Reader::new(1000, None);
        let whole = gzip(b"some text that is long enough to be cut");
        let cut = whole.get(..whole.len() - 12).unwrap();
        assert!(matches!(reader.unpacked(cut), Err(Failure::Gzip(_))));
    }
}
