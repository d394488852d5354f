//! Where the block stands to the page's headline: the block that says what the title says.

use std::ops::Range;

use super::stats::BlockStats;
use super::{Page, flag, share};
use crate::dom::{NodeData, NodeIndex, Tag};
use crate::word;

pub(super) const NAMES: &[&str] =
    &["headline_gap", "headline_likeness", "headline_up", "headline_shared_size", "headline_words"];

/// What stands between a title and the name of its site.
const SEPARATORS: [&str; 11] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " « ", " · ", " • ", " / ", "｜"];

/// A block this unlike every title is no headline.
const LEAST_LIKENESS: f32 = 0.6;

/// A distance that stands for "there is none".
const FAR: f32 = 200.0;

/// Elements around a headline that are looked at.
const MOST_AROUND: usize = 32;

/// Longer blocks and what follows in longer titles is not compared.
const MOST_WORDS: usize = 60;

const MOST_TITLES: usize = 16;

pub(super) struct Section {
    headline: Option<Headline>,
    page_size: f32,
}

struct Headline {
    block: usize,
    likeness: f32,
    /// The blocks of the elements around it, from the inside out.
    around: Vec<Range<usize>>,
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>) -> Self {
        let titles = titles(page);
        let count = page.stats.len();
        let best = (0..count)
            .filter_map(|block| {
                let likeness = likeness(page.hashes_of(block), &titles);
                let rank = likeness + standing(page.stats(block));
                (likeness >= LEAST_LIKENESS).then_some((block, likeness, rank))
            })
            .max_by(|one, other| one.2.total_cmp(&other.2).then(other.0.cmp(&one.0)));
        let headline = best.map(|(block, likeness, _)| {
            let container = page.stats(block).container;
            let around = std::iter::once(container).chain(page.document.ancestors(container));
            let around = around.take(MOST_AROUND).map(|at| page.layout.blocks_in(at)).collect();
            Headline { block, likeness, around }
        });
        Self { headline, page_size: page.size_of(&(0..count)) }
    }

    pub(super) fn append(&self, page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
        let Some(headline) = &self.headline else {
            row.extend_from_slice(&[FAR + 1.0, 0.0, 0.0, 0.0, 0.0]);
            return;
        };
        let up = headline.around.partition_point(|blocks| !blocks.contains(&block));
        let shared = headline.around.get(up).map_or(0.0, |blocks| page.size_of(blocks));
        let between = if block > headline.block {
            page.size_of(&(headline.block + 1..block))
        } else {
            -page.size_of(&(block..headline.block))
        };
        row.extend_from_slice(&[
            (block as f32 - headline.block as f32).clamp(-FAR, FAR),
            headline.likeness,
            up as f32,
            share(shared, self.page_size),
            between,
        ]);
    }
}

/// The words of everything that may be the title, each a set in order: the window's title, its
/// parts, and what the page states for sharing.
fn titles(page: &Page<'_, '_>) -> Vec<Vec<u64>> {
    let mut titles: Vec<String> = Vec::new();
    let mut in_window = false;
    for (index, node) in page.document.nodes().iter().enumerate() {
        match node.data {
            NodeData::Element(Tag::Title, _) if !in_window => {
                in_window = true;
                let window = page.document.text(index as NodeIndex);
                for separator in SEPARATORS.iter().filter(|separator| window.contains(**separator))
                {
                    let parts = window.split(separator).take(4);
                    titles.extend(parts.filter(|part| word::count(part) > 1).map(str::to_owned));
                }
                titles.push(window);
            }
            NodeData::Element(Tag::Meta, _) => {
                let name = node.attr("property").or(node.attr("name")).unwrap_or_default();
                if matches!(name, "og:title" | "twitter:title") {
                    titles.extend(node.attr("content").map(str::to_owned));
                }
            }
            _ => {}
        }
    }
    titles.iter().take(MOST_TITLES).map(|title| word_set(word::hashes(title))).collect()
}

fn word_set(words: impl Iterator<Item = u64>) -> Vec<u64> {
    let mut words: Vec<u64> = words.take(MOST_WORDS).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// The greatest overlap of a block's words with a title: twice the shared ones over all.
fn likeness(words: &[u64], titles: &[Vec<u64>]) -> f32 {
    if words.len() > MOST_WORDS {
        return 0.0;
    }
    let own = word_set(words.iter().copied());
    let of = |title: &Vec<u64>| {
        let shared = own.iter().filter(|word| title.binary_search(word).is_ok()).count();
        share(2.0 * shared as f32, (own.len() + title.len()) as f32)
    };
    titles.iter().map(of).fold(0.0, f32::max)
}

/// What speaks for a block among those that say the title.
fn standing(stats: &BlockStats) -> f32 {
    let level = stats.tag.heading_level();
    0.3 * flag(level == Some(1)) + 0.15 * flag(level.is_some()) - 0.2 * stats.link_density
}

#[cfg(test)]
mod tests {
    use crate::{Limits, Measurer, dom};

    fn gaps(html: &str) -> Vec<f32> {
        let (html, _) = dom::parse(html, &Limits::default());
        let page = Measurer::new().unwrap().page(&html);
        let column = page.features.names().iter().position(|&name| name == "headline_gap").unwrap();
        page.features.rows().map(|row| row[column]).collect()
    }

    #[test]
    fn the_heading_that_says_the_title_is_the_headline_and_not_the_link_to_it() {
        let html = "<title>Bees are back - The Gazette</title><div><a href=/b>Bees are back</a></div>\
            <p>The Gazette</p><h2>Bees are back</h2><p>They came in May.</p>";
        assert_eq!(gaps(html), [-2.0, -1.0, 0.0, 1.0]);
    }

    #[test]
    fn a_page_that_does_not_say_its_title_has_no_headline() {
        assert_eq!(gaps("<title>Welcome to us</title><p>Bees</p><p>Wasps</p>"), [201.0, 201.0]);
        assert_eq!(gaps("<p>Bees</p>"), [201.0]);
    }
}
