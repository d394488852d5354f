//! What ships with the crate, read once: tables of words and names, and the trained models.

use std::sync::{Arc, LazyLock};

use crate::Error;
use crate::block::TextBlock;
use crate::feature::{self, ClassGroups};
use crate::hidden::Keys;
use crate::lexicon::{BlockHits, Lexicon};
use crate::metadata::Tables;
use crate::score::{Model, PageModel};
use crate::select::GroupLabels;

/// Weights for pages, as their file has them.
pub(crate) const PAGE_MODEL: &[u8] = include_bytes!("../model/page.bin");
/// Weights for texts, as their file has them.
pub(crate) const TEXT_MODEL: &[u8] = include_bytes!("../model/text.bin");

/// Tables of words and names.
#[derive(Debug, Clone)]
pub(crate) struct Knowledge {
    pub(crate) lexicon: Lexicon,
    pub(crate) class_groups: ClassGroups,
    pub(crate) group_labels: GroupLabels,
    pub(crate) hidden_keys: Keys,
    pub(crate) metadata: Tables,
}

/// Trained weights, apart from [`Knowledge`] so that training can measure pages without any.
#[derive(Debug, Clone)]
pub(crate) struct Models {
    pub(crate) page: PageModel,
    pub(crate) text: Model,
}

// Read on first use. Only shared for speed: every extractor would read the same.
static KNOWLEDGE: LazyLock<Result<Arc<Knowledge>, Error>> =
    LazyLock::new(|| Knowledge::read().map(Arc::new));
static MODELS: LazyLock<Result<Arc<Models>, Error>> =
    LazyLock::new(|| Models::read().map(Arc::new));

impl Knowledge {
    /// The one that ships.
    pub(crate) fn built_in() -> Result<Arc<Self>, Error> {
        KNOWLEDGE.clone()
    }

    fn read() -> Result<Self, Error> {
        let class_tokens = include_str!("../data/class_tokens.tsv");
        Ok(Self {
            lexicon: Lexicon::built_in()?,
            class_groups: ClassGroups::read(class_tokens)?,
            group_labels: GroupLabels::read(class_tokens),
            hidden_keys: Keys::read(include_str!("../data/hidden_keys.tsv"))?,
            metadata: Tables::read()?,
        })
    }

    pub(crate) fn search(&self, blocks: &[TextBlock]) -> Vec<BlockHits> {
        blocks.iter().map(|block| self.lexicon.search(&block.text, block.words)).collect()
    }
}

impl Models {
    /// Those that ship.
    pub(crate) fn built_in() -> Result<Arc<Self>, Error> {
        MODELS.clone()
    }

    fn read() -> Result<Self, Error> {
        Ok(Self {
            page: PageModel::read(PAGE_MODEL)?,
            text: Model::read(TEXT_MODEL, feature::plain::names())?,
        })
    }
}
