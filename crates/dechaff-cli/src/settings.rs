//! What is to be done, with every argument checked and nothing of the command line left in it.

use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread;

use dechaff::Options;
use url::Url;

use crate::args::{
    CleanArgs, CommonArgs, CrawlArgs, CrawlCommand, ExplainArgs, ExplainFormat, Format, InputKind,
    LinksArgs, ReportArgs,
};
use crate::console::{self, Verbosity};
use crate::dedup::Dedup;
use crate::failure::Fatal;
use crate::local::{Field, List};
use crate::network::NetworkSettings;
use crate::pool::Order;
use crate::source::Source;
use crate::summary::SummaryForm;

/// Everything one run needs to know.
pub(crate) struct Settings {
    pub(crate) sources: Vec<Source>,
    /// Whether there may be more than one page.
    several: bool,
    pub(crate) options: Options,
    pub(crate) input: Option<InputKind>,
    /// Which field of a record holds the page, where sources are tables of records.
    pub(crate) field: Option<Field>,
    pub(crate) order: Order,
    /// Address of the only page, as the caller gave it.
    pub(crate) url: Option<Url>,
    pub(crate) view: View,
    pub(crate) layout: Layout,
    pub(crate) destination: Destination,
    pub(crate) jobs: NonZeroUsize,
    pub(crate) verbosity: Verbosity,
    pub(crate) network: NetworkSettings,
    /// In which form the run is summed up, if it is.
    pub(crate) summary: Option<SummaryForm>,
    /// Whether only the names of pages that gave nothing are put out.
    pub(crate) only_failed: bool,
    /// Whether to do only what is not yet in the output.
    pub(crate) resume: bool,
    pub(crate) crawl: Option<CrawlArgs>,
    /// What finds pages that repeat others, if they are to be left out.
    pub(crate) dedup: Option<Dedup>,
}

/// What is shown of each page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum View {
    Text {
        title: bool,
        metadata: bool,
    },
    Markdown {
        title: bool,
        metadata: bool,
    },
    Html {
        title: bool,
        standalone: bool,
    },
    Document {
        blocks: bool,
    },
    Xml,
    Wet {
        title: bool,
    },
    Record,
    Listing {
        full: bool,
        colored: bool,
    },
    Account {
        pretty: bool,
    },
    /// Links instead of content: those of all the page, or the feeds it offers, or else those of
    /// the main content.
    Links {
        all: bool,
        feeds: bool,
    },
    /// A page to look at.
    Report,
}

/// How pages follow one another in one stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// As they are: there is one page only, or each is a line of its own.
    Bare,
    /// Each under a line that names its source.
    Headed,
    /// As the elements of a JSON array.
    Array,
    /// As the rows of a table.
    #[cfg(feature = "parquet")]
    Table,
}

/// How a file comes to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Writing {
    /// As a temporary file that is renamed when it is complete.
    Aside,
    /// The same under a name that a later run knows, so that it can go on.
    Part,
    /// Page by page, since a run over the network may take days, and what is done is wanted.
    InPlace,
}

/// Where the output goes.
#[derive(Debug)]
pub(crate) enum Destination {
    Stdout,
    /// Standard output by way of a pager, where there is one.
    Pager,
    File(PathBuf),
    /// One file per page, with this extension.
    Folder(PathBuf, &'static str),
}

impl Settings {
    /// Checks the arguments of `explain` and settles every default.
    pub(crate) fn explain(args: ExplainArgs) -> Result<Self, Fatal> {
        let view = match args.format {
            ExplainFormat::Text => {
                let full = args.common.console.verbosity() > Verbosity::Normal;
                View::Listing { full, colored: false }
            }
            ExplainFormat::Json => View::Account { pretty: true },
            ExplainFormat::Jsonl => View::Account { pretty: false },
        };
        let mut settings = Self::common(args.common, view)?;
        settings.options.explain = true;
        if let (View::Listing { colored, .. }, Destination::Stdout) =
            (&mut settings.view, &settings.destination)
        {
            *colored = console::is_colored(&io::stdout());
            if !args.no_pager && io::stdout().is_terminal() {
                settings.destination = Destination::Pager;
            }
        }
        Ok(settings)
    }

    /// Checks the arguments of `report` and settles every default.
    pub(crate) fn report(args: ReportArgs) -> Result<Self, Fatal> {
        let mut settings = Self::common(args.common, View::Report)?;
        if settings.layout != Layout::Bare {
            return Err(Fatal::Usage("a report is of one page; name one SOURCE".into()));
        }
        settings.options.explain = true;
        Ok(settings)
    }

