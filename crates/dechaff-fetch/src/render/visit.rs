//! One page in the browser, from its address to what its scripts made of it.

use std::future::{Future, pending};
use std::pin::{Pin, pin};
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::{Value, json};
use tokio::select;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until, timeout};
use url::Url;

use crate::fetched::Fetched;
use crate::fetcher::Shared;
use crate::headers;
use crate::redirect::{Trail, Way};
use crate::render::browser::Browser;
use crate::render::pipe::{ENDED, News, Pipe};
use crate::render::relay::{DOCUMENT, Paused, Relay, Reply};
use crate::render::rest::{Look, Rest};
use crate::render::{RenderOptions, Rendering, snapshot};
use crate::request::Request;

/// How long a page may take to hold still for being taken.
const HOLD_STILL: Duration = Duration::from_secs(3);
/// How long the browser may take to make room for a page, or to clear it away.
const ROOM: Duration = Duration::from_secs(10);

/// What a visit needs to know.
#[derive(Clone, Copy)]
pub(super) struct Errand<'a> {
    pub(super) shared: &'a Shared,
    pub(super) options: &'a RenderOptions,
    pub(super) request: &'a Request,
    pub(super) page: &'a Fetched,
}

/// What a visit brought.
pub(super) struct Made {
    pub(super) body: Vec<u8>,
    pub(super) truncated: bool,
    pub(super) rendering: Rendering,
    /// Where the page's scripts led, in order.
    pub(super) steps: Vec<Url>,
}

/// An answer for a request, or a page that takes the place of the one at hand.
enum Replied {
    Part(String, Reply),
    Page(String, Option<(Url, Box<Fetched>)>),
}

/// A reply still to come.
type Work<'a> = Pin<Box<dyn Future<Output = Replied> + Send + 'a>>;

/// Visits a page. The error says why nothing can be made of it.
pub(super) async fn visit(browser: &Browser, errand: Errand<'_>) -> Result<Made, String> {
    let stuck = || {
        // It may have taken half an order, and then takes no other.
        browser.kill();
        "the browser does not answer".to_owned()
    };
    let tab = timeout(ROOM, Tab::open(&browser.pipe)).await.map_err(|_| stuck())??;
    let relay = Relay::new(errand.shared, errand.options, errand.page, &errand.request.url);
    let most = errand.options.max_memory;
    let outcome = select! {
        outcome = Visit::new(&tab, errand, &relay).run() => outcome,
        () = browser.outgrow(most) => Err(format!("it took more than {} MiB of memory", most >> 20)),
        () = sleep(errand.options.timeout + 2 * HOLD_STILL + ROOM) => Err(stuck()),
    };
    if timeout(ROOM, tab.close()).await.is_err() {
        stuck();
    }
    outcome
}

/// A place for one page, apart from all others.
struct Tab<'a> {
    pipe: &'a Pipe,
    context: Value,
    frame: String,
    session: String,
}

impl<'a> Tab<'a> {
    async fn open(pipe: &'a Pipe) -> Result<Self, String> {
        let field = |value: &Value, name: &str| value.get(name).cloned().unwrap_or_default();
        let options = json!({ "disposeOnDetach": true });
        let made = pipe.call(None, "Target.createBrowserContext", options).await?;
        let context = field(&made, "browserContextId");
        let nothing = json!({ "behavior": "deny", "browserContextId": context });
        pipe.call(None, "Browser.setDownloadBehavior", nothing).await?;
        let blank = json!({ "url": "about:blank", "browserContextId": context });
        let made = pipe.call(None, "Target.createTarget", blank).await?;
        let target = field(&made, "targetId");
        let attach = json!({ "targetId": target, "flatten": true });
        let made = pipe.call(None, "Target.attachToTarget", attach).await?;
        let text = |value: Value| value.as_str().unwrap_or_default().to_owned();
        // The frame of a page has the name of its target.
        let (session, frame) = (text(field(&made, "sessionId")), text(target));
        Ok(Self { pipe, context, frame, session })
    }

    async fn call(&self, method: &str, params: Value) -> Result<Value, String> {
        self.pipe.call(Some(&self.session), method, params).await
    }

    async fn tell(&self, method: &str, params: Value) {
        self.pipe.tell(&self.session, method, params).await;
    }

