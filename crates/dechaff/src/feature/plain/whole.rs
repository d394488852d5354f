//! The text as a whole: how much of it is prose, menu or boilerplate. The same numbers in each of
//! its rows.

use super::lines::{Lines, is_bullet};
use super::runs::Runs;
use super::{flag, share};
use crate::Label;

pub(super) const NAMES: &[&str] = &[
    "text_size25", "text_size50", "text_size75", "text_size90", "text_short_share",
    "text_prose_share", "text_prose_lines", "text_said_share", "text_said_lines",
    "text_menu_lines", "text_longest_menu", "text_copies_share", "text_bullets_share",
    "text_digits_share", "text_prices", "text_title_case", "text_before_prose", "text_after_prose",
    "text_first_is_prose", "text_last_is_prose", "text_navigation", "text_legal", "text_share",
    "text_comment", "text_related", "text_consent", "text_tail_legal", "text_dates",
];

/// Labels whose lines are counted, in the order of their columns.
const COUNTED: [Label; 6] = [
    Label::Navigation,
    Label::Legal,
    Label::Share,
    Label::CommentPrompt,
    Label::Related,
    Label::Consent,
];

/// How many of the last lines a page's footer is looked for in.
const TAIL: usize = 10;

/// The row of the whole text.
pub(super) fn row(lines: &Lines<'_>, runs: &Runs) -> Vec<f32> {
    let count = lines.count();
    let of = |test: &dyn Fn(usize) -> bool| (0..count).filter(|&line| test(line)).count() as f32;
    let all = count as f32;
    let mut sizes: Vec<f32> = lines.stats.iter().map(|one| one.size).collect();
    sizes.sort_by(f32::total_cmp);
    let size: f32 = sizes.iter().sum();
    let quantile = |part: usize| sizes.get(count * part / 100).copied().unwrap_or(0.0);
    let prose: Vec<usize> = (0..count).filter(|&line| lines.is_prose(line)).collect();
    let prose_size: f32 = prose.iter().map(|&line| lines.stats(line).size).sum();
    let said = of(&|line| lines.hits(line).best_strength() > 0);
    let first = prose.first().map_or(all, |&line| line as f32);
    let last = prose.last().map_or(all, |&line| (count - line - 1) as f32);
    let capitals: f32 = lines.capitalised.iter().sum();
    let mut row = vec![
        quantile(25),
        quantile(50),
        quantile(75),
        quantile(90),
        share(of(&|line| lines.stats(line).size < 40.0), all),
        share(prose_size, size),
        share(prose.len() as f32, all),
        share(said, all),
        said,
        runs.menu_lines(),
        runs.longest_menu(),
        share(of(&|line| lines.stats(line).copies > 1), all),
        share(of(&|line| lines.text(line).starts_with(is_bullet)), all),
        share(of(&|line| lines.stats(line).digits > 0.0), all),
        of(&|line| lines.stats(line).has_price),
        share(capitals, all),
        share(first, all),
        share(last, all),
        flag(first == 0.0),
        flag(last == 0.0),
    ];
    row.extend(COUNTED.map(|label| of(&|line| lines.hits(line).strength(label) > 0)));
    let legal = |line: &usize| {
        [Label::Legal, Label::SiteFooter].iter().any(|&label| lines.hits(*line).strength(label) > 0)
            || lines.text(*line).contains('©')
    };
    row.push((count.saturating_sub(TAIL)..count).filter(legal).count() as f32);
    row.push(share(of(&|line| lines.hits(line).strength(Label::Byline) > 0), all));
    row
}
