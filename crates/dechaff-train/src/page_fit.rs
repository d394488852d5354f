//! Fits the model for pages, in two rounds.
//!
//! The second round learns from what the first says of pages that it never saw, as it will when
//! it ships: so the first round is fitted once more for each fold left out, and what it says of
//! that fold is what the second round sees. In cross-validation the fold that is scored is left
//! out of all of it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use dechaff::feature::Standing;
use dechaff::score::softmax;
use serde_json::{Value, json};

use crate::lightgbm::{self, Job, Table};
use crate::linear::Linear;
use crate::prepared::{Prepared, write_floats};
use crate::{Failure, pack};

/// Kinds of page that are told apart.
const KINDS: usize = dechaff::PageKind::ALL.len();

/// The folds that a fit leaves out.
type Without = BTreeSet<u8>;

/// Where everything is, and how to fit.
pub(crate) struct PageFit<'d> {
    pub(crate) data: &'d Prepared,
    pub(crate) work: &'d Path,
    /// Parameters of LightGBM for the second round, over ours.
    pub(crate) params: &'d [String],
    /// The fold of each page, from 0.
    pub(crate) folds: Vec<u8>,
    pub(crate) fold_count: u8,
}

/// What one fit of the first round left.
struct First {
    linear: Linear,
    kind_trees: PathBuf,
    kind_scores: PathBuf,
    trees: PathBuf,
    scores: PathBuf,
}

