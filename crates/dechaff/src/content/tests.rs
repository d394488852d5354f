//! Small pages, all of which is kept, against the Markdown of their content.

use url::Url;

use super::{Part, Table, from_text};
use crate::block;
use crate::clock::Deadline;
use crate::dom::{self, Document};
use crate::render::{MarkdownOptions, markdown};
use crate::{Limits, Options, content};

fn content_of(html: &str, keep: impl Fn(&str) -> bool) -> content::Content {
    let limits = Limits::default();
    let (html, _) = dom::parse(html, &limits);
    let document = Document::new(&html);
    let blocks = block::segment(&document);
    let keep: Vec<bool> = blocks.blocks.iter().map(|block| keep(&block.text)).collect();
    let base = Url::parse("https://a.example/b/").ok();
    super::build(&document, &blocks, &keep, base.as_ref(), &Options::default()).0
}

fn markdown_of(html: &str, keep: impl Fn(&str) -> bool) -> String {
    markdown::document(None, &content_of(html, keep), &MarkdownOptions::default())
}

fn all(html: &str) -> String {
    markdown_of(html, |_| true)
}

#[test]
fn links_are_resolved_and_unsafe_ones_lost() {
    assert_eq!(all("<p><a href='../c?d#e'>x</a>"), "[x](https://a.example/c?d#e)");
    assert_eq!(all("<p><a href=' javascript:alert(1)'>x</a> <a href='data:,x'>y</a>"), "x y");
    assert_eq!(all("<p><a href='JaVa\tscript:x'>x</a> <a>y</a>"), "x y");
    assert_eq!(all("<p><a href='mailto:me@a.example'>x</a>"), "[x](mailto:me@a.example)");
}

#[test]
fn one_line_break_stays_and_two_part_paragraphs() {
    assert_eq!(all("<p>one<br> two<br><br>three<br></p>"), "one\\\ntwo\n\nthree");
    assert_eq!(all("<h2>one<br>two</h2>"), "## one two");
}

#[test]
fn white_space_falls_together_over_the_edges_of_elements() {
    assert_eq!(all("<p> a<b> b </b> <i>c</i>d\n<u> e</u></p>"), "a **b** *c*d e");
    assert_eq!(all("<p>a<button>b</button>c<img>d"), "a b c d");
    assert_eq!(all("<p>a<b> </b>b<b></b>c"), "a bc");
}

#[test]
fn inline_elements_that_are_hidden_are_not_shown() {
    assert_eq!(all("<p><span hidden>Price:</span> 9 crowns"), "9 crowns");
    assert_eq!(all("<div hidden><p>a</p></div>"), "a");
}

#[test]
fn headings_lose_their_permalinks_and_needless_marks() {
    let permalink = "<h2><strong>One</strong> <a href=#one>¶</a></h2>";
    assert_eq!(all(permalink), "## One");
    assert_eq!(all("<h3><a href=#x>#</a> Two</h3>"), "### Two");
    assert_eq!(all("<h3><a href=x>Three</a></h3>"), "### [Three](https://a.example/b/x)");
    assert_eq!(all("<h4>Four <b>bold</b></h4>"), "#### Four **bold**");
}

#[test]
fn lists_nest_and_keep_their_numbers() {
    let html = "<ol start=3><li>a<ul><li>b<li>c</ul><li><p>d<p>e</ol>";
    assert_eq!(all(html), "3. a\n   - b\n   - c\n4. d\n\n   e");
}

#[test]
fn cards_come_out_as_their_parts() {
    let card = |n: u8| format!("<li><h3><a href=/{n}>Hoe {n}</a></h3><p>Good.</p><p>£{n}</p></li>");
    let parts = "### [Hoe 1](https://a.example/1)\n\nGood.\n\n£1\n\n\
        ### [Hoe 2](https://a.example/2)\n\nGood.\n\n£2";
    assert_eq!(all(&format!("<ol>{}{}</ol>", card(1), card(2))), parts);
    let linked = "<ul><li><a href=/x>X</a><p>y</p></li></ul>";
    assert_eq!(all(linked), "[X](https://a.example/x)\n\ny");
    let steps = "<ol><li><p>Cut.</p><p>Not too thin.</p></li><li><p>Fry.</p></li></ol>";
    assert_eq!(all(steps), "1. Cut.\n\n   Not too thin.\n2. Fry.");
}

#[test]
fn quotes_hold_their_parts() {
    assert_eq!(all("<blockquote>a<blockquote><p>b</blockquote></blockquote>"), "> a\n>\n> > b");
}

