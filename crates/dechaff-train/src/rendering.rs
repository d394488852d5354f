//! A page's blocks as plain text, in the ways that tools write it.

use dechaff::block::TextBlock;

/// Columns that lines are wrapped at.
const WIDTH: usize = 80;

/// The renderings that the model for texts learns from, with their weights; `number` chooses among them, the same
/// for the same page.
pub(crate) fn all(blocks: &[TextBlock], number: u64) -> Vec<(f32, String)> {
    let all: Vec<&TextBlock> = blocks.iter().collect();
    let gap = if number.is_multiple_of(2) { "\n\n" } else { "\n" };
    // What a weak extractor leaves: it knows links, and little else.
    let unlinked: Vec<&TextBlock> =
        blocks.iter().filter(|block| block.link_density() < 0.5).collect();
    let further = match number / 2 % 4 {
        0 => marked(&all),
        1 => wrapped(&all),
        2 => joined(&all),
        _ => lines(&all, if number.is_multiple_of(2) { "\n" } else { "\n\n" }),
    };
    vec![(1.0, lines(&all, gap)), (0.5, lines(&unlinked, gap)), (0.5, further)]
}

fn line(block: &TextBlock) -> String {
    block.text.replace('\n', " ")
}

fn lines(blocks: &[&TextBlock], gap: &str) -> String {
    blocks.iter().map(|block| line(block)).collect::<Vec<_>>().join(gap)
}

/// Short links as the items of a list, paragraphs apart.
fn marked(blocks: &[&TextBlock]) -> String {
    let mut text = String::new();
    for block in blocks {
        let item = block.link_density() >= 0.5 && block.words < 12;
        text.push_str(if item { "* " } else { "\n" });
        text.push_str(&line(block));
        text.push('\n');
    }
    text
}

/// Lines of a terminal's width.
fn wrapped(blocks: &[&TextBlock]) -> String {
    let mut text = String::new();
    for block in blocks {
        let mut column = 0;
        for word in line(block).split(' ') {
            let width = word.chars().count();
            if column > 0 {
                let full = column + 1 + width > WIDTH;
                text.push(if full { '\n' } else { ' ' });
                column = if full { 0 } else { column + 1 };
            }
            text.push_str(word);
            column += width;
        }
        text.push_str(if block.words < 12 { "\n" } else { "\n\n" });
    }
    text
}

/// Short blocks that follow each other on one line, as of inline elements.
fn joined(blocks: &[&TextBlock]) -> String {
    let mut text = String::new();
    let mut open = 0;
    for block in blocks {
        let short = block.words <= 3;
        let goes_on = short && open > 0 && open < 8;
        if !text.is_empty() {
            text.push_str(if goes_on { " " } else { "\n" });
        }
        text.push_str(&line(block));
        open = if short { open + 1 } else { 0 };
        if open >= 8 {
            open = 0;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_lost() {
        let text = "Home\nNews\nA paragraph of the page that is long enough to be wrapped at \
                    eighty columns, once at the least.";
        let blocks = dechaff::block::plain::segment(text, 9).0;
        let words = |text: &str| dechaff::word::words(text).map(str::to_owned).collect::<Vec<_>>();
        for number in 0..8 {
            for (_, rendered) in all(&blocks, number) {
                assert_eq!(words(&rendered), words(text), "{number}");
            }
        }
    }
}
