//! Items that a page states in the attributes of its elements: microdata and `RDFa`.

use serde_json::{Map, Value};

use super::statement::SourceKind;
use crate::dom::{Document, Node, NodeData, NodeIndex, Tag};

/// Items inside items that are followed.
const MOST_NESTED: usize = 32;
/// Characters of a property's text that are read, and nodes that are looked at for it.
const MOST_TEXT: usize = 500;
const MOST_NODES: usize = 200;
/// Names that one property may have, each with a copy of its value.
const MOST_NAMES: usize = 4;

/// Builds the items of a page while its elements come by in order.
#[derive(Debug, Default)]
pub(super) struct Items<'a> {
    open: Vec<Open<'a>>,
    /// Items that stand in no other, as JSON-LD would state them.
    pub(super) roots: Vec<(SourceKind, Value)>,
}

#[derive(Debug)]
struct Open<'a> {
    end: NodeIndex,
    kind: SourceKind,
    fields: Map<String, Value>,
    /// Under which names it stands in the item around; none where it stands for itself.
    names: Option<&'a str>,
}

/// The attributes of an element that state items.
#[derive(Debug, Default, Clone, Copy)]
struct Marks<'a> {
    scope: bool,
    itemtype: Option<&'a str>,
    itemprop: Option<&'a str>,
    type_of: Option<&'a str>,
    property: Option<&'a str>,
}

impl<'a> Items<'a> {
    /// Takes in the next element.
    pub(super) fn enter(&mut self, document: &Document<'a>, index: NodeIndex, node: &Node<'a>) {
        self.leave_until(index);
        let mut marks = Marks::default();
        for (name, value) in node.attrs() {
            match name {
                "itemscope" => marks.scope = true,
                "itemtype" => marks.itemtype = Some(value),
                "itemprop" => marks.itemprop = Some(value),
                "typeof" => marks.type_of = Some(value),
                "property" => marks.property = Some(value),
                _ => {}
            }
        }
        if marks.scope {
            self.begin(SourceKind::Microdata, node, marks.itemtype, marks.itemprop);
        } else if let Some(kind) = marks.type_of {
            self.begin(SourceKind::Rdfa, node, Some(kind), marks.property);
        } else if let Some(names) = marks.itemprop.or(marks.property)
            && let Some(open) = self.open.last_mut()
            && (open.kind == SourceKind::Microdata) == marks.itemprop.is_some()
        {
            attach(&mut open.fields, names, &value(document, index, node, names));
        }
    }

    /// Ends what is still open.
    pub(super) fn finish(mut self) -> Vec<(SourceKind, Value)> {
        self.leave_until(NodeIndex::MAX);
        self.roots
    }

    fn begin(
        &mut self,
        kind: SourceKind,
        node: &Node<'a>,
        types: Option<&str>,
        names: Option<&'a str>,
    ) {
        if self.open.len() >= MOST_NESTED {
            return;
        }
        let mut fields = Map::new();
        let types = types.unwrap_or_default().split_ascii_whitespace().map(local_name);
        fields.insert("@type".to_owned(), types.map(Value::from).collect());
        self.open.push(Open { end: node.end, kind, fields, names });
    }

    fn leave_until(&mut self, index: NodeIndex) {
        while let Some(item) = self.open.pop_if(|item| item.end <= index) {
            let value = Value::Object(item.fields);
            match (item.names, self.open.last_mut()) {
                (Some(names), Some(around)) => attach(&mut around.fields, names, &value),
                _ => self.roots.push((item.kind, value)),
            }
        }
    }
}

/// The name without its vocabulary: of `http://schema.org/Article` and `schema:Article`.
fn local_name(name: &str) -> &str {
    name.rsplit(['/', '#', ':']).next().unwrap_or(name)
}

