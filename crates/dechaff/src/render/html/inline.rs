//! Runs as inline HTML.

use super::Writer;
use crate::content::{Image, Inline, Mark, Run};
use crate::render::nesting::{Event, events};

impl Writer<'_, '_> {
    pub(super) fn runs(&mut self, runs: &[Run]) {
        for event in events(runs) {
            match event {
                Event::OpenLink(target) if self.links => self.tags.open("a", &[("href", target)]),
                Event::CloseLink if self.links => self.tags.close("a"),
                Event::OpenLink(_) | Event::CloseLink => {}
                Event::Open(mark) => self.tags.open(element(mark), &[]),
                Event::Close(mark) => self.tags.close(element(mark)),
                Event::Run(run) => self.inline(&run.inline),
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.tags.text(text),
            Inline::Code(text) => {
                self.tags.open("code", &[]);
                self.tags.text(&text.replace('\n', " "));
                self.tags.close("code");
            }
            Inline::Math(tex) => {
                self.tags.open("span", &[("class", "math inline")]);
                self.tags.lines(&format!("\\({tex}\\)"));
                self.tags.close("span");
            }
            Inline::Image(image) => self.image(image),
            Inline::Note(label) if self.notes.contains(label.as_str()) => {
                self.tags.open("sup", &[("class", "footnote-ref")]);
                let target = format!("#fn-{label}");
                self.tags.open("a", &[("href", &target), ("role", "doc-noteref")]);
                self.tags.text(label);
                self.tags.close("a");
                self.tags.close("sup");
            }
            Inline::Note(label) => self.tags.text(&format!("[{label}]")),
            Inline::Ruby { base, reading } => {
                self.tags.open("ruby", &[]);
                self.tags.text(base);
                for (name, text) in [("rp", "("), ("rt", reading), ("rp", ")")] {
                    self.tags.open(name, &[]);
                    self.tags.text(text);
                    self.tags.close(name);
                }
                self.tags.close("ruby");
            }
        }
    }

    pub(super) fn image(&mut self, image: &Image) {
        let width = image.width.map(|width| width.to_string());
        let height = image.height.map(|height| height.to_string());
        let mut attributes = vec![("src", image.src.as_str()), ("alt", image.alt.as_str())];
        attributes.extend(image.title.as_deref().map(|title| ("title", title)));
        attributes.extend(width.as_deref().map(|width| ("width", width)));
        attributes.extend(height.as_deref().map(|height| ("height", height)));
        self.tags.open("img", &attributes);
    }
}

fn element(mark: Mark) -> &'static str {
    match mark {
        Mark::Strong => "strong",
        Mark::Emphasis => "em",
        Mark::Strike => "s",
        Mark::Highlight => "mark",
        Mark::Sub => "sub",
        Mark::Sup => "sup",
    }
}
