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
use crate::{Data, Failure, align, rendering};

/// What is learned from one text: a row, a label and a weight for each line.
pub(crate) struct Sample {
    names: &'static [&'static str],
    rows: Vec<f32>,
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
            lines.rows.names = sample.names.iter().map(|&name| name.to_owned()).collect();
            write_floats(&mut rows, &sample.rows)?;
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
    let mut samples = Vec::new();
    for (weight, text) in texts(measurer, page)? {
        let (blocks, features) = measurer.text(&text);
        let labels = align::label(&blocks, truth);
        let mut weights = block_weights(&blocks, page_weight * weight);
        thin(&mut weights, page.fold(u64::MAX, samples.len() as u64));
        samples.push(Sample::new(&features, labels, weights));
    }
    Ok(samples)
}

impl Sample {
    /// Takes the blocks that have a weight.
    fn new(features: &Features, mut labels: Vec<f32>, mut weights: Vec<f32>) -> Self {
        let taken = features.rows().zip(&weights).filter(|(_, weight)| **weight > 0.0);
        let rows = taken.flat_map(|(row, _)| row.iter().copied()).collect();
        let mut kept = weights.iter().map(|weight| *weight > 0.0);
        labels.retain(|_| kept.next().unwrap_or(false));
        weights.retain(|weight| *weight > 0.0);
        Self { names: features.names(), rows, labels, weights }
    }
}

/// A page as plain text, each with its weight: what other tools make of it, and renderings of
/// our own blocks.
///
/// Each page has its blocks line by line, with blank lines between them or without, and one
/// rendering more, so that the model meets other line breaks, marks and part texts.
fn texts(measurer: &Measurer, page: &LabelledPage) -> Result<Vec<(f32, String)>, Failure> {
    let mut texts: Vec<(f32, String)> =
        TEXT_TOOLS.iter().filter_map(|tool| Some((1.0, page.text_of(tool).ok()?))).collect();
    let blocks = page_blocks(measurer, page)?;
    texts.extend(rendering::all(&blocks, page.fold(1 << 16, 99)));
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

/// About how many lines of a text are learned from. More of the same text teach little and cost
/// time.
const LINES: f32 = 50.0;

/// Takes some of a text's lines, by chance and the more likely the heavier, and has them weigh as
/// much as all. `number` decides the chances.
fn thin(weights: &mut [f32], number: u64) {
    let total: f32 = weights.iter().sum();
    for (line, weight) in weights.iter_mut().enumerate() {
        let chance = (LINES * *weight / total).min(1.0);
        let drawn = mix(number ^ (line as u64) << 32) >> 40;
        *weight = if (drawn as f32) < chance * 2f32.powi(24) { *weight / chance } else { 0.0 };
    }
}

/// The output step of `SplitMix64` (Steele, Lea and Flood, 2014).
fn mix(number: u64) -> u64 {
    let mut state = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    state = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    state ^ (state >> 31)
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
