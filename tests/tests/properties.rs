//! What holds of every page, tried on pages by chance. `PROPTEST_CASES` says how many are tried of
//! each property; `just properties` tries a hundred thousand.

use std::fmt;
use std::sync::LazyLock;
use std::thread;

use dechaff::{Extraction, Extractor, JsonOptions, Options, Warning, dom};
use dechaff_archive::Coding;
use dechaff_tests::made_page::{Element, MadePage, Markup, element};
use dechaff_tests::promise::{
    CODINGS, LABELS, account_fault, archive_fault, blocks_fault, body_fault, decoding_fault,
    forms_fault, gzip_members, hint, limits, lines_fault, made_warc, options, pieces_fault,
    tree_fault,
};
use dechaff_tests::roundtrip::Random;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError};

/// Few enough for every run of the tests.
const CASES: u32 = 100;

fn config() -> Config {
    let mut config = Config::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = CASES;
    }
    // What was found stands as a test of its own.
    config.failure_persistence = None;
    config.max_shrink_iters = 20_000;
    // Those that only hold of sound pages reject others, however many are tried.
    config.max_global_rejects = config.max_global_rejects.max(config.cases * 2);
    config
}

/// Numbers that a page is made by.
#[derive(Clone)]
struct Numbers(Vec<u8>);

impl fmt::Debug for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|number| write!(f, "{number:02x}"))
    }
}

fn numbers() -> impl Strategy<Value = Numbers> {
    vec(any::<u8>(), 0..400).prop_map(Numbers)
}

fn page(numbers: &Numbers) -> MadePage {
    MadePage::new(&mut Random::from_bytes(&numbers.0))
}

static PLAIN: LazyLock<Extractor> = LazyLock::new(|| with(options(0)));

#[expect(clippy::unwrap_used, reason = "the selectors are valid")]
fn with(options: Options) -> Extractor {
    Extractor::new(options).unwrap()
}

#[expect(clippy::unwrap_used, reason = "a page that cannot be read fails the test")]
fn extract(extractor: &Extractor, html: &str) -> Extraction {
    extractor.extract(html, &hint()).unwrap()
}

fn json(extraction: &Extraction) -> String {
    extraction.to_json(&JsonOptions::default()).to_string()
}

fn no(fault: Option<String>, html: &str) -> Result<(), TestCaseError> {
    match fault {
        Some(fault) => Err(TestCaseError::fail(format!("{fault}\n{html}"))),
        None => Ok(()),
    }
}

/// The first line in which two extractions differ.
fn difference(one: &Extraction, other: &Extraction) -> Option<String> {
    let shown =
        |extraction: &Extraction| format!("{:#}", extraction.to_json(&JsonOptions::default()));
    let (one, other) = (shown(one), shown(other));
    let mut lines = one.lines().zip(other.lines());
    (one != other).then(|| format!("{:?}", lines.find(|(one, other)| one != other)))
}

/// Elements that a parser makes anew where they were not ended, unless there are three of the same
/// attributes: of these, where the markup is not sound, any attribute means something.
const FORMATTING: [&str; 9] = ["a", "b", "code", "em", "i", "s", "small", "strong", "u"];

/// An attribute that says nothing, put on elements here and there.
fn mark(page: &mut MadePage, random: &mut Random) {
    let sound = page.is_sound();
    page.change(&mut |element: &mut Element| {
        if random.once_in(2) && (sound || !FORMATTING.contains(&element.name)) {
            let value = random.one_of(&["", "1", "kp-2", "quay", "{}"]);
            element.attributes.push(("data-qx9".to_owned(), (*value).to_owned()));
        }
    });
}

/// Whether a limit was reached.
fn is_cut(extraction: &Extraction) -> bool {
    extraction.warnings.iter().any(|warning| matches!(warning, Warning::LimitHit { .. }))
}

/// A page, and the same in a box of its own.
fn wrapped(numbers: &Numbers) -> (Extraction, Extraction) {
    let plain = page(numbers);
    let mut wrapped = plain.clone();
    wrapped.body = vec![element("div", &[], std::mem::take(&mut wrapped.body))];
    (extract(&PLAIN, &plain.to_html()), extract(&PLAIN, &wrapped.to_html()))
}

