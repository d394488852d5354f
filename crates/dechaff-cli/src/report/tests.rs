//! Reports on pages that are to do harm, and on none.

use dechaff::{Extractor, Hint, Options};
use dechaff_tests::safety::{page_with, vectors};
use dechaff_tests::{assert_none, report_faults};

use super::page;

#[test]
fn every_place_of_the_template_is_filled() {
    let extraction = dechaff::extract("<p>{{title}} is no place of ours</p>").unwrap();
    let report = page(&extraction, "a {{script}} b");
    assert!(report.contains("a {{script}} b"));
    let ours = report.matches("{{title}}").count() + report.matches("{{script}}").count();
    assert_eq!(report.matches("{{").count(), ours);
}

#[test]
fn a_page_that_is_to_do_harm_adds_nothing_to_its_report() {
    let vectors = vectors();
    assert!(vectors.len() >= 200, "{} vectors", vectors.len());
    // All of it, so that what is dropped as boilerplate cannot hide a fault.
    let mut options = Options::default();
    options.keep = vec!["body".to_owned()];
    options.explain = true;
    let extractor = Extractor::new(options).unwrap();
    let mut problems = Vec::new();
    for vector in &vectors {
        let shown = String::from_utf8_lossy(vector);
        let extraction = extractor.extract_bytes(&page_with(vector), &Hint::new()).unwrap();
        let mut report = page(&extraction, &shown);
        problems
            .extend(report_faults(&report).into_iter().map(|found| format!("{found} of {shown}")));
        // As a text, and as the title, it stands for itself.
        let mut extraction = extractor.extract_text(&shown, &Hint::new()).unwrap();
        extraction.metadata.title = Some(shown.clone().into_owned());
        report = page(&extraction, "text");
        problems
            .extend(report_faults(&report).into_iter().map(|found| format!("{found} of {shown}")));
    }
    assert_none(&problems);
}

#[test]
fn the_check_finds_what_runs_and_loads() {
    let extraction = dechaff::extract("<p>One</p>").unwrap();
    let report = page(&extraction, "x");
    assert_none(&report_faults(&report));
    for harm in [
        "<script>x()</script>", "<img src=//x.test/>", "<p onclick=x()>a</p>", "<p style=a>a</p>",
        "<iframe></iframe>", "<a href=\"https://x.test/\">a</a>", "<!-- a -->",
    ] {
        let spoiled = report.replace("<main>", &format!("<main>{harm}"));
        assert!(!report_faults(&spoiled).is_empty(), "{harm}");
        let within = report
            .replace("<article class=\"page\" dir=\"auto\">", "<article dir>")
            .replace("<article dir>", &format!("<article class=\"page\" dir=\"auto\">{harm}"));
        let fine = harm.starts_with("<a ");
        assert_eq!(report_faults(&within).is_empty(), fine, "{harm}");
    }
}