    async fn close(self) {
        self.pipe.forget(&self.session);
        let context = json!({ "browserContextId": self.context });
        // With the context everything goes that was in it.
        let _ = self.pipe.call(None, "Target.disposeBrowserContext", context).await;
    }
}

/// A visit under way.
struct Visit<'a> {
    tab: &'a Tab<'a>,
    errand: Errand<'a>,
    relay: &'a Relay<'a>,
    news: mpsc::Receiver<News>,
    /// The pages so far.
    trail: Trail,
    /// How often the scripts went on to another.
    leaps: usize,
    /// The page that the browser gets when it next asks for this address.
    ready: Option<(Url, Fetched)>,
    loaded: bool,
    rest: Rest,
}

impl<'a> Visit<'a> {
    fn new(tab: &'a Tab<'a>, errand: Errand<'a>, relay: &'a Relay<'a>) -> Self {
        let news = tab.pipe.listen(&tab.session);
        let (url, page) = (errand.page.url.clone(), errand.page.clone());
        let trail = Trail::new(url.clone());
        let (ready, rest) = (Some((url, page)), Rest::new(errand.options.quiet));
        Self { tab, errand, relay, news, trail, leaps: 0, ready, loaded: false, rest }
    }

    async fn run(mut self) -> Result<Made, String> {
        let start = Instant::now();
        for domain in ["Page.enable", "Inspector.enable"] {
            self.tab.call(domain, json!({})).await?;
        }
        let all = json!({ "patterns": [{ "urlPattern": "*" }] });
        self.tab.call("Fetch.enable", all).await?;
        let there = json!({ "url": self.errand.page.url.as_str() });
        self.tab.tell("Page.navigate", there).await;
        let limit = self.settle(start + self.errand.options.timeout).await?;
        let (body, truncated) = self.taken().await?;
        let rendering = match limit.or_else(|| self.relay.limit()) {
            Some(limit) => Rendering::Cut { limit },
            None => Rendering::Done,
        };
        let (_, _, steps) = self.trail.into_parts();
        Ok(Made { body, truncated, rendering, steps })
    }

