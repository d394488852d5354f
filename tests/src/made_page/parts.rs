//! How pages are made.

use super::words::{NAMES, ODD, PHRASES, RAW, SENTENCES, TARGETS};
use super::{Markup, element, text};
use crate::roundtrip::Random;

/// Parts in parts.
const DEEPEST: usize = 5;

pub(super) struct Maker<'r> {
    random: &'r mut Random,
    /// Whether markup that is not sound is among it.
    odd: bool,
    title: String,
}

impl<'r> Maker<'r> {
    pub(super) fn new(random: &'r mut Random) -> Self {
        let odd = random.once_in(3);
        let title = (*random.one_of(&SENTENCES)).trim_end_matches('.').to_owned();
        Self { random, odd, title }
    }

    pub(super) fn head(&mut self) -> Vec<Markup> {
        let mut head = Vec::new();
        if !self.random.once_in(5) {
            head.push(element("title", &[], vec![text(format!("{} | The Quay", self.title))]));
        }
        if self.random.once_in(3) {
            let name = *self.random.one_of(&["description", "author", "date", "keywords"]);
            let content = self.sentence();
            head.push(element("meta", &[("name", name), ("content", &content)], Vec::new()));
        }
        if self.random.once_in(4) {
            head.push(self.data());
        }
        if self.random.once_in(6) {
            let href = *self.random.one_of(&TARGETS);
            let rel = *self.random.one_of(&["canonical", "alternate", "next", "stylesheet"]);
            head.push(element("link", &[("rel", rel), ("href", href)], Vec::new()));
        }
        head
    }

    pub(super) fn body(&mut self) -> Vec<Markup> {
        let mut body = Vec::new();
        if self.random.once_in(2) {
            body.push(self.menu("header"));
        }
        let mut main = vec![element("h1", &[], vec![text(self.title.clone())])];
        for _ in 0..self.random.below(4) {
            main.push(self.paragraph());
        }
        for _ in 0..=self.random.below(12) {
            main.push(self.part(0));
        }
        let name = *self.random.one_of(&["div", "main", "article", "section"]);
        let attributes = self.names();
        body.push(element(name, &attributes, main));
        if self.random.once_in(3) {
            body.push(self.listing());
        }
        if self.random.once_in(4) {
            body.push(self.box_of_phrases());
        }
        if self.random.once_in(2) {
            body.push(self.menu("footer"));
        }
        body
    }

    fn sentence(&mut self) -> String {
        (*self.random.one_of(&SENTENCES)).to_owned()
    }

    fn phrase(&mut self) -> Vec<Markup> {
        vec![text(*self.random.one_of(&PHRASES))]
    }

    /// Classes and an identifier, perhaps.
    fn names(&mut self) -> Vec<(&'static str, &'static str)> {
        let mut names = Vec::new();
        if self.random.once_in(2) {
            names.push(("class", *self.random.one_of(&NAMES)));
        }
        if self.random.once_in(8) {
            names.push(("id", *self.random.one_of(&["fn1", "place", "content", "comments", "a"])));
        }
        if self.random.once_in(16) {
            names.push(*self.random.one_of(&[
                ("style", "display:none"),
                ("style", "white-space: pre"),
                ("hidden", ""),
                ("aria-hidden", "true"),
                ("role", "navigation"),
                ("itemprop", "articleBody"),
                ("dir", "rtl"),
                ("lang", "de"),
            ]));
        }
        names
    }

    fn menu(&mut self, name: &'static str) -> Markup {
        let items = (0..=self.random.below(5)).map(|_| {
            let link = self.link();
            element("li", &[], vec![link])
        });
        let list = element("ul", &[], items.collect());
        let nav = element("nav", &[("class", "menu")], vec![list]);
        let mut inside = vec![nav];
        if self.random.once_in(3) {
            inside.push(element("p", &[], self.phrase()));
        }
        element(name, &[], inside)
    }

    fn link(&mut self) -> Markup {
        let href = *self.random.one_of(&TARGETS);
        element("a", &[("href", href)], self.phrase())
    }

