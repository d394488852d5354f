//! Trains and measures the models of dechaff.
//!
//! `crossval` prints out-of-fold scores, `train` writes the weights that ship; both take the
//! corpus folder, measure its pages with the core's own code, and have LightGBM fit the trees
//! (`fit.py` beside this crate).

mod align;
mod corpus;
mod dump;
mod evaluate;
mod fit;
mod measure;
mod pack;
mod rendering;
mod speed;

use std::path::PathBuf;
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
    /// Fits on four fifths of the hosts and scores the rest, for each fifth; prints the means.
    Crossval {
        #[command(flatten)]
        data: Data,
        /// Seeds to average over.
        #[arg(long, default_values_t = [1])]
        seed: Vec<u64>,
        /// Takes the models that an earlier run left in the work folder, to measure a change of
        /// what comes after the scores.
        #[arg(long)]
        reuse: bool,
        /// Writes each page's out-of-fold scores to this file, as JSON Lines.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Scores the choice of exactly the blocks that are mostly true: the most that any model
    /// could reach.
    Ceiling {
        #[command(flatten)]
        data: Data,
        /// Writes each page's scores to this file, as JSON Lines.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Times a bare parse and a whole extraction of the same pages, in turns, in one thread.
    Speed {
        /// A labelled set.
        set: PathBuf,
        /// How many pages at most, taken from every third.
        #[arg(long, default_value_t = 400)]
        pages: usize,
    },
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
    /// Takes the rows that an earlier run left in the work folder.
    #[arg(long)]
    measured: bool,
    /// Further parameters of LightGBM, as `name=value`.
    #[arg(long)]
    param: Vec<String>,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Crossval { data, seed, reuse, out } => {
            crossval(&data, &seed, reuse, out.as_deref())
        }
        Command::Ceiling { data, out } => ceiling(&data, out.as_deref()),
        Command::Speed { set, pages } => {
            corpus::read_set(&set).map_err(Failure::from).and_then(|set| speed::run(&set, pages))
        }
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

const FOLDS: u64 = 5;

fn crossval(
    data: &Data,
    seeds: &[u64],
    reuse: bool,
    out: Option<&std::path::Path>,
) -> Result<(), Failure> {
    let pages = read_sets(data)?;
    if !reuse && !data.measured {
        dump::write(&pages, data)?;
    }
    let mut scores = Vec::new();
    for &seed in seeds {
        let folds: Vec<u64> = pages.iter().map(|page| page.fold(FOLDS, seed)).collect();
        let models = if reuse {
            fit::read_folds(data, FOLDS, seed)?
        } else {
            fit::folds(data, &folds, FOLDS, seed)?
        };
        scores.extend(evaluate::out_of_fold(&pages, &folds, &models, data.text)?);
    }
    evaluate::print_table(&pages, &scores)?;
    if let Some(out) = out {
        evaluate::write_pages(&pages, &scores, out)?;
    }
    Ok(())
}

fn ceiling(data: &Data, out: Option<&std::path::Path>) -> Result<(), Failure> {
    let pages = read_sets(data)?;
    let scores = evaluate::ceiling(&pages, data.text)?;
    evaluate::print_table(&pages, &scores)?;
    if let Some(out) = out {
        evaluate::write_pages(&pages, &scores, out)?;
    }
    Ok(())
}

fn train(data: &Data, out: &std::path::Path) -> Result<(), Failure> {
    let pages = read_sets(data)?;
    if !data.measured {
        dump::write(&pages, data)?;
    }
    std::fs::write(out, fit::whole(data)?)?;
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
