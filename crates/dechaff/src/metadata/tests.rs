//! Whole pages, each with what is to be read out of it.

use url::Url;

use super::{Metadata, SourceKind};
use crate::{Extractor, Hint, Options};

/// A text long enough to be one.
const TEXT: &str = "<p>The old bridge over the river, closed since the flood in spring, was opened \
    again on Monday, and the first to cross it was a herd of sheep on its way to the hills.</p>\
    <p>The town had waited for seven months, in which every errand on the other bank took an hour \
    by way of the motorway, and shops on both sides lost a third of their trade.</p>\
    <p>Now the baker sells bread to both banks again, and the ferry, which nobody will miss, has \
    gone back to the lake it came from, where it carries visitors in the summer.</p>";

fn read(head: &str, body: &str) -> Metadata {
    let html = format!("<html><head>{head}</head><body>{body}</body></html>");
    let url = Url::parse("https://gazette.example/news/bridge").unwrap();
    let extractor = Extractor::new(Options::default()).unwrap();
    extractor.extract(&html, &Hint::new().with_url(url)).unwrap().metadata
}

fn article(head: &str, above: &str) -> Metadata {
    read(head, &format!("<article><h1>The bridge is open</h1>{above}{TEXT}</article>"))
}

fn json_ld(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

#[test]
fn json_ld_states_the_article_with_its_sources() {
    let head = json_ld(
        r#"<!-- {"@context": "https://schema.org", "@graph": [
        {"@type": "NewsArticle", "headline": "The bridge is open", "author": [{"@id": "_:ada"},
         {"@type": "Person", "name": "Bo Li"}], "datePublished": "2024-05-02T10:00:00+02:00",
         "dateModified": "2024-05-03T08:00:00Z", "publisher": {"@type": "Organization",
         "name": "Gazette House"}, "isAccessibleForFree": "False", "commentCount": 12,
         "keywords": ["bridges", "towns"], "articleSection": "Local",
         "license": "https://creativecommons.org/licenses/by/4.0/", "inLanguage": "en-GB"},
        {"@type": "Person", "@id": "_:ada", "name": "Ada Byron", "jobTitle": "Reporter"},]} -->"#,
    );
    let found = article(&head, "");
    assert_eq!(found.title.as_deref(), Some("The bridge is open"));
    assert_eq!(found.authors, ["Ada Byron", "Bo Li"]);
    assert_eq!(found.date.as_deref(), Some("2024-05-02T10:00:00+02:00"));
    assert_eq!(found.date_modified.as_deref(), Some("2024-05-03T08:00:00Z"));
    assert_eq!(found.publisher.as_deref(), Some("Gazette House"));
    assert_eq!((found.is_free, found.comment_count), (Some(false), Some(12)));
    assert_eq!((found.tags.len(), found.sections.len()), (2, 1));
    assert_eq!(found.licence.as_deref(), Some("https://creativecommons.org/licenses/by/4.0/"));
    assert_eq!(found.language.as_deref(), Some("en-GB"));
    assert_eq!(found.declared_kind.as_deref(), Some("NewsArticle"));
    let date = &found.sources["date"];
    assert_eq!(
        (date.source.kind, &*date.source.name),
        (SourceKind::JsonLd, "NewsArticle.datePublished")
    );
}

#[test]
fn meta_elements_state_what_json_ld_does_not() {
    let found = article(
        "<meta property='og:site_name' content='Gazette'><meta name=author content='By Ada Byron, \
         Staff Writer'><meta property='article:published_time' content='2024-05-02'>\
         <meta name=description content='Sheep &amp;amp; all'><meta property='og:image' \
         content='/b.jpg'><meta property='og:image:alt' content='A bridge'>\
         <meta property='article:tag' content='towns'><meta property='og:type' content=article>\
         <title>The bridge is open | Gazette</title>",
        "",
    );
    assert_eq!(
        (found.site_name.as_deref(), found.authors.as_slice()),
        (Some("Gazette"), &["Ada Byron".to_owned()][..])
    );
    assert_eq!(found.date.as_deref(), Some("2024-05-02"));
    assert_eq!(found.description.as_deref(), Some("Sheep & all"));
    let image = found.image.unwrap();
    assert_eq!(
        (image.url.as_str(), image.alt.as_deref()),
        ("https://gazette.example/b.jpg", Some("A bridge"))
    );
    assert_eq!(
        (found.tags, found.declared_kind.as_deref()),
        (vec!["towns".to_owned()], Some("article"))
    );
}

