//! The flags about pages that a browser makes.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use dechaff_fetch::RenderOptions;

use crate::network::seconds;

/// Variables that name the browser where no flag does, the first that is set.
const VARIABLES: [&str; 2] = ["DECHAFF_BROWSER", "CHROME"];

/// Flags about rendering.
#[derive(Debug, Args)]
pub(crate) struct RenderArgs {
    /// Let an installed Chromium run the scripts of pages from the network
    #[arg(long)]
    render: bool,
    /// The browser for --render [default: as `DECHAFF_BROWSER` or `CHROME` name it in
    /// the environment, or else the first found under a usual name]
    #[arg(long, value_name = "PATH", requires = "render")]
    browser: Option<PathBuf>,
    /// How long a page may take in the browser, in seconds [default: 15]
    #[arg(long, value_name = "SECONDS", value_parser = seconds, requires = "render")]
    render_time: Option<Duration>,
    /// Run the browser without its sandbox: needed as root and in most containers,
    /// and best where nothing else can be reached from
    #[arg(long, requires = "render")]
    no_sandbox: bool,
}

impl RenderArgs {
    pub(crate) fn into_options(self) -> Option<RenderOptions> {
        if !self.render {
            return None;
        }
        let mut options = RenderOptions::default();
        let named = || VARIABLES.into_iter().find_map(env::var_os).map(PathBuf::from);
        options.browser = self.browser.or_else(named);
        options.sandbox = !self.no_sandbox;
        options.timeout = self.render_time.unwrap_or(options.timeout);
        Some(options)
    }
}
