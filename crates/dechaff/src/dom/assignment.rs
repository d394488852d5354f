//! Scripts that do nothing but set a page's data: `window.__INITIAL_STATE__ = {...}`, or push a
//! piece of it, `self.__next_f.push([1, "..."])`.

/// Statements looked at before the one that sets the data.
const STATEMENTS: usize = 16;
/// The longest of those, and the longest left side of an assignment, in bytes.
const STATEMENT: usize = 256;
/// What the name of a page's data says. Other names are those of counters and advertising.
const NAMES: &[&str] = &[
    "apollo", "article", "content", "context", "data", "initial", "nuxt", "post", "preload",
    "props", "state", "store", "story",
];
/// Names that say so too and hold no text: the events of analytics.
const NOT_NAMES: &[&str] = &["layer", "config"];

/// The JSON that a script begins with once its name is known as that of a page's data. What
/// follows the JSON is not cut off. Looks at the first few hundred bytes alone.
pub(crate) fn assigned_json(script: &str) -> Option<&str> {
    let mut rest = script.trim_start().trim_start_matches("//").trim_start();
    rest = rest.strip_prefix("<![CDATA[").unwrap_or(rest).trim_start();
    for _ in 0..STATEMENTS {
        let (name, value) = split_near(rest, '=')?;
        let value = value.trim_start();
        let value = value.strip_prefix("JSON.parse(").map_or(value, str::trim_start);
        if is_name_of_data(name) && value.starts_with(['{', '[', '"']) {
            return Some(value);
        }
        rest = split_near(rest, ';')?.1.trim_start();
    }
    None
}

/// What a script pushes that does nothing but push a piece of a page's data, as Next.js does.
pub(crate) fn pushed_json(script: &str) -> Option<&str> {
    script.strip_prefix("self.__next_f.push(")
}

/// Splits at the first `mark` if it stands within the bounds of a statement.
fn split_near(text: &str, mark: char) -> Option<(&str, &str)> {
    let at = text.bytes().take(STATEMENT).position(|byte| char::from(byte) == mark)?;
    let (before, rest) = text.split_at(at);
    Some((before, rest.strip_prefix(mark)?))
}

fn is_name_of_data(left: &str) -> bool {
    let name = left.trim().to_ascii_lowercase();
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_$. []\"'".contains(&byte);
    name.bytes().all(plain)
        && NAMES.iter().any(|part| name.contains(part))
        && !NOT_NAMES.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::assigned_json;

    #[test]
    fn data_that_a_script_sets_is_found() {
        let found = |script| assigned_json(script).map(|json| json.split_at(1).0);
        assert_eq!(found("window.__INITIAL_STATE__ = {\"a\":1};"), Some("{"));
        assert_eq!(found(" var pageData=[1]"), Some("["));
        assert_eq!(found("window[\"__APOLLO_STATE__\"]=JSON.parse(\"{}\")"), Some("\""));
        assert_eq!(found("//<![CDATA[\nwindow.__STATE__ = {}\n//]]>"), Some("{"));
        let fusion = "window.Fusion=window.Fusion||{};Fusion.path=\"/pf\";Fusion.globalContent={}";
        assert_eq!(found(fusion), Some("{"));
    }

    #[test]
    fn programs_and_counters_are_not() {
        assert_eq!(assigned_json("window.dataLayer = [{}]"), None);
        assert_eq!(assigned_json("(function(){var state={}})()"), None);
        assert_eq!(assigned_json("state = load()"), None);
        assert_eq!(assigned_json("if (a == b) { state = {} }"), None);
        assert_eq!(assigned_json(""), None);
        assert_eq!(assigned_json(&"x;".repeat(1 << 20)), None);
        assert_eq!(assigned_json(&"é=".repeat(1 << 20)), None);
    }
}
