//! The tables of phrases that ship with the crate, one a language.

/// Language and table.
pub(super) const TABLES: &[(&str, &str)] = &[
    ("ar", include_str!("../../data/lexicon/ar.tsv")),
    ("de", include_str!("../../data/lexicon/de.tsv")),
    ("el", include_str!("../../data/lexicon/el.tsv")),
    ("en", include_str!("../../data/lexicon/en.tsv")),
    ("es", include_str!("../../data/lexicon/es.tsv")),
    ("fr", include_str!("../../data/lexicon/fr.tsv")),
    ("he", include_str!("../../data/lexicon/he.tsv")),
    ("hi", include_str!("../../data/lexicon/hi.tsv")),
    ("it", include_str!("../../data/lexicon/it.tsv")),
    ("ja", include_str!("../../data/lexicon/ja.tsv")),
    ("ko", include_str!("../../data/lexicon/ko.tsv")),
    ("nl", include_str!("../../data/lexicon/nl.tsv")),
    ("pl", include_str!("../../data/lexicon/pl.tsv")),
    ("pt", include_str!("../../data/lexicon/pt.tsv")),
    ("ru", include_str!("../../data/lexicon/ru.tsv")),
    ("tr", include_str!("../../data/lexicon/tr.tsv")),
    ("uk", include_str!("../../data/lexicon/uk.tsv")),
    ("zh", include_str!("../../data/lexicon/zh.tsv")),
];
