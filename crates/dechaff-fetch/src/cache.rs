//! Answers kept on disk for later, as RFC 9111 allows.
//!
//! An answer is one file: its description as a line of JSON, then the body,
//! decompressed. Files are written aside and renamed, so a run that is killed
//! leaves no half of one.

use std::fs::{self, File};
use std::hash::Hasher;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::SystemTime;

use http::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName};
use http::{Method, Request, Response, StatusCode, request, response};
use http_cache_semantics::{AfterResponse, BeforeRequest, CachePolicy};
use serde::{Deserialize, Serialize};
use siphasher::sip128::{Hasher128, SipHasher13};
use url::Url;

use crate::answer;

/// The most that the description of an answer takes.
const MOST_DESCRIPTION: u64 = 1 << 20;
const EXTENSION: &str = "answer";

/// Where answers are kept, and how many.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CacheOptions {
    /// The folder, made where it is missing. It is private to its user: it
    /// holds what was fetched with the user's own cookies and passwords.
    pub folder: PathBuf,
    /// The most that all files may take, in bytes; the ones not used for
    /// longest go first. Default: 1 GiB.
    pub most_bytes: u64,
    /// Whether answers come from the cache alone, however old. Default: no.
    pub offline: bool,
}

impl CacheOptions {
    /// A cache in this folder, with the defaults.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), most_bytes: 1 << 30, offline: false }
    }
}

/// The answers on disk.
#[derive(Debug)]
pub(crate) struct Cache {
    options: CacheOptions,
    bytes: AtomicU64,
    /// Held while old files are removed.
    cleaning: Mutex<()>,
}

/// What the cache has for a request.
pub(crate) enum Look {
    /// An answer that can be used as it is.
    Fresh(Box<Stored>),
    /// An answer that the server must be asked about, with headers that ask.
    Stale(HeaderMap, Box<Stored>),
    Nothing,
}

/// An answer from the disk.
pub(crate) struct Stored {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// Whether a private address had answered.
    pub(crate) private: bool,
    policy: CachePolicy,
}

/// An answer that may be kept once its body is there.
pub(crate) struct Ticket {
    path: PathBuf,
    key: String,
    private: bool,
    headers: HeaderMap,
    policy: CachePolicy,
}

#[derive(Serialize, Deserialize)]
struct Description {
    key: String,
    status: u16,
    private: bool,
    length: u64,
    headers: Vec<(String, String)>,
    policy: CachePolicy,
}

/// A request in the form that the rules of caching are asked in.
pub(crate) struct Asked {
    parts: request::Parts,
    key: String,
}

impl Asked {
    /// None for a URL that cannot be sent in a request.
    pub(crate) fn new(url: &Url, headers: &HeaderMap) -> Option<Self> {
        let mut asked = Request::builder().method(Method::GET).uri(url.as_str()).body(()).ok()?;
        asked.headers_mut().clone_from(headers);
        // What one user may see is not for another who shares the folder by name only.
        let mut key = String::from(url.as_str());
        for secret in [AUTHORIZATION, COOKIE] {
            for value in headers.get_all(&secret) {
                key.push('\n');
                key.push_str(&String::from_utf8_lossy(value.as_bytes()));
            }
        }
        let key = format!("{:032x} {url}", hash(&key));
        Some(Self { parts: asked.into_parts().0, key })
    }
}

