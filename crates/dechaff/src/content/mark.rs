//! The marks that a run may have, as one list.

use super::Run;

/// A mark of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    Strong,
    Emphasis,
    Strike,
    Highlight,
    Sub,
    Sup,
}

impl Mark {
    /// How many there are.
    pub(crate) const COUNT: usize = 6;

    pub(crate) const ALL: [Self; Self::COUNT] =
        [Self::Strong, Self::Emphasis, Self::Strike, Self::Highlight, Self::Sub, Self::Sup];

    /// Whether the run has the mark.
    pub(crate) fn is_on(self, run: &Run) -> bool {
        match self {
            Self::Strong => run.strong,
            Self::Emphasis => run.emphasis,
            Self::Strike => run.strike,
            Self::Highlight => run.mark,
            Self::Sub => run.sub,
            Self::Sup => run.sup,
        }
    }

    /// Gives the run the mark.
    pub(crate) fn put_on(self, run: &mut Run) {
        let mark = match self {
            Self::Strong => &mut run.strong,
            Self::Emphasis => &mut run.emphasis,
            Self::Strike => &mut run.strike,
            Self::Highlight => &mut run.mark,
            Self::Sub => &mut run.sub,
            Self::Sup => &mut run.sup,
        };
        *mark = true;
    }
}