#[test]
fn details_and_definitions_are_paragraphs() {
    assert_eq!(all("<details><summary>a</summary>b</details>"), "**a**\n\nb");
    assert_eq!(all("<dl><dt>a<dd>b</dl>"), "**a**\n\nb");
}

#[test]
fn code_keeps_its_lines_and_its_language() {
    let html = "<pre class='x'><code class='hljs language-rust{1}'>if x {\n    y\n}\n</code></pre>";
    assert_eq!(all(html), "```rust\nif x {\n    y\n}\n```");
    let lines = "<pre data-lang=none><div>a</div><div>b</div><button>Copy</button></pre>";
    assert_eq!(all(lines), "```\na\nb\n```");
    assert_eq!(all("<pre>x<script>alert()</script></pre>"), "```\nx\n```");
    assert_eq!(all("<p>a</p><pre>1\n2\n3</pre>"), "a");
}

#[test]
fn dropped_and_spanned_cells_leave_their_columns() {
    let html = "<table><tr><th>a<th>b<th>c<tr><td>1<td>gone<td>2<tr><td colspan=2>3<td>4\
        <tr><td rowspan=2>5<td>6<td>7<tr><td>8<td>9</table>";
    let table = "<table>\n<thead>\n<tr><th>a</th><th>b</th><th>c</th></tr>\n</thead>\n<tbody>\n\
        <tr><td>1</td><td></td><td>2</td></tr>\n<tr><td colspan=\"2\">3</td><td>4</td></tr>\n\
        <tr><td rowspan=\"2\">5</td><td>6</td><td>7</td></tr>\n<tr><td>8</td><td>9</td></tr>\n\
        </tbody>\n</table>";
    assert_eq!(markdown_of(html, |text| text != "gone"), table);
}

#[test]
fn columns_and_rows_without_content_are_left_out() {
    let html = "<table><tr><td>x<td>a<td>1<tr><td>x<td>b<td>2<tr><td>x<td>x<td>x</table>";
    let table = "|  |  |\n| --- | --- |\n| a | 1 |\n| b | 2 |";
    assert_eq!(markdown_of(html, |text| text != "x"), table);
    assert_eq!(markdown_of(html, |text| text == "a" || text == "b"), "a\n\nb");
}

#[test]
fn tables_that_lay_out_are_no_tables() {
    assert_eq!(all("<table><tr><td>a<td><table><tr><td>b</table></table>"), "a\n\nb");
    let long = "word ".repeat(200);
    let written = all(&format!("<table><tr><td>m<td>{long}<tr><td>m<td>{long}</table>"));
    assert!(!written.contains('|'), "{written}");
}

#[test]
fn vast_spans_are_harmless() {
    let row = "<tr><td colspan=9007199254740991 rowspan=9007199254740991>a<td>b";
    let html = format!("<table>{}</table>", row.repeat(2_000));
    let node = content_of(&html, |_| true).nodes.pop();
    let Some(Part::Table(Table { rows, .. })) = node.map(|node| node.part) else {
        panic!("no table");
    };
    let cells: usize = rows.iter().map(Vec::len).sum();
    assert!(cells <= Limits::default().table_cells, "{cells}");
}

#[test]
fn deep_nesting_is_cut_off() {
    let html = format!("{}x", "<ul><li><blockquote>".repeat(120));
    let mut depth = 0;
    let mut nodes = content_of(&html, |_| true).nodes;
    while let Some(node) = nodes.pop() {
        depth += 1;
        nodes.extend(node.part.children().into_iter().flatten().cloned());
    }
    assert!((2..=super::MAX_NESTING + 2).contains(&depth), "{depth}");
}

#[test]
fn text_of_structured_data_may_hold_markup() {
    let written = |text: &str| {
        let deadline = Deadline::after(Limits::default().parse_time);
        let content = from_text(text, None, &Options::default(), deadline).0;
        markdown::document(None, &content, &MarkdownOptions::default())
    };
    assert_eq!(written("One.\n\nTwo & three."), "One.\n\nTwo & three.");
    assert_eq!(written("One &amp; two.\nThree."), "One & two.\n\nThree.");
    assert_eq!(written("<p>One.</p><p>Two.</p>"), "One.\n\nTwo.");
    assert_eq!(written("&lt;p&gt;One &amp;amp; two.&lt;/p&gt;&lt;p&gt;Two."), "One & two.\n\nTwo.");
}
