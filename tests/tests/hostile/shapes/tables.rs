//! Tables: spans beyond measure, rows without end, cells over cells.

use crate::shape::Shape;

const WORDS: &str = "It was, as they say, a good year for all of us, and for some a better one.";

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("a cell over 2^63 columns and rows", 1_000, |page, n| {
        page.put("<table>");
        page.times(n, "<tr><td colspan=9223372036854775808 rowspan=9223372036854775808>a<td>b");
        page.put("<td>c</table>");
    })
    .hits(&["table_span"]),
    Shape::page("cells over fewer than no columns", 10_000, |page, n| {
        page.put("<table>");
        page.each(n, |at| format!("<tr><td colspan=-{at} rowspan=-1>{WORDS}<td colspan=x>b"));
    })
    .grows_by_us(400),
    Shape::page("5,000 rows of 1,000 columns", 5_000, |page, n| {
        page.put("<table>");
        page.each(n, |at| format!("<tr><td colspan=1000>row {at}<td>b<td>c"));
    })
    .hits(&["table_cells"]),
    Shape::page("cells over 1,000 rows and columns, 1,000 times", 1_000, |page, n| {
        page.put("<table>");
        page.times(n, "<tr><td colspan=1000 rowspan=1000>row<td>b<td>c");
    })
    .hits(&["table_cells"]),
    Shape::page("rows of cells over all rows below", 2_000, |page, n| {
        page.put("<table>");
        page.each(n, |at| format!("<tr><td rowspan=1000>{WORDS}<td>row {at}"));
    })
    .grows_by_us(25),
    Shape::page("a row of 100,000 cells and short ones", 100_000, |page, n| {
        page.put("<table><tr>");
        page.each(n, |at| format!("<td>cell {at}"));
        page.times(1_000, "<tr><td>short");
    })
    .hits(&["table_cells"]),
    Shape::page("900 rows of 100 cells", 900, |page, n| {
        page.put("<table>");
        page.each(n, |at| format!("<tr>{}", format!("<td>cell {at}").repeat(100)));
    })
    .grows_by_us(50),
    Shape::page("rows without cells", 200_000, |page, n| {
        page.put("<table>");
        page.times(n, "<tr>");
        page.put("<td>a");
    })
    .grows_by_us(20_000),
    Shape::page("captions and heads again and again", 50_000, |page, n| {
        page.put("<table>");
        page.times(n, "<caption>a b<thead><tr><th>c d<tbody><tr><td>e f");
    })
    .grows_by_us(2_000),
    Shape::page("small tables", 20_000, |page, n| {
        page.times(n, "<table><tr><th>a<th>b<tr><td>c<td>d</table>");
    })
    .grows_by_us(1_000),
    Shape::page("tables for layout", 20_000, |page, n| {
        page.each(n, |_| format!("<table><tr><td>{WORDS}</td></tr></table>"));
    })
    .grows_by_us(1_000),
    Shape::page("tables in cells, twenty deep, again and again", 2_000, |page, n| {
        let (open, close) = ("<table><tr><td>".repeat(20), "</table>".repeat(20));
        page.each(n, |_| format!("{open}{WORDS}{close}"));
    })
    .grows_by_us(100),
    Shape::page("columns", 100_000, |page, n| {
        page.put("<table><colgroup>");
        page.times(n, "<col span=1000>");
        page.put("<tr><td>a<td>b<tr><td>c<td>d");
    })
    .grows_by_us(20_000),
    Shape::page("lists in cells", 20_000, |page, n| {
        page.put("<table>");
        page.times(n, "<tr><td><ul><li>a b<li>c d</ul><td><p>e f<p>g h");
    })
    .grows_by_us(1_000),
];
