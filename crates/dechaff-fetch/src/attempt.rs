//! One attempt at a page: every hop from the URL asked for to a body.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::OwnedSemaphorePermit;
use tokio::time::timeout;
use tracing::{debug, trace};
use url::{Origin, Url};

use crate::address;
use crate::answer;
use crate::content_type;
use crate::error::{FetchError, TimeLimit, shown};
use crate::fetched::Fetched;
use crate::fetcher::Shared;
use crate::gate::Turn;
use crate::headers;
use crate::hop::{Answer, Plan};
use crate::markup::Markup;
use crate::redirect::{self, Trail, Way};
use crate::request::{Request, Wanted};
use crate::robots::{Robots, Verdict};

/// Redirects of a `robots.txt` that are followed, as the standard has it.
const ROBOTS_REDIRECTS: usize = 5;

/// How far an attempt has come.
struct Trip<'a> {
    request: &'a Request,
    trail: Trail,
    private_ok: bool,
    /// Time spent, without waits for a host's turn.
    spent: Duration,
}

/// What became of a hop.
enum Outcome {
    Page(Box<Fetched>),
    Elsewhere(Url),
}

impl Shared {
    /// Follows the URL wherever it leads, within the limits.
    pub(crate) async fn attempt(&self, request: &Request) -> Result<Fetched, FetchError> {
        let url = &request.url;
        if !redirect::is_http(url) {
            let scheme = url.scheme().to_owned();
            return Err(FetchError::UnsupportedScheme { url: shown(url), scheme });
        }
        let private_ok = self.options.allow_private || request.trusted;
        if let Some(refusal) = address::refusal(url).filter(|_| !private_ok) {
            return Err(FetchError::Forbidden { url: shown(url), refusal });
        }
        let trail = Trail::new(url.clone());
        let mut trip = Trip { request, trail, private_ok, spent: Duration::ZERO };
        let most = match request.wanted {
            Wanted::Robots => self.options.max_redirects.min(ROBOTS_REDIRECTS),
            _ => self.options.max_redirects,
        };
        loop {
            let next = match self.hop(&mut trip).await? {
                Outcome::Page(page) => return Ok(trip.arrived(*page)),
                Outcome::Elsewhere(next) => next,
            };
            if trip.trail.steps() == most {
                let url = shown(trip.trail.now());
                return Err(FetchError::TooManyRedirects { url, limit: most });
            }
            debug!(from = shown(trip.trail.now()), to = shown(&next), "is led on");
            trip.trail.push(next);
        }
    }

    /// Asks for the URL at hand.
    async fn hop(&self, trip: &mut Trip<'_>) -> Result<Outcome, FetchError> {
        let (answer, turn, slot) = match self.plan(&trip.trail)? {
            Plan::Done(answer) => (*answer, None, self.slot(trip).await),
            Plan::Send(headers, revalidation) => {
                let turn = self.admit(trip).await?;
                let slot = self.slot(trip).await;
                let sending = self.send(&trip.trail, trip.private_ok, headers, revalidation);
                let (limit, url) = (self.options.timeout, trip.request.url.clone());
                (within(limit, &mut trip.spent, &url, sending).await?, turn, slot)
            }
        };
        if trip.trail.steps() == 0 {
            trip.private_ok = self.options.allow_private || answer.private;
        }
        let way = Way {
            private_ok: trip.private_ok,
            secret: self.headers.has_secrets() || headers::names_a_user(trip.trail.first()),
        };
        if redirect::is_redirect(answer.status) {
            return trip.trail.target(&answer.headers, way).map(Outcome::Elsewhere);
        }
        let first_byte = trip.spent;
        let (limit, url) = (self.options.timeout, trip.request.url.clone());
        let reading = self.read(answer, trip.trail.now(), trip.request.wanted);
        let mut page = within(limit, &mut trip.spent, &url, reading).await?;
        drop(turn);
        page.first_byte = first_byte;
        page.slot = slot.map(Arc::new);
        if self.options.follow_refresh
            && trip.request.wanted == Wanted::Page
            && let Some(next) = Markup::of_head(&page.body, &page.url).refresh
            && next != page.url
        {
            return trip.trail.checked(next, way).map(Outcome::Elsewhere);
        }
        Ok(Outcome::Page(Box::new(page)))
    }

    /// Waits until one more page may be under way.
    async fn slot(&self, trip: &Trip<'_>) -> Option<OwnedSemaphorePermit> {
        // Others are few, and read while pages are fetched.
        if trip.request.wanted != Wanted::Page {
            return None;
        }
        let slots = Arc::clone(self.slots.as_ref()?);
        // Never closed, so there is always a slot in the end.
        slots.acquire_owned().await.ok()
    }

    /// Waits for leave to ask a host, as far as the request is to be polite.
    async fn admit(&self, trip: &Trip<'_>) -> Result<Option<Turn>, FetchError> {
        if !trip.request.polite {
            return Ok(None);
        }
        let url = trip.trail.now();
        if self.options.manners.robots && trip.request.wanted != Wanted::Robots {
            let rules = match self.verdict(trip, url).await? {
                Verdict::Rules(rules) => rules,
                Verdict::NotNow(reason) => {
                    return Err(FetchError::RobotsUnavailable { url: shown(url), reason });
                }
            };
            if let Some(delay) = rules.delay() {
                trace!(url = shown(url), ?delay, "its robots.txt asks for a delay");
                self.gates.slow_down(url, delay.min(self.options.manners.longest_delay));
            }
            if !rules.allows(url) {
                return Err(FetchError::Robots { url: shown(url) });
            }
        }
        let asked = Instant::now();
        let turn = self.gates.turn(url).await;
        trace!(url = shown(url), waited = ?asked.elapsed(), "has its turn");
        Ok(Some(turn))
    }

