//! A panic inside one page becomes that page's failure: a batch survives it.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// What the panic hook learned of a panic under [`guard`]; `None` outside of one.
    static CAUGHT: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics under [`guard`] silent; all others print as usual.
pub(crate) fn install_hook() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        let guarded = CAUGHT.with_borrow_mut(|caught| {
            caught.as_mut().map(|message| *message = info.to_string()).is_some()
        });
        if !guarded {
            usual(info);
        }
    }));
}

/// Runs `work`; a panic in it comes back as an error that says where and what.
pub(crate) fn guard<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CAUGHT.set(Some(String::new()));
    // What `work` left half done is dropped with it: nothing shared is changed by a page.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    let message = CAUGHT.take();
    result.map_err(|_| message.unwrap_or_default().replace('\n', " "))
}

/// Names the word that makes a page panic whose name holds it.
#[cfg(debug_assertions)]
const PANIC_AT: &str = "DECHAFF_TEST_PANIC_AT";

/// Panics at the pages that a test of a build with assertions names, since no page is known that
/// does it. In other builds, nothing.
pub(crate) fn where_a_test_asks(page: &str) {
    #[cfg(debug_assertions)]
    if let Ok(word) = std::env::var(PANIC_AT) {
        assert!(!page.contains(&word), "{PANIC_AT} asks for it");
    }
    #[cfg(not(debug_assertions))]
    let _ = page;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_comes_back_as_its_message() {
        install_hook();
        let result = guard(|| -> u8 { panic!("deep down") });
        assert!(result.unwrap_err().contains("deep down"));
        assert_eq!(guard(|| 7), Ok(7));
    }
}
