//! One request and its answer, by way of the cache and with cookies.

use std::net::IpAddr;
use std::time::SystemTime;

use http::header::{COOKIE, HeaderMap};
use reqwest::{Response, StatusCode};
use tracing::debug;
use url::Url;

use crate::address;
use crate::body::{self, Body, Room};
use crate::cache::{Asked, Look, Stored, Ticket};
use crate::error::{FetchError, shown};
use crate::fetcher::Shared;
use crate::redirect::Trail;
use crate::request::Wanted;
use crate::retry;
use crate::transport;

/// An answer whose body is still to be read.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// Whether a private address answered.
    pub(crate) private: bool,
    pub(crate) from_cache: bool,
    source: Source,
    ticket: Option<Ticket>,
}

enum Source {
    Live(Response),
    Stored(Vec<u8>),
}

/// What is to be sent, unless the cache makes that needless.
pub(crate) enum Plan {
    Done(Box<Answer>),
    Send(HeaderMap, Option<Box<Revalidation>>),
}

/// A stored answer that the server is asked about, if there is one.
pub(crate) struct Revalidation {
    asked: Asked,
    stored: Option<Stored>,
}

impl Shared {
    /// Looks into the cache.
    pub(crate) fn plan(&self, trail: &Trail) -> Result<Plan, FetchError> {
        let url = trail.now();
        let mut headers = self.headers.toward(trail.first(), url);
        if let Some(jar) = &self.options.cookies
            && !headers.contains_key(COOKIE)
            && let Some(cookies) = jar.header(url)
        {
            headers.insert(COOKIE, cookies);
        }
        let Some(cache) = &self.cache else {
            return Ok(Plan::Send(headers, None));
        };
        let asked = Asked::new(url, &headers);
        let look = asked.as_ref().map_or(Look::Nothing, |asked| cache.look(asked));
        match (look, asked) {
            (Look::Fresh(stored), _) => {
                debug!(url = shown(url), "taken from the cache");
                Ok(Plan::Done(Box::new(Answer::stored(*stored))))
            }
            (Look::Stale(headers, stored), Some(asked)) => {
                let revalidation = Revalidation { asked, stored: Some(*stored) };
                Ok(Plan::Send(headers, Some(Box::new(revalidation))))
            }
            _ if cache.is_offline() => Err(FetchError::NotCached { url: shown(url) }),
            (_, asked) => {
                let revalidation =
                    asked.map(|asked| Box::new(Revalidation { asked, stored: None }));
                Ok(Plan::Send(headers, revalidation))
            }
        }
    }

    /// Sends the request of a plan.
    pub(crate) async fn send(
        &self,
        trail: &Trail,
        private_ok: bool,
        headers: HeaderMap,
        revalidation: Option<Box<Revalidation>>,
    ) -> Result<Answer, FetchError> {
        let url = trail.now();
        debug!(url = shown(url), private_ok, "asks");
        let sent = self.client(private_ok)?.get(url.clone()).headers(headers).send().await;
        let response = sent.map_err(|error| transport::unanswered(&error, trail, &self.options))?;
        if let Some(jar) = &self.options.cookies {
            jar.take(response.headers(), url);
        }
        let answered_by = response.remote_addr().map(|address| address.ip());
        let private = self.is_private(answered_by, url);
        let status = response.status().as_u16();
        debug!(url = shown(url), status, by = ?answered_by, "is answered");
        let (Some(revalidation), Some(cache)) = (revalidation, &self.cache) else {
            return Ok(Answer::live(response, private));
        };
        let Revalidation { asked, stored } = *revalidation;
        let (status, headers) = (response.status(), response.headers());
        if status == StatusCode::NOT_MODIFIED
            && let Some(stored) = stored
            && let Some(renewed) = cache.renew(&asked, stored, headers)
        {
            return Ok(Answer::stored(renewed));
        }
        let ticket = cache.ticket(&asked, status, headers, private);
        if status.is_redirection()
            && let Some(ticket) = &ticket
        {
            cache.keep(ticket, status, b"");
        }
        Ok(Answer { ticket, ..Answer::live(response, private) })
    }

    /// Reads the body of an answer, and keeps it for later where it may be kept.
    pub(crate) async fn body(
        &self,
        answer: Answer,
        url: &Url,
        wanted: Wanted,
    ) -> Result<Body, FetchError> {
        match answer.source {
            Source::Stored(bytes) => Ok(Body { bytes, truncated: false }),
            Source::Live(response) => {
                let body =
                    body::read(response, url, Room::of(wanted, &self.options), &self.options)
                        .await?;
                if let (Some(cache), Some(ticket)) = (&self.cache, &answer.ticket)
                    && !body.truncated
                {
                    cache.keep(ticket, answer.status, &body.bytes);
                }
                Ok(body)
            }
        }
    }

    /// Whether the host that answered is a private one. Behind a proxy only its
    /// name can tell, for there it was the proxy that answered.
    pub(crate) fn is_private(&self, answered_by: Option<IpAddr>, url: &Url) -> bool {
        match answered_by.filter(|_| self.options.proxy.is_none()) {
            Some(address) => !address::is_public(address),
            None => address::refusal(url).is_some(),
        }
    }
}

impl Answer {
    fn live(response: Response, private: bool) -> Self {
        Self {
            status: response.status(),
            headers: response.headers().clone(),
            private,
            from_cache: false,
            source: Source::Live(response),
            ticket: None,
        }
    }

    fn stored(stored: Stored) -> Self {
        Self {
            status: stored.status,
            headers: stored.headers,
            private: stored.private,
            from_cache: true,
            source: Source::Stored(stored.body),
            ticket: None,
        }
    }

    /// The error for an answer that is no success.
    pub(crate) fn failure(&self, url: &Url) -> FetchError {
        FetchError::Status {
            url: shown(url),
            status: self.status.as_u16(),
            retry_after: retry::retry_after(&self.headers, SystemTime::now()),
        }
    }
}
