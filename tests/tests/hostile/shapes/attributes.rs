//! Attributes: many, long, twice, on elements that must collect them.

use crate::shape::Shape;

const MIB: usize = 1 << 20;

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("200,000 attributes of one element", 200_000, |page, n| {
        page.put("<p");
        page.each(n, |at| format!(" a{at}=x"));
        page.put(">text");
    })
    .grows(10_000),
    Shape::page("200,000 times the same attribute", 200_000, |page, n| {
        page.put("<p");
        page.times(n, " title=x");
        page.put(">text");
    })
    .grows(50_000),
    Shape::page("200,000 attributes, each twice", 200_000, |page, n| {
        page.put("<p");
        page.each(n / 2, |at| format!(" a{at} a{at}"));
        page.put(">text");
    })
    .grows(10_000),
    Shape::page("one attribute of 16 MiB", 16 * MIB, |page, n| {
        page.put("<p title=\"");
        page.fill(n - 64, "a b ");
        page.put("\">text");
    })
    .grows(MIB),
    Shape::page("a class of 16 MiB", 16 * MIB, |page, n| {
        page.put("<p class=\"");
        page.fill(n - 64, "a ");
        page.put("\">text");
    })
    .grows(MIB),
    Shape::page("200,000 classes around 60,000 blocks", 200_000, |page, n| {
        page.put("<div class=\"");
        page.each(n, |at| format!("n{}b ", letters(at)));
        page.put("\">");
        page.each(n * 3 / 10, |at| format!("<p>word {at}"));
    })
    .grows(10_000),
    Shape::page("another class for each of 200,000 blocks", 200_000, |page, n| {
        page.each(n, |at| format!("<p class=\"n{}b menu\" id=i{at}>word", letters(at)));
    })
    .grows(5_000),
    Shape::page("an attribute's value without end", 16 * MIB, |page, n| {
        page.put("<p>text<p title=\"");
        page.fill(n - 64, "<p>a");
    })
    .grows(MIB),
    Shape::page("one tag name of 16 MiB", 16 * MIB, |page, n| {
        page.put("<p>text<");
        page.fill(n - 64, "abcd");
        page.put(">text");
    })
    .grows(MIB),
    Shape::page("starts of tags without end", 16 * MIB, |page, n| page.fill(n, "<script "))
        .grows(MIB),
    Shape::page("`body` again and again, each with another attribute", 200_000, |page, n| {
        page.each(n, |at| format!("<body a{at}>"));
    })
    .grows(2_000),
    Shape::page("`html` again and again, each with another attribute", 200_000, |page, n| {
        page.each(n, |at| format!("<html a{at}>"));
    })
    .grows(2_000),
    Shape::page("200,000 attributes around 60,000 blocks", 200_000, |page, n| {
        page.put("<div");
        page.each(n, |at| format!(" data-{at}"));
        page.put(">");
        page.each(n * 3 / 10, |at| format!("<p>word {at}"));
    }),
    Shape::page("200,000 attributes of an image in each of 100 paragraphs", 200_000, |page, n| {
        page.each(100, |_| {
            let many: Vec<String> = (0..n / 100).map(|at| format!(" a{at}")).collect();
            format!("<p>Words before <img src=a.png{}> words after it.", many.concat())
        });
    })
    .grows(20_000),
    Shape::page("an image with 400,000 candidates", 400_000, |page, n| {
        page.put("<p>Words before <img srcset=\"");
        page.each(n, |at| format!("a{at}.png {at}w, "));
        page.put("\"> words after it.");
    })
    .grows(50_000),
    Shape::page("quotes and slashes between attributes", 16 * MIB, |page, n| {
        page.put("<p ");
        page.fill(n - 64, "'\"/= ");
        page.put(">text");
    })
    .hits(&[]),
];

/// A number as letters, so that names do not count as the same with other digits.
fn letters(number: usize) -> String {
    let letter = |number: usize| char::from(b'a' + (number % 26) as u8);
    [number, number / 26, number / 676, number / 17_576].map(letter).iter().collect()
}
