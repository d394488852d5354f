//! The article or the product that the page's JSON-LD describes.

use serde_json::Value;

use crate::metadata::JsonLd;

/// Fields under which stand other things than the page's own: other texts and products, and what
/// readers said.
const OTHERS: &[&str] = &[
    "itemListElement", "isRelatedTo", "isSimilarTo", "isAccessoryOrSparePartFor", "review",
    "reviews", "comment", "hasPart", "offers", "brand",
];

/// What the JSON-LD of a page declares.
#[derive(Debug, Default)]
pub(super) struct Declared {
    /// The longest text of an article.
    pub(super) article: Option<String>,
    /// Every product, with its name.
    pub(super) products: Vec<Product>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) name: String,
    pub(super) description: String,
}

impl Declared {
    /// Looks through all JSON-LD of the page.
    pub(super) fn read(json_ld: &JsonLd) -> Self {
        let mut found = Self::default();
        for root in &json_ld.roots {
            found.add(root);
        }
        found
    }

    fn add(&mut self, root: &Value) {
        // Whether a value stands among other things than the page's own.
        let mut open = vec![(root, false)];
        while let Some((value, other)) = open.pop() {
            match value {
                Value::Array(values) => open.extend(values.iter().map(|value| (value, other))),
                Value::Object(fields) => {
                    if let Some(body) = fields.get("articleBody").and_then(Value::as_str)
                        && self.article.as_ref().is_none_or(|best| best.len() < body.len())
                        && !body.trim().is_empty()
                    {
                        self.article = Some(body.to_owned());
                    }
                    let product = product(value).filter(|_| !other);
                    if let Some(product) = product
                        && !self.products.contains(&product)
                    {
                        self.products.push(product);
                    }
                    open.extend(
                        fields
                            .iter()
                            .map(|(key, value)| (value, other || OTHERS.contains(&key.as_str()))),
                    );
                }
                _ => {}
            }
        }
    }
}

fn product(value: &Value) -> Option<Product> {
    let is_product = |kind: &Value| matches!(kind.as_str(), Some("Product" | "ProductGroup"));
    let kind = value.get("@type")?;
    if !is_product(kind) && !kind.as_array().is_some_and(|kinds| kinds.iter().any(is_product)) {
        return None;
    }
    let field = |name| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (name, description) = (field("name"), field("description"));
    (!description.trim().is_empty()).then_some(Product { name, description })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Declared {
        let roots = serde_json::from_str(json).into_iter().collect();
        Declared::read(&JsonLd { roots, ..JsonLd::default() })
    }

    #[test]
    fn the_longest_body_is_found_at_any_depth() {
        let json = r#"{"@graph": [{"articleBody": "a"}, {"x": {"articleBody": "a b"}}]}"#;
        assert_eq!(read(json).article.as_deref(), Some("a b"));
        assert_eq!(read(r#"{"articleBody": " "}"#).article, None);
        assert_eq!(read("{broken").article, None);
    }

    #[test]
    fn the_products_of_the_page_are_found_and_not_those_of_lists() {
        let json = r#"{"@graph": [
            {"@type": ["Product", "Thing"], "name": "Kettle", "description": "Boils.",
             "isRelatedTo": {"@type": "Product", "name": "Mug", "description": "Holds."}},
            {"@type": "ItemList", "itemListElement": [{"@type": "Product", "description": "x"}]},
            {"@type": "Product", "name": "Kettle", "description": "Boils."},
            {"@type": "Organization", "description": "Sells."}
        ]}"#;
        let products = read(json).products;
        assert_eq!(products.len(), 1);
        assert_eq!(products[0].name, "Kettle");
    }
}
