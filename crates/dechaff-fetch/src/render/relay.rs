//! Answers the browser's requests: what a page loads besides itself.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::header::{ACCEPT, COOKIE, HeaderMap, HeaderName, HeaderValue};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Semaphore;
use url::Url;

use crate::address;
use crate::answer;
use crate::body::{self, Room};
use crate::cache::Cache;
use crate::fetched::Fetched;
use crate::fetcher::Shared;
use crate::redirect;
use crate::render::RenderOptions;

/// Requests of one page that are under way at once.
const AT_ONCE: usize = 8;
/// The most of one answer. Scripts and data are seldom a tenth of it.
const MOST_OF_ONE: u64 = 4 << 20;

/// What a page loads that makes text, as the protocol names it. Pictures,
/// fonts, films, frames and reports stay where they are.
const WANTED: [&str; 6] = ["Script", "Stylesheet", "XHR", "Fetch", "Preflight", "Other"];
/// What the protocol calls a page, and what is in a frame.
pub(super) const DOCUMENT: &str = "Document";
/// What may come under any name: pictures, and news without an end.
const UNWANTED: [&str; 2] = ["image/", "text/event-stream"];
const METHODS: [Method; 4] = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS];

/// What the browser says of itself, and what the client says anyway.
const OURS: [&str; 7] = [
    "user-agent", "accept-encoding", "host", "connection", "content-length", "cookie",
    "transfer-encoding",
];
/// Headers of an answer that speak of its way here, which ends with us.
const OF_THE_WAY: [&str; 8] = [
    "content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive",
    "alt-svc", "content-disposition", "trailer",
];

/// Calls are the one thing that needs no proxy. The browser is told so by its
/// flags, and frames that a page makes are bound by this too.
const NO_CALLS: (&str, &str) = ("content-security-policy", "webrtc 'block'");

/// A request that the browser holds until it is answered.
#[derive(Debug)]
pub(super) struct Paused {
    pub(super) id: String,
    pub(super) url: Option<Url>,
    pub(super) kind: String,
    pub(super) frame: String,
    method: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// What becomes of it.
#[derive(Debug)]
pub(super) enum Reply {
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// The reason is one of the protocol's.
    Refusal(&'static str),
}

/// Answers the requests of one page.
pub(super) struct Relay<'a> {
    shared: &'a Shared,
    options: &'a RenderOptions,
    /// What the user asked for, and so whom the user's headers are meant for.
    first: &'a Url,
    private_ok: bool,
    places: Semaphore,
    requests: AtomicUsize,
    /// Bytes that may still be loaded.
    left: AtomicU64,
}

impl Paused {
    /// Reads the parameters of `Fetch.requestPaused`.
    pub(super) fn new(params: &Value) -> Self {
        let text = |place: &str| {
            params.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned()
        };
        let headers = params.pointer("/request/headers").and_then(Value::as_object);
        let headers = headers.into_iter().flatten().filter_map(|(name, value)| {
            Some((name.to_ascii_lowercase(), value.as_str()?.to_owned()))
        });
        Self {
            id: text("/requestId"),
            url: Url::parse(&text("/request/url")).ok(),
            kind: text("/resourceType"),
            frame: text("/frameId"),
            method: text("/request/method"),
            headers: headers.collect(),
            body: sent_body(params),
        }
    }

