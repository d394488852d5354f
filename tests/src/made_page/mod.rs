//! Pages by chance, realistic and odd, as a tree that tests may change before it is written.

mod parts;
mod words;

use std::fmt::Write;

use crate::roundtrip::Random;
use parts::Maker;

/// A page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MadePage {
    /// What its head holds.
    pub head: Vec<Markup>,
    /// What its body holds.
    pub body: Vec<Markup>,
}

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Markup {
    /// An element.
    Element(Element),
    /// Text, to be escaped.
    Text(String),
    /// Markup as it is written, sound or not.
    Raw(String),
}

/// An element of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element {
    /// Its name.
    pub name: &'static str,
    /// Its attributes.
    pub attributes: Vec<(String, String)>,
    /// What it holds.
    pub inside: Vec<Markup>,
}

/// Elements without an end tag.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "meta", "link", "col", "wbr"];

impl MadePage {
    /// A page by chance. Low numbers make it small and plain.
    pub fn new(random: &mut Random) -> Self {
        let mut maker = Maker::new(random);
        let head = maker.head();
        Self { head, body: maker.body() }
    }

    /// The page as it is written.
    pub fn to_html(&self) -> String {
        let mut out =
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">".to_owned();
        write_all(&mut out, &self.head);
        out.push_str("</head><body>");
        write_all(&mut out, &self.body);
        out.push_str("</body></html>\n");
        out
    }

    /// Whether all of it is sound markup.
    pub fn is_sound(&self) -> bool {
        self.body.iter().all(Markup::is_sound)
    }

    /// Changes every element of the body.
    pub fn change(&mut self, change: &mut dyn FnMut(&mut Element)) {
        for markup in &mut self.body {
            markup.change(change);
        }
    }
}

impl Markup {
    /// Whether nothing in it is written as it is.
    fn is_sound(&self) -> bool {
        match self {
            Self::Raw(_) => false,
            Self::Text(_) => true,
            Self::Element(element) => element.inside.iter().all(Self::is_sound),
        }
    }

    fn change(&mut self, change: &mut dyn FnMut(&mut Element)) {
        if let Self::Element(element) = self {
            change(element);
            for markup in &mut element.inside {
                markup.change(change);
            }
        }
    }
}

/// An element with attributes.
pub fn element(name: &'static str, attributes: &[(&str, &str)], inside: Vec<Markup>) -> Markup {
    let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Markup::Element(Element { name, attributes: attributes.iter().map(own).collect(), inside })
}

/// A text.
pub fn text(text: impl Into<String>) -> Markup {
    Markup::Text(text.into())
}

fn write_all(out: &mut String, all: &[Markup]) {
    for markup in all {
        match markup {
            Markup::Raw(raw) => out.push_str(raw),
            Markup::Text(text) => escape(out, text),
            Markup::Element(element) => {
                let _ = write!(out, "<{}", element.name);
                for (name, value) in &element.attributes {
                    let _ = write!(out, " {name}=\"");
                    escape(out, value);
                    out.push('"');
                }
                out.push('>');
                if VOID.contains(&element.name) {
                    continue;
                }
                write_all(out, &element.inside);
                let _ = write!(out, "</{}>", element.name);
            }
        }
    }
}

fn escape(out: &mut String, text: &str) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            other => out.push(other),
        }
    }
}
