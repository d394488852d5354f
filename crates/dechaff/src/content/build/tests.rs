//! Each construct on small pages, as a sketch of the tree.

use super::sketch::{content, content_with, nodes, sketch};
use crate::content::{MediaKind, Part};
use crate::{Limits, MarkdownOptions, Options};

#[test]
fn lists_keep_their_numbers_and_their_nesting() {
    assert_eq!(
        sketch("<ol start=3 reversed><li>a<li value=9>b<li>c</ol>"),
        "list3-([p(a)] =9[p(b)] [p(c)])"
    );
    assert_eq!(sketch("<ol reversed><li>a<li>b</ol>"), "list2-([p(a)] [p(b)])");
    assert_eq!(sketch("<ol><li>a<li>gone<li>c</ol>"), "list1([p(a)] =3[p(c)])");
    assert_eq!(sketch("<ol><li>gone<li>b<li>c</ol>"), "list2([p(b)] [p(c)])");
    let inside = "<ul><li>a</li><ul><li>b</li></ul><li>c</li>d</ul>";
    assert_eq!(sketch(inside), "list([p(a) list([p(b)])] [p(c)] [p(d)])");
    assert_eq!(sketch("<ol start=99999999999999999999><li>a</ol>"), "list1([p(a)])");
}

#[test]
fn tasks_know_whether_they_are_done() {
    let html = "<ul><li><input type=checkbox checked disabled> a<li><p><input type=checkbox> b</p><li>c</ul>";
    assert_eq!(sketch(html), "list(+[p(a)] -[p(b)] [p(c)])");
}

#[test]
fn definitions_go_with_their_terms() {
    let html = "<dl><dt>a<dt>b<dd>c<dd>d<div><dt>e<dd><p>f<ul><li>g</ul></div></dl>";
    assert_eq!(sketch(html), "dl(a,b:p(c),p(d) e:p(f) list([p(g)]))");
    assert_eq!(sketch("<dl><dd>a<dd>b</dl>"), "p(a) p(b)");
    assert_eq!(sketch("<dl><dt>a</dl>"), "p(a)");
}

#[test]
fn tables_have_captions_headers_and_spans() {
    let html = "<table><caption>Tides</caption><thead><tr><td rowspan=2>a<td colspan=2>b</thead>
        <tr><th>c<td><ul><li>d<li>e</ul></table>";
    assert_eq!(sketch(html), "tableTides(*1x2 a|*2x1 b / *c|list([p(d)] [p(e)]))");
    let dropped =
        "<table><tr><th>a<th>b<tr><td>gone<td>c<tr><td>gone<td>gone<tr><td>d<td>e</table>";
    assert_eq!(sketch(dropped), "table(*a|*b / |c / d|e)");
    let marks = "<table><tr><td>a<td>–<tr><td>b<td>✓</table>";
    assert_eq!(sketch(marks), "table(a|– / b|✓)");
    let corner = "<table><tr><th></th><th>a<th>b<tr><th>c<td>1<td>2</table>";
    assert_eq!(sketch(corner), "table(*|*a|*b / *c|1|2)");
}

#[test]
fn roles_make_tables_of_other_elements() {
    let html = "<div role=table><div role=rowgroup><div role=row><div role=columnheader>a</div>\
        <div role=columnheader>b</div></div></div><div role=rowgroup><div role=row>\
        <div role=cell>1</div><div role=cell>2</div></div></div></div>";
    assert_eq!(sketch(html), sketch(&as_table(html)));
    assert!(sketch(html).starts_with("table"), "{}", sketch(html));
}

/// The same with the elements that HTML has for these roles.
fn as_table(html: &str) -> String {
    let pairs = [
        ("<div role=table>", "<table>"),
        ("<div role=rowgroup>", ""),
        ("<div role=row>", "<tr>"),
        ("<div role=columnheader>", "<th>"),
        ("<div role=cell>", "<td>"),
        ("</div>", ""),
    ];
    pairs.iter().fold(html.to_owned(), |html, (from, to)| html.replace(from, to))
}

