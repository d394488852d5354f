//! Runs as the phrases of TEI.

use super::Writer;
use super::tags::pointer;
use crate::content::{Image, Inline, Mark, Run};
use crate::render::nesting::{Event, events};

impl Writer<'_> {
    pub(super) fn runs(&mut self, runs: &[Run]) {
        for event in events(runs) {
            match event {
                Event::OpenLink(target) => self.tags.open("ref", &[("target", &pointer(target))]),
                Event::CloseLink => self.tags.close("ref"),
                Event::Open(mark) => self.tags.open("hi", &[("rend", rendition(mark))]),
                Event::Close(_) => self.tags.close("hi"),
                Event::Run(run) => self.inline(&run.inline),
            }
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => {
                for (number, line) in text.split('\n').enumerate() {
                    if number > 0 {
                        self.tags.empty("lb", &[]);
                    }
                    self.tags.text(line);
                }
            }
            Inline::Code(text) => self.tags.leaf("code", &[], text),
            Inline::Math(tex) => self.tags.leaf("formula", &[("notation", "TeX")], tex),
            Inline::Image(image) => self.graphic(image),
            Inline::Note(label) => {
                let number = self.labels.binary_search(&label.as_str()).ok();
                match number {
                    Some(number) => {
                        let target = format!("#note-{}", number + 1);
                        self.tags.leaf("ref", &[("type", "note"), ("target", &target)], label);
                    }
                    None => self.tags.text(&format!("[{label}]")),
                }
            }
            Inline::Ruby { base, reading } => {
                self.tags.open("ruby", &[]);
                self.tags.leaf("rb", &[], base);
                self.tags.leaf("rt", &[], reading);
                self.tags.close("ruby");
            }
        }
    }

    pub(super) fn graphic(&mut self, image: &Image) {
        let url = pointer(&image.src);
        let width = image.width.map(|width| format!("{width}px"));
        let height = image.height.map(|height| format!("{height}px"));
        let mut attributes = vec![("url", url.as_str())];
        attributes.extend(width.as_deref().map(|width| ("width", width)));
        attributes.extend(height.as_deref().map(|height| ("height", height)));
        if image.alt.is_empty() {
            self.tags.empty("graphic", &attributes);
            return;
        }
        self.tags.open("graphic", &attributes);
        self.tags.leaf("desc", &[], &image.alt);
        self.tags.close("graphic");
    }
}

fn rendition(mark: Mark) -> &'static str {
    match mark {
        Mark::Strong => "bold",
        Mark::Emphasis => "italic",
        Mark::Strike => "strikethrough",
        Mark::Highlight => "highlight",
        Mark::Sub => "subscript",
        Mark::Sup => "superscript",
    }
}
