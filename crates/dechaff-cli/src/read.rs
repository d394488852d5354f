//! The bytes of one page, never more than the limit, and what is known of them.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read};
use std::path::Path;
use std::time::SystemTime;

use dechaff::Hint;
use dechaff_archive::{
    MainPart, MhtmlError, Packing, Response, is_mhtml, main_part, saved_from, unpacked,
};
use dechaff_fetch::{Fetched, Rendering};
use serde_json::{Map, Value};
use url::Url;

use crate::args::InputKind;
use crate::failure::Failure;
use crate::local::Field;
use crate::source::{Form, Held, Place, without_secrets};

/// Enough of a file to tell what it is.
const HEAD: u64 = 4096;

/// Reads pages from wherever they are.
pub(crate) struct Reader {
    /// Bytes that an extraction looks at.
    limit: usize,
    /// Address that the caller gave for the only page.
    url: Option<Url>,
}

/// A page as it was read.
#[derive(Default)]
pub(crate) struct Input {
    pub(crate) bytes: Vec<u8>,
    pub(crate) hint: Hint,
    /// What the transport, or the archive, says that this is.
    pub(crate) declared: Option<InputKind>,
    /// The rest was left where it was.
    pub(crate) truncated: bool,
    /// When it was fetched or saved, as far as is known.
    pub(crate) saved: Option<SystemTime>,
    /// The name of the record in an archive.
    pub(crate) record: Option<String>,
    /// The other fields of the record that the page was in.
    pub(crate) fields: Option<Map<String, Value>>,
    pub(crate) scripts: Scripts,
}

/// What became of the scripts of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) enum Scripts {
    /// It is no page that a browser could be sent to.
    #[default]
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

    /// Reads a page; what is held of it is then gone from its place.
    pub(crate) fn read(&self, place: &mut Place) -> Result<Input, Failure> {
        match place {
            Place::File(path) => self.file(path),
            Place::Held(held) => self.held(std::mem::take(held.as_mut())),
            Place::Web => Err(Failure::Url("only the network has it".into())),
        }
    }

    fn file(&self, path: &Path) -> Result<Input, Failure> {
        let file = File::open(path)?;
        let saved = file.metadata().and_then(|data| data.modified()).ok();
        let extension = path.extension().and_then(|extension| extension.to_str());
        Ok(Input { saved, ..self.local(file, extension)? })
    }

    fn held(&self, held: Held) -> Result<Input, Failure> {
        let Held { bytes, form, truncated, url, charset, fetched, saved, record } = held;
        let mut input = match form {
            Form::File => return self.local(bytes.as_slice(), None),
            Form::Html => Input { declared: Some(InputKind::Html), bytes, ..Input::default() },
            Form::Text => Input { declared: Some(InputKind::Text), bytes, ..Input::default() },
            Form::Message(response) => self.message(&response, &bytes)?,
            Form::Line(field) => return Ok(Input { saved, ..self.line(&bytes, &field)? }),
        };
        input.truncated |= truncated;
        input.hint = self.hint(url);
        input.hint.charset = charset;
        input.hint.fetched = fetched;
        Ok(Input { saved: fetched.or(saved), record, ..input })
    }

    fn message(&self, response: &Response, message: &[u8]) -> Result<Input, Failure> {
        let body = response.body(message, self.limit).ok_or(Failure::Coding)?;
        let declared = response.content_type.essence.is_some().then_some(InputKind::Html);
        Ok(Input { declared, bytes: body.bytes, truncated: body.truncated, ..Input::default() })
    }

    /// A page in a field of an object.
    fn line(&self, line: &[u8], field: &Field) -> Result<Input, Failure> {
        let fields = serde_json::from_slice(line).map_err(Failure::Json)?;
        self.fields(fields, field)
    }

    fn fields(&self, mut fields: Map<String, Value>, field: &Field) -> Result<Input, Failure> {
        // The others keep their order.
        let Some(Value::String(text)) = fields.shift_remove(&field.name) else {
            return Err(Failure::NoText(field.name.clone()));
        };
        let url = fields.get("url").and_then(Value::as_str).and_then(|url| Url::parse(url).ok());
        let mut hint = self.hint(url.filter(is_web));
        // What the page itself says of its encoding was true before it came to be JSON.
        hint.charset = Some("utf-8".to_owned());
        let bytes = text.into_bytes();
        Ok(Input {
            hint,
            declared: Some(field.kind),
            bytes,
            fields: Some(fields),
            ..Input::default()
        })
    }

    /// What the network brought.
    pub(crate) fn fetched(&self, fetched: Fetched) -> Input {
        let essence = fetched.content_type.as_deref().unwrap_or_default();
        let declared = essence.contains("html").then_some(InputKind::Html);
        let mut hint = self.hint(Some(without_secrets(fetched.url)));
        hint.charset = fetched.charset;
        let (bytes, truncated) = (fetched.body, fetched.truncated);
        Input {
            bytes,
            hint,
            declared,
            truncated,
            saved: Some(SystemTime::now()),
            scripts: fetched.rendering.map_or(Scripts::Idle, Scripts::Run),
            ..Input::default()
        }
    }

    /// The caller's word on the address wins over where the page was found.
    fn hint(&self, found_at: Option<Url>) -> Hint {
        let mut hint = Hint::new();
        hint.url = self.url.clone().or(found_at);
        hint
    }

    /// What is in a file: unpacked, and the main part where there are several. One byte more than
    /// the limit is read, so that the extraction can tell that there was more.
    fn local(
        &self,
        mut source: impl Read + Send,
        extension: Option<&str>,
    ) -> Result<Input, Failure> {
        let head = head_of(&mut source)?;
        let packing = Packing::of(&head, extension);
        let failed = |error| match packing {
            Packing::Plain => Failure::from(error),
            _ => Failure::Packed { packing: packing.name(), error },
        };
        let all = BufReader::new(Cursor::new(head).chain(source));
        let mut inner = unpacked(all, packing).map_err(failed)?;
        let head = head_of(&mut inner).map_err(failed)?;
        let is_mhtml = is_mhtml(&head);
        let content = Cursor::new(head).chain(inner);
        if is_mhtml {
            let part = main_part(content, self.limit).map_err(|error| match error {
                MhtmlError::Read(error) => failed(error),
                error => Failure::Mhtml(error),
            })?;
            return Ok(self.part(part));
        }
        let limit = u64::try_from(self.limit).map_or(u64::MAX, |limit| limit.saturating_add(1));
        let mut bytes = Vec::new();
        content.take(limit).read_to_end(&mut bytes).map_err(failed)?;
        let saved_from = saved_from(&bytes).and_then(|url| Url::parse(&url).ok()).filter(is_web);
        Ok(Input { hint: self.hint(saved_from), bytes, ..Input::default() })
    }

    fn part(&self, part: MainPart) -> Input {
        let url = part.url.and_then(|url| Url::parse(&url).ok()).filter(is_web);
        let mut hint = self.hint(url);
        hint.charset = part.charset;
        let (bytes, truncated) = (part.bytes, part.truncated);
        Input { bytes, hint, declared: Some(InputKind::Html), truncated, ..Input::default() }
    }
}

