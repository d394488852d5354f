//! Trees by chance, of texts that are hard to write.

use dechaff::content::{
    Cell, Content, ContentNode, Definition, Footnote, Image, Inline, Item, List, Media, MediaKind,
    Numbering, Part, Post, Run, Table,
};

use super::random::Random;

/// Words with what could be taken for a mark, and plain ones.
const WORDS: [&str; 96] = [
    "word", "The", "and", "Ostrel", "of", "a", "x", "I", "don’t", "it's", "2026", "3.14", "e.g.",
    "*", "**", "***", "_", "__", "~", "~~", "~~~", "`", "``", "```", "*a*", "_b_", "**c**", "a_b",
    "snake_case_name", "__init__", "a*b*c", "1.", "2)", "12.", "999999999.", "1234567890.", "-",
    "+", "#", "##", "######", "#tag", "C#", "#)", ">", ">>", "=", "==", "---", "--", "===", "|",
    "||", "a|b", "| --- |", ":-:", "[", "]", "[a]", "[a](b)", "![a](b)", "[^1]", "[^a]:", "[x]",
    "[ ]", "!", "!!", "\\", "\\\\", "\\*", "a\\", "<", ">", "<b>", "</b>", "<!--", "-->", "<br>",
    "<script>", "<http://a.example>", "&", "&amp;", "&#35;", "&lt", "&copy;", "$", "$5", "US$10",
    "$$", "$x$", "{", "}", "“quoted”", "(so)", "https://a.example/b_c_d", "me@a.example",
];

/// Words of scripts without spaces, from right to left, with marks that combine, and signs.
const OTHER_WORDS: [&str; 24] = [
    "重点", "内容。", "，", "「引用」", "日本語", "テスト", "한국어", "שלום", "עולם!", "مرحبا",
    "بالعالم،", "हिन्दी", "क्", "ไทย", "e\u{301}", "\u{200d}", "😀", "👩‍👩‍👧", "…", "—", "€5", "½", "Ω",
    "\u{200c}",
];

const TEX: [&str; 14] = [
    "x", "a_1 + b_1", "\\frac{a}{b}", "x < y > z", "\\alpha^{*}", "a | b", "\\{x\\}", "a \\\\ b",
    "-1", "\\left\\{ x", "a}", "\\text{cost: \\$5}", "5\\", "`x`",
];

const TARGETS: [&str; 13] = [
    "https://a.example/", "https://a.example/b_(c)", "https://a.example/b(c",
    "https://a.example/)", "https://a.example/?a=1&copy=2&amp;b", "#place", "mailto:a@b.example",
    "https://a.example/*b*_c_", "https://a.example/a|b", "https://a.example/?q=`x`",
    "https://a.example/$a/$b", "mailto:a%20b@c.example", "https://a.example/%5Bx%5D[y]",
];

const IMAGES: [&str; 3] =
    ["https://a.example/b_(c).png", "https://a.example/$a/*b*.jpg?x=1&lt=2", "http://a.example/c)"];

/// A tree of some parts.
pub fn tree(random: &mut Random) -> Content {
    let mut labels = Vec::new();
    if random.once_in(3) {
        labels = vec!["1".to_owned(), "note-b".to_owned()];
    }
    let mut generator = Generator { random, labels };
    let count = 1 + generator.random.below(5);
    let mut nodes = generator.nodes(count, 0);
    let mut footnotes = Vec::new();
    for label in generator.labels.clone() {
        footnotes.push(Footnote { label, nodes: generator.some_nodes(2, 2) });
    }
    if !footnotes.is_empty() {
        nodes.push(Part::Footnotes { notes: footnotes }.into());
    }
    Content { nodes }
}

struct Generator<'r> {
    random: &'r mut Random,
    labels: Vec<String>,
}