#[test]
fn spans_end_where_the_table_does_and_where_others_stand() {
    let html = "<table><tr><th rowspan=9>a<td>b<tr><td colspan=5>c</table>";
    assert_eq!(sketch(html), "table(*1x2 a|b / c)");
    let crossed = "<table><tr><th>a<td rowspan=2>b<td>c<tr><td colspan=3>d</table>";
    assert_eq!(sketch(crossed), "table(*a|1x2 b|c / d|)");
    let all = "<table><tr><th rowspan=0>a<td>b<tr><td>c<tr><td>d</table>";
    assert_eq!(sketch(all), "table(*1x3 a|b / c / d)");
}

#[test]
fn quotes_name_their_source() {
    assert_eq!(sketch("<blockquote cite='/s'>a</blockquote>"), "quotehttps://a.example/s(p(a))");
    assert_eq!(sketch("<blockquote cite='javascript:x'>a</blockquote>"), "quote(p(a))");
}

#[test]
fn figures_have_captions_and_credits() {
    let html = "<p>a<figure><img src=i.jpg alt=x><figcaption>A boat. <span class=credit>Photo: Ann</span></figcaption></figure>";
    assert_eq!(
        sketch(html),
        "p(a) figure(img(https://a.example/b/i.jpg x) : A boat. : Photo: Ann)"
    );
    let plain = "<p>a<figure><img src=i.jpg><figcaption>gone</figcaption></figure>";
    assert_eq!(sketch(plain), "p(a) img(https://a.example/b/i.jpg )");
    assert_eq!(
        sketch("<figure><img src='data:x'><figcaption>A boat</figcaption></figure>"),
        "p(A boat)"
    );
    let press = "<div class='wp-caption'><img src=i.jpg><p class=wp-caption-text>A boat</p></div>";
    assert_eq!(sketch(press), "figure(img(https://a.example/b/i.jpg ) : A boat : )");
    let table = "<figure><table><tr><th>a<td>b</table><figcaption>c</figcaption></figure>";
    assert_eq!(sketch(table), "figure(table(*a|b) : c : )");
    assert_eq!(sketch("<p class=credit>Ann</p>"), "p(Ann)");
}

#[test]
fn images_are_resolved_to_their_best_candidate() {
    let image = |attributes: &str| {
        sketch(&format!("<p>a<p><img {attributes}>")).replace("https://a.example/b/", "")
    };
    assert_eq!(image("src=data:x data-src=l.jpg alt=' A  b '"), "p(a) img(l.jpg A b)");
    assert_eq!(image("src=blank.gif data-original=l.jpg"), "p(a) img(l.jpg )");
    assert_eq!(image("src=s.jpg srcset='m.jpg 500w, l.jpg 900w'"), "p(a) img(l.jpg )");
    assert_eq!(image("src=pixel-8-review.jpg"), "p(a) img(pixel-8-review.jpg )");
    for none in [
        "src=data:x", "src=1x1.png", "src=t.gif width=1 height=1", "src=x.png class=avatar",
        "src=javascript:x", "src=i.png width=16 height=16",
    ] {
        assert_eq!(image(none), "p(a)", "{none}");
    }
    let picture =
        "<p>a<picture><source srcset='l.webp 2x, s.webp'><img src='data:x' alt=b></picture>";
    assert_eq!(sketch(picture), "p(a !https://a.example/b/l.webp)");
    let twice = "<p>a</p><img data-src=l.jpg><noscript><img src=m.jpg></noscript><p>b";
    assert_eq!(sketch(twice), "p(a) img(https://a.example/b/l.jpg ) p(b)");
    let lazy = "<p>a</p><img src=data:x><noscript><img src=m.jpg></noscript><p>b";
    assert_eq!(sketch(lazy), "p(a) img(https://a.example/b/m.jpg ) p(b)");
}

