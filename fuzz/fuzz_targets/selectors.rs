//! Selectors that a user gives, each line one: those of the first half keep, the others drop.

#![no_main]

use dechaff::Extractor;
use dechaff_fuzz::hold;
use dechaff_tests::promise::{extraction_fault, hint, options};
use libfuzzer_sys::fuzz_target;

const PAGE: &str = include_str!("../../fixtures/page-docs/page.html");

fuzz_target!(|data: &str| {
    let mut options = options(1);
    let lines: Vec<String> = data.lines().map(str::to_owned).collect();
    let half = lines.len().div_ceil(2);
    options.keep = lines[..half].to_vec();
    options.drop = lines[half..].to_vec();
    let Ok(extractor) = Extractor::new(options) else { return };
    let extraction = extractor.extract(PAGE, &hint()).expect("a page");
    hold(extraction_fault(&extraction));
});
