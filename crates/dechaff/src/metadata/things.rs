//! What the page is about, where schema.org has a type for it: a product, a recipe, an event, a
//! film.

use serde::Serialize;
use serde_json::{Map, Value};

use super::Metadata;
use super::schema::{Entities, Entity, first_text, types};
use super::statement::{Field, Source, Statements};
use super::tables::Class;

/// Entries of a list that are kept.
const MOST: usize = 200;

/// A product.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Product {
    /// Its name.
    pub name: Option<String>,
    /// Its maker.
    pub brand: Option<String>,
    /// Its price as it is stated, with a point before decimals.
    pub price: Option<String>,
    /// The currency as it is stated, mostly an ISO 4217 code.
    pub currency: Option<String>,
    /// Whether it can be had, such as `InStock`.
    pub availability: Option<String>,
    /// The shop's number of it.
    pub sku: Option<String>,
    /// The number under the bar code.
    pub gtin: Option<String>,
    /// The mean of its ratings.
    pub rating: Option<f64>,
    /// How many ratings there are.
    pub rating_count: Option<u64>,
    /// Where this is stated.
    pub source: Option<Source>,
}

/// A recipe.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Recipe {
    /// Its name.
    pub name: Option<String>,
    /// What goes in.
    pub ingredients: Vec<String>,
    /// How much it makes.
    pub servings: Option<String>,
    /// How long it takes in all, as an ISO 8601 duration.
    pub total_time: Option<String>,
    /// Where this is stated.
    pub source: Option<Source>,
}

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Event {
    /// Its name.
    pub name: Option<String>,
    /// When it begins, as it is stated.
    pub start: Option<String>,
    /// When it ends, as it is stated.
    pub end: Option<String>,
    /// Where it is.
    pub place: Option<String>,
    /// Where this is stated.
    pub source: Option<Source>,
}

/// A film.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Video {
    /// Its name.
    pub name: Option<String>,
    /// How long it is, as an ISO 8601 duration.
    pub duration: Option<String>,
    /// Where it was put.
    pub url: Option<String>,
    /// Where this is stated.
    pub source: Option<Source>,
}

/// Fills in what the page is about.
pub(super) fn fill(metadata: &mut Metadata, entities: &Entities<'_>, statements: &Statements) {
    metadata.product = product(entities, statements);
    metadata.recipe = recipe(entities);
    metadata.event = event(entities);
    metadata.video = video(entities, statements);
}

fn source(entity: &Entity<'_>) -> Source {
    Source::new(entity.kind, entity.type_name.to_owned())
}

fn text(fields: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| first_text(fields.get(*name)?))
}

/// The first object of a value or of its list.
fn object(value: Option<&Value>) -> Option<&Map<String, Value>> {
    match value? {
        Value::Object(fields) => Some(fields),
        Value::Array(values) => values.iter().find_map(Value::as_object),
        _ => None,
    }
}

fn of<'e, 'v>(entities: &'e Entities<'v>, class: Class) -> Option<&'e Entity<'v>> {
    entities.list.iter().find(|entity| entity.class == class)
}

fn product(entities: &Entities<'_>, statements: &Statements) -> Option<Product> {
    let mut product = of(entities, Class::Product).map(declared).unwrap_or_default();
    let slots = [
        (&mut product.price, Field::Price),
        (&mut product.currency, Field::Currency),
        (&mut product.brand, Field::Brand),
        (&mut product.availability, Field::Availability),
        (&mut product.sku, Field::Sku),
        (&mut product.gtin, Field::Gtin),
    ];
    for (slot, field) in slots {
        if slot.is_none()
            && let Some(statement) = statements.of(field).first()
        {
            *slot = Some(statement.value.clone());
            product.source.get_or_insert_with(|| statement.source.clone());
        }
    }
    product.source.is_some().then_some(product)
}

/// What an item for a product says.
fn declared(entity: &Entity<'_>) -> Product {
    let fields = entity.fields;
    let offer = object(fields.get("offers")).map(|offer| {
        // An offer of several prices states the lowest, or its parts do.
        let parts = object(offer.get("offers")).filter(|_| !offer.contains_key("lowPrice"));
        parts.unwrap_or(offer)
    });
    let of_offer = |names: &[&str]| {
        let offer = offer?;
        text(offer, names).or_else(|| text(object(offer.get("priceSpecification"))?, names))
    };
    let rating = object(fields.get("aggregateRating"));
    let of_rating = |names: &[&str]| text(rating?, names);
    Product {
        name: text(fields, &["name"]),
        brand: text(fields, &["brand", "manufacturer"]),
        price: of_offer(&["price", "lowPrice"]),
        currency: of_offer(&["priceCurrency"]),
        availability: of_offer(&["availability"]).map(|stated| local_name(&stated)),
        sku: text(fields, &["sku", "mpn", "productID"]),
        gtin: text(fields, &["gtin13", "gtin", "gtin8", "gtin12", "gtin14", "isbn"]),
        rating: of_rating(&["ratingValue"]).and_then(|value| value.replace(',', ".").parse().ok()),
        rating_count: of_rating(&["ratingCount", "reviewCount"])
            .and_then(|count| count.parse().ok()),
        source: Some(source(entity)),
    }
}

/// `InStock` of `https://schema.org/InStock`.
fn local_name(stated: &str) -> String {
    stated.rsplit('/').next().unwrap_or(stated).to_owned()
}

fn recipe(entities: &Entities<'_>) -> Option<Recipe> {
    let is_recipe = |entity: &&Entity<'_>| types(entity.fields).any(|kind| kind == "Recipe");
    let entity = entities.list.iter().find(is_recipe)?;
    let ingredients =
        match entity.fields.get("recipeIngredient").or(entity.fields.get("ingredients")) {
            Some(Value::Array(values)) => values.iter().filter_map(first_text).take(MOST).collect(),
            Some(one) => first_text(one).into_iter().collect(),
            None => Vec::new(),
        };
    Some(Recipe {
        name: text(entity.fields, &["name"]),
        ingredients,
        servings: text(entity.fields, &["recipeYield", "yield"]),
        total_time: text(entity.fields, &["totalTime", "cookTime"]),
        source: Some(source(entity)),
    })
}

fn event(entities: &Entities<'_>) -> Option<Event> {
    let entity = of(entities, Class::Event)?;
    let address = || {
        let place = object(entity.fields.get("location"))?;
        let address = object(place.get("address"))?;
        text(address, &["addressLocality", "streetAddress"])
    };
    Some(Event {
        name: text(entity.fields, &["name"]),
        start: text(entity.fields, &["startDate"]),
        end: text(entity.fields, &["endDate"]),
        place: text(entity.fields, &["location"]).or_else(address),
        source: Some(source(entity)),
    })
}

fn video(entities: &Entities<'_>, statements: &Statements) -> Option<Video> {
    let Some(entity) = of(entities, Class::Video) else {
        let statement = *statements.of(Field::Video).first()?;
        let (url, source) = (Some(statement.value.clone()), Some(statement.source.clone()));
        return Some(Video { url, source, ..Video::default() });
    };
    Some(Video {
        name: text(entity.fields, &["name"]),
        duration: text(entity.fields, &["duration"]),
        url: text(entity.fields, &["contentUrl", "embedUrl", "url"]),
        source: Some(source(entity)),
    })
}