impl Cache {
    pub(crate) fn open(options: CacheOptions) -> io::Result<Self> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&options.folder)?;
        let bytes = files(&options.folder).map(|file| file.bytes).sum();
        Ok(Self { options, bytes: AtomicU64::new(bytes), cleaning: Mutex::default() })
    }

    pub(crate) fn is_offline(&self) -> bool {
        self.options.offline
    }

    pub(crate) fn look(&self, asked: &Asked) -> Look {
        let Some(mut stored) = self.read(asked) else { return Look::Nothing };
        let now = SystemTime::now();
        match stored.policy.before_request(&asked.parts, now) {
            BeforeRequest::Fresh(parts) => {
                stored.headers = parts.headers;
                Look::Fresh(Box::new(stored))
            }
            BeforeRequest::Stale { .. } if self.options.offline => Look::Fresh(Box::new(stored)),
            BeforeRequest::Stale { request, matches: true } => {
                Look::Stale(request.headers, Box::new(stored))
            }
            BeforeRequest::Stale { .. } => Look::Nothing,
        }
    }

    /// What an answer to a request with `asked` about `stored` means: the
    /// stored one brought up to date, where it has not changed.
    pub(crate) fn renew(
        &self,
        asked: &Asked,
        mut stored: Stored,
        headers: &HeaderMap,
    ) -> Option<Stored> {
        let answer = parts(StatusCode::NOT_MODIFIED, headers)?;
        match stored.policy.after_response(&asked.parts, &answer, SystemTime::now()) {
            AfterResponse::NotModified(policy, parts) => {
                stored.headers = parts.headers;
                stored.policy = policy.clone();
                let ticket = Ticket {
                    path: self.path(asked),
                    key: asked.key.clone(),
                    private: stored.private,
                    headers: stored.headers.clone(),
                    policy,
                };
                self.keep(&ticket, stored.status, &stored.body);
                Some(stored)
            }
            AfterResponse::Modified(..) => None,
        }
    }

    /// A ticket for an answer that may be kept.
    pub(crate) fn ticket(
        &self,
        asked: &Asked,
        status: StatusCode,
        headers: &HeaderMap,
        private: bool,
    ) -> Option<Ticket> {
        let answer = parts(status, headers)?;
        let options = http_cache_semantics::CacheOptions { shared: false, ..Default::default() };
        let policy = CachePolicy::new_options(&asked.parts, &answer, SystemTime::now(), options);
        let kept = policy.is_storable() && (status.is_success() || status.is_redirection());
        kept.then(|| Ticket {
            path: self.path(asked),
            key: asked.key.clone(),
            private,
            headers: headers.clone(),
            policy,
        })
    }

    /// Keeps an answer. A disk that is full or read-only costs the cache and
    /// not the page.
    pub(crate) fn keep(&self, ticket: &Ticket, status: StatusCode, body: &[u8]) {
        let before = fs::metadata(&ticket.path).map_or(0, |data| data.len());
        if let Ok(written) = self.write(ticket, status, body) {
            let total = self.bytes.fetch_add(written, Ordering::Relaxed) + written;
            let _ = self.bytes.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |bytes| {
                Some(bytes.saturating_sub(before))
            });
            if total > self.options.most_bytes {
                self.clean();
            }
        }
    }

    fn write(&self, ticket: &Ticket, status: StatusCode, body: &[u8]) -> io::Result<u64> {
        let description = Description {
            key: ticket.key.clone(),
            status: status.as_u16(),
            private: ticket.private,
            length: u64::try_from(body.len()).unwrap_or(u64::MAX),
            headers: answer::text_of(&ticket.headers),
            policy: ticket.policy.clone(),
        };
        let mut line = serde_json::to_vec(&description)?;
        line.push(b'\n');
        let folder = ticket.path.parent().unwrap_or(&self.options.folder);
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&line)?;
        file.write_all(body)?;
        file.persist(&ticket.path).map_err(|error| error.error)?;
        Ok(u64::try_from(line.len() + body.len()).unwrap_or(u64::MAX))
    }

    fn read(&self, asked: &Asked) -> Option<Stored> {
        let path = self.path(asked);
        let file = File::open(&path).ok()?;
        // The time of the last use says what goes first when there is too much.
        let _ = file.set_modified(SystemTime::now());
        let mut reader = BufReader::new(file);
        let mut line = Vec::new();
        reader.by_ref().take(MOST_DESCRIPTION).read_until(b'\n', &mut line).ok()?;
        let description: Description = serde_json::from_slice(&line).ok()?;
        if description.key != asked.key {
            return None;
        }
        let mut body = Vec::new();
        reader.take(description.length).read_to_end(&mut body).ok()?;
        let whole = u64::try_from(body.len()).is_ok_and(|length| length == description.length);
        if !whole {
            return None;
        }
        let headers = description.headers.iter().filter_map(|(name, value)| {
            let name: HeaderName = name.parse().ok()?;
            Some((name, value.parse().ok()?))
        });
        Some(Stored {
            status: StatusCode::from_u16(description.status).ok()?,
            headers: headers.collect(),
            body,
            private: description.private,
            policy: description.policy,
        })
    }

    fn path(&self, asked: &Asked) -> PathBuf {
        let name = asked.key.split(' ').next().unwrap_or_default();
        let start = name.get(..2).unwrap_or_default();
        self.options.folder.join(start).join(name).with_extension(EXTENSION)
    }

    /// Removes what was not used for longest, until a tenth is free.
    fn clean(&self) {
        let Ok(_alone) = self.cleaning.try_lock() else { return };
        let mut files: Vec<StoredFile> = files(&self.options.folder).collect();
        files.sort_by_key(|file| file.used);
        let mut bytes: u64 = files.iter().map(|file| file.bytes).sum();
        let goal = self.options.most_bytes / 10 * 9;
        for file in &files {
            if bytes <= goal {
                break;
            }
            if fs::remove_file(&file.path).is_ok() {
                bytes = bytes.saturating_sub(file.bytes);
            }
        }
        self.bytes.store(bytes, Ordering::Relaxed);
    }
}

struct StoredFile {
    path: PathBuf,
    bytes: u64,
    used: SystemTime,
}

/// All files of answers, and of no others that may lie there too.
fn files(folder: &Path) -> impl Iterator<Item = StoredFile> {
    let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
    let shelves = entries(folder).map(|entry| entry.path()).filter(|path| path.is_dir());
    shelves.flat_map(move |shelf| entries(&shelf)).filter_map(|entry| {
        let path = entry.path();
        if path.extension()? != EXTENSION {
            return None;
        }
        let data = entry.metadata().ok()?;
        Some(StoredFile { path, bytes: data.len(), used: data.modified().ok()? })
    })
}

fn parts(status: StatusCode, headers: &HeaderMap) -> Option<response::Parts> {
    let mut answer = Response::builder().status(status).body(()).ok()?;
    answer.headers_mut().clone_from(headers);
    Some(answer.into_parts().0)
}

fn hash(text: &str) -> u128 {
    let mut hasher = SipHasher13::new();
    hasher.write(text.as_bytes());
    hasher.finish128().as_u128()
}
