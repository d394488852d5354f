//! The names around a block and the words of it, as hashed tokens for the linear part of the
//! model (feature hashing: Weinberger et al., "Feature hashing for large scale multitask
//! learning", ICML 2009).
//!
//! Class names such as `product-description` say more than any list of ours can hold, and short
//! texts such as "Add to basket" are the same on many sites. What is learned of them is a table
//! of weights, one for each hash; no name or word is stored.

use super::{Page, section};
use crate::dom::NodeIndex;
use crate::word;

/// How many places the table of weights has.
pub const PLACES: usize = 1 << PLACE_BITS;
const PLACE_BITS: u32 = 19;

/// How near an element is to the block's text, or what else a token is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    /// The element right around the text and the one around that.
    Near,
    /// The three elements around those.
    Middle,
    /// All elements beyond.
    Far,
    /// The block's own words, when they are few.
    Word,
    /// The words of the heading that the block stands under.
    Heading,
    /// The block's size, links and end.
    Shape,
}

/// Steps from the text up to which an element is near, and in the middle.
const NEAR: usize = 2;
const MIDDLE: usize = 5;

/// A block of more words than this is known by its shape, not by its words.
const FEW_WORDS: usize = 8;

/// Of a heading this many words are read.
const HEADING_WORDS: usize = 12;

/// The place of a token in the table of weights.
fn place(token: u64, role: Role) -> u32 {
    let mixed = (token ^ (role as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
        .wrapping_mul(0xff51_afd7_ed55_8ccd);
    (mixed >> (64 - PLACE_BITS)) as u32
}

/// The sums of the weights of one element's names, in each role; `far` is with those of all
/// elements around.
#[derive(Debug, Clone, Copy, Default)]
struct NameSums {
    near: f32,
    middle: f32,
    far: f32,
}

/// The tokens of a page's blocks.
pub(super) struct Tokens<'t, 'p, 'a> {
    pub(super) page: &'t Page<'p, 'a>,
    pub(super) section: &'t section::Section,
}

impl Tokens<'_, '_, '_> {
    /// The sum of the weights of each block's tokens.
    pub(super) fn sums(&self, weight: impl Fn(u32) -> f32) -> Vec<f32> {
        let page = self.page;
        let nodes = page.document.nodes();
        // Once for each element, however many blocks it holds and names it has.
        let mut own = vec![NameSums::default(); nodes.len()];
        for (index, node) in nodes.iter().enumerate().skip(1) {
            let index = index as NodeIndex;
            if !page.layout.has_blocks(index) {
                continue;
            }
            let sum = |role: Role| -> f32 {
                page.names.tokens(index).iter().map(|&token| weight(place(token, role))).sum()
            };
            // A parent comes before its children, so each adds its own to what the parent has.
            let above = own.get(node.parent as usize).map_or(0.0, |sums| sums.far);
            let (near, middle) = (sum(Role::Near), sum(Role::Middle));
            if let Some(slot) = own.get_mut(index as usize) {
                *slot = NameSums { near, middle, far: above + sum(Role::Far) };
            }
        }
        let mut sums = Vec::with_capacity(page.stats.len());
        for block in 0..page.stats.len() {
            let mut total = 0.0;
            for (step, element) in path(page, block).take(MIDDLE + 1).enumerate() {
                let own = own.get(element as usize).copied().unwrap_or_default();
                total += match step {
                    0..NEAR => own.near,
                    NEAR..MIDDLE => own.middle,
                    _ => own.far,
                };
            }
            own_tokens(page, self.section, block, |place| total += weight(place));
            sums.push(total);
        }
        sums
    }

    /// The places of one block's tokens, as training reads them: the sum of their weights is the
    /// block's sum.
    pub(super) fn places(&self, block: usize) -> Vec<u32> {
        let page = self.page;
        let mut places = Vec::new();
        for (step, element) in path(page, block).enumerate() {
            let role = match step {
                0..NEAR => Role::Near,
                NEAR..MIDDLE => Role::Middle,
                _ => Role::Far,
            };
            places.extend(page.names.tokens(element).iter().map(|&token| place(token, role)));
        }
        own_tokens(page, self.section, block, |place| places.push(place));
        places
    }
}

/// The elements around a block's text, from the inside.
fn path<'p>(page: &'p Page<'_, '_>, block: usize) -> impl Iterator<Item = NodeIndex> + 'p {
    let inner = page.document.node(page.stats(block).first).parent;
    std::iter::once(inner).filter(|&inner| inner != 0).chain(page.document.ancestors(inner))
}

/// Adds the places of the tokens that are the block's own or its heading's.
fn own_tokens(
    page: &Page<'_, '_>,
    section: &section::Section,
    block: usize,
    mut add: impl FnMut(u32),
) {
    let words = page.hashes_of(block);
    if words.len() <= FEW_WORDS {
        for &word in words {
            add(place(word, Role::Word));
        }
    }
    if let Some((_, _, heading)) = section.heading_of(page, block) {
        let words = page.hashes_of(heading);
        let words = words.get(..words.len().min(HEADING_WORDS)).unwrap_or_default();
        for &word in words {
            add(place(word, Role::Heading));
        }
        let whole =
            words.iter().fold(word::FNV_OFFSET, |state, &word| word::join_hash(state, word));
        add(place(whole, Role::Heading));
    }
    let stats = page.stats(block);
    let size = (stats.size.max(1.0).log2() as u64).min(12);
    let links = (stats.link_density * 3.99) as u64;
    let end = u64::from(stats.ends_sentence);
    add(place(word::join_hash(word::FNV_OFFSET, size * 8 + links * 2 + end), Role::Shape));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Measurer;
    use crate::feature::{Measures, PageRows};

    const PAGE: &str = "<body class='single post'><nav id=top><ul><li class='menu-item'><a>Home</a>
        <li class='menu-item'><a>News</a></ul></nav><div class=productDescription><section>
        <h2>About it</h2><div><div><p class=lead>A bridge of stone, wide enough for two.</p></div>
        </div></section></div></body>";

    fn with_page<T>(html: &str, look: impl FnOnce(&Page<'_, '_>, &Measures<'_, '_, '_>) -> T) -> T {
        let (html, _) = crate::dom::parse(html, &crate::Limits::default());
        Measurer::new().unwrap().with_page(&html, look)
    }

    #[test]
    fn the_sum_of_a_block_is_that_of_the_weights_at_its_places() {
        let weight = |place: u32| (place % 17) as f32 - 8.0;
        with_page(PAGE, |_, measures| {
            let sums = measures.token_sums(weight);
            let places = measures.token_places();
            assert_eq!(sums.len(), 4);
            for (sum, places) in sums.iter().zip(places) {
                let expected: f32 = places.into_iter().map(weight).sum();
                assert!((sum - expected).abs() < 1e-3, "{sum} {expected}");
            }
        });
    }
}
