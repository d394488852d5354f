//! Says in our words what the HTTP client reports.

use std::error::Error;
use std::{io, iter};

use crate::error::{FetchError, RedirectRefusal, TimeLimit, shown};
use crate::options::FetchOptions;
use crate::redirect::Trail;
use crate::resolver::PrivateAddress;

/// What a request without an answer means.
pub(crate) fn unanswered(
    error: &reqwest::Error,
    trail: &Trail,
    options: &FetchOptions,
) -> FetchError {
    if let Some(private) = cause_of::<PrivateAddress>(error) {
        let refusal = RedirectRefusal::PrivateAddress(private.0);
        return if trail.steps() == 0 {
            FetchError::Forbidden { url: shown(trail.now()), refusal }
        } else {
            trail.refused(refusal)
        };
    }
    let url = shown(trail.now());
    if let Some(tls) = cause_of::<rustls::Error>(error) {
        let reason = tls.to_string();
        return FetchError::Tls { url, reason };
    }
    let reason = root_cause(error);
    if error.is_timeout() && error.is_connect() {
        FetchError::Timeout { url, limit: TimeLimit::Connect, after: options.connect_timeout }
    } else if error.is_timeout() {
        silent(url, options)
    } else if error.is_builder() {
        FetchError::InvalidUrl { url, reason }
    } else if error.is_dns() {
        FetchError::Resolve { url, reason }
    } else if error.is_connect() {
        FetchError::Connect { url, reason }
    } else {
        FetchError::Http { url, reason }
    }
}

/// What a body that does not go on means.
pub(crate) fn broken_off(
    error: &reqwest::Error,
    url: String,
    received: usize,
    options: &FetchOptions,
) -> FetchError {
    if error.is_timeout() {
        return silent(url, options);
    }
    FetchError::Body { url, received, reason: root_cause(error) }
}

fn silent(url: String, options: &FetchOptions) -> FetchError {
    FetchError::Timeout { url, limit: TimeLimit::Silence, after: options.read_timeout }
}

/// The innermost cause, which is the one that says what happened.
pub(crate) fn root_cause(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map_or_else(String::new, ToString::to_string)
}

fn cause_of<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    causes(error).find_map(|cause| cause.downcast_ref::<E>())
}

/// The error and all beneath it. An `io::Error` made from another error hides
/// it from `source`, which goes straight to what lies beneath that one.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(Some(error), |&error| {
        error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .map(|inner| inner as &(dyn Error + 'static))
            .or_else(move || error.source())
    })
}
