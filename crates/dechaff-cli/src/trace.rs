//! The steps of the work on standard error, for `-vv`.

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::time::uptime;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::console::Verbosity;
use crate::message::AboveProgress;

/// Our own crates' events are shown: those of the libraries below would drown them.
const SHOWN: &str = "dechaff";

/// Writes events from now on, as many as were asked for.
pub(crate) fn start(verbosity: Verbosity) {
    let level = match verbosity {
        Verbosity::Quiet | Verbosity::Normal | Verbosity::Verbose => return,
        Verbosity::Debug => LevelFilter::DEBUG,
        Verbosity::Trace => LevelFilter::TRACE,
    };
    let lines = fmt::layer().with_ansi(false).with_timer(uptime()).with_writer(|| AboveProgress);
    let shown = Targets::new().with_target(SHOWN, level);
    // Fails only where something else writes events already.
    let _ = tracing_subscriber::registry().with(lines).with(shown).try_init();
}
