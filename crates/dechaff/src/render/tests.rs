//! Content trees against the Markdown and the text they must give.

use super::MarkdownOptions;
use super::{markdown, text};
use crate::content::{Cell, Content, ContentNode, Inline, Item, List, Numbering, Part, Run, Table};

fn run(text: &str) -> Run {
    Run::plain(text)
}

fn strong(text: &str) -> Run {
    Run { strong: true, ..run(text) }
}

fn emphasis(text: &str) -> Run {
    Run { emphasis: true, ..run(text) }
}

fn code(text: &str) -> Run {
    Inline::Code(text.to_owned()).into()
}

fn link(text: &str, target: &str) -> Run {
    Run { link: Some(target.to_owned()), ..run(text) }
}

fn paragraph(text: &str) -> ContentNode {
    Part::Paragraph { runs: vec![run(text)] }.into()
}

fn list(start: Option<i64>, items: Vec<Vec<ContentNode>>) -> ContentNode {
    let numbering = start.map(|start| Numbering { start, reversed: false });
    let items = items.into_iter().map(Item::from).collect();
    Part::List(List { numbering, items }).into()
}

fn markdown_of(nodes: Vec<ContentNode>) -> String {
    markdown::document(None, &Content { nodes }, &MarkdownOptions::default())
}

fn text_of(nodes: Vec<ContentNode>) -> String {
    text::body(&Content { nodes })
}

fn inline(runs: Vec<Run>) -> String {
    markdown_of(vec![Part::Paragraph { runs }.into()])
}

fn escaped(text: &str) -> String {
    inline(vec![run(text)])
}

#[test]
fn what_would_be_marks_is_escaped() {
    assert_eq!(escaped("a <#b@c> <3 <@ <#b@c <b@c>"), "a \\<#b@c> <3 <@ <#b@c \\<b@c>");
    assert_eq!(escaped(r"*a* `b` [c] \d"), r"\*a\* \`b\` \[c\] \\d");
    assert_eq!(escaped("snake_case _x_"), r"snake_case \_x\_");
    assert_eq!(escaped("a<b, <b>, 3 < 4"), r"a\<b, \<b>, 3 < 4");
    assert_eq!(escaped("AT&T, Q&A, &amp; &#38;"), r"AT&T, Q&A, \&amp; \&#38;");
    assert_eq!(escaped("~5, a~b~c, ~~d~~"), r"~5, a\~b\~c, \~\~d\~\~");
}

#[test]
fn what_would_begin_a_block_is_escaped_on_each_line() {
    assert_eq!(escaped("# one\n- two\n3. three"), "\\# one\\\n\\- two\\\n3\\. three");
    assert_eq!(escaped("> four\n---\n+"), "\\> four\\\n\\---\\\n\\+");
    assert_eq!(escaped("#one\n-two\n3.5 litres"), "#one\\\n-two\\\n3.5 litres");
}

#[test]
fn marks_stand_close_to_words() {
    assert_eq!(inline(vec![run("a "), strong(" b "), run(" c")]), "a **b** c");
    assert_eq!(inline(vec![strong("a"), emphasis("b")]), "**a**_b_");
    let both = Run { strong: true, ..emphasis("c") };
    assert_eq!(inline(vec![emphasis("a "), both, emphasis(" b")]), "*a **c** b*");
    assert_eq!(inline(vec![strong("a"), run("\n"), strong("b")]), "**a\\\nb**");
}

#[test]
fn emphasis_goes_around_a_link() {
    let site = Run { emphasis: true, ..link("site", "https://a.example/") };
    assert_eq!(
        inline(vec![emphasis("From ("), site, emphasis(").")]),
        "*From ([site](https://a.example/)).*"
    );
}

