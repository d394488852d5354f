//! The behaviour of the command: sources, forms of output, messages and exit codes.

#[cfg(test)]
mod account;
#[cfg(test)]
mod archives;
#[cfg(test)]
mod content;
#[cfg(test)]
mod crawl;
#[cfg(test)]
mod dedup;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod failures;
#[cfg(test)]
mod formats;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lists;
#[cfg(test)]
mod network;
#[cfg(test)]
mod nginx;
#[cfg(test)]
mod options;
#[cfg(test)]
mod output;
#[cfg(test)]
mod packaging;
#[cfg(test)]
#[cfg(unix)]
mod render;
#[cfg(test)]
mod report;
#[cfg(test)]
mod rows;
#[cfg(test)]
mod settings;
#[cfg(test)]
mod shells;
#[cfg(test)]
mod sources;
#[cfg(test)]
mod terminal;

/// The command, ready for its arguments.
#[cfg(test)]
fn dechaff() -> dechaff_tests::Dechaff {
    dechaff_tests::Dechaff::new(env!("CARGO_BIN_EXE_dechaff"))
}
