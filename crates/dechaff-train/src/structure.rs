//! How much of a page's structure comes out: code, tables and formulas against typed truth, and
//! headings, items, rows, images and links against another program's Markdown.

use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};

use dechaff::{Extractor, Hint, MarkdownOptions};
use serde_json::Value;
use url::Url;

use crate::corpus::{self, LabelledPage};
use crate::markdown_parts::{self, Parts};
use crate::{Failure, evaluate, similarity};

/// What counts as found.
const LEAST_SIMILARITY: f64 = 0.9;

/// Where the pages are.
#[derive(clap::Args)]
pub(crate) struct Settings {
    /// Folder with the sets `llm-webkit-bench`, `defuddle` and `lightfeed`.
    corpus: PathBuf,
    /// Lists what is not found of each page.
    #[arg(long)]
    list: bool,
    /// Keeps every block, so that only how content is written counts, and not what is chosen.
    #[arg(long)]
    keep_all: bool,
}

/// Prints the shares of typed content that is found, and agreement with silver Markdown.
pub(crate) fn run(settings: &Settings) -> Result<(), Failure> {
    let extractor = extractor(settings)?;
    let mut out = std::io::stdout().lock();
    let typed = settings.corpus.join("llm-webkit-bench");
    let counts = over_pages(&typed, &extractor, settings, typed_counts, &mut out)?;
    writeln!(out, "llm-webkit-bench, share found with edit similarity >= {LEAST_SIMILARITY}")?;
    for (name, count) in counts {
        writeln!(
            out,
            "  {name:<18}{:>6} of {:<6}{:>8.3}",
            count.found,
            count.wanted,
            count.recall()
        )?;
    }
    for set in ["defuddle", "lightfeed"] {
        let folder = settings.corpus.join(set);
        let counts = over_pages(&folder, &extractor, settings, silver_counts, &mut out)?;
        writeln!(out, "{set}, agreement with silver Markdown")?;
        for (name, count) in counts {
            let (precision, recall) = (count.precision(), count.recall());
            writeln!(
                out,
                "  {name:<18}found {:>5}, silver {:>5}, ours {:>5}: precision {precision:.3}, recall {recall:.3}",
                count.found, count.wanted, count.given
            )?;
        }
    }
    Ok(())
}

fn extractor(settings: &Settings) -> Result<Extractor, Failure> {
    if !settings.keep_all {
        return evaluate::shipped();
    }
    let mut options = dechaff::Options::default();
    options.keep = vec!["body".to_owned()];
    Ok(Extractor::new(options)?)
}

/// How many parts of a kind are wanted, given and found.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    wanted: usize,
    given: usize,
    found: usize,
}

impl Count {
    fn new(wanted: &[String], given: &[String]) -> Self {
        let found = similarity::matched(wanted, given, LEAST_SIMILARITY);
        Self { wanted: wanted.len(), given: given.len(), found }
    }

    fn add(&mut self, other: Self) {
        self.wanted += other.wanted;
        self.given += other.given;
        self.found += other.found;
    }

    fn recall(self) -> f64 {
        self.found as f64 / self.wanted.max(1) as f64
    }

    fn precision(self) -> f64 {
        self.found as f64 / self.given.max(1) as f64
    }
}

