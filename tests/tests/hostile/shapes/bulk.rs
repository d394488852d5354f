//! Sixteen MiB of one thing, and one of everything that never ends.

use crate::shape::{Page, Shape};

const MIB: usize = 1 << 20;
const ALL: usize = 16 * MIB;

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("more than 16 MiB", 17 * MIB, |page, n| page.fill(n, "<p>words and words</p>\n"))
        .hits(&["input_bytes"]),
    Shape::page("16 MiB of words", ALL, |page, n| page.fill(n, "word and word ")).grows(MIB),
    Shape::page("16 MiB of one word", ALL, |page, n| page.fill(n, "aaaaaaaa")).grows(MIB),
    Shape::page("16 MiB of white space", ALL, |page, n| {
        page.put("<p>a");
        page.fill(n - 8, " \n\t ");
        page.put("b");
    })
    .grows(MIB),
    Shape::page("5,000,000 words in one block", 5_000_000, |page, n| {
        page.put("<p>");
        page.times(n, "ab ");
    })
    .grows_by_us(500_000),
    Shape::page("entities by name", ALL, |page, n| page.fill(n, "&amp;")).grows(MIB / 4),
    Shape::page("entities by number", ALL, |page, n| page.fill(n, "&#x1F600;")).grows(MIB),
    Shape::page("entities that are none", ALL, |page, n| page.fill(n, "&notanentityatall"))
        .grows(MIB),
    Shape::page("lines of a paragraph", ALL, |page, n| unclosed(page, n, "<p>", "a\nb \n"))
        .grows(MIB),
    Shape::page("lines of a listing", ALL, |page, n| unclosed(page, n, "<pre>", "a\n")).grows(MIB),
    Shape::page("lines of code by entities", ALL, |page, n| {
        unclosed(page, n, "<pre><code>", "&lt;&#97;&gt; \n\t");
    })
    .grows(MIB),
    Shape::page("an entity's number without end", ALL, |page, n| {
        page.put("<p>text &#x");
        page.fill(n - 64, "99999999");
    })
    .grows(MIB),
    Shape::page("lone surrogates and beyond by number", ALL, |page, n| {
        page.fill(n, "&#xD800;&#55296;&#xDFFF;&#x110000;&#0;&#x80;");
    })
    .grows(MIB),
    Shape::page("NULs", ALL, |page, n| {
        page.put("<p>text</p>");
        page.put("It is a text before them, as long as what is looked at. ".repeat(100));
        page.fill(n - 8192, "\0\0\0\0");
    })
    .grows(MIB / 4),
    Shape::page("ampersands", ALL, |page, n| page.fill(n, "&&&&")).grows(MIB),
    Shape::page("less-than signs", ALL, |page, n| page.fill(n, "<<<<")).grows(MIB / 4),
    Shape::page("one comment", ALL, |page, n| unclosed(page, n, "<!--", "a -- b ->")).grows(MIB),
    Shape::page("comments", ALL, |page, n| page.fill(n, "a<!-- b -->")).grows(MIB),
    Shape::page("comments without end", ALL, |page, n| page.fill(n, "<!--")).grows(MIB),
    Shape::page("declarations", ALL, |page, n| page.fill(n, "<!DOCTYPE html PUBLIC 'a' \"b\">"))
        .hits(&["parse_steps"])
        .grows(MIB),
    Shape::page("sections of character data", ALL, |page, n| page.fill(n, "<![CDATA[a]]>"))
        .grows(MIB),
    Shape::page("processing instructions", ALL, |page, n| page.fill(n, "<?a b?>")).grows(MIB),
    Shape::page("ends of nothing", ALL, |page, n| page.fill(n, "</></ >")).grows(MIB),
    Shape::page("everything open", ALL, |page, n| page.fill(n, EVERYTHING)).hits(&["depth"]),
    Shape::page("`plaintext` without end", ALL, |page, n| {
        unclosed(page, n, "<plaintext>", "<p>a</p>");
    })
    .grows(MIB),
    Shape::page("`textarea` without end", ALL, |page, n| unclosed(page, n, "<textarea>", "<p>a"))
        .grows(MIB),
    Shape::page("`title` without end", ALL, |page, n| unclosed(page, n, "<title>", "<p>ab"))
        .grows(MIB),
    Shape::page("`script` without end", ALL, |page, n| unclosed(page, n, "<script>", "a</b>"))
        .grows(MIB),
    Shape::page("`script` with comments without end", ALL, |page, n| {
        unclosed(page, n, "<script>", "<!--<script>");
    })
    .grows(MIB),
    Shape::page("`style` without end", ALL, |page, n| unclosed(page, n, "<style>", "</styl>"))
        .grows(MIB),
    Shape::page("`xmp` without end", ALL, |page, n| unclosed(page, n, "<xmp>", "</xm>")).grows(MIB),
    Shape::page("`iframe` without end", ALL, |page, n| unclosed(page, n, "<iframe>", "<p>a"))
        .grows(MIB),
    Shape::page("scripts with nothing in them", ALL, |page, n| page.fill(n, "<script></script>"))
        .hits(&["nodes"])
        .grows(MIB / 4),
    Shape::page("scripts with a comment mark", ALL, |page, n| {
        page.fill(n, "<script><!--</script>");
    })
    .hits(&["nodes"])
    .grows(MIB / 4),
    Shape::page("scripts that push to a stream", ALL, |page, n| {
        page.fill(n, "<script>self.__next_f.push([1,\"2:[\\\"$\\\",\\\"p\\\"]\\n\"])</script>");
    })
    .grows(MIB / 4),
    Shape::page("one `pre` of 16 MiB", ALL, |page, n| unclosed(page, n, "<pre>", "let a = b;\n"))
        .grows(MIB / 2),
    Shape::page("random tags", 2_000_000, |page, n| {
        let pieces = super::random(3).take(n).filter_map(|byte| TAGS.get(usize::from(byte % 20)));
        pieces.for_each(|piece| page.put(piece));
    }),
    Shape::page("random letters", 4 * MIB, |page, n| {
        let letters = super::random(5).take(n).map(|byte| usize::from(byte % 40));
        letters.filter_map(|at| LETTERS.get(at)).for_each(|letter| page.bytes(&[*letter]));
    }),
    Shape::page("random bytes", 4 * MIB, |page, n| {
        page.put("<p>It begins as a text, so that it is taken for one.".repeat(100));
        super::random(7).take(n).for_each(|byte| page.bytes(&[byte]));
    }),
];

const EVERYTHING: &str = "<p><div><ul><li><table><tr><td><b><a href=x><h1><dl><dd><form><select>\
    <option>a<svg><math><template><button><pre><ruby><rt>";

const TAGS: [&str; 20] = [
    "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<td>", "<tr>", "<b>", "</b>",
    "<a href=x>", "</a>", "<svg>", "<math>", "<template>", "<select>", "<script>", "</script>",
    "word ", "<!--",
];

const LETTERS: &[u8] = b"<<<>>>&;\"'=/!-?[] \nabpdtrhl019#x\xc3\xa9";

fn unclosed(page: &mut Page, bytes: usize, start: &str, inside: &str) {
    page.put("<p>text</p>");
    page.put(start);
    page.fill(bytes - 64, inside);
}
