//! How far up the nearest element of each sort stands.

use super::class_group::GROUPS;
use super::{Page, flag};
use crate::dom::Tag;

pub(super) const NAMES: &[&str] = &[
    "depth", "to_header", "to_footer", "to_nav", "to_aside", "to_main", "to_article", "to_form",
    "to_dialog", "to_table", "to_list", "to_ordered_list", "to_figure", "to_quote", "to_section",
    "to_button", "to_link", "to_details", "to_heading", "to_description_list", "to_noscript",
    "to_nav_group", "to_menu_group", "to_breadcrumb_group", "to_header_group", "to_footer_group",
    "to_sidebar_group", "to_widget_group", "to_related_group", "to_share_group",
    "to_newsletter_group", "to_donate_group", "to_comment_group", "to_author_group",
    "to_byline_group", "to_credit_group", "to_advert_group", "to_consent_group",
    "to_overlay_group", "to_search_group", "to_pagination_group", "to_login_group", "to_tag_group",
    "to_contents_group", "to_product_group", "to_price_group", "to_review_group",
    "to_specification_group", "to_description_group", "to_content_group", "to_entry_group",
    "to_main_group", "to_title_group", "to_card_group", "to_list_group", "to_carousel_group",
    "to_legal_group", "to_form_group", "to_button_group", "to_date_group", "to_post_group",
    "to_signature_group", "to_user_group", "to_quote_group", "to_code_group", "to_filter_group",
    "to_banner_group", "to_tab_group", "to_hidden_group", "groups_around",
];

/// The elements whose distance is measured, in the order of their columns.
const KINDS: usize = 20;

/// The distance where there is no such element.
const FAR: u8 = 40;

/// Columns: depth, the kinds, the groups, and how many groups there are at all.
pub(super) fn append(page: &Page<'_, '_>, block: usize, row: &mut Vec<f32>) {
    let mut kinds = [FAR; KINDS];
    let mut groups = [FAR; GROUPS.len()];
    let mut seen = 0u64;
    let mut depth = 0u8;
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
        let mut fresh = page.groups.get(element as usize).copied().unwrap_or(0) & !seen;
        seen |= fresh;
        while fresh != 0 {
            if let Some(nearest) = groups.get_mut(fresh.trailing_zeros() as usize) {
                *nearest = step;
            }
            fresh &= fresh - 1;
        }
        depth = step;
        if step == FAR {
            break;
        }
    }
    row.push(f32::from(depth));
    row.extend(kinds.iter().chain(&groups).map(|&distance| f32::from(distance)));
    row.push(flag(seen != 0) * seen.count_ones() as f32);
}

/// The column of an element, counted from the first kind.
fn kind(tag: Tag) -> Option<usize> {
    Some(match tag {
        Tag::Header => 0,
        Tag::Footer => 1,
        Tag::Nav => 2,
        Tag::Aside => 3,
        Tag::Main => 4,
        Tag::Article => 5,
        Tag::Form => 6,
        Tag::Dialog => 7,
        Tag::Table => 8,
        Tag::Ul | Tag::Menu => 9,
        Tag::Ol => 10,
        Tag::Figure => 11,
        Tag::Blockquote => 12,
        Tag::Section => 13,
        Tag::Button | Tag::Label => 14,
        Tag::A => 15,
        Tag::Details => 16,
        Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6 => 17,
        Tag::Dl => 18,
        Tag::Noscript => 19,
        _ => return None,
    })
}
