//! The lines of texts as the model for texts learns from them, written for LightGBM.

use std::fs::File;
use std::io::BufWriter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use dechaff::block::TextBlock;
use dechaff::feature::Features;
use dechaff::{Limits, Measurer, decode, dom};

use crate::corpus::LabelledPage;
use crate::lightgbm::Table;
use crate::prepared::{block_weights, write_floats};
use crate::{Data, Failure, align};

/// What is learned from one text.
pub(crate) struct Sample {
    features: Features,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

/// The tools whose plain text the model for texts learns from, with the weight of each.
pub(crate) const TEXT_TOOLS: [&str; 3] = ["html-text", "inscriptis", "resiliparse"];

/// The texts of all pages, measured, and the table written of them.
pub(crate) struct Lines {
    pub(crate) rows: Table,
    /// How many lines each page has in all of its texts.
    pub(crate) counts: Vec<usize>,
}

/// Measures the texts of all pages and writes what LightGBM reads into the work folder.
pub(crate) fn write(pages: &[LabelledPage], data: &Data) -> Result<Lines, Failure> {
    std::fs::create_dir_all(&data.work)?;
    let measurer = Measurer::new()?;
    let all = in_parallel(pages, |page| samples(&measurer, page, data))?;
    let create = |name: &str| File::create(data.work.join(name)).map(BufWriter::new);
    let (mut rows, mut labels, mut weights) =
        (create("rows.f32")?, create("labels.f32")?, create("weights.f32")?);
    let mut lines =
        Lines { rows: Table { file: data.work.join("rows.f32"), names: vec![] }, counts: vec![] };
    for page in &all {
        for sample in page {
            lines.rows.names =
                sample.features.names().iter().map(|&name| name.to_owned()).collect();
            for row in sample.features.rows() {
                write_floats(&mut rows, row)?;
            }
            write_floats(&mut labels, &sample.labels)?;
            write_floats(&mut weights, &sample.weights)?;
        }
        lines.counts.push(page.iter().map(|sample| sample.labels.len()).sum());
    }
    Ok(lines)
}

fn samples(measurer: &Measurer, page: &LabelledPage, data: &Data) -> Result<Vec<Sample>, Failure> {
    let truth = page.truth.text.as_deref().unwrap_or_default();
    let page_weight = if page.set == "own" { data.own_weight } else { 1.0 };
    let sample = |text: String| {
        let (blocks, features) = measurer.text(&text);
        Sample {
            features,
            labels: align::label(&blocks, truth),
            weights: block_weights(&blocks, page_weight),
        }
    };
    Ok(texts(measurer, page)?.into_iter().map(sample).collect())
}

/// A page as plain text: what other tools make of it, and our own blocks as lines, with blank
/// lines between them or without.
fn texts(measurer: &Measurer, page: &LabelledPage) -> Result<Vec<String>, Failure> {
    let mut texts: Vec<String> =
        TEXT_TOOLS.iter().filter_map(|tool| page.text_of(tool).ok()).collect();
    let blocks = page_blocks(measurer, page)?;
    let lines: Vec<String> = blocks.iter().map(|block| block.text.replace('\n', " ")).collect();
    let spaced = page.fold(2, 99) == 0;
    texts.push(lines.join(if spaced { "\n\n" } else { "\n" }));
    Ok(texts)
}

/// A page's blocks; none where its bytes are no page.
pub(crate) fn page_blocks(
    measurer: &Measurer,
    page: &LabelledPage,
) -> Result<Vec<TextBlock>, Failure> {
    let limits = Limits::default();
    let Ok(decoded) = decode::decode(&page.html()?, None, limits.input_bytes) else {
        return Ok(Vec::new());
    };
    let (html, _) = dom::parse(&decoded.text, &limits);
    Ok(measurer.page(&html).blocks)
}

/// Runs `work` for each page on all cores; results in order.
pub(crate) fn in_parallel<P: Sync, T: Send>(
    pages: &[P],
    work: impl Fn(&P) -> Result<T, Failure> + Sync,
) -> Result<Vec<T>, Failure> {
    let next = AtomicUsize::new(0);
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let done: Vec<(usize, Result<T, Failure>)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|_| {
                scope.spawn(|| {
                    let mut done = Vec::new();
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        let Some(page) = pages.get(at) else { break };
                        done.push((at, work(page)));
                    }
                    done
                })
            })
            .collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    });
    if done.len() < pages.len() {
        return Err("a page made a worker panic".into());
    }
    let mut done = done;
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
