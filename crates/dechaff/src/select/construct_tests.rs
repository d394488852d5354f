//! The passes that keep tables, listings and formulas.

use super::{Verdict, keep_surrounded, keep_whole};
use crate::Limits;
use crate::block::segment;
use crate::dom::{self, Document};
use crate::feature::{ClassGroups, Page};
use crate::lexicon::BlockHits;

/// The letters by which the blocks of `html` were decided, when the model keeps those that begin
/// with a capital: `m` for the model, or the first of the pass's name.
fn decided(html: &str, pass: fn(&Page<'_, '_>, &mut [Verdict])) -> String {
    let (html, _) = dom::parse(html, &Limits::default());
    let document = Document::new(&html);
    let blocks = segment(&document);
    let hits: Vec<BlockHits> = blocks.blocks.iter().map(|_| BlockHits::default()).collect();
    let groups = ClassGroups::read(include_str!("../../data/class_tokens.tsv")).unwrap();
    let page = Page::new(&document, &blocks, &hits, &groups);
    let is_capital = |text: &str| text.starts_with(char::is_uppercase);
    let mut verdicts: Vec<Verdict> =
        blocks.blocks.iter().map(|block| Verdict::by_model(is_capital(&block.text))).collect();
    pass(&page, &mut verdicts);
    let kept =
        |verdict: &Verdict| verdict.by.chars().next().filter(|_| verdict.keep).unwrap_or('-');
    verdicts.iter().map(kept).collect()
}

#[test]
fn a_listing_or_formula_between_kept_blocks_is_kept() {
    let listing = "<p>A<pre>b = 1</pre><p>C";
    assert_eq!(decided(listing, keep_surrounded), "msm");
    let formula = "<p>A<p><math display=block><mi>x</mi></math><p>C";
    assert_eq!(decided(formula, keep_surrounded), "msm");
    // Within the line it is part of a block, and a paragraph is neither.
    assert_eq!(decided("<p>A<p><math><mi>x</mi></math><p>C", keep_surrounded), "m-m");
    assert_eq!(decided("<p>A<p>b<p>C", keep_surrounded), "m-m");
    assert_eq!(
        decided("<p>A<p>b <math display=block><mi>x</mi></math> c<p>C", keep_surrounded),
        "m-m"
    );
}

#[test]
fn a_listing_at_the_edge_of_the_content_or_far_from_it_is_not() {
    assert_eq!(decided("<p>A<pre>b</pre>", keep_surrounded), "m-");
    assert_eq!(decided("<pre>b</pre><p>C", keep_surrounded), "-m");
    let far = "<p>A<p>b<p>b<p>b<p>b<p>b<p>b<pre>c</pre><p>D";
    assert_eq!(decided(far, keep_surrounded), "m-------m");
}

#[test]
fn all_lines_of_a_listing_are_kept_or_none() {
    let lines = "<p>A<pre><div>b</div><div>c</div></pre><p>D";
    assert_eq!(decided(lines, keep_surrounded), "mssm");
    // Of this one the model kept a line: that is for the pass `whole`.
    let parted = "<p>A<pre><div>b</div><div>C</div></pre><p>D";
    assert_eq!(decided(parted, keep_surrounded), "m-mm");
}

#[test]
fn a_table_or_listing_of_which_most_is_kept_is_kept_whole() {
    let table = "<table><tr><th>A<th>B<tr><td>C<td>d<tr><td>E<td>F</table>";
    assert_eq!(decided(table, keep_whole), "mmmwmm");
    assert_eq!(decided("<pre><div>A</div><div>b</div><div>C</div></pre>", keep_whole), "mwm");
    assert_eq!(decided("<pre><div>A</div><div>b</div><div>c</div></pre>", keep_whole), "m--");
    assert_eq!(decided("<ul><li>A<li>b<li>C</ul>", keep_whole), "m-m");
}
