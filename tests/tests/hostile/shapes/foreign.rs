//! Elements with rules of their own: drawings, formulas, templates, menus, frames.

use crate::shape::{Page, Shape};

const MILLION: usize = 1_000_000;

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("`svg` in `svg`", MILLION, |page, n| page.times(n, "<svg>a")).hits(&["depth"]),
    Shape::page("`svg` and `foreignObject` in turns", MILLION, |page, n| {
        page.times(n, "<svg><foreignObject>a");
    })
    .hits(&["depth"]),
    Shape::page("`math` in `math`", MILLION, |page, n| page.times(n, "<math><mi>a"))
        .hits(&["depth"]),
    Shape::page("rows of a formula", MILLION, |page, n| {
        page.put("<p>Words before <math>");
        page.times(n, "<mrow>");
    })
    .hits(&["depth"]),
    Shape::page("`template` in `template`", MILLION, |page, n| page.times(n, "<template>a"))
        .hits(&["depth"]),
    Shape::page("shadow roots in shadow roots", MILLION, |page, n| {
        page.times(n, "<div><template shadowrootmode=open>a");
    })
    .hits(&["depth"]),
    Shape::page("`noscript` in `noscript`", MILLION, |page, n| page.times(n, "<noscript>a"))
        .hits(&["depth"]),
    Shape::page("`select` in `select`", MILLION, |page, n| page.times(n, "<select><option>a")),
    Shape::page("options", MILLION, |page, n| {
        page.put("<select>");
        page.times(n, "<option>a");
    })
    .hits(&["nodes"])
    .grows(20_000),
    Shape::page("`frameset` in `frameset`", MILLION, |page, n| page.times(n, "<frameset>"))
        .hits(&["depth"]),
    Shape::page("frames", MILLION, |page, n| {
        page.put("<frameset>");
        page.times(n, "<frame src=a>");
    })
    .hits(&["nodes"])
    .grows(20_000),
    Shape::page("drawings that do not end", MILLION, |page, n| {
        page.times(n, "<svg><path d='a'/></p>");
    }),
    Shape::page("drawings that are none", MILLION, |page, n| {
        page.times(n, "<svg><path/>a<p>b");
    })
    .hits(&["nodes"])
    .grows(5_000),
    Shape::page("drawings", MILLION, |page, n| page.times(n, "<svg><path d='a'/></svg>b"))
        .hits(&["nodes"])
        .grows(20_000),
    Shape::page("one drawing of many shapes", MILLION, |page, n| {
        page.put("<p>Words before <svg>");
        page.times(n, "<path d=a />");
        page.put("</svg> words after.");
    })
    .hits(&["nodes"])
    .grows(50_000),
    Shape::page("styles in a drawing, each empty", MILLION, |page, n| {
        page.put("<svg>");
        page.times(n, "<style/>");
    })
    .hits(&["nodes"])
    .grows(20_000),
    Shape::page("scripts in a formula, each empty", MILLION, |page, n| {
        page.put("<math>");
        page.times(n, "<script/></b>");
    })
    .hits(&["nodes"])
    .grows(20_000),
    Shape::page("formulas", 200_000, |page, n| {
        page.times(n, "<p>x <math><mi>a</mi><mo>=</mo><mn>1</mn></math>");
    })
    .hits(&["nodes"])
    .grows(5_000),
    Shape::page("fractions in fractions, as deep as they may be", 2_000, |page, n| {
        page.each(n, |_| {
            let (open, close) = ("<mfrac><mi>a</mi>".repeat(200), "</mfrac>".repeat(200));
            format!("<p>Words <math>{open}<mi>b</mi>{close}</math>")
        });
    })
    .hits(&["nodes"])
    .grows(50),
    Shape::page("one formula of many letters", MILLION, |page, n| {
        page.put("<p>Words before <math><mrow>");
        page.times(n, "<mi>a</mi>");
        page.put("</mrow></math> and after it.");
    })
    .hits(&["nodes"])
    .grows(20_000),
    Shape::page("formulas as TeX", 4 << 20, |page, n| {
        page.put("<p>Words <script type='math/tex'>");
        page.fill(n, "\\frac{a}{");
        page.put("</script> and words.");
    })
    .grows(1 << 18),
    Shape::page("templates with prose", 20_000, |page, n| {
        page.times(n, "<template><p>It is a sentence of some words, and of some more.</template>");
    })
    .grows(4_000),
    Shape::page("dialogs, slots and portals", 100_000, |page, n| {
        mixed(page, n, &["<dialog open>", "<slot>", "<marquee>", "<search>", "<hgroup>"]);
    })
    .hits(&["depth"]),
];

fn mixed(page: &mut Page, n: usize, tags: &[&str]) {
    page.each(n, |at| format!("{}a", tags.get(at % tags.len()).copied().unwrap_or_default()));
}
