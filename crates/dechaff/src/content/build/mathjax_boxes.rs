//! How `MathJax` 3 draws a formula: the boxes around the parts of an element, their order, and
//! the characters.

use super::names;
use crate::dom::Node;

/// `MathJax`'s boxes around the parts of an element.
const BOXES: &[&str] =
    &["frac", "dbox", "dtable", "row", "sqrt", "script", "table", "itable", "prescripts"];

/// Whether an element is only a box around the parts of the one around it.
pub(super) fn is_box(name: &str) -> bool {
    BOXES.contains(&name)
}

/// Puts the parts that are drawn from top to bottom in the order of `MathML`.
pub(super) fn put_in_order(name: &str, parts: &mut [String]) {
    match (name, parts) {
        ("msubsup" | "munderover", [_, upper, lower]) => std::mem::swap(upper, lower),
        ("mroot" | "mover", [above, below]) => std::mem::swap(above, below),
        _ => {}
    }
}

/// A character that `MathJax` draws by the number in its class, as `mjx-c1D465`.
pub(super) fn character(node: &Node<'_>) -> String {
    let mut codes = names::classes(node)
        .filter_map(|class| u32::from_str_radix(class.strip_prefix("mjx-c")?, 16).ok());
    codes.find_map(char::from_u32).map(String::from).unwrap_or_default()
}
