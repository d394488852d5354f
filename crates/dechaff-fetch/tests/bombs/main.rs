//! Bodies that unpack to far more than they are. In a process of its own, since
//! it measures the process.

#[cfg(test)]
mod bodies;
