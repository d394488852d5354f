//! Resolves names for redirects, where only public addresses will do.

use std::net::{IpAddr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::lookup_host;

use crate::address;

/// Refuses a name when any of its addresses is private.
///
/// The check sits here, and not before the request, so that the addresses
/// checked are the ones connected to: asking twice, a hostile name server
/// could answer differently.
pub(crate) struct PublicOnly;

/// A public page led to a name with this private address.
#[derive(Debug, thiserror::Error)]
#[error("the name resolves to {0}, which is not a public address")]
pub(crate) struct PrivateAddress(pub(crate) IpAddr);

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            // The port is put in by the caller.
            let found: Vec<SocketAddr> = lookup_host((name.as_str(), 0)).await?.collect();
            let private = found.iter().find(|found| !address::is_public(found.ip()));
            match private {
                Some(private) => Err(PrivateAddress(private.ip()).into()),
                None => Ok(Box::new(found.into_iter()) as Addrs),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_name_of_this_machine_is_refused() {
        let answer = PublicOnly.resolve("localhost".parse().unwrap()).await;
        let error = answer.err().expect("localhost is not public");
        assert!(error.is::<PrivateAddress>(), "{error}");
    }
}
