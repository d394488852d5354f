//! The labelled pages as the model for pages learns from them: measures, tokens, labels, weights.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use dechaff::block::TextBlock;
use dechaff::feature::{Features, Surroundings};
use dechaff::{Limits, Measurer, PageKind, decode, dom};

use crate::corpus::LabelledPage;
use crate::dump::in_parallel;
use crate::lightgbm::Table;
use crate::{Data, Failure, align};

/// Of a page of more blocks, this many are learned from; pages count the same whatever their
/// length, and the greatest would take most of the time.
const MOST_BLOCKS: usize = 250;

/// All pages, and the tables written of them.
pub(crate) struct Prepared {
    pub(crate) pages: Vec<PreparedPage>,
    /// A row of measures a block.
    pub(crate) rows: Table,
    /// A row a page.
    pub(crate) kind_rows: Table,
}

/// One page.
pub(crate) struct PreparedPage {
    pub(crate) tokens: Vec<Vec<u32>>,
    pub(crate) surroundings: Surroundings,
    pub(crate) labels: Vec<f32>,
    pub(crate) weights: Vec<f32>,
    pub(crate) kind: Option<usize>,
}

struct Measured {
    page: PreparedPage,
    features: Option<Features>,
    kind_names: &'static [&'static str],
    kind_row: Vec<f32>,
}

impl Prepared {
    /// Measures all pages and writes what LightGBM reads into the work folder.
    pub(crate) fn new(pages: &[LabelledPage], data: &Data) -> Result<Self, Failure> {
        std::fs::create_dir_all(&data.work)?;
        let measurer = Measurer::new()?;
        let found = in_parallel(pages, |page| measure(&measurer, page, data.own_weight))?;
        let mut rows = Table { file: data.work.join("rows.f32"), names: Vec::new() };
        let mut kind_rows = Table { file: data.work.join("kind-rows.f32"), names: Vec::new() };
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect();
        let mut row_file = BufWriter::new(File::create(&rows.file)?);
        let mut kind_file = BufWriter::new(File::create(&kind_rows.file)?);
        let width = found.iter().map(|one| one.kind_row.len()).max().unwrap_or(0);
        let mut prepared = Vec::with_capacity(found.len());
        for mut one in found {
            if let Some(features) = &one.features {
                rows.names = own(features.names());
                kind_rows.names = own(one.kind_names);
                for row in features.rows() {
                    write_floats(&mut row_file, row)?;
                }
            }
            one.kind_row.resize(width, 0.0);
            write_floats(&mut kind_file, &one.kind_row)?;
            prepared.push(one.page);
        }
        let all = Self { pages: prepared, rows, kind_rows };
        all.write_labels(&data.work)?;
        Ok(all)
    }

    fn write_labels(&self, work: &Path) -> Result<(), Failure> {
        let create = |name: &str| File::create(work.join(name)).map(BufWriter::new);
        let (mut labels, mut weights) = (create("labels.f32")?, create("weights.f32")?);
        let (mut kinds, mut told) = (create("kinds.f32")?, create("kind-weights.f32")?);
        for page in &self.pages {
            write_floats(&mut labels, &page.labels)?;
            write_floats(&mut weights, &sample(&page.weights))?;
            write_floats(&mut kinds, &[page.kind.unwrap_or(0) as f32])?;
            write_floats(&mut told, &[f32::from(u8::from(page.kind.is_some()))])?;
        }
        Ok(())
    }
}

pub(crate) fn write_floats(out: &mut impl Write, values: &[f32]) -> std::io::Result<()> {
    values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

/// Weights of evenly spread blocks that stand for all of a long page; zero for the others.
fn sample(weights: &[f32]) -> Vec<f32> {
    if weights.len() <= MOST_BLOCKS {
        return weights.to_vec();
    }
    let chosen =
        |at: usize| at * MOST_BLOCKS / weights.len() != (at + 1) * MOST_BLOCKS / weights.len();
    let all: f32 = weights.iter().sum();
    let some: f32 = weights.iter().enumerate().filter(|(at, _)| chosen(*at)).map(|(_, w)| w).sum();
    let scaled = |(at, weight): (usize, &f32)| if chosen(at) { weight * all / some } else { 0.0 };
    weights.iter().enumerate().map(scaled).collect()
}

fn measure(measurer: &Measurer, page: &LabelledPage, own_weight: f32) -> Result<Measured, Failure> {
    let kind = page
        .truth
        .kind
        .as_deref()
        .and_then(|kind| PageKind::ALL.iter().position(|known| known.name() == kind));
    let limits = Limits::default();
    let Ok(decoded) = decode::decode(&page.html()?, None, limits.input_bytes) else {
        let page = PreparedPage {
            tokens: Vec::new(),
            surroundings: Surroundings::default(),
            labels: Vec::new(),
            weights: Vec::new(),
            kind: None,
        };
        return Ok(Measured { page, features: None, kind_names: &[], kind_row: Vec::new() });
    };
    let (html, _) = dom::parse(&decoded.text, &limits);
    let found = measurer.page(&html);
    let truth = page.truth.text.as_deref().unwrap_or_default();
    let page_weight = if page.set == "own" { own_weight } else { 1.0 };
    Ok(Measured {
        page: PreparedPage {
            labels: align::label(&found.blocks, truth),
            weights: block_weights(&found.blocks, page_weight),
            tokens: found.tokens,
            surroundings: found.surroundings,
            kind,
        },
        features: Some(found.features),
        kind_names: found.kind_names,
        kind_row: found.kind_row,
    })
}

/// Long blocks count for more, but not in full: their errors are the rarer ones. Pages count the
/// same whatever their length.
pub(crate) fn block_weights(blocks: &[TextBlock], page_weight: f32) -> Vec<f32> {
    let raw: Vec<f32> = blocks.iter().map(|block| (block.words as f32).sqrt()).collect();
    let total: f32 = raw.iter().sum();
    raw.iter().map(|weight| page_weight * 100.0 * weight / total).collect()
}
