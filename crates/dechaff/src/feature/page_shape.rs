//! The page as a whole: the same numbers in each of its rows.

use super::{Page, flag, share};
use crate::dom::{Node, NodeData, Tag};

pub(super) const NAMES: &[&str] = &[
    "page_blocks", "page_size", "page_words", "page_long_share", "page_link_density",
    "page_long_blocks", "page_mean_size", "page_prices", "page_images", "page_forms",
    "page_inputs", "page_buttons", "page_tables", "page_cells", "page_items", "page_headings",
    "page_articles", "page_sections", "page_videos", "page_codes", "page_times", "page_has_main",
    "page_has_article", "page_classes", "page_fonts", "page_script_share", "declares_article",
    "declares_product", "declares_website", "schema_article", "schema_news", "schema_blog",
    "schema_product", "schema_list", "schema_forum", "schema_question", "schema_recipe",
    "schema_organization", "schema_event", "schema_job",
];

/// Types of schema.org that tell a page's kind, in the order of their columns.
const SCHEMA_TYPES: [&[&str]; 11] = [
    &["Article"],
    &["NewsArticle", "ReportageNewsArticle"],
    &["BlogPosting"],
    &["Product", "ProductGroup"],
    &["ItemList", "CollectionPage"],
    &["DiscussionForumPosting"],
    &["Question", "QAPage"],
    &["Recipe"],
    &["Organization", "LocalBusiness"],
    &["Event"],
    &["JobPosting"],
];

pub(super) struct Section {
    row: Vec<f32>,
}

#[derive(Default)]
struct Counts {
    images: f32,
    forms: f32,
    inputs: f32,
    buttons: f32,
    tables: f32,
    cells: f32,
    items: f32,
    headings: f32,
    articles: f32,
    sections: f32,
    videos: f32,
    codes: f32,
    times: f32,
    mains: f32,
    classes: f32,
    fonts: f32,
    scripts: f32,
    elements: f32,
    /// Article, product, website.
    declared: [f32; 3],
    schema: [f32; SCHEMA_TYPES.len()],
}

impl Section {
    pub(super) fn new(page: &Page<'_, '_>) -> Self {
        let mut row = Vec::with_capacity(NAMES.len());
        let (mut size, mut words, mut long, mut linked) = (0.0, 0.0, 0.0, 0.0);
        let (mut long_blocks, mut prices) = (0.0, 0.0);
        for stats in &page.stats {
            size += stats.size;
            words += stats.words;
            long += stats.long_size;
            linked += stats.linked_size;
            long_blocks += flag(stats.is_long());
            prices += flag(stats.has_price);
        }
        let blocks = page.stats.len() as f32;
        row.extend_from_slice(&[
            blocks,
            size,
            words,
            share(long, size),
            share(linked, size),
            long_blocks,
            share(size, blocks),
            prices,
        ]);
        let mut counts = Counts::default();
        for node in page.document.nodes() {
            counts.add(page, node);
        }
        counts.append(&mut row);
        Self { row }
    }

    pub(super) fn append(&self, row: &mut Vec<f32>) {
        row.extend_from_slice(&self.row);
    }
}

impl Counts {
    fn add(&mut self, page: &Page<'_, '_>, node: &Node<'_>) {
        let tag = match node.data {
            NodeData::Element(tag, _) => tag,
            NodeData::Text(text) => {
                if page.document.node(node.parent).is_json_script() {
                    self.add_script(text);
                }
                return;
            }
            NodeData::Root => return,
        };
        self.elements += 1.0;
        match tag {
            Tag::Img | Tag::Picture => self.images += 1.0,
            Tag::Form => self.forms += 1.0,
            Tag::Input | Tag::Select | Tag::Textarea => self.inputs += 1.0,
            Tag::Button => self.buttons += 1.0,
            Tag::Table => self.tables += 1.0,
            Tag::Td | Tag::Th => self.cells += 1.0,
            Tag::Li => self.items += 1.0,
            Tag::Article => self.articles += 1.0,
            Tag::Section => self.sections += 1.0,
            Tag::Video | Tag::Iframe | Tag::Audio => self.videos += 1.0,
            Tag::Pre | Tag::Code => self.codes += 1.0,
            Tag::Time => self.times += 1.0,
            Tag::Main => self.mains += 1.0,
            Tag::Font | Tag::Center => self.fonts += 1.0,
            Tag::Script | Tag::Style => self.scripts += 1.0,
            Tag::Div => self.classes += flag(node.attr("class").is_some()),
            Tag::Meta => self.add_meta(node),
            _ if tag.heading_level().is_some() => self.headings += 1.0,
            _ => {}
        }
    }

    fn add_meta(&mut self, node: &Node<'_>) {
        if node.attr("property") != Some("og:type") {
            return;
        }
        let content = node.attr("content").unwrap_or_default();
        for (name, slot) in ["article", "product", "website"].iter().zip(&mut self.declared) {
            *slot = flag(content.contains(name));
        }
    }

    /// Marks the types that a JSON-LD block names. Looking for the quoted name is enough for a
    /// measure; the block is read properly where its content is used.
    fn add_script(&mut self, text: &str) {
        if memchr::memmem::find(text.as_bytes(), b"@type").is_none() {
            return;
        }
        for (names, slot) in SCHEMA_TYPES.iter().zip(&mut self.schema) {
            if names.iter().any(|name| is_quoted_in(name, text)) {
                *slot = 1.0;
            }
        }
    }

    fn append(&self, row: &mut Vec<f32>) {
        row.extend_from_slice(&[
            self.images,
            self.forms,
            self.inputs,
            self.buttons,
            self.tables,
            self.cells,
            self.items,
            self.headings,
            self.articles,
            self.sections,
            self.videos,
            self.codes,
            self.times,
            flag(self.mains > 0.0),
            flag(self.articles > 0.0),
            self.classes,
            self.fonts,
            share(self.scripts, self.elements),
        ]);
        row.extend_from_slice(&self.declared);
        row.extend_from_slice(&self.schema);
    }
}

fn is_quoted_in(name: &str, text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, name).any(|at| {
        let before = at.checked_sub(1).and_then(|at| bytes.get(at));
        before == Some(&b'"') && bytes.get(at + name.len()) == Some(&b'"')
    })
}