#[test]
fn images_stand_by_kept_blocks_and_never_in_dropped_boxes() {
    let html = "<div><p>a</p><img src=1.jpg><p>b</p></div><div><img src=2.jpg><p>gone</p></div>\
        <div><p>gone<p>gone<p>gone<p>gone</div><img src=3.jpg>";
    assert_eq!(sketch(html), "p(a) img(https://a.example/b/1.jpg ) p(b)");
    let linked =
        "<p>a<p><a href=/more><img src=1.jpg></a><p><a href=1-large.JPG><img src=2.jpg></a>";
    assert_eq!(
        sketch(linked),
        "p(a) p(<!https://a.example/b/1.jpg->https://a.example/more>) img(https://a.example/b/2.jpg )"
    );
    assert_eq!(sketch("<p>a <img class=emoji alt=🙂 src=x.png> b"), "p(a 🙂 b)");
    // Words of an image are not words of the page, whatever its class.
    assert_eq!(sketch("<p>a <img class=emoji alt=happy src=x.png width=9 height=9> b"), "p(a b)");
}

#[test]
fn what_attributes_say_stands_on_one_line() {
    let html = "<img src=1.jpg alt='b \n\n c&#1;' title='d&#10;e'><p>a\
        <video src=v.mp4 title='f&#10;g'></video>";
    let told = content(html).to_markdown(&MarkdownOptions::default());
    assert!(told.starts_with("![b c](https://a.example/b/1.jpg \"d e\")\n"), "{told}");
    assert!(told.contains("[video: f g](https://a.example/b/v.mp4)"), "{told}");
    let ruby = "<p><ruby>two <b>crowns\n</b><rt> a\n\nb </rt></ruby>c";
    assert_eq!(sketch(ruby), "p({two crowns|a b}c)");
}

#[test]
fn ruby_around_more_than_a_piece_of_a_line_is_markup_as_any_other() {
    assert_eq!(
        sketch("<p><ruby>a<rt>b</rt><video src=v.mp4>c</video></ruby>d"),
        "p(ab) Video(https://a.example/b/v.mp4) p(d)"
    );
    assert_eq!(sketch("<div><ruby>a<p>gone</p>b</ruby></div>"), "p(a) p(b)");
}

#[test]
fn embedded_documents_become_links() {
    let html = "<p>a</p><iframe src='//www.youtube.com/embed/abcdefg'></iframe><video><source src=v.mp4></video><audio src=s.mp3></audio><p>b";
    assert_eq!(
        sketch(html),
        "p(a) Video(https://www.youtube.com/watch?v=abcdefg) Video(https://a.example/b/v.mp4) Audio(https://a.example/b/s.mp3) p(b)"
    );
    assert_eq!(
        sketch(
            "<p>a</p><iframe src='https://www.googletagmanager.com/x'></iframe><iframe srcdoc=x></iframe>"
        ),
        "p(a)"
    );
    let frame =
        content("<p>a</p><iframe src=https://c.example/map title=Map></iframe>").nodes.pop();
    let Some(Part::Media(media)) = frame.map(|node| node.part) else { panic!("no media") };
    assert_eq!((media.media, media.title.as_deref()), (MediaKind::Embed, Some("Map")));
}

#[test]
fn footnotes_are_tied_to_their_references() {
    let html =
        "<p>One<sup id=r1><a href=#n1>1</a></sup> two<a class=footnote-ref href=#n2>[2]</a>.</p>
        <ol><li id=n1><p>First. <a href=#r1>↩</a></p></li><li id=n2>Second <b>note</b>.</li></ol>";
    assert_eq!(sketch(html), "p(One^1 two^2.) notes(1: p(First.) 2: p(Second b<note>.))");
    let old = "<p>One <a href=#n name=r>[1]</a> and again <a href=#n>[1]</a></p><p><a name=n href=#r>[1]</a> First.</p>";
    assert_eq!(sketch(old), "p(One ^1 and again ^1) notes(1: p(First.))");
    let lost = "<p>One<sup><a href=#n>1</a></sup></p><p id=n>gone";
    assert_eq!(sketch(lost), "p(One^<1->#n>)");
    let section = "<p>See <a href=#s>3</a></p><h2 id=s>Third</h2><p>a";
    assert_eq!(sketch(section), "p(See <3->#s>) h2(Third) p(a)");
}

