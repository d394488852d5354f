//! Pages made up on the spot.

/// Prose of that many paragraphs, each another one, all holding the `topic`.
pub fn prose(topic: &str, paragraphs: usize) -> Vec<String> {
    const OPENINGS: [&str; 5] = [
        "When the first boats came back that spring, nobody on the quay had expected to hear of",
        "The older members of the council remembered a year in which the whole town had talked of",
        "It took the engineers the better part of a week to agree on what they should do about",
        "Most visitors who walk along the canal today pass by without ever having been told of",
        "Three letters in the archive, all of them written in the same careful hand, mention",
    ];
    const CLOSINGS: [&str; 3] = [
        "and the harbour master, who had seen a good deal in forty years, wrote down every word \
         of it in the book that still lies open in the small museum behind the market hall.",
        "although the weather turned before anything could be decided, so that the matter was \
         left to the following summer and to people who had not been there in the beginning.",
        "which is why the bridge was built where it stands now, a little too far to the north, \
         with the lamps on one side only and a bench that looks the wrong way.",
    ];
    let opening = OPENINGS.iter().cycle();
    let closing = CLOSINGS.iter().cycle();
    (1..)
        .zip(opening.zip(closing))
        .take(paragraphs)
        .map(|(number, (opening, closing))| format!("{opening} {topic} {number}, {closing}"))
        .collect()
}

/// A page with menu, heading, five paragraphs about the `topic`, and a footer.
pub fn article(title: &str, topic: &str) -> String {
    let paragraphs = prose(topic, 5);
    let body = format!("<p>{}</p>", paragraphs.join("</p>\n<p>"));
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <title>{title}</title></head><body>\n\
         <header><nav class=\"main-menu\"><ul><li><a href=\"/\">Home</a></li>\
         <li><a href=\"/world\">World</a></li><li><a href=\"/sport\">Sport</a></li>\
         <li><a href=\"/login\">Log in</a></li></ul></nav></header>\n\
         <main><article><h1>{title}</h1>\n{body}</article></main>\n\
         <footer class=\"site-footer\"><p>Copyright 2025 Quayside Press</p>\
         <ul><li><a href=\"/terms\">Terms of use</a></li>\
         <li><a href=\"/privacy\">Privacy policy</a></li></ul></footer>\n</body></html>\n"
    )
}

/// A page that is only menus.
pub fn navigation_only() -> String {
    let names = ["World", "Sport", "Weather", "Books", "About", "Contact"];
    let links = names.map(|name| format!("<li><a href=\"/{name}\">{name}</a></li>")).concat();
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><title>Sitemap</title></head><body>\
         <header><nav class=\"menu\"><ul>{links}</ul></nav></header>\
         <footer><nav><ul>{links}</ul></nav></footer></body></html>\n"
    )
}
