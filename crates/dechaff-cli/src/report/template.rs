//! A text with places in it, and the hashes of what stands in a page.

use data_encoding::BASE64;
use sha2::{Digest, Sha256};

/// Puts a value into each `{{place}}` of a template that `value` knows. Values are not looked
/// through, so none can hold a place.
pub(super) fn filled(template: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, from)) = rest.split_once("{{") {
        filled.push_str(before);
        let place = from.split_once("}}").and_then(|(name, after)| Some((value(name)?, after)));
        rest = if let Some((value, after)) = place {
            filled.push_str(&value);
            after
        } else {
            filled.push_str("{{");
            from
        };
    }
    filled + rest
}

/// What a policy calls a style sheet or script that it allows.
pub(super) fn hash(text: &str) -> String {
    format!("sha256-{}", BASE64.encode(&Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_filled_once_and_others_stay() {
        let value = |place: &str| (place == "a").then(|| "{{a}}".to_owned());
        assert_eq!(filled("x {{a}} y {{b}} z {{", value), "x {{a}} y {{b}} z {{");
    }

    #[test]
    fn a_hash_is_as_policies_have_it() {
        // That of the empty text, as it is known.
        assert_eq!(hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
