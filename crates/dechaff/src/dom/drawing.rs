//! Passing over what `<svg>` elements hold: shapes, about a fifth of a modern page's markup, of
//! which no stage reads anything.

use memchr::{memchr, memmem};

/// The elements of plain drawings, in lower case. None is also an element of HTML that would end
/// the drawing.
const SHAPES: [&str; 21] = [
    "path", "g", "circle", "rect", "polygon", "polyline", "line", "ellipse", "use", "defs",
    "symbol", "title", "desc", "lineargradient", "radialgradient", "stop", "clippath", "mask",
    "text", "tspan", "style",
];

/// Where the drawings of a text end.
#[derive(Debug, Default)]
pub(super) struct Drawings {
    /// How much of the text was left at the next end tag, once it was looked for; zero for none.
    left: Option<usize>,
}

impl Drawings {
    /// Where the inside of an `<svg>` ends that `rest` begins with: at the next end tag, if only
    /// well-formed shapes stand before it; else zero.
    ///
    /// The end tag is looked for once, however many drawings begin before it.
    pub(super) fn end(&mut self, rest: &str) -> u32 {
        let known = self.left.filter(|&left| left <= rest.len());
        let left = known.unwrap_or_else(|| {
            memmem::find(rest.as_bytes(), b"</svg").map_or(0, |end| rest.len() - end)
        });
        self.left = Some(left);
        let end = rest.len() - left;
        let inside = rest.as_bytes().get(..end).unwrap_or_default();
        if left > 0 && is_plain(inside) { end as u32 } else { 0 }
    }
}

/// Whether there are only well-formed shapes: no parser could read anything else out of them.
fn is_plain(inside: &[u8]) -> bool {
    let mut open: Vec<usize> = Vec::new();
    let mut rest = inside;
    while let Some(at) = memchr(b'<', rest) {
        let Some(tag) = rest.get(at + 1..).and_then(Tag::read) else {
            return false;
        };
        // In a title or description HTML may stand.
        let top = open.last().copied();
        let in_words = top.and_then(|top| SHAPES.get(top)).is_some_and(|top| is_words(top));
        if tag.closes {
            if open.pop() != Some(tag.shape) {
                return false;
            }
        } else if in_words {
            return false;
        } else if !tag.is_empty {
            open.push(tag.shape);
        }
        rest = tag.rest;
    }
    true
}

fn is_words(name: &str) -> bool {
    matches!(name, "title" | "desc")
}

struct Tag<'t> {
    /// Place in `SHAPES`.
    shape: usize,
    closes: bool,
    is_empty: bool,
    /// What comes after it.
    rest: &'t [u8],
}

impl<'t> Tag<'t> {
    /// Reads a tag after its `<`, in the strictest form.
    fn read(text: &'t [u8]) -> Option<Self> {
        let closes = text.first() == Some(&b'/');
        let text = text.get(usize::from(closes)..)?;
        let (name, mut rest) = split(text, u8::is_ascii_alphanumeric);
        let shape = SHAPES.iter().position(|shape| name.eq_ignore_ascii_case(shape.as_bytes()))?;
        loop {
            let (gap, after) = split(rest, u8::is_ascii_whitespace);
            match after {
                [b'>', rest @ ..] => return Some(Self { shape, closes, is_empty: false, rest }),
                [b'/', b'>', rest @ ..] => {
                    return Some(Self { shape, closes, is_empty: true, rest });
                }
                _ if gap.is_empty() || closes => return None,
                _ => rest = after_attribute(after)?,
            }
        }
    }
}

/// What comes after an attribute with a quoted value, or without one.
fn after_attribute(text: &[u8]) -> Option<&[u8]> {
    let is_name =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.');
    let (name, rest) = split(text, is_name);
    if name.is_empty() {
        return None;
    }
    match rest {
        [b'=', quote @ (b'"' | b'\''), value @ ..] => value.get(memchr(*quote, value)? + 1..),
        [b'>' | b'/', ..] => Some(rest),
        [byte, ..] if byte.is_ascii_whitespace() => Some(rest),
        _ => None,
    }
}

/// Cuts a text after the bytes at its beginning for which `holds`.
fn split(text: &[u8], holds: impl Fn(&u8) -> bool) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| !holds(byte)).unwrap_or(text.len());
    text.split_at_checked(end).unwrap_or((text, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_well_formed_shapes_are_plain() {
        for plain in [
            "",
            "<path d='M0 0'/>",
            "<g fill=\"a>b\" hidden><title>A b</title>\n<linearGradient x:y-z='1'/></g >",
        ] {
            assert!(is_plain(plain.as_bytes()), "{plain}");
        }
        for other in [
            "<p>", "<a>", "<!-- -->", "<svg>", "<foreignObject>", "<path d=a>", "<path d='a",
            "<path d='a'b='c'>", "<path a='b'='c>d'>", "</g>", "<g></path>",
            "<title><g></g></title>", "<path/ >", "<",
        ] {
            assert!(!is_plain(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn the_end_is_found_for_each_drawing() {
        let mut drawings = Drawings::default();
        assert_eq!(drawings.end("<g/></svg><svg><b></b></svg>a"), 4);
        assert_eq!(drawings.end("<b></b></svg>a"), 0);
        assert_eq!(drawings.end("<g/></svg>a"), 4);
        assert_eq!(drawings.end("a"), 0);
        assert_eq!(drawings.left, Some(0));
    }
}