#[test]
fn punctuation_does_not_keep_marks_from_closing() {
    assert_eq!(inline(vec![strong("Note:"), run("text")]), "**Note**:text");
    assert_eq!(inline(vec![strong("Note:"), run(" text")]), "**Note:** text");
    assert_eq!(inline(vec![run("so"), strong("(much)"), run(" more")]), "so(**much)** more");
    assert_eq!(inline(vec![strong("注意："), run("请")]), "**注意**：请");
    let bold = Run { strong: true, ..link("here", "a:") };
    assert_eq!(inline(vec![bold.clone(), run("or there")]), "[**here**](a:)or there");
    assert_eq!(inline(vec![bold, run(" or there")]), "[**here**](a:) or there");
    assert_eq!(inline(vec![run("a"), Run { strong: true, ..code("b") }]), "&#97;**`b`**");
}

#[test]
fn links_hold_their_targets() {
    let target = "https://a.example/x_(y)";
    assert_eq!(inline(vec![link("one", target)]), "[one](https://a.example/x_(y))");
    assert_eq!(inline(vec![run("Wow!"), link("x", "a:")]), r"Wow\![x](a:)");
    assert_eq!(inline(vec![link("x", "mailto:a b>")]), r"[x](<mailto:a b\>>)");
    let bold = Run { strong: true, ..link("bold", "a:") };
    assert_eq!(inline(vec![link("a ", "a:"), bold]), "[a **bold**](a:)");
    let options = MarkdownOptions { links: false, ..MarkdownOptions::default() };
    let content = Content { nodes: vec![Part::Paragraph { runs: vec![link("a", "b:")] }.into()] };
    assert_eq!(markdown::document(None, &content, &options), "a");
}

#[test]
fn code_spans_outlast_their_backticks() {
    assert_eq!(inline(vec![code("a*b")]), "`a*b`");
    assert_eq!(inline(vec![code("`a``b")]), "``` `a``b ```");
}

#[test]
fn fences_outlast_their_backticks() {
    let code = |text: &str| {
        let language = Some("c++".to_owned());
        markdown_of(vec![Part::Code { language, text: text.to_owned() }.into()])
    };
    assert_eq!(code("a\n\n  b"), "```c++\na\n\n  b\n```");
    assert_eq!(code("````\nx"), "`````c++\n````\nx\n`````");
}

#[test]
fn headings_stay_on_one_line_and_keep_their_end() {
    let heading = |level, text: &str| {
        markdown_of(vec![Part::Heading { level, runs: vec![run(text)] }.into()])
    };
    assert_eq!(heading(2, "One\ntwo"), "## One two");
    assert_eq!(heading(3, "Learn C #"), r"### Learn C \#");
    assert_eq!(heading(3, "Learn C#"), "### Learn C#");
    let content = Content::default();
    let options = MarkdownOptions::default();
    assert_eq!(markdown::document(Some("A *b*"), &content, &options), r"# A \*b\*");
}

#[test]
fn lists_nest_under_their_items() {
    let inner = list(Some(1), vec![vec![paragraph("b"), paragraph("c")], vec![paragraph("d")]]);
    let outer = vec![list(None, vec![vec![paragraph("a"), inner], vec![paragraph("e")]])];
    assert_eq!(markdown_of(outer.clone()), "- a\n  1. b\n\n     c\n  2. d\n- e");
    assert_eq!(text_of(outer), "- a\n  1. b\n     c\n  2. d\n- e");
}

#[test]
fn lists_stay_lists_of_their_own() {
    let bullets = || list(None, vec![vec![paragraph("a")]]);
    assert_eq!(markdown_of(vec![bullets(), bullets(), bullets()]), "- a\n\n+ a\n\n- a");
    let third = list(Some(3), vec![vec![paragraph("c")]]);
    assert_eq!(markdown_of(vec![list(None, vec![vec![paragraph("a"), third]])]), "- a\n\n  3. c");
    let vast = list(Some(i64::from(u32::MAX)), vec![vec![paragraph("a")]]);
    assert_eq!(markdown_of(vec![vast]), "1. a");
}

