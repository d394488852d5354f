//! Lets an installed Chromium run the scripts of a page.
//!
//! The browser has no way to the network: no proxy that answers, and no names.
//! Each of its requests is handed over to the fetcher, which answers it under
//! the rules that count for a page, or refuses it. What is not handed over
//! (sockets, calls, what the browser would like to know for itself) ends inside
//! the browser. So nothing has to be checked a second time, and a gap in what
//! is handed over is a request less and no way out.

mod options;

#[cfg(all(feature = "render", unix))]
mod browser;
#[cfg(all(feature = "render", unix))]
mod find;
#[cfg(all(feature = "render", unix))]
mod launch;
#[cfg(all(feature = "render", unix))]
mod memory;
#[cfg(all(feature = "render", unix))]
mod pipe;
#[cfg(all(feature = "render", unix))]
mod relay;
#[cfg(all(feature = "render", unix))]
mod renderer;
#[cfg(all(feature = "render", unix))]
mod rest;
#[cfg(all(feature = "render", unix))]
mod snapshot;
#[cfg(all(feature = "render", unix))]
mod visit;

#[cfg(not(all(feature = "render", unix)))]
#[path = "absent.rs"]
mod renderer;

pub use options::{RenderOptions, Rendering};
pub(crate) use renderer::Renderer;
