//! Arguments that say what of the content is kept.

use clap::Args;
use dechaff::Options;

/// What of the content is kept.
///
/// Each switch that is on by itself has a form that turns it on again, for scripts that add to
/// arguments which turned it off; the last one counts.
#[derive(Debug, Args)]
#[command(next_help_heading = "Content")]
pub(crate) struct ContentArgs {
    #[arg(long, hide = true, overrides_with = "no_links")]
    links: bool,
    /// Leave the targets of links out
    #[arg(long, overrides_with = "links")]
    no_links: bool,
    #[arg(long, hide = true, overrides_with = "no_images")]
    images: bool,
    /// Leave out images, videos and other embedded documents
    #[arg(long, overrides_with = "images")]
    no_images: bool,
    #[arg(long, hide = true, overrides_with = "no_tables")]
    tables: bool,
    /// Leave out tables of data
    #[arg(long, overrides_with = "tables")]
    no_tables: bool,
    #[arg(long, hide = true, overrides_with = "no_formatting")]
    formatting: bool,
    /// Leave out emphasis and other marks of text
    #[arg(long, overrides_with = "formatting")]
    no_formatting: bool,
    /// Keep readers' comments too, after the content
    #[arg(long, overrides_with = "no_comments")]
    comments: bool,
    #[arg(long, hide = true, overrides_with = "comments")]
    no_comments: bool,
    /// Take parameters off links that only say where a reader came from (`utm_source` and the like)
    #[arg(long)]
    strip_tracking: bool,
}

impl ContentArgs {
    /// Turns on and off what was asked.
    pub(crate) fn apply(&self, options: &mut Options) {
        options.links = !self.no_links;
        options.images = !self.no_images;
        options.tables = !self.no_tables;
        options.formatting = !self.no_formatting;
        options.comments = self.comments;
        options.strip_tracking = self.strip_tracking;
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;
    use crate::args::Cli;

    fn options(args: &[&str]) -> Options {
        let cli = Cli::try_parse_from([&["dechaff"], args].concat()).unwrap();
        let mut options = Options::default();
        cli.clean.common.content.apply(&mut options);
        options
    }

    #[test]
    fn the_last_form_of_a_switch_counts() {
        let chosen = options(&["--no-links", "--no-images", "--images", "--comments"]);
        assert_eq!((chosen.links, chosen.images, chosen.comments), (false, true, true));
        let chosen = options(&["--tables", "--no-tables", "--no-formatting", "--strip-tracking"]);
        assert_eq!((chosen.tables, chosen.formatting, chosen.strip_tracking), (false, false, true));
        let untouched = options(&[]);
        assert!(untouched.links && untouched.images && untouched.tables && untouched.formatting);
        assert!(!untouched.comments && !untouched.strip_tracking);
    }
}
