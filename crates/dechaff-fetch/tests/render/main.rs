//! Pages that a real browser makes, skipped with a message where there is none.

#[cfg(test)]
mod addresses;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod rendered;
#[cfg(test)]
#[expect(dead_code, reason = "shared with the other tests, which use all of it")]
#[path = "../local/server.rs"]
mod server;
