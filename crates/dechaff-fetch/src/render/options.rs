//! How pages are rendered, and how that went.

use std::path::PathBuf;
use std::time::Duration;

const MIB: u64 = 1024 * 1024;

/// How pages are rendered by an installed Chromium; start from `default()`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RenderOptions {
    /// The browser. Default: the first that is found under its usual names.
    pub browser: Option<PathBuf>,
    /// Whether the browser keeps its sandbox. Default: yes.
    ///
    /// It does not run as root with it, nor where the system lets nobody make
    /// one, as in many containers. Without it, a page that breaks the engine
    /// has what this user has.
    pub sandbox: bool,
    /// How long a page may take; what it has made by then is taken.
    /// Default: 15 s.
    pub timeout: Duration,
    /// How long a page that is loaded must ask for nothing more before it is
    /// taken as done. Default: 0.5 s.
    pub quiet: Duration,
    /// How many pages are in the browser at once. Default: 2.
    pub pages: usize,
    /// How many requests a page may make. Default: 300.
    pub max_requests: usize,
    /// How many bytes a page may load besides itself, after decompression.
    /// Default: 32 MiB.
    pub max_bytes: u64,
    /// How much memory of their own the browser's processes may hold together;
    /// beyond, it is ended. Only Linux tells. Default: 1.5 GiB.
    pub max_memory: u64,
}

impl Default for RenderOptions {
    fn default() -> Self {
        Self {
            browser: None,
            sandbox: true,
            timeout: Duration::from_secs(15),
            quiet: Duration::from_millis(500),
            pages: 2,
            max_requests: 300,
            max_bytes: 32 * MIB,
            max_memory: 1536 * MIB,
        }
    }
}

/// How the rendering of a page went.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rendering {
    /// The body is the page as its scripts made it.
    Done,
    /// The body is the page as far as its scripts had made it at this limit.
    Cut {
        /// The field of [`RenderOptions`], or of
        /// [`FetchOptions`](crate::FetchOptions).
        limit: &'static str,
    },
    /// The body is what the server sent, since the browser made nothing of it.
    Failed {
        /// Why.
        reason: String,
    },
}
