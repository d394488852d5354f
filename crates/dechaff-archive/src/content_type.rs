//! What a `Content-Type` header says.

/// The type of a body and the encoding declared with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentType {
    /// `type/subtype` in lower case; none when the header is absent or senseless.
    pub essence: Option<String>,
    /// The `charset` parameter as it was written.
    pub charset: Option<String>,
}

impl ContentType {
    /// Reads the value of one header.
    pub fn parse(header: &str) -> Self {
        let (essence, parameters) = header.split_once(';').unwrap_or((header, ""));
        let essence = essence.trim().to_ascii_lowercase();
        let well_formed = essence
            .split_once('/')
            .is_some_and(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty());
        if !well_formed {
            return Self::default();
        }
        Self { essence: Some(essence), charset: charset(parameters) }
    }
}

fn charset(mut parameters: &str) -> Option<String> {
    while !parameters.is_empty() {
        let end = end_of_parameter(parameters);
        let parameter = parameters.get(..end).unwrap_or_default();
        parameters = parameters.get(end + 1..).unwrap_or_default();
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        if name.trim().eq_ignore_ascii_case("charset") {
            // Single quotes mean nothing here, yet servers write them.
            let value = value.trim().trim_matches(['"', '\'']).trim();
            return (!value.is_empty()).then(|| value.to_owned());
        }
    }
    None
}

/// Where the first parameter ends: at a semicolon that is not in quotes.
fn end_of_parameter(parameters: &str) -> usize {
    let mut quoted = false;
    parameters
        .bytes()
        .position(|byte| {
            quoted ^= byte == b'"';
            byte == b';' && !quoted
        })
        .unwrap_or(parameters.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn charset_in(header: &str) -> Option<String> {
        ContentType::parse(header).charset
    }

    #[test]
    fn charsets_are_found_in_any_dress() {
        for header in [
            "text/html; charset=koi8-r",
            "text/html;Charset=\"koi8-r\"",
            "text/html; q=1; charset='koi8-r' ; x=y",
            "text/html; title=\"a;charset=b\"; charset=koi8-r",
        ] {
            assert_eq!(charset_in(header).as_deref(), Some("koi8-r"), "{header}");
        }
        for header in ["text/html", "text/html; charset=", "text/html; charset=\"\"", "text/html;;"]
        {
            assert_eq!(charset_in(header), None, "{header}");
        }
    }
}