type Counts = Vec<(&'static str, Count)>;

fn over_pages(
    set: &Path,
    extractor: &Extractor,
    settings: &Settings,
    count: fn(&Value, &Parts) -> Counts,
    out: &mut impl Write,
) -> Result<Counts, Failure> {
    let mut sums = Counts::new();
    for page in corpus::read_pages(set)? {
        let truth = set.join("truth").join(format!("{}.json", page.id));
        let truth: Value = serde_json::from_reader(BufReader::new(File::open(truth)?))?;
        let ours = markdown_parts::read(&markdown(extractor, &page)?);
        for (name, count) in count(&truth, &ours) {
            let lacks = count.found < count.wanted || count.found < count.given;
            if settings.list && lacks {
                let Count { wanted, given, found } = count;
                writeln!(out, "{} {name}: {found} found of {wanted}, {given} given", page.id)?;
            }
            match sums.iter_mut().find(|(known, _)| *known == name) {
                Some((_, sum)) => sum.add(count),
                None => sums.push((name, count)),
            }
        }
    }
    Ok(sums)
}

fn markdown(extractor: &Extractor, page: &LabelledPage) -> Result<String, Failure> {
    // Without an address relative links would be lost.
    let url = page.truth.url.as_deref().unwrap_or("https://page.example/");
    let hint = Hint::new().with_url(Url::parse(url)?);
    let mut options = MarkdownOptions::default();
    options.title = false;
    let extraction = extractor.extract_bytes(&page.html()?, &hint);
    Ok(extraction.map(|found| found.to_markdown(&options)).unwrap_or_default())
}

fn typed_counts(truth: &Value, ours: &Parts) -> Counts {
    let mut typed = Typed::default();
    typed.read(truth.get("content_list").unwrap_or(&Value::Null));
    let formulas = [typed.inline.as_slice(), typed.display.as_slice()].concat();
    // The truth calls code a block, too, where it is all of its paragraph.
    let code = [ours.code.as_slice(), ours.lone_code.as_slice()].concat();
    vec![
        ("code blocks", Count::new(&typed.code, &code)),
        ("tables", Count::new(&typed.tables, &ours.tables)),
        ("formulas", Count::new(&formulas, &ours.formulas)),
        ("  of them display", Count::new(&typed.display, &ours.formulas)),
        ("  of them inline", Count::new(&typed.inline, &ours.formulas)),
    ]
}

/// Typed truth: the texts of code blocks, tables and formulas.
#[derive(Default)]
struct Typed {
    code: Vec<String>,
    tables: Vec<String>,
    display: Vec<String>,
    inline: Vec<String>,
}

impl Typed {
    fn read(&mut self, value: &Value) {
        let mut rest = vec![value];
        while let Some(value) = rest.pop() {
            if let Some(fields) = value.as_object() {
                self.part(value);
                rest.extend(fields.values());
            } else if let Some(values) = value.as_array() {
                rest.extend(values.iter().rev());
            }
        }
    }

    fn part(&mut self, part: &Value) {
        let text = |path: &str| part.pointer(path).and_then(Value::as_str).unwrap_or_default();
        match (text("/type"), text("/t")) {
            ("code", _) if part.get("inline") != Some(&Value::Bool(true)) && is_code(part) => {
                self.code.push(markdown_parts::code_lines(text("/content/code_content")));
            }
            ("equation-interline", _) => {
                self.display.push(markdown_parts::compact(text("/content/math_content")));
            }
            ("table" | "simple_table" | "complex_table", _) => {
                let read = |path| markdown_parts::html_tables(text(path)).concat().concat();
                let (rows, raw) = (read("/content/html"), read("/raw_content"));
                if !rows.is_empty() {
                    self.tables.push(if holds(&raw, &rows) { raw } else { rows });
                }
            }
            (_, "equation-inline") => self.inline.push(markdown_parts::compact(text("/c"))),
            _ => {}
        }
    }
}

/// Whether a part that the truth calls code is. It also takes what has "code" in the name of its
/// class for code: quotes and links of forums, which are written in a `BBCode`.
fn is_code(part: &Value) -> bool {
    let text = |path: &str| part.pointer(path).and_then(Value::as_str).unwrap_or_default();
    let raw = text("/raw_content");
    text("/content/by") != "classname" || raw.contains("<code") || raw.contains("<pre")
}

/// Whether all characters of `part` come in the same order in `whole`. The HTML that the truth
/// has of a table leaves out what follows a line break or inline code in a cell; its raw markup
/// has that, too.
fn holds(whole: &str, part: &str) -> bool {
    let mut rest = whole.chars();
    part.chars().all(|wanted| rest.any(|character| character == wanted))
}

fn silver_counts(truth: &Value, ours: &Parts) -> Counts {
    type Kind = (&'static str, fn(&Parts) -> &Vec<String>);
    let silver = truth.get("markdown").and_then(Value::as_str).unwrap_or_default();
    let silver = markdown_parts::read(silver);
    let kinds: [Kind; 6] = [
        ("headings", |parts| &parts.headings),
        ("list items", |parts| &parts.items),
        ("code blocks", |parts| &parts.code),
        ("table rows", |parts| &parts.rows),
        ("images", |parts| &parts.images),
        ("links", |parts| &parts.links),
    ];
    kinds.into_iter().map(|(name, of)| (name, Count::new(of(&silver), of(ours)))).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn truth_is_read_as_it_stands_on_the_page() {
        let table = |raw: &str| {
            let html = "<table><tr><td>one</td></tr></table>";
            json!({"type": "table", "raw_content": raw, "content": {"html": html}})
        };
        let code = |by: &str, raw: &str| json!({"type": "code", "raw_content": raw, "content": {"code_content": "x", "by": by}});
        let mut typed = Typed::default();
        typed.read(&json!([
            table("<table><tr><td>one<br>two</td></tr></table>"),
            table("<table><tr><td>else</td></tr></table>"),
            code("classname", "<div class=bbcode_quote>x</div>"),
            code("classname", "<div class=code><code>x</code></div>"),
            code("tag_pre", "<pre>x</pre>"),
        ]));
        assert_eq!(typed.tables, ["onetwo", "one"]);
        assert_eq!(typed.code.len(), 2);
    }
}