    /// Whether a page in this frame may need it to make its text.
    pub(super) fn is_wanted(&self, frame: &str) -> bool {
        if self.kind == DOCUMENT {
            return self.frame == frame;
        }
        let unwanted = self.headers.iter().any(|(name, value)| {
            let kind =
                name == ACCEPT.as_str() && UNWANTED.iter().any(|kind| value.starts_with(kind));
            // It would answer the page's requests in our place, and has no network.
            kind || name == "service-worker"
        });
        WANTED.contains(&self.kind.as_str()) && !unwanted
    }
}

/// What the request sends along: pieces where it may be other than text.
fn sent_body(params: &Value) -> Vec<u8> {
    let pieces = params.pointer("/request/postDataEntries").and_then(Value::as_array);
    let bytes = pieces.into_iter().flatten().filter_map(|piece| {
        let piece = piece.get("bytes").and_then(Value::as_str)?;
        BASE64.decode(piece).ok()
    });
    let bytes: Vec<Vec<u8>> = bytes.collect();
    if !bytes.is_empty() {
        return bytes.concat();
    }
    let text = params.pointer("/request/postData").and_then(Value::as_str);
    text.unwrap_or_default().as_bytes().to_vec()
}

impl Reply {
    /// A page that was fetched.
    pub(super) fn page(page: &Fetched) -> Self {
        let (name, value) = NO_CALLS;
        let mut headers = page.headers.clone();
        headers.push((name.to_owned(), value.to_owned()));
        Self::Answer { status: page.status, headers, body: page.body.clone() }
    }

    pub(super) fn redirect(to: &Url) -> Self {
        let headers = vec![("location".to_owned(), to.to_string())];
        Self::Answer { status: 302, headers, body: Vec::new() }
    }

    /// The order that hands it to the browser.
    pub(super) fn order(&self, id: &str) -> (&'static str, Value) {
        match self {
            Self::Refusal(reason) => {
                ("Fetch.failRequest", json!({ "requestId": id, "errorReason": reason }))
            }
            Self::Answer { status, headers, body } => {
                let headers: Vec<Value> = headers
                    .iter()
                    .filter(|(name, _)| !OF_THE_WAY.contains(&name.as_str()))
                    .map(|(name, value)| json!({ "name": name, "value": value }))
                    .collect();
                let params = json!({
                    "requestId": id,
                    "responseCode": status,
                    "responseHeaders": headers,
                    "body": BASE64.encode(body),
                });
                ("Fetch.fulfillRequest", params)
            }
        }
    }
}

impl<'a> Relay<'a> {
    pub(super) fn new(
        shared: &'a Shared,
        options: &'a RenderOptions,
        page: &Fetched,
        first: &'a Url,
    ) -> Self {
        Self {
            shared,
            options,
            first,
            private_ok: shared.options.allow_private || page.private,
            places: Semaphore::new(AT_ONCE),
            requests: AtomicUsize::new(0),
            left: AtomicU64::new(options.max_bytes),
        }
    }

    /// The limit that the page reached, if it reached one.
    pub(super) fn limit(&self) -> Option<&'static str> {
        if self.requests.load(Ordering::Relaxed) > self.options.max_requests {
            return Some("max_requests");
        }
        (self.left.load(Ordering::Relaxed) == 0).then_some("max_bytes")
    }

    /// Answers a request for anything but the page itself.
    pub(super) async fn answer(&self, paused: &Paused) -> Reply {
        let method = METHODS.into_iter().find(|method| method.as_str() == paused.method);
        let url = paused.url.as_ref().filter(|url| redirect::is_http(url));
        let offline = self.shared.cache.as_ref().is_some_and(Cache::is_offline);
        let (Some(url), Some(method), false) = (url, method, offline) else {
            return Reply::Refusal("BlockedByClient");
        };
        if self.requests.fetch_add(1, Ordering::Relaxed) >= self.options.max_requests {
            return Reply::Refusal("BlockedByClient");
        }
        if !self.private_ok && address::refusal(url).is_some() {
            return Reply::Refusal("AddressUnreachable");
        }
        // Never closed, so there is always a place in the end.
        let _place = self.places.acquire().await;
        let room = self.take(MOST_OF_ONE);
        if room == 0 {
            return Reply::Refusal("BlockedByClient");
        }
        let (reply, used) = self.fetch(paused, url, method, room).await;
        self.left.fetch_add(room.saturating_sub(used), Ordering::Relaxed);
        reply
    }