    /// Checks the arguments of the default command and settles every default.
    pub(crate) fn clean(args: CleanArgs) -> Result<Self, Fatal> {
        let (view, extension) = view(&args)?;
        #[cfg(feature = "parquet")]
        let is_table = args.format == Format::Parquet;
        let mut settings = Self::common(args.common, view)?;
        if let Some(folder) = args.output_dir {
            settings.destination = Destination::Folder(folder, extension);
        }
        #[cfg(feature = "parquet")]
        if is_table {
            settings.tabulate()?;
        }
        settings.dedup = args.dedup.into_dedup();
        settings.summary = args.account.summary;
        settings.only_failed = args.account.only_failed;
        if settings.only_failed && settings.layout.is_table() {
            return Err(Fatal::Usage("--only-failed makes no table".into()));
        }
        if settings.only_failed {
            settings.layout = Layout::Bare;
        }
        settings.check_layout()?;
        settings.check_resume()?;
        Ok(settings)
    }

    /// Checks the arguments of `links` and settles every default.
    pub(crate) fn links(args: LinksArgs) -> Result<Self, Fatal> {
        let view = View::Links { all: args.all, feeds: args.feeds };
        Self::common(args.common, view)
    }

    /// Checks the arguments of `crawl` and settles every default.
    pub(crate) fn crawl(args: CrawlCommand) -> Result<Self, Fatal> {
        let mut settings = Self::clean(args.clean)?;
        if !settings.sources.iter().all(|source| matches!(source, Source::Url(_))) {
            return Err(Fatal::Usage("a crawl starts from http(s) URLs".into()));
        }
        settings.layout = settings.view.layout_of_several();
        settings.check_layout()?;
        settings.crawl = Some(args.crawl);
        Ok(settings)
    }

    fn common(args: CommonArgs, view: View) -> Result<Self, Fatal> {
        args.console.color.apply();
        let sources = sources(&args)?;
        let field = args.field.into_field();
        let is_many = |source: &Source| source.is_many(field.as_ref());
        let several = sources.len() > 1 || sources.iter().any(is_many);
        if several && args.url.is_some() {
            return Err(Fatal::Usage("--url needs a single page as SOURCE".into()));
        }
        let mut options = Options::default();
        options.focus = args.focus.into();
        options.keep = args.keep;
        options.drop = args.drop;
        args.content.apply(&mut options);
        args.limits.apply(&mut options.limits);
        let mut network = args.network.into_settings()?;
        network.options.max_body_bytes = options.limits.input_bytes;
        Ok(Self {
            sources,
            several,
            options,
            input: args.input,
            field,
            order: if args.unordered { Order::AsDone } else { Order::OfItems },
            url: args.url,
            view,
            layout: if several { view.layout_of_several() } else { Layout::Bare },
            destination: match args.output {
                Some(path) if path.as_os_str() != "-" => Destination::File(path),
                _ => Destination::Stdout,
            },
            jobs: args.jobs.unwrap_or_else(all_cores),
            verbosity: args.console.verbosity(),
            network,
            summary: None,
            only_failed: false,
            resume: args.resume,
            crawl: None,
            dedup: None,
        })
    }

    /// Makes the output a table, which is complete only at its end.
    #[cfg(feature = "parquet")]
    fn tabulate(&mut self) -> Result<(), Fatal> {
        if !matches!(self.destination, Destination::File(_)) {
            return Err(Fatal::Usage("-f parquet needs -o FILE".into()));
        }
        if self.resume {
            return Err(Fatal::Usage("--resume cannot go on with a table".into()));
        }
        self.layout = Layout::Table;
        Ok(())
    }

    /// Several documents with a root each are no document.
    fn check_layout(&self) -> Result<(), Fatal> {
        let rooted = matches!(self.view, View::Html { .. } | View::Xml);
        let apart = matches!(self.destination, Destination::Folder(..));
        if rooted && !apart && self.layout == Layout::Headed {
            let message = "several pages as HTML or XML need --output-dir, a file for each";
            return Err(Fatal::Usage(message.into()));
        }
        Ok(())
    }

    /// To go on, a run must be able to tell what is there already.
    fn check_resume(&self) -> Result<(), Fatal> {
        let can = match (&self.destination, self.view) {
            (Destination::Folder(..), _)
            | (Destination::File(_), View::Record | View::Wet { .. }) => true,
            (Destination::File(_) | Destination::Stdout | Destination::Pager, _) => false,
        };
        if self.resume && !can {
            let message = "--resume needs -O DIR, or -o FILE with -f jsonl or wet";
            return Err(Fatal::Usage(message.into()));
        }
        let tells_texts =
            matches!((&self.destination, self.view), (Destination::File(_), View::Record));
        if self.resume && self.dedup.is_some() && !tells_texts {
            // A file of Markdown or HTML does not tell the text that it was made from.
            let message = "--dedup with --resume needs -o FILE with -f jsonl";
            return Err(Fatal::Usage(message.into()));
        }
        Ok(())
    }

