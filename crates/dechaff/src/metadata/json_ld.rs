//! The JSON-LD of a page, parsed once for all that read it.

use serde_json::{Deserializer, Value};

use super::json_repair;
use crate::dom::{Document, NodeIndex, Tag};
use crate::{Limit, Limits, Warning};

/// Levels of brackets that are read; `serde_json` refuses what nests deeper than 128.
const DEPTH: usize = 100;

/// All scripts together may have so many times the bytes that one may have: a value in memory
/// takes fifty times its bytes.
const ALL_TO_ONE: usize = 4;

/// All JSON-LD of a page.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    /// The values of its scripts, in order. None nests deeper than 128, so walks are bounded.
    pub(crate) roots: Vec<Value>,
    pub(crate) warnings: Vec<Warning>,
}

impl JsonLd {
    /// Reads the scripts of JSON-LD; one that is longer than it may be is read up to there.
    pub(crate) fn read(document: &Document<'_>, limits: &Limits) -> Self {
        let limit = limits.json_ld_bytes;
        let mut room = limit.saturating_mul(ALL_TO_ONE);
        let mut found = Self::default();
        for (index, node) in document.nodes().iter().enumerate() {
            let is_json_ld = |kind: &str| {
                let kind = kind.split(';').next().unwrap_or_default().trim();
                kind.eq_ignore_ascii_case("application/ld+json")
            };
            if node.tag() != Tag::Script || !node.attr("type").is_some_and(is_json_ld) {
                continue;
            }
            let json = document.text(index as NodeIndex);
            let mut cut = limit.min(room).min(json.len());
            while !json.is_char_boundary(cut) {
                cut -= 1;
            }
            if cut < json.len() {
                found.warn(Warning::hit(Limit::JsonLdBytes, limits));
            }
            room -= cut;
            found.add(json.split_at(cut).0);
        }
        found
    }

    fn add(&mut self, json: &str) {
        let json = json.trim();
        if json.is_empty() {
            return;
        }
        // Sound data needs no mending.
        let before = self.roots.len();
        for value in Deserializer::from_str(json).into_iter() {
            match value {
                Ok(value) => self.roots.push(value),
                Err(_) if self.roots.len() > before => return,
                Err(_) => return self.add_broken(json),
            }
        }
    }

    fn add_broken(&mut self, json: &str) {
        let decoded;
        let json = if json.starts_with("{&quot;") || json.starts_with("[{&quot;") {
            decoded = json.replace("&quot;", "\"").replace("&amp;", "&");
            &decoded
        } else {
            json
        };
        let (text, repairs) = json_repair::mend(json, DEPTH);
        if repairs.too_deep {
            self.warn(Warning::BrokenJsonLd { fault: "nests too deep" });
        }
        if repairs.cut {
            self.warn(Warning::BrokenJsonLd { fault: "is cut off" });
        }
        match serde_json::from_str(&text) {
            Ok(value) => self.roots.push(value),
            Err(_) => self.warn(Warning::BrokenJsonLd { fault: "cannot be read" }),
        }
    }

    fn warn(&mut self, warning: Warning) {
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, limits: &Limits) -> JsonLd {
        let html = format!("<script type='application/ld+json; charset=utf-8'>{json}</script>");
        let (html, _) = crate::dom::parse(&html, &Limits::default());
        JsonLd::read(&Document::new(&html), limits)
    }

    #[test]
    fn broken_data_is_mended_and_told_only_where_something_is_lost() {
        let limits = Limits::default();
        let found = read("{\"a\": \"b\nc\",}", &limits);
        assert_eq!((found.roots[0]["a"].as_str(), found.warnings.len()), (Some("b c"), 0));
        let found = read("{\"a\": 1, \"b\": [", &limits);
        assert_eq!(found.roots[0]["a"], 1);
        assert_eq!(found.warnings, [Warning::BrokenJsonLd { fault: "is cut off" }]);
        let found = read(&"[".repeat(10_000), &limits);
        assert!(found.warnings.contains(&Warning::BrokenJsonLd { fault: "nests too deep" }));
        let found = read("so: not json", &limits);
        assert_eq!(found.warnings, [Warning::BrokenJsonLd { fault: "cannot be read" }]);
        assert_eq!(read("{} {\"a\": 1}", &limits).roots.len(), 2);
    }

    #[test]
    fn what_is_over_the_limit_is_told_and_what_came_before_is_kept() {
        let limits = Limits { json_ld_bytes: 20, ..Limits::default() };
        let found = read("{\"a\": 1, \"b\": \"0123456789\"}", &limits);
        assert_eq!(found.roots[0]["a"], 1);
        let told = Warning::LimitHit { limit: Limit::JsonLdBytes, value: 20 };
        assert!(found.warnings.contains(&told));
    }
}