    fn image(&mut self) -> Markup {
        let src = *self.random.one_of(&TARGETS);
        let alt = *self.random.one_of(&PHRASES);
        let width = *self.random.one_of(&["640", "1", "0", "-4", "99999999999", "100%"]);
        element("img", &[("src", src), ("alt", alt), ("width", width)], Vec::new())
    }

    fn listing(&mut self) -> Markup {
        let mut cards = Vec::new();
        for _ in 0..=self.random.below(6) {
            let heading = element("h3", &[], vec![self.link()]);
            let mut card = vec![heading];
            if self.random.once_in(2) {
                card.push(self.image());
            }
            card.push(element("p", &[], vec![text(self.sentence())]));
            cards.push(element("div", &[("class", "card")], card));
        }
        let attributes = self.names();
        element("section", &attributes, cards)
    }

    fn box_of_phrases(&mut self) -> Markup {
        let mut inside = Vec::new();
        for _ in 0..=self.random.below(4) {
            let name = *self.random.one_of(&["p", "span", "button", "label", "div", "h4"]);
            inside.push(element(name, &[], self.phrase()));
        }
        let name = *self.random.one_of(&["aside", "div", "form"]);
        let attributes = self.names();
        element(name, &attributes, inside)
    }

    fn data(&mut self) -> Markup {
        let body = self.sentence().repeat(1 + self.random.below(8));
        let kind = *self.random.one_of(&["Article", "Product", "WebPage", "Recipe", "{"]);
        let json = format!(
            "{{\"@context\":\"https://schema.org\",\"@type\":\"{kind}\",\"headline\":\"{}\",\
             \"articleBody\":\"{}\",\"datePublished\":\"2026-03-04\"}}",
            self.title,
            body.replace('"', "'"),
        );
        Markup::Raw(format!("<script type=\"application/ld+json\">{json}</script>"))
    }

    fn paragraph(&mut self) -> Markup {
        let inside = self.inline(0);
        element("p", &[], inside)
    }

    /// Text with marks.
    fn inline(&mut self, depth: usize) -> Vec<Markup> {
        let mut inside = vec![text(self.sentence())];
        for _ in 0..self.random.below(4) {
            let last = if depth < 3 { 14 } else { 3 };
            inside.push(match self.random.below(last) {
                0 | 3 | 4 => text(format!(" {}", self.sentence())),
                1 => text(*self.random.one_of(&ODD)),
                2 => text(*self.random.one_of(&["\n", "  ", "\t", " \n ", "\u{a0}"])),
                5 => self.link(),
                6 => self.image(),
                7 => element("br", &[], Vec::new()),
                8 => element("sup", &[], vec![element("a", &[("href", "#fn1")], vec![text("1")])]),
                9 => element("code", &[], vec![text(*self.random.one_of(&ODD))]),
                10 if self.odd => Markup::Raw((*self.random.one_of(&RAW)).to_owned()),
                _ => {
                    const MARKS: [&str; 12] = [
                        "b", "em", "span", "strong", "i", "s", "mark", "sub", "small", "u", "q",
                        "time",
                    ];
                    let name = *self.random.one_of(&MARKS);
                    let attributes = self.names();
                    let inside = self.inline(depth + 1);
                    element(name, &attributes, inside)
                }
            });
        }
        inside
    }

    fn parts(&mut self, depth: usize) -> Vec<Markup> {
        (0..=self.random.below(3)).map(|_| self.part(depth)).collect()
    }

