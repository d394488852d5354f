//! Trees that others parsed, by rules of their own: as deep and as wide as they like.

#[cfg(test)]
mod trees {
    use std::thread;

    use dechaff::dom::Html;
    use dechaff::{Extraction, Extractor, Hint, Limit, Options, Warning};
    use html5ever::tendril::StrTendril;
    use html5ever::{LocalName, QualName, ns};
    use scraper::Node;
    use scraper::node::{Element, Text};

    const MANY: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

    fn element(name: &str) -> Node {
        let name = QualName::new(None, ns!(html), LocalName::from(name));
        Node::Element(Element::new(name, Vec::new()))
    }

    fn text(text: &str) -> Node {
        Node::Text(Text { text: StrTendril::from_slice(text) })
    }

    /// Elements of the names in turns, each inside of the one before and with a text of its own.
    fn chain(names: &[&str]) -> Html {
        let mut html = Html::new_document();
        let mut at = html.tree.root_mut().append(element("body")).id();
        for name in names.iter().cycle().take(MANY) {
            let mut node = html.tree.get_mut(at).expect("it was put there");
            node.append(text("some words "));
            at = node.append(element(name)).id();
        }
        html
    }

    /// Extracts on a stack of 2 MiB, in every form.
    fn extract(html: impl FnOnce() -> Html + Send + 'static) -> Extraction {
        let work = move || {
            let mut options = Options::default();
            options.keep = vec!["*".to_owned()];
            let extractor = Extractor::new(options).expect("the selector is valid");
            let found = extractor.extract_parsed(&html(), &Hint::new());
            assert!(found.to_text().contains("some words"));
            assert!(!found.to_markdown(&dechaff::MarkdownOptions::default()).is_empty());
            assert!(!found.to_html(&dechaff::HtmlOptions::default()).is_empty());
            assert!(!found.to_xml().is_empty());
            found
        };
        let thread = thread::Builder::new().stack_size(2 << 20).spawn(work);
        thread.expect("a thread starts").join().expect("it ends without a panic")
    }

    fn tells(found: &Extraction, wanted: Limit) -> bool {
        let is = |warning: &Warning| matches!(warning, Warning::LimitHit { limit, .. } if *limit == wanted);
        found.warnings.iter().any(is)
    }

    #[test]
    fn blocks_in_blocks() {
        assert!(tells(&extract(|| chain(&["div", "section"])), Limit::Depth));
    }

    #[test]
    fn text_in_inline_elements() {
        assert!(tells(&extract(|| chain(&["b", "a", "span"])), Limit::Depth));
    }

    #[test]
    fn what_no_parser_would_put_together() {
        let found = extract(|| chain(&["p", "td", "a", "table", "li", "dt", "h1", "summary"]));
        assert!(tells(&found, Limit::Depth));
    }

    #[test]
    fn more_nodes_than_there_may_be() {
        let found = extract(|| {
            let mut html = Html::new_document();
            for _ in 0..MANY * 3 {
                html.tree.root_mut().append(element("p")).append(text("some words"));
            }
            html
        });
        assert!(tells(&found, Limit::Nodes));
    }
}
