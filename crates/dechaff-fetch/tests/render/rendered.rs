//! What the tests of rendering stand on.

use std::time::Duration;

use dechaff_fetch::{FetchError, FetchOptions, Fetched, Fetcher, RenderOptions, Rendering, Url};
use tokio::sync::{Mutex, MutexGuard};

/// Browsers at once would only wait for one another.
static ONE: Mutex<()> = Mutex::const_new(());

/// The right to start a browser, where there is one.
pub(crate) async fn browser() -> Option<MutexGuard<'static, ()>> {
    let turn = ONE.lock().await;
    let mut options = FetchOptions::default();
    options.render = Some(RenderOptions::default());
    match Fetcher::new(options) {
        Ok(_) => Some(turn),
        Err(FetchError::Options { reason, .. }) => {
            println!("skipped: {reason}");
            None
        }
        Err(error) => panic!("{error}"),
    }
}

/// Options of a fetcher that renders, in a hurry.
pub(crate) fn options() -> FetchOptions {
    let mut render = RenderOptions::default();
    // Tests run as root and in containers too.
    render.sandbox = false;
    render.timeout = Duration::from_secs(20);
    let mut options = FetchOptions::default();
    options.render = Some(render);
    options.retries.count = 0;
    options.manners.interval = Duration::ZERO;
    options
}

/// The same with other options of rendering.
pub(crate) fn options_with(choose: impl FnOnce(&mut RenderOptions)) -> FetchOptions {
    let mut options = options();
    choose(options.render.as_mut().unwrap());
    options
}

pub(crate) fn text(page: &Fetched) -> &str {
    str::from_utf8(&page.body).unwrap()
}

pub(crate) fn is_done(page: &Fetched) -> bool {
    page.rendering == Some(Rendering::Done)
}

pub(crate) fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}
