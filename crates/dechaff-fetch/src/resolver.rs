//! Resolves names, and refuses those that lead inside where only public
//! addresses will do.

use std::fmt::Debug;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use crate::address;
use crate::options::FetchOptions;

/// The answer of a [`Resolver`], still to come.
pub type Resolved = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Finds the addresses of a host. The fetcher uses the system's own, unless
/// [`FetchOptions::resolver`] names another.
pub trait Resolver: Debug + Send + Sync {
    /// All addresses of `host`, which is a name and never an address.
    fn resolve(&self, host: String) -> Resolved;
}

/// What the system says.
#[derive(Debug)]
struct System;

impl Resolver for System {
    fn resolve(&self, host: String) -> Resolved {
        Box::pin(async move {
            let found = lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Stands between the client and a resolver.
///
/// The check sits here, and not before the request, so that the addresses
/// checked are the ones connected to: asking twice, a hostile name server
/// could answer differently.
pub(crate) struct Names {
    resolver: Arc<dyn Resolver>,
    /// Names with addresses that the user gave.
    given: Vec<(String, IpAddr)>,
    /// A name that is taken as meant: that of the proxy.
    meant: Option<String>,
    public_only: bool,
}

/// A name, with this private address, stands where only public ones may.
#[derive(Debug, thiserror::Error)]
#[error("the name resolves to {0}, which is not a public address")]
pub(crate) struct PrivateAddress(pub(crate) IpAddr);

impl Names {
    /// Refuses a name when any of its addresses is private, if `public_only`.
    pub(crate) fn new(options: &FetchOptions, public_only: bool) -> Self {
        let proxy = options.proxy.as_ref().and_then(|proxy| proxy.host_str());
        Self {
            resolver: options.resolver.clone().unwrap_or_else(|| Arc::new(System)),
            given: options.resolve.clone(),
            meant: proxy.map(str::to_ascii_lowercase),
            public_only,
        }
    }

    /// The addresses that the user gave for this name.
    fn given(&self, host: &str) -> Vec<IpAddr> {
        let same = |name: &str| name.eq_ignore_ascii_case(host);
        self.given.iter().filter(|(name, _)| same(name)).map(|(_, address)| *address).collect()
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().trim_end_matches('.').to_ascii_lowercase();
        let given = self.given(&host);
        if !given.is_empty() {
            return Box::pin(async move { Ok(addresses(given)) });
        }
        let guarded = self.public_only && self.meant.as_deref() != Some(host.as_str());
        let found = self.resolver.resolve(host);
        Box::pin(async move {
            let found = found.await?;
            let private = found.iter().find(|&&found| !address::is_public(found));
            match private.filter(|_| guarded) {
                Some(&private) => Err(PrivateAddress(private).into()),
                None => Ok(addresses(found)),
            }
        })
    }
}

/// As the client takes them; the port is put in by it.
fn addresses(found: Vec<IpAddr>) -> Addrs {
    Box::new(found.into_iter().map(|address| SocketAddr::new(address, 0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn resolved(names: &Names, name: &str) -> Result<Vec<SocketAddr>, String> {
        match names.resolve(name.parse().unwrap()).await {
            Ok(found) => Ok(found.collect()),
            Err(error) => Err(error.to_string()),
        }
    }

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused() {
        let names = Names::new(&FetchOptions::default(), true);
        let error = names.resolve("localhost".parse().unwrap()).await;
        let error = error.err().expect("localhost is not public");
        assert!(error.is::<PrivateAddress>(), "{error}");
        let open = Names::new(&FetchOptions::default(), false);
        assert!(!resolved(&open, "localhost").await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn an_address_that_the_user_gave_is_meant() {
        let mut options = FetchOptions::default();
        options.resolve.push(("Here.test".into(), IpAddr::from([127, 0, 0, 1])));
        let names = Names::new(&options, true);
        let found = resolved(&names, "here.TEST.").await.unwrap();
        assert_eq!(found, [SocketAddr::from(([127, 0, 0, 1], 0))]);
    }
}
