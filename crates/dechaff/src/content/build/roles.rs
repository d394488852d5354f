//! Tables that pages build of other elements, told by their roles (WAI-ARIA).

use crate::dom::{Node, Tag};

/// What an element is by its role, and else by its name.
pub(super) fn tag(node: &Node<'_>) -> Tag {
    let own = node.tag();
    if !matches!(own, Tag::Div | Tag::Section | Tag::Ul | Tag::Li | Tag::P | Tag::Other) {
        return own;
    }
    match node.attr("role") {
        Some("table" | "grid" | "treegrid") => Tag::Table,
        Some("rowgroup") => Tag::Tbody,
        Some("row") => Tag::Tr,
        Some("cell" | "gridcell") => Tag::Td,
        Some("columnheader" | "rowheader") => Tag::Th,
        _ => own,
    }
}
