//! Sets up the HTTP client underneath.

use reqwest::{Client, ClientBuilder, Proxy, redirect::Policy};
use url::Url;

use crate::error::{FetchError, shown};
use crate::options::FetchOptions;
use crate::redirect;
use crate::resolver::PublicOnly;
use crate::transport;

/// The most that an answer's headers may take over HTTP/2. Over HTTP/1.1 the
/// client has bounds of its own: 100 headers and about 400 KiB.
const MAX_HEADERS: u32 = 64 * 1024;

/// A client that goes wherever it is sent.
pub(crate) fn open(options: &FetchOptions) -> Result<Client, FetchError> {
    built(limited(options)?)
}

/// A client that goes to names with public addresses only.
pub(crate) fn guarded(options: &FetchOptions) -> Result<Client, FetchError> {
    built(limited(options)?.dns_resolver(PublicOnly))
}

fn limited(options: &FetchOptions) -> Result<ClientBuilder, FetchError> {
    let builder = Client::builder()
        // Each hop is ours to check, count and record.
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(options.connect_timeout)
        .read_timeout(options.read_timeout)
        .http2_max_header_list_size(MAX_HEADERS);
    Ok(match &options.proxy {
        Some(proxy) => builder.proxy(through(proxy)?),
        None => builder,
    })
}

fn built(builder: ClientBuilder) -> Result<Client, FetchError> {
    builder.build().map_err(|error| FetchError::Setup { reason: transport::root_cause(&error) })
}

fn through(proxy: &Url) -> Result<Proxy, FetchError> {
    let unusable = |reason: String| FetchError::Options { option: "proxy".to_owned(), reason };
    if !redirect::is_http(proxy) {
        let reason = format!("{} is neither http: nor https:", shown(proxy));
        return Err(unusable(reason));
    }
    Proxy::all(proxy.clone()).map_err(|error| unusable(transport::root_cause(&error)))
}