impl PageFit<'_> {
    /// One model for each of `outer`: the fold that it must not see, or none.
    pub(crate) fn models(&self, outer: &[Option<u8>]) -> Result<Vec<Vec<u8>>, Failure> {
        self.write_folds()?;
        let mut wanted: BTreeSet<Without> = BTreeSet::new();
        for &outer in outer {
            let whole: Without = outer.into_iter().collect();
            for fold in (0..self.fold_count).filter(|&fold| Some(fold) != outer) {
                let mut without = whole.clone();
                without.insert(fold);
                wanted.insert(without);
            }
            wanted.insert(whole);
        }
        let first = self.first_round(&wanted)?;
        outer.iter().map(|&outer| self.second_round(outer, &first)).collect()
    }

    fn write_folds(&self) -> Result<(), Failure> {
        let of_blocks = self.data.pages.iter().zip(&self.folds);
        let of_blocks: Vec<u8> =
            of_blocks.flat_map(|(page, &fold)| vec![fold; page.labels.len()]).collect();
        std::fs::write(self.work.join("folds.u8"), of_blocks)?;
        std::fs::write(self.work.join("page-folds.u8"), &self.folds)?;
        Ok(())
    }

    fn first_round(&self, wanted: &BTreeSet<Without>) -> Result<BTreeMap<Without, First>, Failure> {
        let (mut kinds, mut blocks) = (Vec::new(), Vec::new());
        let mut first = BTreeMap::new();
        let mut linear = self.linear_parts(wanted)?;
        for without in wanted {
            let name =
                without.iter().fold(String::new(), |name, fold| name + "-" + &fold.to_string());
            let file = |what: &str| self.work.join(format!("{what}{name}"));
            let left = First {
                linear: linear.remove(without).ok_or("a linear part is missing")?,
                kind_trees: file("kind-trees"),
                kind_scores: file("kind-scores"),
                trees: file("first-trees"),
                scores: file("first-scores"),
            };
            let folds: Vec<u8> = without.iter().copied().collect();
            let both = Job { without: folds.clone(), predict: folds, ..Job::default() };
            kinds.push(Job {
                tables: vec![self.data.kind_rows.clone()],
                labels: self.work.join("kinds.f32"),
                weights: self.work.join("kind-weights.f32"),
                folds: self.work.join("page-folds.u8"),
                params: object(json!({
                    "objective": "multiclass", "num_class": KINDS, "num_iterations": 120,
                    "learning_rate": 0.06, "num_leaves": 8, "min_data_in_leaf": 15,
                    "feature_fraction": 0.2, "max_bin": 63, "seed": 3,
                })),
                trees: Some(left.kind_trees.clone()),
                scores: Some(left.kind_scores.clone()),
                ..both.clone()
            });
            blocks.push(Job {
                params: object(json!({
                    "num_iterations": 140, "learning_rate": 0.1, "max_bin": 63,
                })),
                trees: Some(left.trees.clone()),
                scores: Some(left.scores.clone()),
                ..self.block_job(vec![self.data.rows.clone()], both)
            });
            first.insert(without.clone(), left);
        }
        lightgbm::run(self.work, &[kinds, blocks].concat())?;
        Ok(first)
    }

    fn block_job(&self, tables: Vec<Table>, job: Job) -> Job {
        Job {
            tables,
            labels: self.work.join("labels.f32"),
            weights: self.work.join("weights.f32"),
            folds: self.work.join("folds.u8"),
            ..job
        }
    }

    fn linear_parts(
        &self,
        wanted: &BTreeSet<Without>,
    ) -> Result<BTreeMap<Without, Linear>, Failure> {
        let wanted: Vec<&Without> = wanted.iter().collect();
        let parts = crate::dump::in_parallel(&wanted, |without| {
            let fold = |page: usize| self.folds.get(page).copied().unwrap_or(0);
            Ok(Linear::fit(self.data, |page| !without.contains(&fold(page))))
        })?;
        Ok(wanted.into_iter().cloned().zip(parts).collect())
    }

    fn second_round(
        &self,
        outer: Option<u8>,
        first: &BTreeMap<Without, First>,
    ) -> Result<Vec<u8>, Failure> {
        let company = self.company(outer, first)?;
        let trees = self.work.join("second-trees");
        let mut params = object(json!({ "num_iterations": 120, "num_leaves": 24 }));
        params.extend(lightgbm::params(self.params));
        let job = Job {
            without: outer.into_iter().collect(),
            params,
            trees: Some(trees.clone()),
            gain: Some(self.work.join("gain.tsv")),
            ..Job::default()
        };
        let job = self.block_job(vec![self.data.rows.clone(), company], job);
        lightgbm::run(self.work, &[job])?;

        let whole = first.get(&outer.into_iter().collect()).ok_or("a fit is missing")?;
        let mut parts = vec![whole.linear.pack()];
        parts.extend(pack::classes(&lightgbm::read_dump(&whole.kind_trees)?, KINDS)?);
        parts.push(pack::pack(&lightgbm::read_dump(&whole.trees)?)?);
        parts.push(pack::pack(&lightgbm::read_dump(&trees)?)?);
        pack::join(&parts)
    }

    /// Writes what the first round says of each block's company, from fits that never saw it.
    fn company(
        &self,
        outer: Option<u8>,
        first: &BTreeMap<Without, First>,
    ) -> Result<Table, Failure> {
        let table = Table {
            file: self.work.join("company.f32"),
            names: dechaff::feature::company_names().iter().map(|&name| name.to_owned()).collect(),
        };
        let mut out = BufWriter::new(File::create(&table.file)?);
        // For each fold what the first round without it says.
        let mut said: BTreeMap<u8, (&First, Vec<f32>, Vec<f32>)> = BTreeMap::new();
        for fold in (0..self.fold_count).filter(|&fold| Some(fold) != outer) {
            let without: Without = outer.into_iter().chain([fold]).collect();
            let one = first.get(&without).ok_or("a fit is missing")?;
            said.insert(fold, (one, read_floats(&one.scores)?, read_floats(&one.kind_scores)?));
        }
        let mut start = 0;
        for (number, (page, fold)) in self.data.pages.iter().zip(&self.folds).enumerate() {
            let end = start + page.labels.len();
            let Some((one, scores, kinds)) = said.get(fold) else {
                let nothing = vec![0.0; table.names.len() * page.labels.len()];
                write_floats(&mut out, &nothing)?;
                start = end;
                continue;
            };
            let tokens = page.tokens.iter().map(|tokens| one.linear.odds(tokens)).collect();
            let tokens = Standing::new(&page.surroundings, tokens);
            let scores = scores.get(start..end).unwrap_or_default().to_vec();
            let scores = Standing::new(&page.surroundings, scores);
            let kinds = kinds.get(number * KINDS..(number + 1) * KINDS).unwrap_or_default();
            let kinds = softmax(kinds);
            let mut row = Vec::with_capacity(table.names.len());
            for block in 0..page.labels.len() {
                row.clear();
                tokens.append(block, &mut row);
                scores.append(block, &mut row);
                row.extend_from_slice(&kinds);
                write_floats(&mut out, &row)?;
            }
            start = end;
        }
        Ok(table)
    }
}

fn object(value: Value) -> serde_json::Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => serde_json::Map::new(),
    }
}

fn read_floats(path: &Path) -> Result<Vec<f32>, Failure> {
    let bytes = std::fs::read(path)?;
    let (floats, _) = bytes.as_chunks::<4>();
    Ok(floats.iter().map(|&bytes| f32::from_le_bytes(bytes)).collect())
}
