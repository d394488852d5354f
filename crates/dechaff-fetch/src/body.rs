//! Reads a body within its limits.

use std::io;

use dechaff_archive::{Coding, Decoder};
use reqwest::Response;
use reqwest::header::CONTENT_ENCODING;
use url::Url;

use crate::error::{FetchError, shown};
use crate::options::FetchOptions;
use crate::request::Wanted;
use crate::robots;
use crate::transport;

/// The protocol of sitemaps sets this limit.
const MOST_OF_SITEMAP: usize = 50 << 20;

/// A body as far as it was read.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    /// Whether a limit cut it.
    pub(crate) truncated: bool,
}

impl Body {
    /// The type that its first bytes give away, where that is no text: a server
    /// may take a picture or an archive for a page.
    pub(crate) fn foreign_kind(&self) -> Option<&'static str> {
        let kind = infer::get(&self.bytes)?;
        (kind.matcher_type() != infer::MatcherType::Text).then(|| kind.mime_type())
    }
}

/// Reads to the end or to a limit, whichever comes first.
///
/// `Content-Length` is not judged beforehand: a body that says it is too long
/// and one that turns out so would else end differently.
pub(crate) async fn read(
    mut response: Response,
    url: &Url,
    room: Room,
    options: &FetchOptions,
) -> Result<Body, FetchError> {
    let codings = response.headers().get_all(CONTENT_ENCODING);
    let coding = Coding::of_headers(codings.iter().map(AsRef::as_ref))
        .map_err(|coding| FetchError::ContentCoding { url: shown(url), coding })?;
    let mut unpacking = Unpacking::new(coding, room);
    loop {
        let chunk = response.chunk().await.map_err(|error| {
            transport::broken_off(&error, shown(url), unpacking.received, options)
        })?;
        let step = match &chunk {
            Some(chunk) => unpacking.feed(chunk),
            None => unpacking.finish(),
        };
        step.map_err(|error| FetchError::Body {
            url: shown(url),
            received: unpacking.received,
            reason: format!("it does not decompress: {}", transport::root_cause(&error)),
        })?;
        if chunk.is_none() || unpacking.truncated {
            return Ok(unpacking.into_body());
        }
    }
}

/// How much is taken, before and after decompression.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Room {
    wire: usize,
    body: usize,
}

impl Room {
    /// So many bytes, before decompression and after.
    pub(crate) fn for_all(bytes: usize) -> Self {
        Self { wire: bytes, body: bytes }
    }

    pub(crate) fn of(wanted: Wanted, options: &FetchOptions) -> Self {
        match wanted {
            Wanted::Page | Wanted::Feed => {
                Self { wire: options.max_wire_bytes, body: options.max_body_bytes }
            }
            Wanted::Sitemap => Self::for_all(MOST_OF_SITEMAP),
            Wanted::Robots => Self::for_all(robots::MOST_BYTES),
        }
    }
}

struct Unpacking {
    coding: Coding,
    /// Made with the first byte: an empty body is fine in any coding.
    decoder: Option<Decoder>,
    received: usize,
    truncated: bool,
    max_wire: usize,
    max_body: usize,
}

impl Unpacking {
    fn new(coding: Coding, room: Room) -> Self {
        Self {
            coding,
            decoder: None,
            received: 0,
            truncated: false,
            max_wire: room.wire,
            max_body: room.body,
        }
    }

    fn feed(&mut self, chunk: &[u8]) -> io::Result<()> {
        let Some(&first) = chunk.first() else {
            return Ok(());
        };
        let room = self.max_wire - self.received;
        let within = chunk.get(..room).unwrap_or(chunk);
        self.received += within.len();
        self.truncated = chunk.len() > room;

        let decoder = match &mut self.decoder {
            Some(decoder) => decoder,
            none => none.insert(Decoder::new(self.coding, first, self.max_body)?),
        };
        let mut fed = decoder.feed(within);
        if self.truncated && fed.is_ok() {
            fed = decoder.flush();
        }
        self.or_full(fed)
    }

    fn finish(&mut self) -> io::Result<()> {
        let finished = match &mut self.decoder {
            Some(decoder) => decoder.finish(),
            None => Ok(()),
        };
        self.or_full(finished)
    }

    /// An error from a full sink is no error: the body ends here.
    fn or_full(&mut self, outcome: io::Result<()>) -> io::Result<()> {
        let full = self.decoder.as_mut().is_some_and(Decoder::overflowed);
        self.truncated |= full;
        if full { Ok(()) } else { outcome }
    }

    fn into_body(mut self) -> Body {
        Body {
            bytes: self.decoder.as_mut().map(Decoder::take).unwrap_or_default(),
            truncated: self.truncated,
        }
    }
}
