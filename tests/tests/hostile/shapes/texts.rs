//! Plain texts.

use crate::shape::Shape;

const MIB: usize = 1 << 20;
const ALL: usize = 16 * MIB;

pub(super) const SHAPES: &[Shape] = &[
    Shape::text("one line of 16 MiB", ALL, |page, n| page.fill(n, "word and word "))
        .grows_by_us(MIB),
    Shape::text("one word of 16 MiB", ALL, |page, n| page.fill(n, "aaaaaaaa")).grows_by_us(MIB),
    Shape::text("8 million lines of one character", 8_000_000, |page, n| page.times(n, "a\n"))
        .hits(&["nodes"])
        .grows_by_us(20_000),
    Shape::text("480,000 lines of one character", 480_000, |page, n| page.times(n, "a\n"))
        .grows_by_us(20_000),
    Shape::text("16 million empty lines", ALL, |page, n| {
        page.put("a line of text\n");
        page.fill(n - 64, "\n\n\n\n");
        page.put("another");
    })
    .grows_by_us(MIB),
    Shape::text("lines that end in all ways", ALL, |page, n| {
        page.fill(n, "a\rb\r\nc\u{b}d\u{c}\u{85}");
    })
    .hits(&["nodes"])
    .grows_by_us(MIB / 4),
    Shape::text("the same sentence on each line", ALL, |page, n| {
        page.fill(n, "It is a sentence of some words, and of some more words than that.\n");
    })
    .grows_by_us(MIB),
    Shape::text("another sentence on each line", 200_000, |page, n| {
        page.each(n, |at| {
            format!("The bridge of the year {at} was, as they say, a good one. It stood long.\n")
        });
    })
    .grows_by_us(10_000),
    Shape::text("another word on each line", 480_000, |page, n| {
        page.each(n, |at| format!("w{at}\n"));
    })
    .grows_by_us(20_000),
    Shape::text("two patterns in turns", 240_000, |page, n| {
        page.each(n, |at| format!("Title {at}\nby Ana Berg, 2 January 2024\n\n"));
    })
    .grows_by_us(10_000),
    // Its bytes grow with the square of its lines.
    Shape::text("indented ever deeper", 4_000, |page, n| {
        page.each(n, |at| format!("{}a word\n", " ".repeat(at)));
    }),
    Shape::text("lines of marks", ALL, |page, n| page.fill(n, "* - + | # > 1. [x]\n"))
        .grows_by_us(MIB / 4),
    Shape::text("a rule between all lines", 240_000, |page, n| page.times(n, "a word\n-----\n"))
        .grows_by_us(10_000),
    Shape::text("a request for money on each line", 200_000, |page, n| {
        page.put("Dear reader,\n");
        page.times(n, "Please donate today, and subscribe to our newsletter.\n");
    })
    .grows_by_us(10_000),
    Shape::text("ideographs", ALL, |page, n| page.fill(n, "漢字仮名交文。\n")).grows_by_us(MIB / 2),
    Shape::text("NULs between words", ALL, |page, n| page.fill(n, "word\0 and\0\n"))
        .grows_by_us(MIB / 2),
    Shape::text("bytes that are no UTF-8", ALL, |page, n| {
        page.put("A text that begins well.\n");
        (0..n / 8).for_each(|_| page.bytes(b"a\xff\xfe b\xc0\n\xed"));
    })
    .grows_by_us(MIB / 4),
    Shape::text("random bytes", 4 * MIB, |page, n| {
        page.put("It begins as a text, so that it is taken for one.\n".repeat(100));
        super::random(9).take(n).for_each(|byte| page.bytes(&[byte]));
    }),
    Shape::text("tags in a text", ALL, |page, n| page.fill(n, "a <p> b </p> &amp; <b\n"))
        .grows_by_us(MIB / 2),
];
