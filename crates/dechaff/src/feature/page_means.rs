//! The page as a whole, from the rows of its blocks: what the kind of a page is told from.

use std::sync::LazyLock;

use super::{Rows, core_element, page_shape, share};

/// This many blocks speak for a page.
const BLOCKS: usize = 2000;

/// Which columns of a block's row are of its page: those are taken as they are, of the others
/// the means.
fn is_of_page(name: &str) -> bool {
    page_shape::NAMES.contains(&name) || core_element::OF_PAGE.contains(&name)
}

/// The names of the columns: the page's own, then each other's mean over the blocks, then that
/// over the words.
pub(crate) fn names() -> &'static [&'static str] {
    static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let mut names: Vec<&'static str> =
            super::names().iter().copied().filter(|name| is_of_page(name)).collect();
        for prefix in ["mean_", "weighted_"] {
            for name in super::names().iter().filter(|name| !is_of_page(name)) {
                // Once, at the first use: the names live as long as the program.
                names.push(Box::leak(format!("{prefix}{name}").into_boxed_str()));
            }
        }
        names
    });
    &NAMES
}

/// The row of a page.
pub(crate) fn of(rows: &impl Rows, words: &[f32]) -> Vec<f32> {
    static OF_PAGE: LazyLock<Vec<bool>> =
        LazyLock::new(|| super::names().iter().map(|name| is_of_page(name)).collect());
    let width = rows.names().len();
    let (mut plain, mut weighted) = (vec![0.0f32; width], vec![0.0f32; width]);
    let (mut count, mut total) = (0.0, 0.0);
    let mut row = Vec::with_capacity(width);
    for block in 0..rows.count().min(BLOCKS) {
        row.clear();
        rows.append(block, &mut row);
        let words = words.get(block).copied().unwrap_or(0.0);
        count += 1.0;
        total += words;
        for ((value, plain), weighted) in row.iter().zip(&mut plain).zip(&mut weighted) {
            *plain += value;
            *weighted += value * words;
        }
    }
    let is_of_page = |&(_, &is): &(&f32, &bool)| is;
    let mut values: Vec<f32> =
        plain.iter().zip(&*OF_PAGE).filter(is_of_page).map(|(sum, _)| share(*sum, count)).collect();
    for (sums, whole) in [(&plain, count), (&weighted, total)] {
        let others = sums.iter().zip(&*OF_PAGE).filter(|pair| !is_of_page(pair));
        values.extend(others.map(|(sum, _)| share(*sum, whole)));
    }
    values
}
