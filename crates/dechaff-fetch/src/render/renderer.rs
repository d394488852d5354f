//! Renders pages: keeps a browser for them, and decides which are worth it.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::{Mutex, Semaphore};

use crate::error::FetchError;
use crate::fetched::Fetched;
use crate::fetcher::Shared;
use crate::render::browser::Browser;
use crate::render::find;
use crate::render::pipe::ENDED;
use crate::render::visit::{self, Errand, Made};
use crate::render::{RenderOptions, Rendering};
use crate::request::Request;

/// Renders pages in one browser, which is started for the first of them.
pub(crate) struct Renderer {
    program: PathBuf,
    options: RenderOptions,
    places: Semaphore,
    state: Mutex<State>,
}

#[derive(Default)]
enum State {
    #[default]
    Idle,
    Running(Arc<Browser>),
    /// It does not start, and would not the next time.
    Broken(String),
}

impl Renderer {
    /// Finds the browser; it is not started yet.
    pub(crate) fn new(options: &RenderOptions) -> Result<Self, FetchError> {
        let program = find::browser(options.browser.as_deref())
            .map_err(|reason| FetchError::Options { option: "render".to_owned(), reason })?;
        Ok(Self {
            program,
            options: options.clone(),
            places: Semaphore::new(options.pages.max(1)),
            state: Mutex::default(),
        })
    }

    /// The page as its scripts make it. Where the browser makes nothing of it,
    /// it stays as it is and says so; an error is for no browser at all.
    pub(crate) async fn render(
        &self,
        shared: &Shared,
        request: &Request,
        page: Fetched,
    ) -> Result<Fetched, FetchError> {
        if !is_html(&page) {
            return Ok(page);
        }
        // Never closed, so there is always a place in the end.
        let _place = self.places.acquire().await;
        let errand = Errand { shared, options: &self.options, request, page: &page };
        let mut outcome = Err(String::new());
        // Another page may have brought the browser down.
        for _ in 0..2 {
            let browser = self.browser().await?;
            outcome = visit::visit(&browser, errand).await;
            if !matches!(&outcome, Err(reason) if reason == ENDED) {
                break;
            }
        }
        Ok(match outcome {
            Ok(made) => with(page, made),
            Err(reason) => Fetched { rendering: Some(Rendering::Failed { reason }), ..page },
        })
    }

    /// Ends the browser.
    pub(crate) async fn close(&self) {
        let state = std::mem::take(&mut *self.state.lock().await);
        if let State::Running(browser) = state {
            browser.end().await;
        }
    }

    /// The browser, started where none runs.
    async fn browser(&self) -> Result<Arc<Browser>, FetchError> {
        let mut state = self.state.lock().await;
        match &*state {
            State::Running(browser) if !browser.pipe.is_over() => return Ok(Arc::clone(browser)),
            State::Broken(reason) => return Err(FetchError::Browser { reason: reason.clone() }),
            State::Running(_) | State::Idle => {}
        }
        match Browser::start(&self.program, self.options.sandbox).await {
            Ok(browser) => {
                let browser = Arc::new(browser);
                *state = State::Running(Arc::clone(&browser));
                Ok(browser)
            }
            Err(reason) => {
                *state = State::Broken(reason.clone());
                Err(FetchError::Browser { reason })
            }
        }
    }
}

impl fmt::Debug for Renderer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Renderer").field("program", &self.program).finish_non_exhaustive()
    }
}

/// Whether scripts may make something of it.
fn is_html(page: &Fetched) -> bool {
    match page.content_type.as_deref() {
        Some(essence) => essence == "text/html",
        None => page.body.trim_ascii_start().starts_with(b"<"),
    }
}

fn with(page: Fetched, made: Made) -> Fetched {
    let url = made.steps.last().unwrap_or(&page.url).clone();
    Fetched {
        url,
        redirects: page.redirects.into_iter().chain(made.steps).collect(),
        body: made.body,
        charset: Some("utf-8".to_owned()),
        truncated: made.truncated,
        rendering: Some(made.rendering),
        ..page
    }
}
