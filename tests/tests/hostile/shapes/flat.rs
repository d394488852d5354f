//! A great many things side by side.

use crate::shape::{Page, Shape};

const MANY: usize = 100_000;

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("100,000 `li`", MANY, |page, n| {
        page.put("<ul>");
        page.each(n, |at| format!("<li>item {at}"));
    })
    .grows_by_us(5_000),
    Shape::page("100,000 `p`", MANY, |page, n| page.each(n, |at| format!("<p>item {at}")))
        .grows_by_us(5_000),
    Shape::page("100,000 `p` of two sentences", MANY, |page, n| {
        page.each(n, |at| {
            format!("<p>The bridge of the year {at} was, as they say, a good one. It stood long.")
        });
    })
    .grows_by_us(5_000),
    Shape::page("100,000 times the same `p`", MANY, |page, n| {
        page.times(n, "<p>It is a sentence of some words, and of some more words than that.");
    })
    .grows_by_us(5_000),
    Shape::page("100,000 `a`", MANY, |page, n| {
        page.each(n, |at| format!("<a href=/{at}>link {at}</a> "));
    })
    .grows_by_us(5_000),
    Shape::page("100,000 `td`", MANY, |page, n| {
        page.put("<table><tr>");
        page.each(n, |at| format!("<td>cell {at}"));
    })
    .grows_by_us(5_000),
    Shape::page("100,000 `br`", MANY, |page, n| page.each(n, |at| format!("line {at}<br>")))
        .grows_by_us(10_000),
    Shape::page("100,000 times two `br`", MANY, |page, n| {
        page.each(n, |at| format!("line {at}<br><br>"));
    })
    .grows_by_us(5_000),
    Shape::page("1,000,000 blocks of one character", 1_000_000, |page, n| page.times(n, "<p>a"))
        .hits(&["nodes"])
        .grows_by_us(10_000),
    Shape::page("240,000 blocks of one character", 240_000, |page, n| {
        page.each(n, |at| format!("<p>{}", char::from(b'a' + (at % 26) as u8)));
    })
    .grows_by_us(10_000),
    Shape::page("words in elements of their own", 240_000, |page, n| {
        page.each(n, |at| format!("<b>w{at}</b> "));
    })
    .grows_by_us(10_000),
    Shape::page("headings", MANY, |page, n| {
        page.each(n, |at| format!("<h2 id=h{at}>Head {at}</h2>"));
    })
    .grows_by_us(5_000),
    Shape::page("headings over sentences", 50_000, |page, n| {
        page.each(n, |at| format!("<h2>Head {at}</h2><p>It was, as they say, a good year."));
    })
    .grows_by_us(4_000),
    Shape::page("images", MANY, |page, n| page.each(n, |at| format!("<img src={at}.jpg alt=a>")))
        .grows_by_us(10_000),
    Shape::page("images between sentences", 50_000, |page, n| {
        page.each(n, |at| format!("<p>It was a good year, as they say.<img src={at}.jpg>"));
    })
    .grows_by_us(4_000),
    Shape::page("figures", 50_000, |page, n| {
        page.each(n, |at| {
            format!("<figure><img src={at}.jpg><figcaption>Picture {at}</figcaption></figure>")
        });
    })
    .grows_by_us(4_000),
    Shape::page("definitions", MANY, |page, n| {
        page.put("<dl>");
        page.each(n, |at| format!("<dt>term {at}<dd>what it is"));
    })
    .grows_by_us(4_000),
    Shape::page("rules", 200_000, |page, n| {
        page.times(n / 2, "<hr>");
        page.put("<p>It was a good year, as they say.");
        page.times(n / 2, "<hr>");
    })
    .grows_by_us(20_000),
    Shape::page("lists of one item", MANY, |page, n| page.times(n, "<ul><li>a b</ul>"))
        .grows_by_us(4_000),
    Shape::page("cards", 20_000, |page, n| page.each(n, card)).grows_by_us(1_000),
    Shape::page("posts with authors and dates", 20_000, |page, n| {
        page.each(n, |at| {
            format!(
                "<article class=comment><span class=author>Name {at}</span><time>2024-01-02\
                 </time><p>It was, as they say, a good year for all of us.</article>"
            )
        });
    })
    .grows_by_us(1_000),
    Shape::page("notes and their marks", 20_000, |page, n| {
        page.each(n, |at| format!("<p>Some words.<sup><a href=#fn{at} id=r{at}>{at}</a></sup>"));
        page.put("<ol class=footnotes>");
        page.each(n, |at| format!("<li id=fn{at}>A note.<a href=#r{at}>back</a>"));
    })
    .grows_by_us(1_000),
    Shape::page("links to anchors that are not there", MANY, |page, n| {
        page.each(n, |at| format!("<p>Some words.<sup><a href=#fn{at}>{at}</a></sup>"));
    })
    .grows_by_us(2_000),
    Shape::page("lines of code in elements", MANY, |page, n| {
        page.put("<pre><code>");
        page.each(n, |at| format!("<span class=line><i class=no>{at}</i>let a = {at};\n</span>"));
    })
    .grows_by_us(5_000),
    Shape::page("callouts and details", 20_000, |page, n| {
        page.each(n, |at| {
            format!(
                "<div class='admonition note'><p class=admonition-title>Note<p>Some words {at}.\
                 </div><details><summary>More {at}</summary>Some words, and more.</details>"
            )
        });
    })
    .grows_by_us(1_000),
    Shape::page("fields", MANY, |page, n| page.times(n, "<label>Name<input></label> "))
        .grows_by_us(5_000),
    Shape::page("ruby", 40_000, |page, n| {
        page.times(n, "<ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>");
    })
    .grows_by_us(4_000),
    Shape::page("a base address of 1 MiB and 10,000 links", 10_000, |page, n| {
        long_base(page, 100 * n);
        page.each(n, |at| format!("<p>Some words and <a href=a{at}>a link</a> between them."));
    }),
    Shape::page("a base address of 1 MiB and 10,000 images", 10_000, |page, n| {
        long_base(page, 100 * n);
        page.each(n, |at| format!("<p>Some words and <img src=a{at}.jpg> a picture."));
    }),
    Shape::page("a base address of 4,000 bytes and 50,000 links", 50_000, |page, n| {
        long_base(page, 4_000);
        page.each(n, |at| format!("<p>Some words and <a href=a{at}>a link</a> between them."));
    })
    .hits(&["link_bytes"]),
    Shape::page("a link of 1 MiB around 20,000 runs", 20_000, |page, n| {
        page.put("<p>Some words <a href='http://a.example/");
        page.fill(50 * n, "abcdefgh/");
        page.put("'>");
        page.each(n, |at| format!("<b>b {at}</b> <i>i {at}</i> "));
    })
    .hits(&["link_bytes"]),
    Shape::page("links of 64 KiB", 250, |page, n| {
        page.each(n, |at| {
            format!("<p>Words and <a href=/{}{at}>a link</a> and words.", "a/../".repeat(13_000))
        });
    })
    .grows_by_us(20),
    Shape::page("pictures in their addresses", 16, |page, n| {
        let data = "A".repeat(1_000_000);
        page.each(n, |_| format!("<p>Words and <img src='data:image/png;base64,{data}'>."));
    })
    .hits(&[]),
];

fn card(at: usize) -> String {
    format!(
        "<div class=card><a href=/{at}><img src={at}.jpg><h3>Title {at}</h3></a>\
         <p>It was, as they say, a good year.</p><span>Read more</span></div>"
    )
}

fn long_base(page: &mut Page, bytes: usize) {
    page.put("<base href='http://a.example/");
    page.fill(bytes, "abcdefgh/");
    page.put("'>");
}
