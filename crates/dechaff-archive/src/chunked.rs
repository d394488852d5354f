//! The chunked transfer coding, as archives hold it: sometimes named and not there.

use memchr::memchr;

/// Takes the chunks of a body together; none where it is not in chunks at all, for some writers
/// undo them and leave the header as it was. A body that breaks off is taken as far as it goes.
pub(crate) fn joined(body: &[u8]) -> Option<Vec<u8>> {
    let mut rest = body;
    let mut whole = Vec::with_capacity(body.len());
    let mut first = true;
    loop {
        let size = memchr(b'\n', rest).and_then(|end| {
            let line = rest.get(..end)?;
            rest = rest.get(end + 1..)?;
            size_of(line)
        });
        let Some(size) = size else { return (!first).then_some(whole) };
        first = false;
        if size == 0 {
            return Some(whole);
        }
        let end = size.min(rest.len());
        whole.extend_from_slice(rest.get(..end).unwrap_or_default());
        rest = rest.get(end..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

fn size_of(line: &[u8]) -> Option<usize> {
    let text = std::str::from_utf8(line).ok()?;
    let digits = text.split(';').next()?.trim();
    usize::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_what_is_not_in_chunks_is_left() {
        let body = b"4\r\nSalt\r\n6;ext=1\r\n water\r\n0\r\nTrailer: x\r\n\r\n";
        assert_eq!(joined(body).unwrap(), b"Salt water");
        assert_eq!(joined(b"<html>\n<p>no chunks</p>"), None);
        assert_eq!(joined(b""), None);
    }

    #[test]
    fn a_body_that_breaks_off_is_taken_as_far_as_it_goes() {
        assert_eq!(joined(b"4\r\nSalt\r\nff\r\n wat").unwrap(), b"Salt wat");
        assert_eq!(joined(b"4\r\nSalt\r\nnonsense").unwrap(), b"Salt");
        assert_eq!(joined(b"ffffffffffffffff\r\nx").unwrap(), b"x");
    }
}