#[test]
fn links_lead_to_the_other_forms_of_a_page() {
    let found = article(
        "<link rel=canonical href=/c><link rel=amphtml href=/amp><link rel=next href='?page=2'>\
         <link rel='shortcut icon' href=/i.png><link rel=alternate hreflang=de-at href=/de>\
         <link rel=alternate type='application/rss+xml' title=News href=/feed>\
         <link rel=alternate media=print href=/print><link rel=license href='/terms'>",
        "",
    );
    assert_eq!(found.url.unwrap().as_str(), "https://gazette.example/c");
    assert_eq!(found.amp_url.unwrap().path(), "/amp");
    assert_eq!(found.next_url.unwrap().query(), Some("page=2"));
    assert_eq!(found.favicon.unwrap().path(), "/i.png");
    assert_eq!(found.print_url.unwrap().path(), "/print");
    assert_eq!(
        (found.translations[0].language.as_str(), found.translations[0].url.path()),
        ("de-AT", "/de")
    );
    assert_eq!(
        (found.feeds[0].url.path(), found.feeds[0].title.as_deref()),
        ("/feed", Some("News"))
    );
    assert_eq!(found.licence.as_deref(), Some("/terms"));
}

#[test]
fn lines_near_the_heading_are_read_in_many_languages() {
    for (line, author) in [
        ("By Ada Byron | May 2, 2024", "Ada Byron"),
        ("Von Eva Maß, veröffentlicht am 2. Mai 2024", "Eva Maß"),
        ("Par Anne Dupré, publié le 2 mai 2024", "Anne Dupré"),
        ("Por Ana Gil · 2 de mayo de 2024", "Ana Gil"),
        ("Автор: Анна Белова, 2 мая 2024", "Анна Белова"),
        ("作者：李雷 2024年5月2日", "李雷"),
        ("Yazan: Ayşe Kaya - 2 Mayıs 2024", "Ayşe Kaya"),
    ] {
        let found = article("", &format!("<div class=byline>{line}</div>"));
        assert_eq!(
            (found.authors.as_slice(), found.date.as_deref()),
            (&[author.to_owned()][..], Some("2024-05-02")),
            "{line}"
        );
        assert_eq!(found.sources["date"].source.kind, SourceKind::Visible);
    }
}

#[test]
fn a_change_is_told_from_the_publication() {
    let found = article("", "<p>Published: 2 May 2024. Last updated: 5 May 2024</p>");
    assert_eq!(found.date.as_deref(), Some("2024-05-02"));
    assert_eq!(found.date_modified.as_deref(), Some("2024-05-05"));
}

#[test]
fn what_is_not_stated_stays_empty() {
    let found = article("", "");
    assert_eq!((found.authors.len(), found.date, found.publisher), (0, None, None));
    let late = article("<meta property='article:published_time' content='2990-01-01'>", "");
    assert_eq!(late.date, None);
    let footer =
        read("", &format!("<h1>The bridge is open</h1>{TEXT}<footer>© 2019 Gazette</footer>"));
    assert_eq!(footer.date, None);
}

#[test]
fn the_day_beside_that_readers_see_wins_over_that_of_another_zone() {
    let head = "<meta property='article:published_time' content='2024-05-03T02:00:00Z'>";
    let found = article(head, "<time>May 2, 2024</time>");
    assert_eq!(found.date.as_deref(), Some("2024-05-02"));
    assert_eq!(found.sources["date"].others[0].value, "2024-05-03T02:00:00Z");
}

#[test]
fn an_organization_gives_way_to_a_person() {
    let head =
        json_ld(r#"{"@type": "Article", "author": {"@type": "Organization", "name": "Gazette"}}"#);
    assert_eq!(article(&head, "<p class=byline>By Ada Byron</p>").authors, ["Ada Byron"]);
    assert_eq!(article(&head, "").authors, ["Gazette"]);
}

#[test]
fn products_recipes_events_and_films_are_read() {
    let found = read(
        &json_ld(
            r#"[{"@type": "Product", "name": "Kettle", "brand": {"@type": "Brand", "name": "Boil"},
        "sku": "K1", "gtin13": "4006381333931", "aggregateRating": {"ratingValue": "4,5",
        "reviewCount": 12}, "offers": {"@type": "Offer", "price": 29.5, "priceCurrency": "EUR",
        "availability": "https://schema.org/InStock"}},
        {"@type": "Recipe", "name": "Tea", "recipeIngredient": ["water", "tea"], "totalTime": "PT5M"},
        {"@type": "Event", "name": "Fair", "startDate": "2024-05-02", "location": {"name": "Barn"}},
        {"@type": "VideoObject", "name": "Film", "duration": "PT2M"}]"#,
        ),
        "<h1>Kettle</h1>",
    );
    let product = found.product.unwrap();
    assert_eq!(
        (product.price.as_deref(), product.currency.as_deref()),
        (Some("29.5"), Some("EUR"))
    );
    assert_eq!(
        (product.brand.as_deref(), product.availability.as_deref()),
        (Some("Boil"), Some("InStock"))
    );
    assert_eq!((product.rating, product.rating_count), (Some(4.5), Some(12)));
    assert_eq!(found.recipe.unwrap().ingredients, ["water", "tea"]);
    assert_eq!(found.event.unwrap().place.as_deref(), Some("Barn"));
    assert_eq!(found.video.unwrap().duration.as_deref(), Some("PT2M"));
}

