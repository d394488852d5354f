//! The command line as it is typed.

use std::ffi::OsString;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use dechaff::Focus;
use url::Url;

use crate::config::ConfigArgs;
use crate::console::ConsoleArgs;
use crate::content_args::ContentArgs;
use crate::dedup::DedupArgs;
use crate::limit_args::LimitArgs;
use crate::local::Field;
use crate::network::{NetworkArgs, seconds};
use crate::summary::AccountArgs;

/// Print the main content of web pages, without menus, banners, appeals and footers.
#[derive(Debug, Parser)]
#[command(name = "dechaff", version)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) clean: CleanArgs,
}

/// What else the command can do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Show every block of a page: kept or dropped, what it is, its score and why
    Explain(Box<ExplainArgs>),
    /// Make one HTML page to look at: every block of a page, what became of it, and the result
    Report(Box<ReportArgs>),
    /// List the links of a page's main content, one a line
    Links(Box<LinksArgs>),
    /// Clean a site's pages, from link to link
    Crawl(Box<CrawlCommand>),
    /// Print the JSON Schema of the output of `--format json`
    Schema,
    /// Print completions for a shell
    Completions {
        /// The shell they are for
        shell: Shell,
    },
    /// Write manual pages into a folder
    #[command(hide = true)]
    Man {
        /// The folder, which is made where there is none
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
}

/// Arguments of the default command.
#[derive(Debug, Args)]
pub(crate) struct CleanArgs {
    /// Form of the output
    #[arg(short, long, value_enum, default_value_t = Format::Markdown)]
    pub(crate) format: Format,
    /// Leave the title out of text, Markdown and HTML
    #[arg(long)]
    pub(crate) no_title: bool,
    /// With `--format html`: a page by itself, with a small style sheet, byline and source
    #[arg(long)]
    pub(crate) standalone: bool,
    /// With text and Markdown: title, authors, date, URL and more before it, as YAML
    #[arg(long)]
    pub(crate) with_metadata: bool,
    /// With `--format json`: for each part of the content the blocks that its text is from
    #[arg(long)]
    pub(crate) with_blocks: bool,
    /// Write one file per page below this folder, in the tree the pages have
    #[arg(short = 'O', long, value_name = "DIR", conflicts_with = "output")]
    pub(crate) output_dir: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    #[command(flatten)]
    pub(crate) dedup: DedupArgs,
    #[command(flatten)]
    pub(crate) account: AccountArgs,
}

/// Arguments of `explain`.
#[derive(Debug, Args)]
pub(crate) struct ExplainArgs {
    /// Form of the account: a listing to read, or JSON
    #[arg(short, long, value_enum, default_value_t = ExplainFormat::Text)]
    pub(crate) format: ExplainFormat,
    /// Show all at once on a terminal too, and not page by page
    #[arg(long)]
    pub(crate) no_pager: bool,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// Arguments of `report`.
#[derive(Debug, Args)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// Arguments of `links`.
#[derive(Debug, Args)]
pub(crate) struct LinksArgs {
    /// Links of the whole page, and not of its main content alone
    #[arg(long)]
    pub(crate) all: bool,
    /// Feeds that the page offers, and no links
    #[arg(long, conflicts_with = "all")]
    pub(crate) feeds: bool,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
}

/// Arguments of `crawl`, with those of the default command.
#[derive(Debug, Args)]
pub(crate) struct CrawlCommand {
    // The default command's come first: a heading counts for all that follows it.
    #[command(flatten)]
    pub(crate) clean: CleanArgs,
    #[command(flatten)]
    pub(crate) crawl: CrawlArgs,
}

/// Arguments of `crawl` alone.
#[derive(Debug, Args)]
#[command(next_help_heading = "Crawl")]
pub(crate) struct CrawlArgs {
    /// How many links may lie between the start and a page
    #[arg(long, value_name = "N", default_value_t = 5)]
    pub(crate) depth: u32,
    /// How many pages are fetched at most
    #[arg(long, value_name = "N", default_value_t = 1000)]
    pub(crate) pages: usize,
    /// No page is begun after so many seconds
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) time: Option<Duration>,
    /// Which links are followed
    #[arg(long, value_enum, default_value_t = Within::Host)]
    pub(crate) within: Within,
    /// Folder that remembers how far the crawl is, so that the same command goes on
    /// after it was ended
    #[arg(long, value_name = "DIR")]
    pub(crate) frontier: Option<PathBuf>,
}

/// How far a crawl goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Within {
    /// Links to the host of the start
    Host,
    /// Links to the folder of the start, and below
    Path,
}

