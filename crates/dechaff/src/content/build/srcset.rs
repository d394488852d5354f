//! The candidates of a `srcset`, by the HTML Standard.

/// The address of the candidate with the greatest width or density.
pub(super) fn best(srcset: &str) -> Option<&str> {
    let mut best: Option<(f64, &str)> = None;
    let mut rest = srcset;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        if rest.is_empty() {
            return best.map(|(_, address)| address);
        }
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, after) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        let (descriptor, after) = if bare.len() < address.len() {
            ("", after)
        } else {
            after.split_at(after.find(',').unwrap_or(after.len()))
        };
        rest = after;
        let size = size(descriptor);
        if best.is_none_or(|(greatest, _)| size > greatest) {
            best = Some((size, bare));
        }
    }
}

/// Pixels of width, or density, which is far smaller; one where nothing is said.
fn size(descriptor: &str) -> f64 {
    let mut sizes = descriptor.split_ascii_whitespace().filter_map(|word| {
        word.strip_suffix(['w', 'x']).and_then(|number| number.parse::<f64>().ok())
    });
    sizes.next().filter(|size| size.is_finite()).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::best;

    #[test]
    fn the_largest_candidate_is_best() {
        assert_eq!(best("a.jpg 320w, b.jpg 1024w,c.jpg 640w"), Some("b.jpg"));
        assert_eq!(best("a.jpg, b.jpg 1.5x, c.jpg 2x"), Some("c.jpg"));
        assert_eq!(
            best("/w_300,h_200/a.jpg 300w, /w_900,h_600/a.jpg 900w"),
            Some("/w_900,h_600/a.jpg")
        );
        assert_eq!(best(" a.jpg "), Some("a.jpg"));
        assert_eq!(best("a.jpg NaNw, b.jpg 2w"), Some("b.jpg"));
        assert_eq!((best(""), best(" , ,")), (None, None));
    }
}