fn attach(fields: &mut Map<String, Value>, names: &str, value: &Value) {
    if value.as_str().is_some_and(str::is_empty) {
        return;
    }
    // Copies of what holds others, in others in turn, would be more with each level.
    let holds_others = |value: &Value| value.is_object() || value.is_array();
    let is_flat = value.as_object().is_none_or(|fields| {
        fields.iter().all(|(name, value)| name == "@type" || !holds_others(value))
    });
    let most = if is_flat { MOST_NAMES } else { 1 };
    for name in names.split_ascii_whitespace().map(local_name).take(most) {
        match fields.get_mut(name) {
            None => {
                fields.insert(name.to_owned(), value.clone());
            }
            Some(Value::Array(values)) => values.push(value.clone()),
            Some(before) => *before = Value::Array(vec![before.take(), value.clone()]),
        }
    }
}

/// Properties whose value is an address where the element has one.
const ADDRESSES: [&str; 7] =
    ["url", "image", "license", "thumbnailUrl", "contentUrl", "availability", "embedUrl"];

fn value(document: &Document<'_>, index: NodeIndex, node: &Node<'_>, names: &str) -> Value {
    let is_address =
        names.split_ascii_whitespace().any(|name| ADDRESSES.contains(&local_name(name)));
    let attribute = match node.tag() {
        Tag::Img | Tag::Audio | Tag::Video | Tag::Embed | Tag::Iframe | Tag::Source => "src",
        Tag::Link => "href",
        Tag::A if is_address => "href",
        Tag::Time => "datetime",
        _ => "value",
    };
    let stated = node.attr("content").or(node.attr(attribute)).or(node.attr("datetime"));
    match stated.map(str::trim).filter(|stated| !stated.is_empty()) {
        Some(stated) => Value::from(stated),
        None => Value::from(short_text(document, index)),
    }
}

/// The beginning of the text inside an element, with white space collapsed.
pub(super) fn short_text(document: &Document<'_>, index: NodeIndex) -> String {
    let mut text = String::new();
    for (_, node) in document.inside(index).take(MOST_NODES) {
        match node.data {
            NodeData::Text(part) => text.extend(part.chars().take(MOST_TEXT)),
            // Parts that stand apart on the page.
            NodeData::Element(tag, _)
                if tag == Tag::Br || tag.flow() != crate::dom::Flow::Inline =>
            {
                text.push(' ');
            }
            _ => {}
        }
        if text.len() > MOST_TEXT {
            break;
        }
    }
    super::collapse(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(html: &str) -> Vec<(SourceKind, Value)> {
        let (html, _) = crate::dom::parse(html, &crate::Limits::default());
        let document = Document::new(&html);
        let mut items = Items::default();
        for (index, node) in document.nodes().iter().enumerate() {
            items.enter(&document, index as NodeIndex, node);
        }
        items.finish()
    }

    #[test]
    fn microdata_becomes_an_item_with_nested_items() {
        let found = items(
            "<div itemscope itemtype='http://schema.org/Article'><h1 itemprop='name headline'>A b</h1>
             <p itemprop=author itemscope itemtype='http://schema.org/Person'>by <b itemprop=name>Ada</b>
             <i itemprop=name>Bo</i></p><time itemprop=datePublished datetime=2024-05-02>May</time></div>",
        );
        let (kind, item) = &found[0];
        assert_eq!(*kind, SourceKind::Microdata);
        assert_eq!(item["@type"][0], "Article");
        assert_eq!(item["headline"], "A b");
        assert_eq!(item["author"]["name"], serde_json::json!(["Ada", "Bo"]));
        assert_eq!(item["datePublished"], "2024-05-02");
    }

    #[test]
    fn rdfa_becomes_an_item() {
        let found = items(
            "<div vocab='https://schema.org/' typeof='schema:Article'><span property='schema:name'
             content='A'></span><a property=license href=/cc>CC</a></div>",
        );
        assert_eq!(found[0].1["name"], "A");
        assert_eq!(found[0].1["license"], "/cc");
    }

    #[test]
    fn copies_of_items_do_not_multiply() {
        let html = format!("{}<i itemprop=name>Ana", "<p itemscope itemprop='a b'><b>".repeat(31));
        let html = html.replace("<p ", "<div ");
        let size = serde_json::to_string(&items(&html)[0].1).unwrap().len();
        assert!(size < 10_000, "{size}");
    }

    #[test]
    fn items_without_end_are_bounded() {
        let found = items(&"<div itemscope itemprop=a>".repeat(400));
        assert_eq!(found.len(), 1);
    }
}