#[test]
fn notes_at_the_side_are_notes() {
    let html = "<p>a<label class=margin-toggle></label><input type=checkbox class=margin-toggle><span class=sidenote>\
        <b>b</b> c</span> d <b>e</b><span class=marginnote>f</span>.";
    assert_eq!(sketch(html), "p(a^1 d b<e>^2.) notes(1: p(b<b> c) 2: p(f))");
    assert_eq!(sketch("<p>gone <span class=sidenote>a</span></p><p>b"), "p(b)");
}

#[test]
fn boxes_know_their_kind() {
    for html in [
        "<div class='admonition warning'><p class=admonition-title>Warning<p>a</div>",
        "<div class='markdown-alert markdown-alert-warning'><p class=markdown-alert-title>Warning<p>a</div>",
        "<div class='theme-admonition theme-admonition-warning alert alert--warning'><div class=admonitionHeading_x>warning</div><div>a</div></div>",
        "<div class=callout data-callout=warning><div class=callout-title><div>Warning</div></div><div>a</div></div>",
        "<div class=WARNING><p>a</div>",
        "<div class='alert alert-warning'>a</div>",
    ] {
        assert_eq!(sketch(html), "warning( : p(a))", "{html}");
    }
    let titled = "<div class='admonition tip'><p class=admonition-title>Cut thin<p>a</div>";
    assert_eq!(sketch(titled), "tip(Cut thin : p(a))");
    assert_eq!(sketch("<div class='admonition recipe'><p>a</div>"), "recipe( : p(a))");
    assert_eq!(sketch("<div class=alert>a</div>"), "p(a)");
}

#[test]
fn what_can_be_folded_has_its_line() {
    assert_eq!(sketch("<details><summary>a</summary><p>b<p>c</details>"), "details(a : p(b) p(c))");
    assert_eq!(sketch("<details><summary>gone</summary><p>b</details>"), "p(b)");
}

#[test]
fn rules_stand_between_kept_parts() {
    assert_eq!(sketch("<hr><p>a<hr><hr><p>b<hr><p>gone<hr><p>c<hr>"), "p(a) rule p(b) p(c)");
}

#[test]
fn inline_marks_are_kept() {
    assert_eq!(
        sketch("<p>H<sub>2</sub>O x<sup>2</sup> <del>a</del> <mark>b</mark>"),
        "p(H_<2>O x^<2> s<a> m<b>)"
    );
    assert_eq!(
        sketch("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby>の"),
        "p({漢|かん}{字|じ}の)"
    );
    assert_eq!(
        sketch("<p><span style='font-weight:700'>a</span><b style='font-weight:normal'>b</b>"),
        "p(b<a>b)"
    );
}

#[test]
fn quotations_in_a_line_have_their_marks() {
    assert_eq!(sketch("<p>She said <q>never <b>again</b></q>."), "p(She said “never b<again>”.)");
    assert_eq!(sketch("<p>She said <q>“never”</q>."), "p(She said “never”.)");
    assert_eq!(sketch("<p><q>gone</q></p><p><q>Now</q>"), "p(“Now”)");
}

#[test]
fn white_space_is_as_a_browser_shows_it() {
    assert_eq!(sketch("<p>ab<wbr>cd e<b>f</b>g \u{ad}h\u{200b}i"), "p(abcd eb<f>g hi)");
    assert_eq!(
        sketch("<p>a&nbsp;&nbsp;b<span style='display:inline-block'>c</span>d"),
        "p(a b c d)"
    );
    assert_eq!(sketch("<p>a<span style='display:block'>b</span>c"), "p(a/b/c)");
    assert_eq!(sketch("<p><span style='display:block; float:left'>O</span>nce"), "p(Once)");
    assert_eq!(sketch("<div style='white-space: pre-line'>a\n  b\n\nc</div>"), "p(a/b) p(c)");
}