#[test]
fn quotes_mark_every_line() {
    let code = Part::Code { language: None, text: "x\n\ny".to_owned() }.into();
    let quote = Part::Quote { nodes: vec![paragraph("a\nb"), code], cite: None };
    let quote = ContentNode::from(quote);
    assert_eq!(markdown_of(vec![quote.clone()]), "> a\\\n> b\n>\n> ```\n> x\n>\n> y\n> ```");
    assert_eq!(text_of(vec![quote]), "a\nb\n\nx\n\ny");
}

#[test]
fn tables_escape_pipes_and_have_a_head() {
    let cell =
        |text: &str, header| Cell { header, nodes: vec![paragraph(text)], ..Cell::default() };
    let head = vec![cell("a|b", true), cell("c", true)];
    let body = vec![cell("d\ne", false), Cell::default()];
    let table = |rows| vec![Part::Table(Table { rows, ..Table::default() }).into()];
    assert_eq!(
        markdown_of(table(vec![head.clone(), body.clone()])),
        "| a\\|b | c |\n| --- | --- |\n| d<br>e |  |"
    );
    assert_eq!(markdown_of(table(vec![body.clone()])), "|  |  |\n| --- | --- |\n| d<br>e |  |");
    assert_eq!(text_of(table(vec![head, body])), "a|b | c\nd e | ");
}

#[test]
fn a_wide_row_does_not_widen_the_others() {
    let cell = |header| Cell { header, nodes: vec![paragraph("x")], ..Cell::default() };
    let mut rows = vec![vec![cell(true); 20_000]];
    rows.extend((0..20_000).map(|_| vec![cell(false)]));
    let written = markdown_of(vec![Part::Table(Table { rows, ..Table::default() }).into()]);
    assert!(written.len() < 1_000_000, "{}", written.len());
}

#[test]
fn text_indents_what_belongs_to_an_item() {
    let item = vec![paragraph("one\ntwo"), paragraph("three")];
    assert_eq!(text_of(vec![list(Some(9), vec![item])]), "9. one\n   two\n   three");
}

/// Quotes in quotes, and a list in the innermost.
fn deep(depth: usize) -> Content {
    let mut node = list(None, vec![vec![paragraph("a")]]);
    for _ in 0..depth {
        node = Part::Quote { nodes: vec![node], cite: None }.into();
    }
    Content { nodes: vec![node] }
}

#[test]
fn a_deep_tree_is_written_on_a_small_stack() {
    let content = deep(512);
    std::thread::scope(|scope| {
        let writing = || {
            let markdown = content.to_markdown(&MarkdownOptions::default());
            [markdown, content.to_text(), content.to_html(), content.to_xml()]
        };
        let thread = std::thread::Builder::new().stack_size(512 << 10);
        let written = thread.spawn_scoped(scope, writing).unwrap().join().unwrap();
        assert!(written.iter().all(|text| text.contains('a')));
        assert_eq!(written[2].matches("<blockquote>").count(), 512);
    });
}

#[test]
fn a_deep_page_comes_out_in_every_format_on_a_small_stack() {
    let open = "<blockquote><ul><li>".repeat(170);
    let html = format!("<body>{open}<p>The deepest words of this page are these words.</p>");
    let options = crate::Options { keep: vec!["body".to_owned()], ..crate::Options::default() };
    let extractor = crate::Extractor::new(options).unwrap();
    let work = move || {
        let found = extractor.extract(&html, &crate::Hint::new()).unwrap();
        let json = found.to_json(&crate::JsonOptions::default()).to_string();
        let markdown = found.to_markdown(&MarkdownOptions::default());
        let html = found.to_html(&crate::HtmlOptions::default());
        [json, markdown, html, found.to_xml(), found.to_text()]
    };
    let thread = std::thread::Builder::new().stack_size(512 << 10).spawn(work).unwrap();
    let written = thread.join().unwrap();
    assert!(written.iter().all(|text| text.contains("The deepest words")));
}