    /// Sends the request on; tells how many bytes came.
    async fn fetch(&self, paused: &Paused, url: &Url, method: Method, room: u64) -> (Reply, u64) {
        let Ok(client) = self.shared.client(self.private_ok) else {
            return (Reply::Refusal("Failed"), 0);
        };
        let mut request = client.request(method, url.clone()).headers(self.headers(paused, url));
        if !paused.body.is_empty() {
            request = request.body(paused.body.clone());
        }
        // The page learns no more of what went wrong than in any browser.
        let Ok(response) = request.send().await else {
            return (Reply::Refusal("ConnectionFailed"), 0);
        };
        if let Some(jar) = &self.shared.options.cookies {
            jar.take(response.headers(), url);
        }
        let (status, headers) = (response.status(), answer::text_of(response.headers()));
        let room = Room::for_all(usize::try_from(room).unwrap_or(usize::MAX));
        match body::read(response, url, room, &self.shared.options).await {
            // Half a script is none.
            Ok(body) if body.truncated => (Reply::Refusal("Failed"), body.bytes.len() as u64),
            Ok(body) => {
                let (used, body) = (body.bytes.len() as u64, body.bytes);
                (Reply::Answer { status: status.as_u16(), headers, body }, used)
            }
            Err(_) => (Reply::Refusal("Failed"), 0),
        }
    }

    /// What the browser would send, under our name, with what the user adds.
    fn headers(&self, paused: &Paused, url: &Url) -> HeaderMap {
        let mut headers = self.shared.headers.toward(self.first, url);
        for (name, value) in &paused.headers {
            let ours = OURS.contains(&name.as_str()) || name.starts_with("sec-ch-ua");
            let pair = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value));
            if let (Ok(name), Ok(value)) = pair
                && !ours
                && (name == ACCEPT || !headers.contains_key(&name))
            {
                headers.insert(name, value);
            }
        }
        let jar = self.shared.options.cookies.as_ref().and_then(|jar| jar.header(url));
        let pages = paused.headers.iter().find(|(name, _)| name == COOKIE.as_str());
        let pages = pages.and_then(|(_, value)| HeaderValue::from_str(value).ok());
        let all: Vec<HeaderValue> =
            headers.remove(COOKIE).into_iter().chain(jar).chain(pages).collect();
        let all: Vec<&[u8]> = all.iter().map(HeaderValue::as_bytes).collect();
        if let Ok(value) = HeaderValue::from_bytes(&all.join(b"; ".as_slice()))
            && !all.is_empty()
        {
            headers.insert(COOKIE, value);
        }
        headers
    }

    /// Takes up to so many of the bytes that are left.
    fn take(&self, most: u64) -> u64 {
        let less = |left: u64| Some(left.saturating_sub(most));
        // The closure never gives up, so there is no error.
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        left.unwrap_or_default().min(most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paused_request_is_read() {
        let paused = Paused::new(&json!({
            "requestId": "7", "resourceType": "XHR", "frameId": "F",
            "request": {
                "url": "https://a.test/x", "method": "POST", "headers": { "X-A": "b" },
                "postData": "lossy", "postDataEntries": [{ "bytes": "AP8=" }, { "bytes": "QQ==" }],
            },
        }));
        assert_eq!((paused.id.as_str(), paused.kind.as_str()), ("7", "XHR"));
        assert_eq!(paused.body, [0, 255, b'A']);
        assert_eq!(paused.headers, [("x-a".to_owned(), "b".to_owned())]);
        let nothing = Paused::new(&json!({}));
        assert!(nothing.url.is_none() && nothing.body.is_empty());
    }

    #[test]
    fn what_speaks_of_the_way_stays_behind() {
        let headers = [("content-type", "text/html"), ("content-encoding", "br")];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        let reply = Reply::Answer { status: 200, headers, body: b"x".to_vec() };
        let (method, params) = reply.order("7");
        assert_eq!(method, "Fetch.fulfillRequest");
        assert_eq!(
            params["responseHeaders"],
            json!([{ "name": "content-type", "value": "text/html" }])
        );
        assert_eq!(params["body"], "eA==");
    }
}
