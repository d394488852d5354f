//! From a page to its metadata: sources read once, then each field chosen.

use jiff::civil::Date;
use url::Url;

use super::date::{Precision, Reader};
use super::gather::Elements;
use super::json_ld::JsonLd;
use super::schema::{Entities, Entity};
use super::statement::{Field, SourceKind, Statements};
use super::tables::Tables;
use super::visible::Seen;
use super::{Metadata, authors, dates, language, links, plain_fields, things, title};
use crate::block::TextBlock;
use crate::dom::Document;
use crate::{Limits, PageKind};

/// What the elements of a page declare, before anything was chosen.
pub(crate) struct Reading<'a> {
    elements: Elements<'a>,
    pub(crate) json_ld: JsonLd,
    tables: &'a Tables,
    url: Option<&'a Url>,
    title: title::Choice,
}

/// What was learned of the page that its declarations are judged by.
pub(crate) struct Judged<'j> {
    /// The most probable kinds.
    pub(crate) kinds: &'j [(PageKind, f32)],
    /// The day on which the page was fetched.
    pub(crate) fetched: Option<Date>,
    /// The main content.
    pub(crate) text: &'j str,
    pub(crate) words: usize,
}

impl<'a> Reading<'a> {
    /// Reads what the page declares. `url` is where it came from.
    pub(crate) fn new(
        document: &Document<'a>,
        url: Option<&'a Url>,
        tables: &'a Tables,
        limits: &Limits,
    ) -> Self {
        let mut elements = Elements::read(document, tables);
        let json_ld = JsonLd::read(document, limits);
        let mut statements = std::mem::take(&mut elements.statements);
        {
            let roots = json_ld.roots.iter().map(|root| (SourceKind::JsonLd, root));
            let items = elements.items.iter().map(|(kind, item)| (*kind, item));
            let mut entities = Entities::find(roots.chain(items), tables);
            entities.keep_main(&titles(&elements, &statements));
            entities.state(tables, &mut statements);
            elements.is_dated_text = entities.list.iter().any(is_dated_text);
        }
        elements.statements = statements;
        Self { elements, json_ld, tables, url, title: title::Choice::default() }
    }

    /// Chooses the title of the text, and gives it where the page states it: a heading that says
    /// something else than the window's title may be part of the text. `blocks` are those of the
    /// page, `kind` its most probable kind.
    pub(crate) fn title(&mut self, blocks: &[TextBlock], kind: Option<PageKind>) -> Option<String> {
        self.title = title::choose(&self.elements, blocks, kind);
        self.title.value.clone().filter(|_| self.title.is_stated)
    }

    /// The URL that the page's relative links are relative to.
    pub(crate) fn base(&self) -> Option<Url> {
        links::base(self.elements.base, self.url, &self.elements.statements)
    }

    /// Chooses each field.
    pub(crate) fn finish(mut self, seen: Seen<'_, '_>, judged: &Judged<'_>) -> (Metadata, JsonLd) {
        let mut metadata = Metadata { title: self.title.value.clone(), ..Metadata::default() };
        metadata.sources.extend(self.title.contest.take().map(|contest| ("title", contest)));
        links::fill(&mut metadata, &self.elements, self.url, self.base().as_ref());
        plain_fields::fill(&mut metadata, &self.elements.statements);
        language::fill(&mut metadata, &self.elements.statements, judged.text);
        let order = dates::order(
            metadata.language.as_deref(),
            metadata.url.as_ref().and_then(Url::host_str),
        );
        let reader = Reader { tables: self.tables, order };
        if let Some(url) = &metadata.url {
            dates::state_url(url.as_str(), &mut self.elements.statements);
        }
        let mut statements = std::mem::take(&mut self.elements.statements);
        seen.state(metadata.title.as_deref(), &self.elements.times, reader, &mut statements);
        let is_text = self.elements.is_dated_text || dates::is_text(judged.kinds);
        authors::fill(&mut metadata, &statements, self.tables, is_text, judged.kinds);
        fill_dates(&mut metadata, &statements, reader, is_text, judged.fetched);
        let roots = self.json_ld.roots.iter().map(|root| (SourceKind::JsonLd, root));
        let items = self.elements.items.iter().map(|(kind, item)| (*kind, item));
        let mut entities = Entities::find(roots.chain(items), self.tables);
        entities.keep_main(&titles(&self.elements, &statements));
        things::fill(&mut metadata, &entities, &statements);
        metadata.declared_kind = metadata.declared_kind.or_else(|| plain_fields::kind(&entities));
        metadata.word_count = Some(judged.words);
        (metadata, self.json_ld)
    }
}

/// Whether an item says that the page is a text with a date, which shops and services do not say
/// of theirs.
fn is_dated_text(entity: &Entity<'_>) -> bool {
    let is_text = entity.kind == SourceKind::JsonLd
        && ["Article", "Posting", "Question"].iter().any(|end| entity.type_name.ends_with(end));
    is_text && ["datePublished", "dateCreated"].iter().any(|name| entity.fields.contains_key(*name))
}

/// Everything that may be the page's title.
fn titles<'e>(elements: &'e Elements<'_>, statements: &'e Statements) -> Vec<&'e str> {
    let stated = statements.of(Field::Title).into_iter();
    let stated = stated
        .filter(|statement| statement.source.kind == SourceKind::Meta)
        .map(|statement| statement.value.as_str());
    let headings = elements.headings.iter().filter(|heading| heading.tag == crate::dom::Tag::H1);
    let headings = headings.take(5).map(|heading| heading.text.as_str());
    elements.window.as_deref().into_iter().chain(headings).chain(stated).collect()
}

/// Chooses the dates of publication and of the last change.
fn fill_dates(
    metadata: &mut Metadata,
    statements: &Statements,
    reader: Reader<'_>,
    is_text: bool,
    fetched: Option<Date>,
) {
    let latest = fetched.and_then(|day| day.tomorrow().ok());
    let bounds = dates::Bounds { latest };
    let mut published = dates::of(Field::Published, statements, reader, bounds);
    let modified = dates::of(Field::Modified, statements, reader, bounds);
    dates::judge(&mut published, &modified, is_text);
    if let Some(contest) = dates::contest(&published) {
        metadata.date = Some(contest.value.clone());
        metadata.sources.insert("date", contest);
    }
    let first = published.first().map(|dated| dated.stamp);
    // A change before the publication is a fault of the system.
    let is_later = |dated: &dates::Dated| {
        first
            .is_none_or(|first| dated.stamp.date >= first.date || first.precision != Precision::Day)
    };
    let later: Vec<dates::Dated> = modified.into_iter().filter(is_later).collect();
    if let Some(contest) = dates::contest(&later) {
        metadata.date_modified = Some(contest.value.clone());
        metadata.sources.insert("date_modified", contest);
    }
}
