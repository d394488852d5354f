//! A browser that runs: started once, watched, and used for one page after the
//! other.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::time::{sleep, timeout};

use crate::render::launch::{self, Group};
use crate::render::memory;
use crate::render::pipe::Pipe;

/// How long a browser may take to start.
const START: Duration = Duration::from_secs(20);
/// How long it may take to end by itself.
const END: Duration = Duration::from_secs(2);
/// How long to wait for what it says when it did not start.
const LAST_WORDS: Duration = Duration::from_millis(100);
/// How often its memory is looked at.
const BETWEEN_LOOKS: Duration = Duration::from_millis(200);

/// A browser and the way to it. Dropped, it is gone.
pub(super) struct Browser {
    pub(super) pipe: Pipe,
    group: Mutex<Option<Group>>,
}

impl Browser {
    pub(super) async fn start(program: &Path, sandbox: bool) -> Result<Self, String> {
        let started = launch::launch(program, sandbox)?;
        let pipe = Pipe::new(started.orders, started.news);
        let greeting = pipe.call(None, "Browser.getVersion", json!({}));
        match timeout(START, greeting).await {
            Ok(Ok(_)) => Ok(Self { pipe, group: Mutex::new(Some(started.group)) }),
            Ok(Err(_)) => {
                sleep(LAST_WORDS).await;
                Err(format!("the browser does not start: {}", started.group.complaint()))
            }
            Err(_) => Err(format!("the browser does not start within {START:?}")),
        }
    }

    /// Comes back when the browser holds more than `most` bytes, and has been
    /// ended for it.
    pub(super) async fn outgrow(&self, most: u64) {
        loop {
            sleep(BETWEEN_LOOKS).await;
            let group = self.group().as_ref().and_then(Group::id);
            if group.map(memory::of_group) > Some(most) {
                return self.kill();
            }
        }
    }

    /// Ends it at once, with all pages in it.
    pub(super) fn kill(&self) {
        if let Some(group) = &*self.group() {
            group.kill();
        }
    }

    fn group(&self) -> MutexGuard<'_, Option<Group>> {
        self.group.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets it end, or ends it.
    pub(super) async fn end(&self) {
        let group = self.group().take();
        let Some(group) = group else { return };
        // It may be gone, or busy; then it is ended all the same.
        let _ = timeout(END, self.pipe.call(None, "Browser.close", json!({}))).await;
        group.end(END).await;
    }
}
