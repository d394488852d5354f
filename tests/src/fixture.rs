//! The fixtures: pages and texts that we wrote, with what is expected of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{Answer, Dechaff, Ran, Server};

/// One folder of `fixtures/`.
#[derive(Debug)]
pub enum Fixture {
    /// A web page.
    Page(PageFixture),
    /// A plain text that another tool pulled out of a page.
    Text(TextFixture),
}

/// A web page with what is expected of it.
#[derive(Debug)]
pub struct PageFixture {
    /// Name of the folder.
    pub name: String,
    /// `page.html`.
    pub path: PathBuf,
    /// `expected.md`.
    pub markdown: String,
    /// `expected.json`.
    pub expected: Expected,
    /// Further files of whole outputs, where there are some: the options that they come of, and
    /// the output.
    pub outputs: Vec<(&'static [&'static str], String)>,
    /// `outputs.args`, where there is one: further options of these outputs, one a line, such as
    /// what to keep, so that they show how content is written and not what a model chooses.
    pub output_options: Vec<String>,
}

/// The files of whole outputs beside `expected.md`, and the options that they come of.
const OUTPUTS: [(&str, &[&str]); 5] = [
    ("expected.kept.md", &["--format", "markdown"]),
    ("expected.txt", &["--format", "text"]),
    ("expected.html", &["--format", "html"]),
    ("expected.xml", &["--format", "xml"]),
    ("expected.tree.json", &["--format", "json"]),
];

/// A plain text with what is expected of it.
#[derive(Debug)]
pub struct TextFixture {
    /// Name of the folder.
    pub name: String,
    /// `page.txt`.
    pub path: PathBuf,
    /// Content of `page.txt`.
    pub text: String,
    /// `expected.txt`.
    pub expected: String,
    /// `labels.tsv`.
    pub labels: String,
}

/// `expected.json` of a page.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// Address of the page.
    pub url: String,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// Language code that the page declares; `null` where it declares none.
    pub language: Option<String>,
    /// Kind of page.
    pub kind: Option<String>,
    /// Exit code of the command.
    pub exit: i32,
    /// Snippets of the main content.
    pub with: Vec<String>,
    /// Snippets of what is not.
    pub without: Vec<String>,
    /// Dropped snippets, each with its label.
    pub labels: BTreeMap<String, String>,
    /// Charset that the server names, rightly or not.
    pub transport_charset: Option<String>,
}

/// Every fixture, or what is wrong with it.
pub fn fixtures() -> Vec<Result<Fixture, String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures");
    let entries = fs::read_dir(root).expect("there are fixtures");
    let mut folders: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders.iter().map(|folder| load(folder)).collect()
}

fn load(folder: &Path) -> Result<Fixture, String> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let read = |file: &str| {
        let path = folder.join(file);
        fs::read_to_string(path).map_err(|error| format!("{name}/{file}: {error}"))
    };
    let html = folder.join("page.html");
    if html.is_file() {
        let expected = serde_json::from_str(&read("expected.json")?)
            .map_err(|error| format!("{name}/expected.json: {error}"))?;
        return Ok(Fixture::Page(PageFixture {
            path: html,
            markdown: read("expected.md")?,
            output_options: read("outputs.args")
                .unwrap_or_default()
                .lines()
                .map(str::to_owned)
                .collect(),
            outputs: OUTPUTS
                .iter()
                .filter_map(|(file, options)| Some((*options, read(file).ok()?)))
                .collect(),
            expected,
            name: name.into_owned(),
        }));
    }
    Ok(Fixture::Text(TextFixture {
        path: folder.join("page.txt"),
        text: read("page.txt")?,
        expected: read("expected.txt")?,
        labels: read("labels.tsv")?,
        name: name.into_owned(),
    }))
}

impl PageFixture {
    /// Runs the command on the page: from its file, or from a server where the charset that a
    /// server names is part of the matter.
    pub fn run(&self, command: &str, arguments: &[&str]) -> Ran {
        let run = |source: &str| {
            Dechaff::new(command).args(arguments).args(["--url", &self.expected.url, source]).run()
        };
        let Some(charset) = &self.expected.transport_charset else {
            return run(&self.path.display().to_string());
        };
        let body = fs::read(&self.path).expect("the page is there");
        let content_type = format!("text/html; charset={charset}");
        let server = Server::start(move |_| Answer::page(&content_type, body.clone()));
        run(&server.url("/page.html"))
    }
}