#[test]
fn listings_keep_their_lines() {
    let code = |inside: &str| sketch(&format!("<p>x<div>{inside}</div>")).split_off(5);
    let expected = "code (a b\n\n  c)";
    assert_eq!(code("<pre>a b\n\n  c\n</pre>"), expected);
    assert_eq!(code("<pre><div>a b</div><div><br></div><div>  c</div></pre>"), expected);
    assert_eq!(code("<pre><div>a b</div><div></div><div>  c</div></pre>"), expected);
    assert_eq!(
        code(
            "<pre><code><span class=line>a b</span>\n<span class=line></span>\n<span class=line>  c</span></code></pre>"
        ),
        expected
    );
    assert_eq!(
        code(
            "<pre><code><span class=token-line>a b<br></span><span class=token-line><br></span><span class=token-line>  c</span></code></pre>"
        ),
        expected
    );
    assert_eq!(
        code(
            "<pre><code><span class=line>a b</span><span class=line></span><span class=line>  c</span></code></pre>"
        ),
        expected
    );
    let rows = |number: &str| {
        format!("<tr><td class=hljs-ln-numbers data-line-number={number}>{number}</td><td>")
    };
    let table = format!(
        "<pre><code><table class=hljs-ln>{}a b</td></tr>{}\n</td></tr>{}  c</td></tr></table></code></pre>",
        rows("1"),
        rows("2"),
        rows("3")
    );
    assert_eq!(code(&table), expected);
}

#[test]
fn listings_need_no_pre() {
    let named = "<p>a<div class=code-block data-lang=http>GET /\n\n  x</div><p>b";
    assert_eq!(sketch(named), "p(a) code http(GET /\n\n  x) p(b)");
    let alone = "<div><code class='hl block'>one\n  two</code></div>";
    assert_eq!(sketch(alone), "code (one\n  two)");
    assert_eq!(sketch("<div data-lang=cs>one\ntwo</div>"), "p(one two)");
}

#[test]
fn listings_lose_numbers_and_buttons() {
    let hub = "<p>x<table class='highlight js-file-line-container' data-lang=go><tr><td class=blob-num data-line-number=1></td><td class=blob-code>a := 1</td></tr><tr><td class=blob-num data-line-number=2></td><td class=blob-code>b</td></tr></table>";
    assert_eq!(sketch(hub), "p(x) code go(a := 1\nb)");
    let gutter = "<div class=highlight-python><table class=highlighttable><tr><td class=linenos><div class=linenodiv><pre>1\n2</pre></div></td><td class=code><div><pre>a = 1\nb</pre></div></td></tr></table></div>";
    assert_eq!(sketch(gutter), "code python(a = 1\nb)");
    let copied = "<div class=code><button class=copy-btn>Copy</button><pre><span class=lineno>1</span> a <span class=number>5</span><div class=toolbar><a>Copy</a></div></pre></div>";
    assert_eq!(sketch(copied), "code ( a 5)");
}

#[test]
fn languages_are_read_from_what_highlighters_write() {
    let language = |html: &str| match content(html).nodes.pop().map(|node| node.part) {
        Some(Part::Code { language, .. }) => language,
        _ => None,
    };
    for html in [
        "<pre class='language-rust'><code>x y",
        "<pre><code class='hljs rust'>x y",
        "<pre><code class='lang-rust'>x y",
        "<div class='highlight highlight-source-rust'><pre>x y",
        "<div class='highlight-rust notranslate'><div class=highlight><pre>x y",
        "<pre class='brush: rust; gutter: false'>x y",
        "<pre data-lang=rust>x y",
        "<pre class='sourceCode rust'>x y",
        "<div class='language-rust highlighter-rouge'><div class=highlight><pre class=highlight><code>x y",
        "<pre class='prettyprint lang-rust'>x y",
    ] {
        assert_eq!(language(html).as_deref(), Some("rust"), "{html}");
    }
    for html in [
        "<pre class='code-block wide'>x y", "<pre class=language-none>x y",
        "<pre><code class=hljs>x y",
    ] {
        assert_eq!(language(html), None, "{html}");
    }
}

