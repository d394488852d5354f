//! What a report holds that it must not, by a list of its own and a parser without any care.

use ego_tree::NodeRef;
use scraper::{Html, Node};

use crate::safety::off_list_inside;

/// The elements of a report around the content that it shows, with their attributes.
const LIST: [(&str, &str); 46] = [
    ("html", "lang"),
    ("head", ""),
    ("meta", "charset http-equiv content name"),
    ("title", ""),
    ("style", ""),
    ("script", ""),
    ("body", ""),
    ("nav", "class aria-label"),
    ("a", "href"),
    ("header", "class"),
    ("main", ""),
    ("footer", ""),
    ("section", "class id aria-labelledby tabindex"),
    ("article", "class dir"),
    ("div", "class role aria-label"),
    ("p", "class dir role data-report hidden"),
    ("span", "class dir aria-hidden"),
    ("button", "type data-report data-show aria-pressed hidden"),
    ("h1", "dir"),
    ("h2", "id"),
    ("dl", "class"),
    ("dt", ""),
    ("dd", ""),
    ("small", ""),
    ("b", ""),
    ("br", ""),
    ("code", ""),
    ("kbd", ""),
    ("pre", "dir"),
    ("svg", "class viewBox preserveAspectRatio role aria-label aria-hidden"),
    ("rect", "class data-part x y width height"),
    ("ul", "class aria-label"),
    ("ol", "class"),
    ("li", "class data-block data-keep data-label"),
    ("details", "class"),
    ("summary", ""),
    ("form", "class data-report hidden"),
    ("fieldset", "class"),
    ("legend", "class"),
    ("label", "class title"),
    ("input", "type placeholder data-report data-label autocomplete spellcheck checked"),
    ("table", ""),
    ("tbody", ""),
    ("tr", ""),
    ("th", "scope"),
    ("td", "dir"),
];

/// Everything in a report that is not on the lists.
#[expect(clippy::disallowed_methods, reason = "browsers have no limits of ours either")]
pub fn report_faults(html: &str) -> Vec<String> {
    let parsed = Html::parse_document(html);
    let mut found = Vec::new();
    let (mut scripts, mut styles) = (0, 0);
    for node in parsed.tree.root().descendants() {
        let Node::Element(element) = node.value() else {
            if let Node::Comment(_) | Node::ProcessingInstruction(_) = node.value() {
                found.push(format!("{:?}", node.value()));
            }
            continue;
        };
        scripts += usize::from(element.name() == "script");
        styles += usize::from(element.name() == "style");
        if is_inside_of_content(node) {
            found.extend(off_list_inside(&node));
            if element.name() == "img" {
                found.push("an image".to_owned());
            }
        } else {
            found.extend(off_frame(element));
        }
    }
    if (scripts, styles) != (1, 1) {
        found.push(format!("{scripts} scripts, {styles} style sheets"));
    }
    found
}

/// Whether it is a part of what the page says.
fn is_inside_of_content(node: NodeRef<'_, Node>) -> bool {
    node.ancestors().any(|above| {
        let element = above.value().as_element();
        element.is_some_and(|element| element.name() == "article" && element.attr("dir").is_some())
    })
}

fn off_frame(element: &scraper::node::Element) -> Vec<String> {
    let name = element.name();
    let Some((_, attributes)) = LIST.iter().find(|(known, _)| *known == name) else {
        return vec![format!("<{name}>")];
    };
    let fault = |attribute: &str, value: &str| {
        let known = attributes.split(' ').any(|known| known == attribute);
        let leads_out = attribute == "href" && !value.starts_with("#report-");
        let policy = attribute == "http-equiv" && value != "Content-Security-Policy";
        !known || leads_out || policy
    };
    let faults = element.attrs().filter(|(attribute, value)| fault(attribute, value));
    faults.map(|(attribute, value)| format!("<{name} {attribute}={value:?}>")).collect()
}
