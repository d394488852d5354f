//! The header of a WARC record.

/// What stands before a record's block.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RecordHeader {
    fields: Vec<(String, String)>,
}

impl RecordHeader {
    /// Reads the lines after the first, which names the version.
    pub(crate) fn parse(lines: &[u8]) -> Self {
        let text = String::from_utf8_lossy(lines);
        let mut fields: Vec<(String, String)> = Vec::new();
        for line in text.lines() {
            if line.starts_with([' ', '\t'])
                && let Some((_, value)) = fields.last_mut()
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Self { fields }
    }

    /// The value of a field, by its name in any case.
    pub fn get(&self, name: &str) -> Option<&str> {
        let found = self.fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// What sort of record this is, such as `response`, in lower case.
    pub fn kind(&self) -> String {
        self.get("WARC-Type").unwrap_or_default().to_ascii_lowercase()
    }

    /// The address that the record is about.
    pub fn target(&self) -> Option<&str> {
        // Older writers put it between angle brackets.
        let target = self.get("WARC-Target-URI")?;
        let inner = target.strip_prefix('<').and_then(|rest| rest.strip_suffix('>'));
        Some(inner.unwrap_or(target))
    }

    /// How long the block is, as the header has it.
    pub(crate) fn length(&self) -> Option<u64> {
        self.get("Content-Length")?.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_in_any_case_and_over_several_lines() {
        let header = RecordHeader::parse(
            b"warc-type: Response\r\nWARC-Target-URI: <http://a.test/>\r\nX-Long: one\r\n two\r\n\
              Content-length: 12\r\nnonsense\r\n",
        );
        assert_eq!(header.kind(), "response");
        assert_eq!(header.target(), Some("http://a.test/"));
        assert_eq!(header.get("x-long"), Some("one two"));
        assert_eq!(header.length(), Some(12));
    }
}