/// Arguments that all commands know.
#[derive(Debug, Args)]
pub(crate) struct CommonArgs {
    /// Files, folders, patterns of their names, http(s) URLs, or `-` for standard input
    ///
    /// A file is a page (HTML, MHTML or plain text) or an archive (WARC, WET), also packed by
    /// gzip, zstd or brotli. Folders are walked in order of names for pages and archives, with
    /// `--input text` for .txt and .wet files; folders that a browser saved along with a page are
    /// left out.
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<OsString>,
    /// Read files and URLs from this file, one a line, or from `-` (may be repeated)
    ///
    /// Empty lines and those that begin with `#` are passed over. Where the first is a file, files
    /// are done in order and URLs after them; where it is a URL, all are done as they come.
    #[arg(short = 'i', long, value_name = "FILE")]
    pub(crate) input_file: Vec<PathBuf>,
    /// Do the pages that this feed lists: RSS, Atom, JSON Feed, or a page that
    /// names one (may be repeated)
    #[arg(long, value_name = "URL")]
    pub(crate) feed: Vec<Url>,
    /// Do the pages that this sitemap or index lists, or those that the robots.txt
    /// of this site names (may be repeated)
    #[arg(long, value_name = "URL")]
    pub(crate) sitemap: Vec<Url>,
    /// Do only what is not yet in the output (-O DIR, or -o FILE with -f jsonl or wet)
    #[arg(long)]
    pub(crate) resume: bool,
    /// Write to this file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// What the sources are [default: told by the content of each]
    #[arg(long, value_enum)]
    pub(crate) input: Option<InputKind>,
    #[command(flatten)]
    pub(crate) field: FieldArgs,
    /// Address of the page, for its relative links (with one source only)
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<Url>,
    /// Always keep elements that match this CSS selector (may be repeated)
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) keep: Vec<String>,
    /// Always drop elements that match this CSS selector (may be repeated; wins over --keep)
    #[arg(long, value_name = "SELECTOR")]
    pub(crate) drop: Vec<String>,
    #[command(flatten)]
    pub(crate) focus: FocusArgs,
    /// Pages done at the same time [default: all cores]
    #[arg(short, long, value_name = "N")]
    pub(crate) jobs: Option<NonZeroUsize>,
    /// Put pages out as they are done, and not in the order of the sources
    #[arg(long)]
    pub(crate) unordered: bool,
    // A heading counts for all that follows it.
    #[command(flatten)]
    pub(crate) content: ContentArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) network: NetworkArgs,
    #[command(flatten)]
    pub(crate) console: ConsoleArgs,
    #[command(flatten)]
    pub(crate) config: ConfigArgs,
}

/// Where pages are in tables of records.
#[derive(Debug, Args)]
pub(crate) struct FieldArgs {
    /// The sources are JSON Lines or Parquet, with HTML in this field; other fields are passed through to
    /// `-f jsonl` and `-f json`, and `url` is the page's address
    #[arg(long, value_name = "NAME", conflicts_with_all = ["text_field", "input"])]
    html_field: Option<String>,
    /// The sources are JSON Lines or Parquet, with plain text in this field
    #[arg(long, value_name = "NAME", conflicts_with = "input")]
    text_field: Option<String>,
}

impl FieldArgs {
    pub(crate) fn into_field(self) -> Option<Field> {
        let html = self.html_field.map(|name| Field { name, kind: InputKind::Html });
        let text = || self.text_field.map(|name| Field { name, kind: InputKind::Text });
        html.or_else(text)
    }
}

/// Which error to prefer.
#[derive(Debug, Args)]
pub(crate) struct FocusArgs {
    /// Rather lose a doubtful block than keep it
    #[arg(long, conflicts_with = "recall")]
    precision: bool,
    /// Rather keep a doubtful block than lose it
    #[arg(long)]
    recall: bool,
}

impl From<FocusArgs> for Focus {
    fn from(args: FocusArgs) -> Self {
        match (args.precision, args.recall) {
            (true, _) => Self::Precision,
            (_, true) => Self::Recall,
            _ => Self::Balanced,
        }
    }
}

/// Form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Plain text
    Text,
    /// Markdown: CommonMark with the additions of GitHub, and formulas
    Markdown,
    /// HTML of a fixed list of elements and attributes
    Html,
    /// One JSON document a page, with the content as a tree; an array of several
    Json,
    /// One page a line, each a JSON record with its text
    Jsonl,
    /// XML of the Text Encoding Initiative (TEI P5)
    Xml,
    /// Plain texts as WARC records of the type `conversion`
    Wet,
    /// The records of JSON Lines as a Parquet file
    #[cfg(feature = "parquet")]
    Parquet,
}

/// Form of the account that `explain` gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// A listing to read
    Text,
    /// One JSON document a page; an array of several
    Json,
    /// One page a line, each a JSON record
    Jsonl,
}

/// What a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InputKind {
    /// Web pages
    Html,
    /// Plain text that another tool pulled out of pages
    Text,
}
