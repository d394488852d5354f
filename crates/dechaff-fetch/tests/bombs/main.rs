//! Bodies that unpack to far more than they are, and feeds that take far more.
//! In a process of its own, since it measures the process.

#[cfg(test)]
mod bodies;
#[cfg(test)]
mod feeds;
#[cfg(test)]
mod memory;
