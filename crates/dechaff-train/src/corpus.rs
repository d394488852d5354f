//! Labelled pages on disk: `html/<id>.html.gz` and `truth/<id>.json`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;

/// What is known of a page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Truth {
    /// Where it is from.
    pub(crate) url: Option<String>,
    /// Its main text.
    pub(crate) text: Option<String>,
    /// The title of its text.
    pub(crate) title: Option<String>,
    /// Who wrote it.
    pub(crate) author: Option<String>,
    /// The day on which it was published.
    pub(crate) date: Option<String>,
    /// What kind of page it is.
    pub(crate) kind: Option<String>,
    /// Its language.
    pub(crate) lang: Option<String>,
    /// Snippets that must be in the output.
    #[serde(default)]
    pub(crate) with: Vec<String>,
    /// Snippets that must not be in the output.
    #[serde(default)]
    pub(crate) without: Vec<String>,
}

/// A labelled page.
#[derive(Debug)]
pub(crate) struct LabelledPage {
    /// Name of its set, such as `wcxb`.
    pub(crate) set: String,
    /// Its id within the set.
    pub(crate) id: String,
    /// What is known of it.
    pub(crate) truth: Truth,
    path: PathBuf,
    root: PathBuf,
}

impl LabelledPage {
    /// The page's bytes.
    pub(crate) fn html(&self) -> io::Result<Vec<u8>> {
        read_gz(&self.path)
    }

    /// The same page as another tool's plain text, where there is one.
    pub(crate) fn text_of(&self, tool: &str) -> io::Result<String> {
        let path = self.root.join("text").join(tool).join(format!("{}.txt.gz", self.id));
        Ok(String::from_utf8_lossy(&read_gz(&path)?).into_owned())
    }

    /// What keeps pages of one site in one fold: the host, or the page itself without one.
    pub(crate) fn host(&self) -> &str {
        let Some(url) = &self.truth.url else {
            return &self.id;
        };
        let rest = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest);
        host.strip_prefix("www.").unwrap_or(host)
    }

    /// The page's fold, the same for all pages of a host.
    pub(crate) fn fold(&self, folds: u64, seed: u64) -> u64 {
        let mut state = 0xcbf2_9ce4_8422_2325u64 ^ seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        for byte in self.host().bytes() {
            state = (state ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        (state ^ (state >> 32)) % folds
    }
}

/// The pages of a set whose true text is known, in order of their ids.
pub(crate) fn read_set(root: &Path) -> io::Result<Vec<LabelledPage>> {
    let mut pages = read_pages(root)?;
    pages.retain(|page| page.truth.text.is_some());
    Ok(pages)
}

/// All pages of a set, in order of their ids.
pub(crate) fn read_pages(root: &Path) -> io::Result<Vec<LabelledPage>> {
    let set = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut paths: Vec<PathBuf> = std::fs::read_dir(root.join("truth"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    let mut pages = Vec::with_capacity(paths.len());
    for path in paths {
        let truth: Truth = serde_json::from_reader(io::BufReader::new(File::open(&path)?))?;
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let html = root.join("html").join(format!("{id}.html.gz"));
        pages.push(LabelledPage { set: set.clone(), id, truth, path: html, root: root.to_owned() });
    }
    Ok(pages)
}

fn read_gz(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    GzDecoder::new(io::BufReader::new(File::open(path)?)).read_to_end(&mut bytes)?;
    Ok(bytes)
}
