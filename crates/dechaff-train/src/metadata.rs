//! Titles, authors and dates beside the truth: how often they are exact, and how often one is
//! given where there is none. The measures are those of the corpus's own scorer.

use std::collections::BTreeMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use dechaff::metadata::{Contest, Metadata};
use dechaff::{Extractor, Hint, PageKind};

use crate::baseline::Figures;
use crate::corpus::{self, LabelledPage, Truth};
use crate::dump::in_parallel;
use crate::evaluate::FOLDS;
use crate::{Failure, evaluate, fold_models, sets};

/// What is measured, and of which pages.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// Labelled sets. Pages of sets that the models learned from are read with the models of
    /// their folds.
    #[arg(required = true)]
    sets: Vec<PathBuf>,
    /// Folder with the models of the folds.
    #[arg(long, default_value = "eval")]
    eval: PathBuf,
    /// Lists the pages where this field is not as the truth has it.
    #[arg(long, value_enum)]
    misses: Option<Field>,
    /// Writes what each page states, its kinds and the truth to this file, as JSON Lines.
    #[arg(long)]
    dump: Option<PathBuf>,
    /// Lists only those of one half of the hosts: `a`, which is looked at, or `b`, which is not.
    #[arg(long)]
    half: Option<char>,
}

/// A field that the truth states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Field {
    Title,
    Author,
    Date,
}

const FIELDS: [Field; 3] = [Field::Title, Field::Author, Field::Date];

/// What became of one field of one page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Exact,
    Wrong,
    Missing,
    /// The truth has none, and none is given.
    Silent,
    /// The truth has none, and one is given.
    False,
}

/// Measures and prints.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let extractors = Extractors::new(&settings.eval)?;
    let mut rows: BTreeMap<String, Vec<[Outcome; 3]>> = BTreeMap::new();
    let mut out = io::stdout().lock();
    let mut dump =
        settings.dump.as_ref().map(std::fs::File::create).transpose()?.map(BufWriter::new);
    for set in &settings.sets {
        let pages = corpus::read_pages(set)?;
        let found = extractors.read(&pages)?;
        for (page, found) in pages.iter().zip(&found) {
            let metadata = &found.metadata;
            if let Some(dump) = &mut dump {
                writeln!(dump, "{}", record(page, found))?;
            }
            let outcomes = FIELDS.map(|field| judge(field, metadata, &page.truth));
            for group in groups(page) {
                rows.entry(group).or_default().push(outcomes);
            }
            if settings.half.is_none_or(|half| half == self::half(page)) {
                list(settings.misses, page, metadata, &mut out)?;
            }
        }
    }
    print(&rows, &mut out)?;
    Ok(())
}

/// How often each field of a set is exact, and how often nothing is given where there is nothing;
/// of what enough pages state.
pub(crate) fn figures(set: &Path, eval: &Path) -> Result<Figures, Failure> {
    let pages = corpus::read_pages(set)?;
    let found = Extractors::new(eval)?.read(&pages)?;
    let mut figures = Figures::new();
    for (field, name) in FIELDS.into_iter().zip(["title", "author", "date"]) {
        let outcomes: Vec<Outcome> = pages
            .iter()
            .zip(&found)
            .map(|(page, found)| judge(field, &found.metadata, &page.truth))
            .collect();
        let count =
            |wanted: &[Outcome]| outcomes.iter().filter(|outcome| wanted.contains(outcome)).count();
        let stated = count(&[Outcome::Exact, Outcome::Wrong, Outcome::Missing]);
        let none = count(&[Outcome::Silent, Outcome::False]);
        let set = set.file_name().unwrap_or_default().to_string_lossy();
        let mut add = |what: &str, part: usize, whole: usize| {
            if whole >= FEWEST_PAGES {
                figures.insert(format!("{set} {name}{what}"), part as f64 / whole as f64);
            }
        };
        add("", count(&[Outcome::Exact]), stated);
        if field != Field::Title && stated >= FEWEST_PAGES {
            add(" silent", count(&[Outcome::Silent]), none);
        }
    }
    Ok(figures)
}

/// Of fewer pages a share says nothing.
const FEWEST_PAGES: usize = 40;

/// The extractor that ships, and those of the folds.
struct Extractors {
    base: Extractor,
    folds: Vec<Extractor>,
}

impl Extractors {
    fn new(eval: &Path) -> Result<Self, Failure> {
        let base = evaluate::shipped()?;
        let folds = match fold_models::read(eval, false)? {
            Some(models) => evaluate::of_folds(&base, &models, false)?,
            None => Vec::new(),
        };
        Ok(Self { base, folds })
    }

    /// Reads each page with an extractor that did not learn from its host.
    fn read(&self, pages: &[LabelledPage]) -> Result<Vec<Found>, Failure> {
        in_parallel(pages, |page| {
            let of_fold = self.folds.get(page.fold(FOLDS, fold_models::SEED) as usize);
            let learned = sets::TRAIN_SETS.contains(&page.set.as_str());
            let extractor = of_fold.filter(|_| learned).unwrap_or(&self.base);
            Ok(read(extractor, page)?)
        })
    }
}

/// What came of a page.
#[derive(Default)]
struct Found {
    metadata: Metadata,
    kinds: Vec<(PageKind, f32)>,
}

fn read(extractor: &Extractor, page: &LabelledPage) -> io::Result<Found> {
    let found = extractor.extract_bytes(&page.html()?, &Hint::new());
    let found = found.map(|page| Found { metadata: page.metadata, kinds: page.page_kinds });
    Ok(found.unwrap_or_default())
}

