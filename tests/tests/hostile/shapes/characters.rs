//! Characters that nobody sees, that turn the line round, or that are none.

use crate::shape::Shape;

const MIB: usize = 1 << 20;
const ALL: usize = 16 * MIB;

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("zero-width characters", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>text");
        page.fill(n - 64, "\u{200b}\u{200d}\u{feff}\u{2060}");
    })
    .grows(MIB),
    Shape::page("zero-width characters between letters", ALL, |page, n| {
        page.put("<meta charset=utf-8>");
        page.fill(n - 64, "a\u{200b}b\u{ad} ");
    })
    .grows(MIB),
    Shape::page("marks of direction", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>text");
        page.fill(n - 64, "\u{202e}a\u{202c}\u{2066}b\u{2069}\u{200f}");
    })
    .grows(MIB),
    Shape::page("marks over one letter", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>Za");
        page.fill(n - 64, "\u{301}\u{323}\u{489}");
    })
    .grows(MIB),
    Shape::page("ideographs, each a word", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>");
        page.fill(n - 64, "漢字仮名交文");
    })
    .grows(MIB),
    Shape::page("sentences of ideographs", ALL, |page, n| {
        page.put("<meta charset=utf-8>");
        page.fill(n - 64, "<p>漢字仮名交文。漢字、仮名。");
    })
    .grows(MIB / 2),
    Shape::page("emoji joined without end", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>text");
        page.fill(n - 64, "👩\u{200d}");
    })
    .grows(MIB),
    Shape::page("letters that grow in lower case", ALL, |page, n| {
        page.put("<meta charset=utf-8>");
        page.fill(n - 64, "<p>İİİİ ẞẞẞẞ ŉŉŉ");
    })
    .grows(MIB / 4),
    Shape::page("letters from right to left", ALL, |page, n| {
        page.put("<meta charset=utf-8>");
        page.fill(n - 64, "<p>שלום עולם، سلام");
    })
    .grows(MIB / 2),
    Shape::page("characters for private use, and none at all", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>text ");
        page.fill(n - 64, "\u{e000}\u{fffe}\u{ffff}\u{10ffff}\u{fffd}");
    })
    .grows(MIB),
    Shape::page("controls", ALL, |page, n| {
        page.put("<p>text ".repeat(1000));
        page.fill(n - 8192, "\u{1}\u{7f}\u{c}\u{b}a\u{1b}");
    })
    .grows(MIB),
    Shape::page("bytes that are no UTF-8", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>text ");
        (0..n / 8).for_each(|_| page.bytes(b"\xff\xfe\xc0\x80\xed\xa0\x80\xf5"));
    })
    .grows(MIB),
    Shape::page("UTF-8 cut within each character", ALL, |page, n| {
        page.put("<meta charset=utf-8><p>text ");
        (0..n / 8).for_each(|_| page.bytes(b"\xe2\x82a\xf0\x9f\x98b\xc3"));
    })
    .grows(MIB),
    Shape::page("UTF-16 of lone surrogates", ALL, |page, n| {
        page.bytes(b"\xff\xfe<\0p\0>\0a\0");
        (0..n / 8).for_each(|_| page.bytes(b"\x00\xd8\x00\xdc\x00\xdca\0"));
    })
    .grows(MIB),
    Shape::page("UTF-16 with an odd byte", ALL, |page, n| {
        page.bytes(b"\xfe\xff\0<\0p\0>\0a");
        (0..n / 8).for_each(|_| page.bytes(b"\0a\0b\0 \x4e\x00"));
        page.bytes(b"\0");
    })
    .grows(MIB),
    Shape::page("ISO-2022-JP of escapes", ALL, |page, n| {
        page.put("<meta charset=iso-2022-jp><p>text ");
        (0..n / 8).for_each(|_| page.bytes(b"\x1b$B\x1b(B$\x1b"));
    })
    .grows(MIB),
    Shape::page("GB 18030 of four bytes", ALL, |page, n| {
        page.put("<meta charset=gb18030><p>text ");
        (0..n / 8).for_each(|_| page.bytes(b"\x81\x30\x81\x30\xe3\x32\x9a\x35"));
    })
    .grows(MIB),
    Shape::page("every byte in turn", ALL, |page, n| {
        page.put("<p>text ".repeat(1000));
        let all: Vec<u8> = (0..=255).collect();
        (0..n / 256).for_each(|_| page.bytes(&all));
    }),
    Shape::page("marks of Markdown", ALL, |page, n| {
        page.put("<p>");
        page.fill(n - 64, "*_`[](#)!|\\~$^=+-. ");
    })
    .grows(MIB / 2),
    Shape::page("backticks in code", ALL, |page, n| {
        page.put("<p>Words and <code>");
        page.fill(n - 64, "``` `` `");
        page.put("</code>");
    })
    .grows(MIB / 2),
    Shape::page("signs of money and stress around every letter", 200_000, |page, n| {
        page.put("<p>");
        page.times(n, "<b>*a_</b><i>_b*</i><code>`</code>$c$");
    })
    .grows_by_us(5_000),
];