fn is_web(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

fn head_of(source: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    source.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
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

    fn read(limit: usize, source: impl Read + Send) -> Result<Vec<u8>, Failure> {
        Reader::new(limit, None).local(source, None).map(|input| input.bytes)
    }

    #[test]
    fn gzip_is_told_by_its_content_and_may_have_several_members() {
        let mut packed = gzip(b"one, ");
        packed.extend(gzip(b"two"));
        assert_eq!(read(100, packed.as_slice()).unwrap(), b"one, two");
        assert_eq!(read(100, b"\x1f".as_slice()).unwrap(), b"\x1f");
        assert_eq!(read(100, b"".as_slice()).unwrap(), b"");
    }

    #[test]
    fn no_more_than_the_limit_is_read() {
        let bomb = gzip(&vec![b'a'; 10 << 20]);
        assert_eq!(read(1000, bomb.as_slice()).unwrap().len(), 1001);
        assert_eq!(read(1000, io::repeat(b'a')).unwrap().len(), 1001);
    }

    #[test]
    fn damaged_gzip_is_a_failure() {
        let whole = gzip(b"some text that is long enough to be cut");
        let cut = whole.get(..whole.len() - 12).unwrap();
        assert!(matches!(read(1000, cut), Err(Failure::Packed { packing: "gzip", .. })));
    }

    #[test]
    fn a_saved_page_says_where_it_is_from() {
        let page = b"<!-- saved from url=(0020)https://a.test/x/ -->\n<p>Salt";
        let input = Reader::new(1000, None).local(page.as_slice(), None).unwrap();
        assert_eq!(input.hint.url.unwrap().as_str(), "https://a.test/x/");
    }
}