fn record(page: &LabelledPage, found: &Found) -> serde_json::Value {
    serde_json::json!({
        "set": page.set, "id": page.id, "half": half(page).to_string(), "kind": page.truth.kind,
        "lang": page.truth.lang, "url": page.truth.url, "title": page.truth.title,
        "author": page.truth.author, "date": page.truth.date, "metadata": found.metadata,
        "kinds": found.kinds.iter().map(|(kind, share)| (kind.name(), share)).collect::<Vec<_>>(),
    })
}

/// Half `a` of the hosts is for tuning, half `b` shows what that is worth.
fn half(page: &LabelledPage) -> char {
    if page.fold(2, 0) == 0 { 'a' } else { 'b' }
}

fn groups(page: &LabelledPage) -> Vec<String> {
    let mut groups = vec![page.set.clone(), format!("{}/half-{}", page.set, half(page))];
    groups.extend(page.truth.lang.as_ref().map(|lang| format!("{}/lang-{lang}", page.set)));
    groups.extend(page.truth.kind.as_ref().map(|kind| format!("{}/{kind}", page.set)));
    groups
}

fn given(field: Field, metadata: &Metadata) -> Option<String> {
    match field {
        Field::Title => metadata.title.clone(),
        Field::Author => (!metadata.authors.is_empty()).then(|| metadata.authors.join(", ")),
        Field::Date => metadata.date.clone(),
    }
}

fn truth(field: Field, truth: &Truth) -> Option<&str> {
    let value = match field {
        Field::Title => &truth.title,
        Field::Author => &truth.author,
        Field::Date => &truth.date,
    };
    value.as_deref().filter(|value| !value.is_empty())
}

fn judge(field: Field, metadata: &Metadata, page: &Truth) -> Outcome {
    match (truth(field, page), given(field, metadata)) {
        (Some(_), None) => Outcome::Missing,
        (Some(truth), Some(given)) if is_same(field, &given, truth) => Outcome::Exact,
        (Some(_), Some(_)) => Outcome::Wrong,
        (None, None) => Outcome::Silent,
        (None, Some(_)) => Outcome::False,
    }
}

fn is_same(field: Field, given: &str, truth: &str) -> bool {
    match field {
        Field::Title => squash(given) == squash(truth),
        Field::Author => names(given) == names(truth),
        Field::Date => given.get(..10).unwrap_or(given) == truth.get(..10).unwrap_or(truth),
    }
}

fn squash(text: &str) -> String {
    text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn names(text: &str) -> Vec<String> {
    let text = squash(text);
    let text = text.strip_prefix("by ").unwrap_or(&text);
    let parts = text.split([',', ';', '&', '|']).flat_map(|part| part.split(" and "));
    let mut names: Vec<String> = parts.map(|name| name.trim().to_owned()).collect();
    names.retain(|name| !name.is_empty());
    names.sort();
    names.dedup();
    names
}

fn list(
    field: Option<Field>,
    page: &LabelledPage,
    metadata: &Metadata,
    out: &mut impl Write,
) -> io::Result<()> {
    let Some(field) = field else { return Ok(()) };
    let outcome = judge(field, metadata, &page.truth);
    if matches!(outcome, Outcome::Exact | Outcome::Silent) {
        return Ok(());
    }
    let name = match field {
        Field::Title => "title",
        Field::Author => "authors",
        Field::Date => "date",
    };
    let kind = page.truth.kind.as_deref().unwrap_or("?");
    let url = page.truth.url.as_deref().unwrap_or_default();
    writeln!(out, "{}/{} {outcome:?} {kind} {url}", page.set, page.id)?;
    writeln!(out, "    truth  {}", truth(field, &page.truth).unwrap_or("none"))?;
    let contest: Option<&Contest> = metadata.sources.get(name);
    match contest {
        None => writeln!(out, "    given  none"),
        Some(contest) => {
            writeln!(out, "    given  {}  [{}]", contest.value, contest.source)?;
            for other in contest.others.iter().take(12) {
                writeln!(out, "    other  {}  [{}]", other.value, other.source)?;
            }
            Ok(())
        }
    }
}

fn print(rows: &BTreeMap<String, Vec<[Outcome; 3]>>, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "{:<34}{:>6}  title (of)      author (of)    f.auth     date (of)      f.date",
        "", "pages"
    )?;
    for (group, outcomes) in rows {
        write!(out, "{group:<34}{:>6}", outcomes.len())?;
        for (at, field) in FIELDS.into_iter().enumerate() {
            let of = |wanted: &[Outcome]| {
                outcomes
                    .iter()
                    .filter(|page| page.get(at).is_some_and(|one| wanted.contains(one)))
                    .count()
            };
            let (exact, stated) =
                (of(&[Outcome::Exact]), of(&[Outcome::Exact, Outcome::Wrong, Outcome::Missing]));
            write!(out, "  {} ({stated:>4})", share(exact, stated))?;
            if field != Field::Title {
                let none = of(&[Outcome::Silent, Outcome::False]);
                write!(out, "  {}", share(of(&[Outcome::False]), none))?;
            }
        }
        writeln!(out)?;
    }
    Ok(())
}

fn share(part: usize, whole: usize) -> String {
    if whole == 0 { "   -  ".to_owned() } else { format!("{:.4}", part as f64 / whole as f64) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_compared_as_the_scorer_does() {
        assert!(is_same(Field::Title, " A  b", "a B"));
        assert!(is_same(Field::Author, "Ada Byron, Bo Li", "By Bo Li and Ada Byron"));
        assert!(is_same(Field::Date, "2024-05-02T10:00:00Z", "2024-05-02"));
        assert!(!is_same(Field::Date, "2024-05", "2024-05-02"));
    }
}
