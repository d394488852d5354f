//! Sets up the HTTP client underneath.

use reqwest::{Certificate, Client, ClientBuilder, Proxy, redirect::Policy};
use url::Url;

use crate::error::{FetchError, shown};
use crate::options::FetchOptions;
use crate::resolver::Names;
use crate::transport;

/// The most that an answer's headers may take over HTTP/2. Over HTTP/1.1 the
/// client has bounds of its own: 100 headers and about 400 KiB.
const MAX_HEADERS: u32 = 64 * 1024;
/// Connections kept open to a host between requests.
const IDLE_PER_HOST: usize = 4;

/// The schemes of proxies that connections are made through.
const PROXIES: [&str; 4] = ["http", "https", "socks5", "socks5h"];

/// A client that goes wherever it is sent.
pub(crate) fn open(options: &FetchOptions) -> Result<Client, FetchError> {
    built(limited(options)?.dns_resolver(Names::new(options, false)))
}

/// A client that goes to names with public addresses only.
pub(crate) fn guarded(options: &FetchOptions) -> Result<Client, FetchError> {
    built(limited(options)?.dns_resolver(Names::new(options, true)))
}

/// Whether a proxy resolves names, so that nobody here sees their addresses.
pub(crate) fn resolves_elsewhere(options: &FetchOptions) -> bool {
    options.proxy.as_ref().is_some_and(|proxy| proxy.scheme() != "socks5")
}

fn limited(options: &FetchOptions) -> Result<ClientBuilder, FetchError> {
    let mut builder = Client::builder()
        // Each hop is ours to check, count and record.
        .redirect(Policy::none())
        .referer(false)
        .no_proxy()
        .connect_timeout(options.connect_timeout)
        .read_timeout(options.read_timeout)
        .pool_max_idle_per_host(IDLE_PER_HOST)
        .http2_max_header_list_size(MAX_HEADERS);
    if options.insecure {
        builder = builder.tls_danger_accept_invalid_certs(true);
    }
    if let Some(pem) = &options.authorities {
        builder = builder.tls_certs_only(authorities(pem)?);
    }
    Ok(match &options.proxy {
        Some(proxy) => builder.proxy(through(proxy)?),
        None => builder,
    })
}

fn built(builder: ClientBuilder) -> Result<Client, FetchError> {
    builder.build().map_err(|error| FetchError::Setup { reason: transport::root_cause(&error) })
}

fn authorities(pem: &[u8]) -> Result<Vec<Certificate>, FetchError> {
    let unusable = |reason| FetchError::Options { option: "authorities".to_owned(), reason };
    let found = Certificate::from_pem_bundle(pem)
        .map_err(|error| unusable(transport::root_cause(&error)))?;
    if found.is_empty() {
        return Err(unusable("no certificate in it; PEM is expected".to_owned()));
    }
    Ok(found)
}

fn through(proxy: &Url) -> Result<Proxy, FetchError> {
    let unusable = |reason: String| FetchError::Options { option: "proxy".to_owned(), reason };
    if !PROXIES.contains(&proxy.scheme()) {
        let reason = format!("{} is none of http:, https:, socks5:, socks5h:", shown(proxy));
        return Err(unusable(reason));
    }
    Proxy::all(proxy.clone()).map_err(|error| unusable(transport::root_cause(&error)))
}