/// Boxes around all else are measured too, so a choice that was close may fall the other way:
/// of the words of these pages, fewer than one in two hundred do.
#[test]
fn a_wrapper_hardly_changes_what_is_kept() {
    let (mut words, mut moved) = (0, 0);
    for seed in 0..u64::from(config().cases) * 3 {
        let mut random = Random::new(seed);
        let numbers = Numbers((0..400).map(|_| random.below(256) as u8).collect());
        let (one, other) = wrapped(&numbers);
        for (one, other) in one.blocks.iter().zip(&other.blocks) {
            words += one.words;
            moved += if one.decision.keep == other.decision.keep { 0 } else { one.words };
        }
    }
    println!("{moved} of {words} words");
    assert!(moved * 200 <= words, "{moved} of {words} words");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_tree_is_that_of_an_unguarded_parser(numbers in numbers()) {
        let html = page(&numbers).to_html();
        no(tree_fault(&html, &limits()), &html)?;
    }

    #[test]
    fn where_the_pieces_are_cut_makes_no_difference(numbers in numbers(), shift in 0_usize..2200) {
        let html = page(&numbers).to_html();
        no(pieces_fault(&html, shift), &html)?;
    }

    #[test]
    fn blocks_are_the_visible_text(numbers in numbers()) {
        let html = page(&numbers).to_html();
        let extraction = extract(&PLAIN, &html);
        let (tree, _) = dom::parse(&html, &limits());
        no(blocks_fault(&tree, &extraction.blocks), &html)?;
    }

    #[test]
    fn decisions_lead_to_what_is_kept(numbers in numbers(), bits in 0_u16..0x400) {
        let html = page(&numbers).to_html();
        no(account_fault(&extract(&with(options(bits | 1)), &html)), &html)?;
    }

    #[test]
    fn explaining_changes_nothing(numbers in numbers()) {
        let html = page(&numbers).to_html();
        let explained = extract(&with(options(1)), &html);
        prop_assert_eq!(extract(&PLAIN, &html).content, explained.content);
    }

    #[test]
    fn every_output_is_safe_and_sound(numbers in numbers(), bits in 0_u16..0x800) {
        let html = page(&numbers).to_html();
        no(forms_fault(&extract(&with(options(bits)), &html)), &html)?;
    }

    #[test]
    fn an_attribute_that_means_nothing_changes_nothing(numbers in numbers(), marks in numbers()) {
        let plain = page(&numbers);
        let mut marked = plain.clone();
        mark(&mut marked, &mut Random::from_bytes(&marks.0));
        let (plain, marked) = (plain.to_html(), marked.to_html());
        let (one, other) = (extract(&PLAIN, &plain), extract(&PLAIN, &marked));
        // A page that is too deep ends where the piece ends that the parser was fed.
        prop_assume!(!is_cut(&one) && !is_cut(&other));
        no(difference(&one, &other), &marked)?;
    }

    #[test]
    fn a_wrapper_loses_no_block(numbers in numbers()) {
        let (one, other) = wrapped(&numbers);
        // An end tag too many may end the wrapper.
        prop_assume!(page(&numbers).is_sound());
        prop_assume!(!is_cut(&one) && !is_cut(&other));
        let texts = |extraction: &Extraction| {
            extraction.blocks.iter().map(|block| block.text.clone()).collect::<Vec<_>>()
        };
        prop_assert_eq!(texts(&one), texts(&other));
    }

    #[test]
    fn threads_make_no_difference(all in vec(numbers(), 4)) {
        let pages: Vec<String> = all.iter().map(|numbers| page(numbers).to_html()).collect();
        let work = || pages.iter().map(|html| json(&extract(&PLAIN, html))).collect::<Vec<_>>();
        let alone = work();
        let together = thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        for other in together {
            prop_assert_eq!(&alone, &other);
        }
    }

    #[test]
    fn kept_lines_of_a_text_come_out_as_they_were(lines in vec(numbers(), 0..12), bits in 0_u16..0x400) {
        let text: String = lines.iter().map(|numbers| line(&mut Random::from_bytes(&numbers.0))).collect();
        if let Ok(extraction) = with(options(bits)).extract_text(&text, &hint()) {
            no(lines_fault(&text, &extraction), &text)?;
            no(account_fault(&extraction), &text)?;
        }
    }

    #[test]
    fn archives_are_the_same_in_any_pieces(
        numbers in numbers(), cuts in numbers(), packed in any::<bool>(),
    ) {
        let mut archive = made_warc(&mut Random::from_bytes(&numbers.0));
        if packed {
            archive = gzip_members(&archive, &numbers.0);
        }
        no(archive_fault(&archive, &cuts.0), &format!("{:?}", String::from_utf8_lossy(&archive)))?;
    }

    #[test]
    fn bodies_are_the_same_in_any_pieces(
        numbers in numbers(), cuts in numbers(), coding in 0..CODINGS.len(), tail in numbers(),
    ) {
        let mut body = gzip_members(page(&numbers).to_html().as_bytes(), &cuts.0);
        if tail.0.len() % 3 == 0 {
            body.extend(&tail.0);
        }
        for coding in [Coding::Gzip, CODINGS[coding]] {
            no(body_fault(&body, coding, &cuts.0), "")?;
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in vec(any::<u8>(), 0..600), label in 0..LABELS.len()) {
        no(decoding_fault(&bytes, LABELS[label], 500), "")?;
        no(archive_fault(&bytes, &bytes), "")?;
    }
}

/// A line of a text, or several, with its end.
fn line(random: &mut Random) -> String {
    let mut page = MadePage::new(random);
    let mut out = String::new();
    page.change(&mut |element| {
        for markup in &element.inside {
            if let Markup::Text(text) = markup {
                out.push_str(text);
            }
        }
        out.push_str(random.one_of::<&str>(&["\n", " ", "\r\n", "\n\n", "\r", "\r\r\n"]));
    });
    out
}
