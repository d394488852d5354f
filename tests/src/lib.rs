//! What the end-to-end tests of the command stand on: running it under limits, the fixtures, a
//! local web server, pages made up on the spot, and comparisons that say what differs.

#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    clippy::return_self_not_must_use,
    reason = "a test ends by a panic when the ground it stands on is missing"
)]

mod command;
mod compare;
#[cfg(unix)]
mod confined;
mod farm;
mod fixture;
mod folder;
mod gaps;
mod labelled;
pub mod made_page;
mod page;
pub mod promise;
mod report;
pub mod roundtrip;
pub mod safety;
mod server;
mod tei;

pub use command::{Dechaff, Ran};
pub use compare::{difference, squash};
#[cfg(unix)]
pub use confined::{Outcome, confined};
pub use farm::{Farm, Visit};
pub use fixture::{Expected, Fixture, PageFixture, TextFixture, fixtures};
pub use folder::{Folder, gzip};
pub use gaps::{below_floor, unknown_problems};
pub use labelled::line_problems;
pub use page::{article, navigation_only, prose};
pub use report::report_faults;
pub use server::{Answer, Server};
pub use tei::tei_fault;

/// Fails with the full list, if there is anything on it.
pub fn assert_none(problems: &[String]) {
    let count = problems.len();
    assert!(problems.is_empty(), "{count} problems:\n\n{}\n", problems.join("\n\n"));
}