    /// What the site's `robots.txt` says, fetched where it is not known.
    async fn verdict(&self, trip: &Trip<'_>, url: &Url) -> Result<Verdict, FetchError> {
        let Origin::Tuple(..) = url.origin() else {
            return Ok(Verdict::Rules(Arc::default()));
        };
        let site = url.origin().ascii_serialization();
        let Ok(file) = Url::parse(&format!("{site}/robots.txt")) else {
            return Ok(Verdict::Rules(Arc::default()));
        };
        let request =
            Request { url: file, trusted: trip.private_ok, polite: true, wanted: Wanted::Robots };
        self.book.verdict(&site, self.robots(request, url.clone())).await
    }

    /// Fetches a `robots.txt`. In a box, since a fetch may need another fetch.
    fn robots(
        &self,
        request: Request,
        page: Url,
    ) -> Pin<Box<dyn Future<Output = Result<Verdict, FetchError>> + Send + '_>> {
        Box::pin(async move {
            let agent = product(&self.options.user_agent);
            match self.persist(&request).await {
                Ok(file) => {
                    debug!(url = shown(&request.url), bytes = file.body.len(), "reads robots.txt");
                    let rules = Robots::parse(&file.body, agent);
                    Ok(Verdict::Rules(Arc::new(rules)))
                }
                // Not about the file, but about the way to the site.
                Err(FetchError::Forbidden { refusal, .. }) => {
                    Err(FetchError::Forbidden { url: shown(&page), refusal })
                }
                Err(error) if says_there_is_none(&error) => Ok(Verdict::Rules(Arc::default())),
                Err(error) => Ok(Verdict::NotNow(without_url(&error, &request.url))),
            }
        })
    }

    /// Reads the answer as a page.
    async fn read(&self, answer: Answer, url: &Url, wanted: Wanted) -> Result<Fetched, FetchError> {
        if !answer.status.is_success() {
            return Err(answer.failure(url));
        }
        let declared = content_type::of(&answer.headers);
        let other = |content_type| FetchError::ContentType { url: shown(url), content_type };
        if !content_type::fits(&declared, wanted) {
            return Err(other(declared.essence.unwrap_or_default()));
        }
        let mut page = Fetched {
            requested: url.clone(),
            url: url.clone(),
            status: answer.status.as_u16(),
            robots: answer::robots_tag(&answer.headers, product(&self.options.user_agent)),
            headers: answer::text_of(&answer.headers),
            content_type: declared.essence,
            charset: declared.charset,
            body: Vec::new(),
            redirects: Vec::new(),
            elapsed: Duration::ZERO,
            first_byte: Duration::ZERO,
            attempts: 1,
            truncated: false,
            from_cache: answer.from_cache,
            private: answer.private,
            rendering: None,
            slot: None,
        };
        let body = self.body(answer, url, wanted).await?;
        if let Some(kind) = body.foreign_kind().filter(|_| wanted == Wanted::Page) {
            return Err(other(kind.to_owned()));
        }
        (page.body, page.truncated) = (body.bytes, body.truncated);
        if wanted == Wanted::Page {
            page.robots.extend(Markup::of_head(&page.body, url).robots);
        }
        Ok(page)
    }
}

impl Trip<'_> {
    fn arrived(self, page: Fetched) -> Fetched {
        let (requested, url, redirects) = self.trail.into_parts();
        Fetched { requested, url, redirects, ..page }
    }
}

/// Does a piece of the work in what is left of the time for all of it.
async fn within<T>(
    limit: Duration,
    spent: &mut Duration,
    url: &Url,
    work: impl Future<Output = Result<T, FetchError>>,
) -> Result<T, FetchError> {
    let started = Instant::now();
    let done = timeout(limit.saturating_sub(*spent), work).await;
    *spent += started.elapsed();
    done.unwrap_or_else(|_| {
        Err(FetchError::Timeout { url: shown(url), limit: TimeLimit::Total, after: limit })
    })
}

/// Whether a site has no `robots.txt`, so that all is allowed.
fn says_there_is_none(error: &FetchError) -> bool {
    match error {
        FetchError::Status { status, .. } => matches!(status, 400..=499) && *status != 429,
        FetchError::TooManyRedirects { .. } | FetchError::BadRedirect { .. } => true,
        _ => false,
    }
}

fn without_url(error: &FetchError, url: &Url) -> String {
    let text = error.to_string();
    let rest = text.strip_prefix(url.as_str()).and_then(|rest| rest.strip_prefix(": "));
    rest.unwrap_or(&text).to_owned()
}

/// The name that a user agent goes by in `robots.txt`: `dechaff` in
/// `dechaff/0.1.0 (...)`.
fn product(user_agent: &str) -> &str {
    let is_part = |letter: char| letter.is_ascii_alphabetic() || matches!(letter, '-' | '_');
    let end = user_agent.find(|letter| !is_part(letter)).unwrap_or(user_agent.len());
    user_agent.get(..end).unwrap_or_default()
}