    /// How a file of several pages comes to its place.
    pub(crate) fn writing(&self) -> Writing {
        let are_records =
            matches!(self.view, View::Record | View::Wet { .. }) && !self.layout.is_table();
        let remote = self.crawl.is_some() || self.sources.iter().any(Source::is_remote);
        match (are_records && (self.several || self.crawl.is_some()), remote) {
            (false, _) => Writing::Aside,
            (true, false) => Writing::Part,
            (true, true) => Writing::InPlace,
        }
    }
}

impl Layout {
    /// Whether pages become rows of a table.
    fn is_table(self) -> bool {
        !matches!(self, Self::Bare | Self::Headed | Self::Array)
    }
}

impl View {
    fn layout_of_several(self) -> Layout {
        match self {
            Self::Text { .. }
            | Self::Markdown { .. }
            | Self::Html { .. }
            | Self::Xml
            | Self::Listing { .. }
            | Self::Report => Layout::Headed,
            Self::Document { .. } | Self::Account { pretty: true } => Layout::Array,
            Self::Record
            | Self::Wet { .. }
            | Self::Account { pretty: false }
            | Self::Links { .. } => Layout::Bare,
        }
    }

    /// Whether a page without main content still has something to show.
    pub(crate) fn shows_empty_pages(self) -> bool {
        !matches!(
            self,
            Self::Text { .. }
                | Self::Markdown { .. }
                | Self::Html { .. }
                | Self::Xml
                | Self::Wet { .. }
        )
    }
}

/// What is to be shown, and the extension of a file with it.
fn view(args: &CleanArgs) -> Result<(View, &'static str), Fatal> {
    let (title, metadata) = (!args.no_title, args.with_metadata);
    let found = match args.format {
        Format::Text => (View::Text { title, metadata }, "txt"),
        Format::Markdown => (View::Markdown { title, metadata }, "md"),
        Format::Html => (View::Html { title, standalone: args.standalone }, "html"),
        Format::Json => (View::Document { blocks: args.with_blocks }, "json"),
        Format::Jsonl => (View::Record, "jsonl"),
        Format::Xml => (View::Xml, "xml"),
        Format::Wet => (View::Wet { title }, "wet"),
        #[cfg(feature = "parquet")]
        Format::Parquet => (View::Record, "parquet"),
    };
    // An option that would do nothing is a mistake.
    let is_text = matches!(args.format, Format::Text | Format::Markdown);
    let wrong = [
        (args.standalone && args.format != Format::Html, "--standalone needs --format html"),
        (metadata && !is_text, "--with-metadata needs --format text or markdown"),
        (args.with_blocks && args.format != Format::Json, "--with-blocks needs --format json"),
    ];
    match wrong.into_iter().find(|(is_wrong, _)| *is_wrong) {
        Some((_, message)) => Err(Fatal::Usage(message.into())),
        None => Ok(found),
    }
}

/// The sources as given; standard input where none is, unless a person sits at it.
fn sources(args: &CommonArgs) -> Result<Vec<Source>, Fatal> {
    let lists = args.input_file.iter().map(|path| Source::List(List::open(path)));
    let feeds = args.feed.iter().cloned().map(Source::Feed);
    let sitemaps = args.sitemap.iter().cloned().map(Source::Sitemap);
    let listed: Vec<Source> = lists.chain(feeds).chain(sitemaps).collect();
    if args.sources.is_empty() {
        if !listed.is_empty() {
            return Ok(listed);
        }
        if io::stdin().is_terminal() {
            let message = "no SOURCE given; name a file, a folder or a URL (see --help)";
            return Err(Fatal::Usage(message.into()));
        }
        return Ok(vec![Source::Stdin]);
    }
    let typed = args.sources.iter().map(|text| Source::new(text));
    let sources: Vec<Source> = typed.chain(listed).collect();
    let from_stdin = sources.iter().filter(|source| source.is_stdin()).count();
    if from_stdin > 1 {
        return Err(Fatal::Usage("`-` can be a SOURCE only once".into()));
    }
    Ok(sources)
}

fn all_cores() -> NonZeroUsize {
    thread::available_parallelism().unwrap_or(NonZeroUsize::MIN)
}
