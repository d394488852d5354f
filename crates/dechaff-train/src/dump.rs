//! The measures and labels of all pages, written for the fitting.
//!
//! `rows.f32`, `labels.f32` and `weights.f32` are little-endian floats, a row, a label and a
//! weight a block; `pages.json` lists for each page how many blocks it has, and the columns.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use dechaff::block::TextBlock;
use dechaff::feature::Features;
use dechaff::{Extractor, Limits, Options, decode, dom};

use crate::corpus::LabelledPage;
use crate::{Data, Failure, align};

/// What is learned from one page or text.
pub(crate) struct Sample {
    features: Features,
    labels: Vec<f32>,
    weights: Vec<f32>,
}

/// The tools whose plain text the model for texts learns from, with the weight of each.
pub(crate) const TEXT_TOOLS: [&str; 3] = ["html-text", "inscriptis", "resiliparse"];

/// Measures all pages and writes what the fitting reads.
pub(crate) fn write(pages: &[LabelledPage], data: &Data) -> Result<(), Failure> {
    std::fs::create_dir_all(&data.work)?;
    let extractor = Extractor::new(Options::default())?;
    let samples = in_parallel(pages, |page| samples(&extractor, page, data))?;
    let create = |name: &str| File::create(data.work.join(name)).map(BufWriter::new);
    let (mut rows, mut labels, mut weights) =
        (create("rows.f32")?, create("labels.f32")?, create("weights.f32")?);
    let mut counts = Vec::with_capacity(pages.len());
    let mut names: &[&str] = &[];
    for page in &samples {
        let mut count = 0;
        for sample in page {
            names = sample.features.names();
            for row in sample.features.rows() {
                write_floats(&mut rows, row)?;
            }
            write_floats(&mut labels, &sample.labels)?;
            write_floats(&mut weights, &sample.weights)?;
            count += sample.labels.len();
        }
        counts.push(count);
    }
    let listing = serde_json::json!({ "names": names, "blocks": counts });
    serde_json::to_writer(create("pages.json")?, &listing)?;
    Ok(())
}

fn write_floats(out: &mut impl Write, values: &[f32]) -> std::io::Result<()> {
    values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

fn samples(
    extractor: &Extractor,
    page: &LabelledPage,
    data: &Data,
) -> Result<Vec<Sample>, Failure> {
    let truth = page.truth.text.as_deref().unwrap_or_default();
    let page_weight = if page.set == "own" { data.own_weight } else { 1.0 };
    let mut samples = Vec::new();
    if data.text {
        for text in texts(extractor, page)? {
            let (blocks, features) = extractor.measure_text(&text);
            samples.push(sample(&blocks, features, truth, page_weight));
        }
    } else if let Some((blocks, features)) = page_blocks(extractor, page)? {
        samples.push(sample(&blocks, features, truth, page_weight));
    }
    Ok(samples)
}

/// A page as plain text: what other tools make of it, and our own blocks as lines, with blank
/// lines between them or without.
fn texts(extractor: &Extractor, page: &LabelledPage) -> Result<Vec<String>, Failure> {
    let mut texts: Vec<String> =
        TEXT_TOOLS.iter().filter_map(|tool| page.text_of(tool).ok()).collect();
    let Some((blocks, _)) = page_blocks(extractor, page)? else {
        return Ok(texts);
    };
    let lines: Vec<String> = blocks.iter().map(|block| block.text.replace('\n', " ")).collect();
    let spaced = page.fold(2, 99) == 0;
    texts.push(lines.join(if spaced { "\n\n" } else { "\n" }));
    Ok(texts)
}

/// A page's blocks and their measures; none where its bytes are no page.
pub(crate) fn page_blocks(
    extractor: &Extractor,
    page: &LabelledPage,
) -> Result<Option<(Vec<TextBlock>, Features)>, Failure> {
    let limits = Limits::default();
    let Ok(decoded) = decode::decode(&page.html()?, None, limits.input_bytes) else {
        return Ok(None);
    };
    let (html, _) = dom::parse(&decoded.text, &limits);
    Ok(Some(extractor.measure(&html)))
}

fn sample(blocks: &[TextBlock], features: Features, truth: &str, page_weight: f32) -> Sample {
    // Long blocks count for more, but not in full: their errors are the rarer ones. Pages
    // count the same whatever their length.
    let raw: Vec<f32> = blocks.iter().map(|block| (block.words as f32).sqrt()).collect();
    let total: f32 = raw.iter().sum();
    let weights = raw.iter().map(|weight| page_weight * 100.0 * weight / total).collect();
    Sample { features, labels: align::label(blocks, truth), weights }
}

/// Runs `work` for each page on all cores; results in order.
pub(crate) fn in_parallel<T: Send>(
    pages: &[LabelledPage],
    work: impl Fn(&LabelledPage) -> Result<T, Failure> + Sync,
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