impl Generator<'_> {
    fn nodes(&mut self, count: usize, depth: usize) -> Vec<ContentNode> {
        (0..count).map(|_| self.part(depth).into()).collect()
    }

    fn some_nodes(&mut self, most: usize, depth: usize) -> Vec<ContentNode> {
        let count = 1 + self.random.below(most);
        self.nodes(count, depth)
    }

    fn part(&mut self, depth: usize) -> Part {
        let kinds = if depth >= 3 { 10 } else { 24 };
        match self.random.below(kinds) {
            0 => Part::Heading { level: 1 + self.random.below(6) as u8, runs: self.line() },
            1 => self.code(),
            2 => Part::Math { tex: (*self.random.one_of(&TEX)).to_owned() },
            3 if depth < 3 => Part::Rule,
            4 => Part::Image(self.image()),
            5..=9 => Part::Paragraph { runs: self.paragraph() },
            10..=13 => self.list(depth),
            14 | 15 => Part::Quote { nodes: self.some_nodes(3, depth + 1), cite: None },
            16 | 17 => self.table(depth),
            18 => self.definitions(depth),
            19 => Part::Figure {
                nodes: vec![Part::Image(self.image()).into()],
                caption: self.paragraph(),
                credit: if self.random.once_in(2) { self.line() } else { Vec::new() },
            },
            20 => self.callout(depth),
            21 => Part::Details { summary: self.line(), nodes: self.some_nodes(2, depth + 1) },
            22 => Part::Post(Post {
                author: (!self.random.once_in(4)).then(|| self.words()),
                date: self.random.once_in(2).then(|| "2026-03-01".to_owned()),
                nodes: self.some_nodes(2, depth + 1),
            }),
            _ => Part::Media(Media {
                media: *self.random.one_of(&[MediaKind::Video, MediaKind::Audio, MediaKind::Embed]),
                url: (*self.random.one_of(&TARGETS)).to_owned(),
                title: self.random.once_in(2).then(|| self.words()),
            }),
        }
    }

    fn code(&mut self) -> Part {
        let languages = [None, Some("rust"), Some("c++"), Some("math"), Some("objective-c")];
        let language = self.random.one_of(&languages).map(str::to_owned);
        let lines = 1 + self.random.below(5);
        let mut text: Vec<String> = (0..lines).map(|_| self.words()).collect();
        for line in &mut text {
            match self.random.below(5) {
                0 => line.clear(),
                1 => line.insert_str(0, "    "),
                2 => line.insert(0, '\t'),
                _ => {}
            }
        }
        // Content has no empty lines at the ends of code.
        text.insert(0, "first".to_owned());
        text.push("last".to_owned());
        Part::Code { language, text: text.join("\n") }
    }

    fn list(&mut self, depth: usize) -> Part {
        let starts = [None, None, Some(1), Some(3), Some(0), Some(999_999_999), Some(-2)];
        let numbering = self
            .random
            .one_of(&starts)
            .map(|start| Numbering { start, reversed: self.random.once_in(6) });
        let count = 1 + self.random.below(3);
        let mut items = Vec::new();
        for _ in 0..count {
            let checked = self.random.once_in(5).then(|| self.random.once_in(2));
            let value = (numbering.is_some() && self.random.once_in(8)).then_some(17);
            items.push(Item { value, checked, nodes: self.some_nodes(3, depth + 1) });
        }
        Part::List(List { numbering, items })
    }

    fn definitions(&mut self, depth: usize) -> Part {
        let mut entries = Vec::new();
        for _ in 0..=self.random.below(2) {
            let terms = (0..=self.random.below(2)).map(|_| self.line()).collect();
            let details =
                (0..=self.random.below(2)).map(|_| self.some_nodes(2, depth + 1)).collect();
            entries.push(Definition { terms, details });
        }
        Part::Definitions { entries }
    }

    fn callout(&mut self, depth: usize) -> Part {
        let kind =
            *self.random.one_of(&["note", "tip", "warning", "caution", "important", "example"]);
        let title = if self.random.once_in(2) { self.line() } else { Vec::new() };
        Part::Callout { kind: kind.to_owned(), title, nodes: self.some_nodes(2, depth + 1) }
    }

    /// Half of the tables are such as Markdown holds, some of them without a row of headers.
    fn table(&mut self, depth: usize) -> Part {
        let simple = self.random.once_in(2);
        let is_bare = simple && self.random.once_in(3);
        let (width, height) = (1 + self.random.below(3), 1 + self.random.below(3));
        let mut rows = Vec::new();
        for number in 0..height {
            let mut row = Vec::new();
            for _ in 0..width {
                let header = if simple { number == 0 && !is_bare } else { self.random.once_in(3) };
                let nodes = match self.random.below(6) {
                    0 => Vec::new(),
                    1 | 2 if !simple => self.some_nodes(2, depth + 2),
                    _ => vec![Part::Paragraph { runs: self.paragraph() }.into()],
                };
                row.push(Cell { header, nodes, ..Cell::default() });
            }
            if simple && number > 0 && self.random.once_in(4) {
                row.truncate(1 + self.random.below(width));
            }
            rows.push(row);
        }
        if !simple && let Some(cell) = rows.first_mut().and_then(|row| row.first_mut()) {
            cell.columns = 1 + self.random.below(2) as u32;
        }
        let caption = if !simple && self.random.once_in(3) { self.line() } else { Vec::new() };
        Part::Table(Table { caption, rows })
    }

    fn image(&mut self) -> Image {
        Image {
            src: (*self.random.one_of(&IMAGES)).to_owned(),
            alt: if self.random.once_in(3) { String::new() } else { self.words() },
            title: self.random.once_in(4).then(|| self.words()),
            ..Image::default()
        }
    }

    fn word(&mut self) -> &'static str {
        match self.random.below(5) {
            0 => self.random.one_of::<&str>(&OTHER_WORDS),
            _ => self.random.one_of::<&str>(&WORDS),
        }
    }

    fn words(&mut self) -> String {
        let count = 1 + self.random.below(4);
        let words: Vec<&str> = (0..count).map(|_| self.word()).collect();
        words.join(" ")
    }

    /// Runs without line breaks.
    fn line(&mut self) -> Vec<Run> {
        self.runs(false)
    }

    fn paragraph(&mut self) -> Vec<Run> {
        self.runs(true)
    }

    fn runs(&mut self, breaks: bool) -> Vec<Run> {
        loop {
            let count = 1 + self.random.below(6);
            let mut runs = Vec::new();
            let mut link = None;
            for _ in 0..count {
                if self.random.once_in(4) {
                    link =
                        self.random.once_in(2).then(|| (*self.random.one_of(&TARGETS)).to_owned());
                }
                let mut run = Run::from(self.inline(breaks));
                if self.random.once_in(2) {
                    run.strong = self.random.once_in(3);
                    run.emphasis = self.random.once_in(3);
                    run.strike = self.random.once_in(6);
                    run.mark = self.random.once_in(12);
                    run.sup = self.random.once_in(12);
                }
                if !matches!(run.inline, Inline::Note(_)) {
                    run.link.clone_from(&link);
                }
                runs.push(run);
            }
            let runs = Run::normal_form(runs);
            if !runs.is_empty() {
                return runs;
            }
        }
    }

    fn inline(&mut self, breaks: bool) -> Inline {
        match self.random.below(16) {
            0 => Inline::Code(self.words()),
            1 => Inline::Math((*self.random.one_of(&TEX)).to_owned()),
            2 => Inline::Image(self.image()),
            3 if self.labels.is_empty() => Inline::Note("lost".to_owned()),
            3 => Inline::Note(self.random.one_of(&self.labels).clone()),
            4 => Inline::Ruby { base: "漢字".to_owned(), reading: "かんじ".to_owned() },
            _ => {
                let mut text = String::new();
                let gaps: &[&str] =
                    if breaks { &["", " ", " ", " ", "\n"] } else { &["", " ", " ", " "] };
                for _ in 0..=self.random.below(4) {
                    text.push_str(self.random.one_of::<&str>(gaps));
                    text.push_str(self.word());
                }
                text.push_str(self.random.one_of::<&str>(gaps));
                Inline::Text(text)
            }
        }
    }
}
