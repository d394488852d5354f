//! Fetches from servers on this machine, well-behaved and not.

#[cfg(test)]
mod codings;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod redirects;
#[cfg(test)]
mod server;
