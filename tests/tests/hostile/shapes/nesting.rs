//! Elements in elements, as deep as there is room.

use crate::shape::{Page, Shape};

const MILLION: usize = 1_000_000;

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("open `div`", MILLION, |page, n| page.times(n, "<div>")).hits(&["depth"]),
    Shape::page("`div` around a text", MILLION, |page, n| around(page, n, "<div>", "</div>"))
        .hits(&["depth"]),
    Shape::page("open `span` with text", MILLION, |page, n| page.times(n, "<span>a"))
        .hits(&["depth"]),
    Shape::page("open `b`", MILLION, |page, n| page.times(n, "<b>")).hits(&["depth"]),
    Shape::page("open `font` of another size each", MILLION, |page, n| {
        page.each(n, |at| format!("<font size={at}>"));
    })
    .hits(&["depth"]),
    Shape::page("lists in lists", MILLION, |page, n| page.times(n, "<ul><li>a")).hits(&["depth"]),
    Shape::page("tables in cells", MILLION, |page, n| page.times(n, "<table><tr><td>a"))
        .hits(&["depth"]),
    Shape::page("tables in tables", MILLION, |page, n| page.times(n, "<table>")),
    Shape::page("quotes in quotes", MILLION, |page, n| page.times(n, "<blockquote><p>a"))
        .hits(&["depth"]),
    Shape::page("`i` and `div` in turns", MILLION, |page, n| page.times(n, "<i><div>a"))
        .hits(&["depth"]),
    Shape::page("details in details", MILLION, |page, n| {
        page.times(n, "<details><summary>a</summary>");
    })
    .hits(&["depth"]),
    Shape::page("objects in objects", MILLION, |page, n| page.times(n, "<object>a"))
        .hits(&["depth"]),
    Shape::page("buttons in buttons", MILLION, |page, n| page.times(n, "<button>a")),
    Shape::page("definitions in definitions", MILLION, |page, n| page.times(n, "<dl><dd>a"))
        .hits(&["depth"]),
    Shape::page("ruby in ruby", MILLION, |page, n| page.times(n, "<ruby>a<rt>b")).hits(&["depth"]),
    Shape::page("unknown elements", MILLION, |page, n| page.each(n, |at| format!("<x-{at}>")))
        .hits(&["depth"]),
    Shape::page("sections with headings", MILLION, |page, n| page.times(n, "<section><h2>a</h2>"))
        .hits(&["depth"]),
    Shape::page("10,000 lists, all closed", 10_000, |page, n| {
        around(page, n, "<ul><li>", "</ul>");
    })
    .hits(&["depth"]),
    Shape::page("10,000 tables, all closed", 10_000, |page, n| {
        around(page, n, "<table><tr><td>", "</table>");
    })
    .hits(&["depth"]),
    Shape::page("nesting as deep as it may be, again and again", 1_000, |page, n| {
        page.each(n, |_| format!("{}words{}", "<div>".repeat(500), "</div>".repeat(500)));
    })
    .hits(&["parse_steps"])
    .grows(20),
    Shape::page("lists as deep as they may be, again and again", 4_000, |page, n| {
        page.each(n, |_| format!("{}words{}", "<ul><li>".repeat(250), "</ul>".repeat(250)));
    })
    .hits(&["parse_steps"])
    .grows(20),
    Shape::page("quotes as deep as they may be, with a text in each", 2_000, |page, n| {
        page.each(n, |_| {
            format!("{}{}", "<blockquote><p>words".repeat(480), "</blockquote>".repeat(480))
        });
    })
    .hits(&["nodes"])
    .grows(20),
];

fn around(page: &mut Page, n: usize, open: &str, close: &str) {
    page.times(n, open);
    page.put("text");
    page.times(n, close);
}
