//! How far up the nearest element of each sort stands.

use std::sync::LazyLock;

use super::Page;
use super::class_group::GROUPS;
use crate::dom::Tag;

pub(super) const NAMES: &[&str] = &[
    "to_footer", "to_nav", "to_aside", "to_main", "to_form", "to_table", "to_list", "to_figure",
    "to_quote", "to_button", "to_heading", "to_nav_group", "to_menu_group", "to_header_group",
    "to_footer_group", "to_sidebar_group", "to_widget_group", "to_related_group",
    "to_comment_group", "to_author_group", "to_byline_group", "to_credit_group",
    "to_consent_group", "to_overlay_group", "to_login_group", "to_price_group", "to_review_group",
    "to_specification_group", "to_content_group", "to_entry_group", "to_main_group",
    "to_title_group", "to_card_group", "to_list_group", "to_carousel_group", "to_button_group",
    "to_date_group", "to_post_group", "to_hidden_group", "groups_around",
];

/// The elements whose distance is measured, in the order of their columns.
const KINDS: usize = 11;

/// The groups whose distance is measured, in the order of their columns. Of the others the
/// distance says little that the hashed names do not say.
const MEASURED: [&str; 28] = [
    "nav", "menu", "header", "footer", "sidebar", "widget", "related", "comment", "author",
    "byline", "credit", "consent", "overlay", "login", "price", "review", "specification",
    "content", "entry", "main", "title", "card", "list", "carousel", "button", "date", "post",
    "hidden",
];

/// The distance where there is no such element.
const FAR: u8 = 40;

/// For each bit of a group its column, counted from the first group's.
static COLUMNS: LazyLock<[Option<u8>; GROUPS.len()]> = LazyLock::new(|| {
    GROUPS.map(|group| MEASURED.iter().position(|name| *name == group).map(|at| at as u8))
});

/// Columns: the kinds, the groups, and how many groups there are at all.
pub(super) fn append(page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
    let mut kinds = [FAR; KINDS];
    let mut groups = [FAR; MEASURED.len()];
    let mut seen = 0u64;
    let inner = page.document.node(page.stats(block).first).parent;
    let path = std::iter::once(inner).chain(page.document.ancestors(inner));
    for (step, element) in path.enumerate() {
        // Beyond this the distance says nothing more, and pathological depth costs nothing.
        let step = step.min(usize::from(FAR)) as u8;
        if let Some(kind) = kind(page.document.node(element).tag())
            && let Some(nearest) = kinds.get_mut(kind)
        {
            *nearest = step.min(*nearest);
        }
        let mut fresh = page.names.groups.get(element as usize).copied().unwrap_or(0) & !seen;
        seen |= fresh;
        while fresh != 0 {
            let column = COLUMNS.get(fresh.trailing_zeros() as usize).copied().flatten();
            if let Some(nearest) = column.and_then(|column| groups.get_mut(usize::from(column))) {
                *nearest = step;
            }
            fresh &= fresh - 1;
        }
        if step == FAR {
            break;
        }
    }
    row.extend(kinds.iter().chain(&groups).map(|&distance| f32::from(distance)));
    row.push(seen.count_ones() as f32);
}

/// The column of an element, counted from the first kind.
fn kind(tag: Tag) -> Option<usize> {
    Some(match tag {
        Tag::Footer => 0,
        Tag::Nav => 1,
        Tag::Aside => 2,
        Tag::Main => 3,
        Tag::Form => 4,
        Tag::Table => 5,
        Tag::Ul | Tag::Menu => 6,
        Tag::Figure => 7,
        Tag::Blockquote => 8,
        Tag::Button | Tag::Label => 9,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => 10,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measured_group_is_one_and_has_its_column() {
        for (at, group) in MEASURED.iter().enumerate() {
            assert!(GROUPS.contains(group), "{group}");
            assert_eq!(NAMES[KINDS + at], format!("to_{group}_group"));
        }
        assert_eq!(NAMES.len(), KINDS + MEASURED.len() + 1);
    }
}
