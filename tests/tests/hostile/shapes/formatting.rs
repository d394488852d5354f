//! End tags without start, formatting that overlaps, and what stands in tables and may not: all
//! that the HTML Standard has a parser mend.

use crate::shape::{Page, Shape};

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("stray `</p>`", 2_000_000, |page, n| {
        page.put("text");
        page.times(n, "</p>");
    })
    .hits(&["nodes"])
    .grows(20_000),
    Shape::page("stray `</br>`", 2_000_000, |page, n| page.times(n, "</br>"))
        .hits(&["nodes"])
        .grows(20_000),
    Shape::page("stray `</b>`", 4_000_000, |page, n| page.times(n, "</b>")).grows(100_000),
    Shape::page("stray `</div>` at depth", 2_000_000, |page, n| {
        page.times(400, "<span>");
        page.times(n, "</div>");
    })
    .grows(100_000),
    Shape::page("stray ends of unknown elements at depth", 2_000_000, |page, n| {
        page.times(400, "<span>");
        page.times(n, "</x>");
    })
    .grows(100_000),
    Shape::page("`b` and `i` misnested", 40_000, |page, n| page.times(n, "<b><i>a</b>b</i>"))
        .grows(4_000),
    Shape::page("`b` around paragraphs, never closed", 400_000, |page, n| page.times(n, "<b><p>a"))
        .hits(&["nodes"]),
    Shape::page("`a` in `a` around blocks", 40_000, |page, n| page.times(n, "<a><div>a"))
        .hits(&["depth"]),
    Shape::page("`a` ended after a block was begun", 40_000, |page, n| {
        page.times(n, "<a href=x><div>a</a>b</div>");
    })
    .grows(4_000),
    Shape::page("`b` ended deep inside", 40_000, |page, n| {
        page.each(n / 100, |_| format!("<b>{}a</b>{}", "<div>".repeat(100), "</div>".repeat(100)));
    })
    .grows_deeper(10_000),
    Shape::page("many formats ended at once", 40_000, |page, n| {
        page.each(n / 8, |_| "<a><b><big><code><em><font><i><nobr><p>a</a>b");
    }),
    // By the standard this makes as many nodes as formats times paragraphs.
    Shape::page("400 formats opened again in 400 paragraphs", 400, reopened),
    Shape::page("4,000 formats opened again in 4,000 paragraphs", 4_000, reopened).hits(&["depth"]),
    Shape::page("40,000 formats opened again in 40,000 paragraphs", 40_000, reopened)
        .hits(&["depth"]),
    Shape::page("300 formats opened again in every paragraph", 40_000, |page, n| {
        page.put("<p>");
        page.each(300, |at| format!("<b a={at}>"));
        page.times(n, "<p>x");
    })
    .hits(&["nodes"])
    .grows(150),
    Shape::page("text in a table", 400_000, |page, n| {
        page.put("<table>");
        page.times(n, "<tr>a");
    })
    .hits(&["nodes"])
    .grows(10_000),
    Shape::page("elements in a table", 400_000, |page, n| {
        page.put("<table>");
        page.times(n, "<div>a</div>");
    })
    .hits(&["nodes"])
    .grows(10_000),
    Shape::page("formats in a table", 400_000, |page, n| {
        page.put("<table>");
        page.times(n, "<b>a<i>b");
    })
    .hits(&["depth"]),
    Shape::page("tables with text between their rows", 40_000, |page, n| {
        page.times(n, "<table>a<tr>b<td>c</table>");
    })
    .grows(4_000),
    Shape::page("forms in forms", 1_000_000, |page, n| page.times(n, "<form>a</form></form>"))
        .hits(&["nodes"])
        .grows(10_000),
    Shape::page("headings that end one another", 1_000_000, |page, n| {
        page.times(n, "<h1>a<h2>b</h3>");
    })
    .hits(&["nodes"])
    .grows(10_000),
];

fn reopened(page: &mut Page, n: usize) {
    page.put("<p>");
    page.each(n, |at| format!("<b a={at}>"));
    page.times(n, "<p>x");
}