    fn part(&mut self, depth: usize) -> Markup {
        let last = if depth < DEEPEST { 24 } else { 4 };
        match self.random.below(last) {
            0 | 4 | 5 => self.paragraph(),
            1 => {
                let name = *self.random.one_of(&["h2", "h3", "h4", "h6"]);
                element(name, &[], self.phrase())
            }
            2 => element("div", &[], self.phrase()),
            3 => self.image(),
            6 | 7 => self.list(depth),
            8 => self.table(depth),
            9 => element("blockquote", &[], self.parts(depth + 1)),
            10 => {
                let lines = format!("fn main() {{\n    {}\n\n}}\n", self.random.one_of(&ODD));
                element("pre", &[], vec![element("code", &[], vec![text(lines)])])
            }
            11 => {
                let caption = element("figcaption", &[], self.phrase());
                element("figure", &[], vec![self.image(), caption])
            }
            12 => {
                let term = element("dt", &[], self.phrase());
                element("dl", &[], vec![term, element("dd", &[], self.parts(depth + 1))])
            }
            13 => element("hr", &[], Vec::new()),
            14 => {
                let summary = element("summary", &[], self.phrase());
                element("details", &[], [vec![summary], self.parts(depth + 1)].concat())
            }
            15 => self.listing(),
            16 => self.box_of_phrases(),
            17 => self.comments(),
            18 => self.broken_lines(),
            19 => self.media(),
            20 if self.odd => Markup::Raw((*self.random.one_of(&RAW)).to_owned()),
            21 if self.odd => Markup::Raw("<div><b>".repeat(1 + self.random.below(200))),
            _ => {
                let names = ["div", "section", "article", "aside", "center", "fieldset"];
                let name = *self.random.one_of(&names);
                let attributes = self.names();
                let inside = self.parts(depth + 1);
                element(name, &attributes, inside)
            }
        }
    }

    fn list(&mut self, depth: usize) -> Markup {
        let name = *self.random.one_of(&["ul", "ol", "menu"]);
        let item = |maker: &mut Self| {
            let inside =
                if maker.random.once_in(3) { maker.parts(depth + 1) } else { maker.inline(2) };
            element("li", &[], inside)
        };
        let items = (0..=self.random.below(5)).map(|_| item(self)).collect();
        let start = *self.random.one_of(&["1", "3", "-2", "99999999999", "x"]);
        if self.random.once_in(4) {
            return element(name, &[("start", start)], items);
        }
        element(name, &[], items)
    }

    fn table(&mut self, depth: usize) -> Markup {
        let columns = 1 + self.random.below(4);
        let mut rows = Vec::new();
        for row in 0..=self.random.below(4) {
            let mut cells = Vec::new();
            for _ in 0..columns {
                let inside =
                    if self.random.once_in(6) { self.parts(depth + 2) } else { self.phrase() };
                let name = if row == 0 { "th" } else { "td" };
                let span = *self.random.one_of(&["1", "2", "0", "1000", "-1"]);
                let attributes: &[_] = if self.random.once_in(8) {
                    &[("colspan", span), ("rowspan", span)]
                } else {
                    &[]
                };
                cells.push(element(name, attributes, inside));
            }
            rows.push(element("tr", &[], cells));
        }
        element("table", &[], vec![element("tbody", &[], rows)])
    }

    fn comments(&mut self) -> Markup {
        let mut posts = Vec::new();
        for _ in 0..=self.random.below(3) {
            let author = element("span", &[("class", "author")], vec![text("Mara Ostrel")]);
            let said = element("p", &[], vec![text(self.sentence())]);
            let reply = element("a", &[("href", "#reply")], vec![text("Reply")]);
            posts.push(element("li", &[("class", "comment")], vec![author, said, reply]));
        }
        element("ol", &[("class", "comment-list"), ("id", "comments")], posts)
    }

    /// Lines with two breaks between them instead of paragraphs.
    fn broken_lines(&mut self) -> Markup {
        let mut inside = Vec::new();
        for _ in 0..=self.random.below(4) {
            inside.push(text(self.sentence()));
            inside.push(element("br", &[], Vec::new()));
            if !self.random.once_in(3) {
                inside.push(element("br", &[], Vec::new()));
            }
        }
        element("div", &[], inside)
    }

    fn media(&mut self) -> Markup {
        let name =
            *self.random.one_of(&["iframe", "video", "audio", "select", "textarea", "object"]);
        let src = *self.random.one_of(&TARGETS);
        let inside = if name == "select" {
            vec![element("option", &[], self.phrase())]
        } else {
            self.phrase()
        };
        element(name, &[("src", src)], inside)
    }
}