    /// Answers the page until it is at rest, or until a limit, which is told.
    async fn settle(&mut self, until: Instant) -> Result<Option<&'static str>, String> {
        let mut replies = FuturesUnordered::new();
        let mut look = None;
        loop {
            let waits = self.loaded && replies.is_empty() && look.is_none();
            let (tab, since) = (self.tab, self.rest.since());
            select! {
                news = self.news.recv() => {
                    let news = news.ok_or(ENDED)?;
                    replies.extend(self.heed(news).await?);
                }
                Some(done) = replies.next(), if !replies.is_empty() => {
                    self.hand_over(done).await;
                }
                () = sleep_until(self.rest.due()), if waits => {
                    look = Some(Box::pin(snapshot::look(tab.pipe, &tab.session, &tab.frame)));
                }
                found = answered(&mut look) => {
                    look = None;
                    if self.rest.is_over(found) {
                        return Ok(None);
                    }
                }
                () = sleep_until(until) => return Ok(Some("timeout")),
            }
            if self.rest.since() != since {
                look = None;
            }
        }
    }

    /// Takes in one piece of news.
    async fn heed(&mut self, news: News) -> Result<Option<Work<'a>>, String> {
        match news.method.as_str() {
            "Page.loadEventFired" => self.is_loaded(),
            // A page that wants to be elsewhere, and may not, has no such event.
            "Page.frameStoppedLoading" => {
                let frame = news.params.get("frameId").and_then(Value::as_str);
                if frame == Some(&self.tab.frame) {
                    self.is_loaded();
                }
            }
            // A page that asks, asks in vain.
            "Page.javascriptDialogOpening" => {
                self.tab.tell("Page.handleJavaScriptDialog", json!({ "accept": false })).await;
            }
            "Inspector.targetCrashed" => return Err("it crashed the browser's engine".to_owned()),
            "Fetch.requestPaused" => {
                let paused = Paused::new(&news.params);
                if !paused.is_wanted(&self.tab.frame) {
                    self.reply(&paused.id, &Reply::Refusal("BlockedByClient")).await;
                    return Ok(None);
                }
                self.rest.disturb();
                if paused.kind == DOCUMENT {
                    return Ok(self.document(paused).await);
                }
                let relay = self.relay;
                return Ok(Some(Box::pin(async move {
                    let reply = relay.answer(&paused).await;
                    Replied::Part(paused.id, reply)
                })));
            }
            _ => {}
        }
        Ok(None)
    }

    fn is_loaded(&mut self) {
        self.loaded = true;
        self.rest.disturb();
    }

    /// The browser wants a page: the one we have, or another where the scripts
    /// of this one lead.
    async fn document(&mut self, paused: Paused) -> Option<Work<'a>> {
        let Errand { shared, request, page, .. } = self.errand;
        let same = |url: &Url| paused.url.as_ref().is_some_and(|asked| plain(asked) == plain(url));
        if let Some((url, page)) = self.ready.take_if(|(url, _)| same(url)) {
            if self.trail.now() != &url {
                self.trail.push(url);
            }
            self.loaded = false;
            self.reply(&paused.id, &Reply::page(&page)).await;
            return None;
        }
        let way = Way {
            private_ok: shared.options.allow_private || page.private,
            secret: shared.headers.has_secrets() || headers::names_a_user(&request.url),
        };
        let next = paused.url.clone().and_then(|next| self.trail.checked(next, way).ok());
        let again = self.leaps < shared.options.max_redirects;
        let Some(next) = next.filter(|_| again) else {
            // The page stays as it is.
            self.reply(&paused.id, &Reply::Refusal("Aborted")).await;
            return None;
        };
        self.leaps += 1;
        let there = Request { url: next, trusted: page.private, ..request.clone() };
        Some(Box::pin(async move {
            let found = shared.persist(&there).await.ok();
            Replied::Page(paused.id, found.map(|page| (there.url, Box::new(page))))
        }))
    }

    async fn hand_over(&mut self, replied: Replied) {
        self.rest.disturb();
        match replied {
            Replied::Part(id, reply) => self.reply(&id, &reply).await,
            Replied::Page(id, None) => self.reply(&id, &Reply::Refusal("Aborted")).await,
            Replied::Page(id, Some((asked, page))) => {
                let reply = if plain(&asked) == plain(&page.url) {
                    self.loaded = false;
                    self.trail.push(page.url.clone());
                    Reply::page(&page)
                } else {
                    // The browser must learn where it is.
                    let to = page.url.clone();
                    self.trail.push(asked);
                    for step in page.redirects.iter().filter(|&step| *step != to) {
                        self.trail.push(step.clone());
                    }
                    let reply = Reply::redirect(&to);
                    self.ready = Some((to, *page));
                    reply
                };
                self.reply(&id, &reply).await;
            }
        }
    }

    async fn reply(&self, id: &str, reply: &Reply) {
        let (method, params) = reply.order(id);
        self.tab.tell(method, params).await;
    }

    /// The page as it stands; a script that does not let go is ended for it.
    async fn taken(&mut self) -> Result<(Vec<u8>, bool), String> {
        let limit = self.errand.shared.options.max_body_bytes;
        let (tab, mut outcome) = (self.tab, Err("its scripts do not let go of it".to_owned()));
        for first in [true, false] {
            if !first {
                tab.tell("Runtime.terminateExecution", json!({})).await;
            }
            let taking = snapshot::take(tab.pipe, &tab.session, &tab.frame, limit);
            match self.while_dismissing(timeout(HOLD_STILL, taking)).await? {
                Ok(Ok(taken)) => return Ok(taken),
                Ok(Err(error)) => outcome = Err(error),
                Err(_) => {}
            }
        }
        outcome
    }

    /// Does some work while the page gets nothing more.
    async fn while_dismissing<T>(&mut self, work: impl Future<Output = T>) -> Result<T, String> {
        let mut work = pin!(work);
        loop {
            let news = select! {
                done = &mut work => return Ok(done),
                news = self.news.recv() => news.ok_or(ENDED)?,
            };
            if news.method == "Fetch.requestPaused" {
                let paused = Paused::new(&news.params);
                self.reply(&paused.id, &Reply::Refusal("Aborted")).await;
            } else {
                self.heed(news).await?;
            }
        }
    }
}

/// What a look found, once there is one.
async fn answered(look: &mut Option<impl Future<Output = Option<Look>> + Unpin>) -> Option<Look> {
    match look {
        Some(look) => look.await,
        None => pending().await,
    }
}

/// The address without what stays in the browser.
fn plain(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}
