//! Stands in where this build cannot render.

use std::future::Ready;

use crate::error::FetchError;
use crate::fetched::Fetched;
use crate::fetcher::Shared;
use crate::render::RenderOptions;
use crate::request::Request;

/// A renderer that nobody can have.
#[derive(Debug)]
pub(crate) enum Renderer {}

impl Renderer {
    pub(crate) fn new(_: &RenderOptions) -> Result<Self, FetchError> {
        let reason = if cfg!(unix) {
            "this build is without it (the feature `render`)"
        } else {
            "it works on Unix systems only"
        };
        Err(FetchError::Options { option: "render".to_owned(), reason: reason.to_owned() })
    }

    pub(crate) fn render(
        &self,
        _: &Shared,
        _: &Request,
        _: Fetched,
    ) -> Ready<Result<Fetched, FetchError>> {
        match *self {}
    }

    pub(crate) fn close(&self) -> Ready<()> {
        match *self {}
    }
}
