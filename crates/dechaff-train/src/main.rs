//! Trains and measures the models of dechaff.
//!
//! `crossval` prints out-of-fold scores, `train` writes the weights that ship; both take a folder
//! of labelled sets, measure its pages with the core's own code, and have LightGBM fit the trees
//! (`fit.py` beside this crate). `gate` fits nothing and compares figures with the baseline.

mod align;
mod baseline;
mod calibration;
mod ceiling;
mod confidence;
mod corpus;
mod crossval;
mod dump;
mod empty;
mod evaluate;
mod figures;
mod fit;
mod fold_models;
mod gate;
mod glued;
mod group;
mod languages;
mod lightgbm;
mod linear;
mod look;
mod markdown_parts;
mod measure;
mod metadata;
mod pack;
mod page_fit;
mod prepared;
mod rendering;
mod roundtrip;
mod sets;
mod similarity;
mod speed;
mod structure;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[derive(Parser)]
#[command(about, version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Fits on four fifths of the hosts and scores the rest, for each fifth and seed; prints the
    /// means, and how far probabilities and confidence can be trusted.
    Crossval {
        #[command(flatten)]
        data: Data,
        #[command(flatten)]
        settings: crossval::Settings,
    },
    /// Fits nothing; fails when a figure of the baseline fell.
    Gate(gate::Settings),
    /// Counts the words of the output that are two words of the truth run together.
    Glued(glued::Settings),
    /// Scores each language with and without the phrases of boilerplate.
    Languages(languages::Settings),
    /// Scores the choice of exactly the blocks that are mostly true: the most that any model
    /// could reach.
    Ceiling {
        #[command(flatten)]
        data: Data,
        /// Writes each page's scores to this file, as JSON Lines.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Shows pages block by block: what the model of their fold says, and what the truth says.
    Look(look::Settings),
    /// Measures titles, authors and dates against the truth.
    Metadata(metadata::Settings),
    /// Times a bare parse and a whole extraction of the same pages, in turns, in one thread.
    Speed {
        /// A labelled set.
        set: PathBuf,
        /// How many pages at most, taken from every third.
        #[arg(long, default_value_t = 400)]
        pages: usize,
    },
    /// Reads the Markdown and HTML of every page back, and puts harmful markup into the pages.
    Roundtrip(roundtrip::Settings),
    /// Says how much code, tables, formulas, headings, items, images and links come out.
    Structure(structure::Settings),
    /// Fits on all pages and writes the weights.
    Train {
        #[command(flatten)]
        data: Data,
        /// Where to write them.
        #[arg(short, long)]
        out: PathBuf,
    },
}

#[derive(Args, Clone)]
struct Data {
    /// Folder with the labelled sets, each with `html` and `truth`.
    corpus: PathBuf,
    /// Which sets to read.
    #[arg(long, default_values_t = ["wcxb".to_owned(), "own".to_owned()])]
    set: Vec<String>,
    /// Weight of a page of `own` beside one of the other sets.
    #[arg(long, default_value_t = 1.5)]
    own_weight: f32,
    /// Fits the model for plain text, on what these tools leave of the pages.
    #[arg(long)]
    text: bool,
    /// Folder for intermediate files.
    #[arg(long, default_value = "target/train")]
    work: PathBuf,
    /// Further parameters of LightGBM, as `name=value`.
    #[arg(long)]
    param: Vec<String>,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Crossval { data, settings } => crossval::run(&data, &settings),
        Command::Gate(settings) => gate::run(&settings),
        Command::Glued(settings) => glued::run(&settings),
        Command::Languages(settings) => languages::run(&settings),
        Command::Ceiling { data, out } => ceiling(&data, out.as_deref()),
        Command::Look(settings) => look::run(&settings),
        Command::Metadata(settings) => metadata::run(&settings),
        Command::Speed { set, pages } => {
            corpus::read_set(&set).map_err(Failure::from).and_then(|set| speed::run(&set, pages))
        }
        Command::Roundtrip(settings) => roundtrip::run(&settings),
        Command::Structure(settings) => structure::run(&settings),
        Command::Train { data, out } => train(&data, &out),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = std::io::Write::write_fmt(
                &mut std::io::stderr(),
                format_args!("dechaff-train: {error}\n"),
            );
            ExitCode::FAILURE
        }
    }
}

fn ceiling(data: &Data, out: Option<&Path>) -> Result<(), Failure> {
    let pages = read_sets(data)?;
    let scores = ceiling::score_all(&pages, data.text)?;
    table::print(&pages, &scores, &mut std::io::stdout().lock())?;
    if let Some(out) = out {
        table::write_pages(&pages, &scores, out)?;
    }
    Ok(())
}

fn train(data: &Data, out: &Path) -> Result<(), Failure> {
    let pages = read_sets(data)?;
    std::fs::write(out, fit::Fitter::new(&pages, data)?.whole(&pages)?)?;
    Ok(())
}

fn read_sets(data: &Data) -> Result<Vec<corpus::LabelledPage>, Failure> {
    let mut pages = Vec::new();
    for set in &data.set {
        pages.extend(corpus::read_set(&data.corpus.join(set))?);
    }
    if pages.is_empty() {
        return Err("no labelled pages".into());
    }
    Ok(pages)
}
