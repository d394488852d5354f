//! Fetches from servers on this machine, well-behaved and not.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod cache;
#[cfg(test)]
mod codings;
#[cfg(test)]
mod cookies;
#[cfg(test)]
mod lies;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod manners;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod server;
#[cfg(test)]
mod tls;
