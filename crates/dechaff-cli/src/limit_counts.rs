//! How many pages of a run hit which limit.

use std::collections::{BTreeMap, BTreeSet};

use dechaff::{Limit, Warning};

/// Counts pages and the limits that they hit.
#[derive(Debug, Default)]
pub(crate) struct LimitCounts {
    pages: usize,
    limited: usize,
    by_limit: BTreeMap<Limit, usize>,
}

impl LimitCounts {
    /// Counts a page with these warnings.
    pub(crate) fn page(&mut self, warnings: &[Warning]) {
        let hits: BTreeSet<Limit> = warnings.iter().filter_map(limit_of).collect();
        self.pages += 1;
        self.limited += usize::from(!hits.is_empty());
        for limit in hits {
            *self.by_limit.entry(limit).or_default() += 1;
        }
    }

    /// What there is to say of a run of several pages, such as
    /// `limits hit by 3 of 200 pages: nodes 2, parse_time 1`.
    pub(crate) fn line(&self) -> Option<String> {
        if self.pages < 2 || self.limited == 0 {
            return None;
        }
        let counts = self.by_limit.iter().map(|(limit, count)| format!("{limit} {count}"));
        let counts: Vec<String> = counts.collect();
        let (limited, pages) = (self.limited, self.pages);
        Some(format!("limits hit by {limited} of {pages} pages: {}", counts.join(", ")))
    }
}

fn limit_of(warning: &Warning) -> Option<Limit> {
    match warning {
        Warning::LimitHit { limit, .. } => Some(*limit),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_counts_once_for_each_limit() {
        let hit = |limit| Warning::LimitHit { limit, value: 1 };
        let mut counts = LimitCounts::default();
        counts.page(&[hit(Limit::Nodes), hit(Limit::Nodes), hit(Limit::ParseTime)]);
        assert_eq!(counts.line(), None);
        counts.page(&[]);
        counts.page(&[hit(Limit::Nodes)]);
        let said = counts.line().unwrap();
        assert_eq!(said, "limits hit by 2 of 3 pages: nodes 2, parse_time 1");
    }
}