#[test]
fn posts_are_units_with_author_and_date() {
    let one = |name: &str| {
        format!(
            "<li class=comment><div class=comment-author><b class=fn>{name}</b> <span>says:</span></div><time datetime=2026-01-02T03:04:05Z>gone</time><p>I say {name}</p></li>"
        )
    };
    let html = format!("<p>a</p><ol>{}{}</ol>", one("Ann"), one("Bo"));
    assert_eq!(
        sketch(&html),
        "p(a) post(Ann 2026-01-02T03:04:05Z : p(I say Ann)) post(Bo 2026-01-02T03:04:05Z : p(I say Bo))"
    );
    assert_eq!(sketch(&format!("<ul>{}</ul>", one("Ann"))), "list([p(b<Ann> says:) p(I say Ann)])");
}

#[test]
fn headings_lose_the_links_that_edit_them() {
    let wiki = "<h2><span class=mw-headline>History</span><span class=mw-editsection>[<a href=/e>edit</a>]</span></h2><p>a";
    assert_eq!(sketch(wiki), "h2(History) p(a)");
    let docs = "<h2>Use<a class=headerlink href=#use>Link to this heading</a></h2><p>a";
    assert_eq!(sketch(docs), "h2(Use) p(a)");
    let whole = "<h2><a class=header-anchor href=#use><span>Use</span></a></h2><p>a";
    assert_eq!(sketch(whole), "h2(<Use->#use>) p(a)");
}

#[test]
fn a_post_does_not_repeat_its_author_and_date() {
    let post = |lines: &str| format!("<div class=comment><b class=fn>Ned</b>{lines}</div>");
    let time = "<time datetime=2024-10-12T19:41>Sat Oct 12, 2024 7:41 pm</time>";
    let html =
        post(&format!("<p>{time}</p><p>Dry as a biscuit.")) + &post(" wrote:<p>Ned is right.");
    let posts = content(&html);
    assert_eq!(
        nodes(&posts.nodes),
        "post(Ned 2024-10-12T19:41 : p(Dry as a biscuit.)) post(Ned ? : p(Ned is right.))"
    );
}

#[test]
fn switches_leave_things_out() {
    let html = "<p><b>a</b> <a href=/x>b</a> <img src=i.jpg></p><table><tr><th>c<td>d</table>";
    let with = |change: fn(&mut Options)| {
        let mut options = Options::default();
        change(&mut options);
        nodes(&content_with(html, &options).nodes)
    };
    let link = "<b->https://a.example/x>";
    assert_eq!(
        with(|options| options.links = false),
        "p(b<a> b !https://a.example/b/i.jpg) table(*c|d)"
    );
    assert_eq!(with(|options| options.images = false), format!("p(b<a> {link}) table(*c|d)"));
    assert_eq!(
        with(|options| options.tables = false),
        format!("p(b<a> {link} !https://a.example/b/i.jpg)")
    );
    assert_eq!(
        with(|options| options.formatting = false),
        format!("p(a {link} !https://a.example/b/i.jpg) table(*c|d)")
    );
}

#[test]
fn parts_know_their_blocks() {
    let found = content("<p>gone<p>a<ul><li>b<li>gone<li>c</ul><img src=i.jpg><pre>d</pre>");
    let blocks: Vec<_> = found.nodes.iter().map(|node| node.blocks.clone()).collect();
    assert_eq!(blocks, [vec![1], vec![2, 4], vec![], vec![5]]);
}

#[test]
fn vast_and_deep_pages_are_harmless() {
    let spans =
        "<tr><td colspan=9223372036854775808 rowspan=9223372036854775808>a<td>b".repeat(2_000);
    let node = content(&format!("<table>{spans}</table>")).nodes.pop();
    let Some(Part::Table(table)) = node.map(|node| node.part) else { panic!("no table") };
    let cells: usize = table.rows.iter().map(Vec::len).sum();
    assert!(cells <= Limits::default().table_cells, "{cells}");
    for piece in [
        "<ul><li>x", "<blockquote>x", "<ul>x", "<dl><dt>x<dd>", "<table><tr><td>x",
        "<details><summary>x</summary>", "<figure>x", "<div class='admonition note'>x",
        "<div class=comment>x", "<math><mrow>x",
    ] {
        let html = piece.repeat(10_000);
        let run = std::thread::Builder::new().stack_size(512 << 10);
        run.spawn(move || assert!(!content(&html).is_empty())).unwrap().join().unwrap();
    }
}
