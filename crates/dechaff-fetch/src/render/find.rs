//! Where the browser is.

use std::env;
use std::path::{Path, PathBuf};

/// Names it goes by on the search path, the most fitting first.
const NAMES: [&str; 6] = [
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome",
    "chrome-headless-shell",
];

/// Where it is on systems that keep programs elsewhere.
const PLACES: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The browser that was named, or else the first under a usual name; the error
/// says what was looked for.
pub(super) fn browser(named: Option<&Path>) -> Result<PathBuf, String> {
    if let Some(named) = named {
        // A bare name is looked for as a shell would.
        let found = if named.components().count() > 1 {
            named.is_file().then(|| named.to_owned())
        } else {
            on_path(named)
        };
        return found.ok_or_else(|| format!("there is no browser at {}", named.display()));
    }
    let usual = NAMES.iter().find_map(|name| on_path(Path::new(name)));
    let found = usual.or_else(|| PLACES.iter().map(PathBuf::from).find(|place| place.is_file()));
    found.ok_or_else(|| format!("no Chromium found under any of its names ({})", NAMES.join(", ")))
}

fn on_path(name: &Path) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_that_is_named_and_missing_is_no_reason_to_take_another() {
        let error = browser(Some(Path::new("/nowhere/chromium"))).unwrap_err();
        assert_eq!(error, "there is no browser at /nowhere/chromium");
        assert!(browser(Some(Path::new("no-such-browser"))).is_err());
    }

    #[test]
    fn a_bare_name_is_found_on_the_search_path() {
        assert!(browser(Some(Path::new("sh"))).unwrap().ends_with("sh"));
    }
}