#[test]
fn the_text_tells_its_language_and_direction() {
    let found = article("", "");
    assert_eq!(found.detected_language.unwrap().tag, "en");
    assert_eq!((found.direction, found.language), (Some("ltr"), None));
    assert_eq!(read("", "<html dir=rtl><p>x").direction, Some("rtl"));
}

#[test]
fn a_plain_text_states_title_byline_and_date() {
    let text = "The bridge is open\nBy Ada Byron\nPublished 2 May 2024\n\nThe old bridge over the river, \
        closed since the flood in spring, was opened again on Monday, and the first to cross it was a herd \
        of sheep.\n\nThe town had waited for seven months, in which every errand on the other bank took an \
        hour by way of the motorway, and shops on both sides lost a third of their trade.\n";
    let found = crate::extract_text(text).unwrap().metadata;
    assert_eq!(found.authors, ["Ada Byron"]);
    assert_eq!(found.date.as_deref(), Some("2024-05-02"));
    assert_eq!(found.detected_language.unwrap().tag, "en");
}

#[test]
fn microdata_and_rdfa_state_the_article() {
    let microdata = read(
        "",
        &format!(
            "<article itemscope itemtype='https://schema.org/BlogPosting'><h1 itemprop=headline>The \
             bridge is open</h1><span itemprop=author itemscope itemtype='https://schema.org/Person'>\
             <b itemprop=name>Ada Byron</b></span><meta itemprop=datePublished content='2024-05-02'>\
             {TEXT}</article>"
        ),
    );
    let rdfa = read(
        "",
        &format!(
            "<article vocab='https://schema.org/' typeof=NewsArticle><h1 property=headline>The bridge \
             is open</h1><span property=author typeof=Person><b property=name>Ada Byron</b></span>\
             <time property=datePublished datetime='2024-05-02'>Thursday</time>{TEXT}</article>"
        ),
    );
    for (found, kind) in [(microdata, SourceKind::Microdata), (rdfa, SourceKind::Rdfa)] {
        assert_eq!(found.authors, ["Ada Byron"]);
        assert_eq!(found.date.as_deref(), Some("2024-05-02"));
        assert_eq!(found.sources["date"].source.kind, kind);
    }
}

#[test]
fn the_address_states_a_date() {
    let found = article("<link rel=canonical href='/2024/05/02/bridge'>", "");
    assert_eq!(found.date.as_deref(), Some("2024-05-02"));
    assert_eq!(found.sources["date"].source.kind, SourceKind::Url);
}

#[test]
fn a_plugin_that_dates_every_page_is_believed_only_with_another() {
    let page = |more: &str| {
        json_ld(&format!(r#"{{"@type": "WebPage", "datePublished": "2024-05-02"{more}}}"#))
    };
    assert_eq!(article(&page(""), "").date, None);
    assert!(article(&page(""), "<time>2 May 2024</time>").date.is_some());
    assert!(article(&page(r#", "author": {"name": "Ada Byron"}"#), "").date.is_some());
}

#[test]
fn a_list_of_texts_is_no_text() {
    let item = |name: &str| {
        format!(r#"{{"@type": "BlogPosting", "headline": "{name}", "author": "{name} Li"}}"#)
    };
    let head = json_ld(&format!("[{}, {}]", item("One"), item("Two")));
    assert_eq!(article(&head, "").authors, Vec::<String>::new());
    let own = json_ld(&format!("[{}, {}]", item("One"), item("The bridge is open")));
    assert_eq!(article(&own, "").authors, ["The bridge is open Li"]);
}

#[test]
fn which_number_is_the_day_is_told_by_language() {
    let line = "<p class=date>03/04/2024</p>";
    assert_eq!(
        article("<meta property='og:locale' content=fr_FR>", line).date.as_deref(),
        Some("2024-04-03")
    );
    assert_eq!(
        article("<meta property='og:locale' content=en_US>", line).date.as_deref(),
        Some("2024-03-04")
    );
}
