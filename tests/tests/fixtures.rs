//! Every fixture: each test goes over all of them and lists everything that is wrong.

use dechaff_tests::{
    Dechaff, Fixture, PageFixture, TextFixture, assert_none, below_floor, difference, fixtures,
    line_problems, squash, unknown_problems,
};
use serde_json::{Value, json};

const DECHAFF: &str = env!("CARGO_BIN_EXE_dechaff");

/// The problems that `check` finds, each with the name of its page.
fn on_pages(mut check: impl FnMut(&PageFixture) -> Vec<String>) -> Vec<String> {
    let pages = fixtures().into_iter().filter_map(|fixture| match fixture {
        Ok(Fixture::Page(page)) => Some(page),
        _ => None,
    });
    let problems = pages.flat_map(|page| {
        let found = check(&page).into_iter();
        found.map(move |problem| format!("{}: {problem}", page.name))
    });
    problems.collect()
}

/// The problems that `check` finds, each with the name of its text.
fn on_texts(mut check: impl FnMut(&TextFixture) -> Vec<String>) -> Vec<String> {
    let texts = fixtures().into_iter().filter_map(|fixture| match fixture {
        Ok(Fixture::Text(text)) => Some(text),
        _ => None,
    });
    let problems = texts.flat_map(|text| {
        let found = check(&text).into_iter();
        found.map(move |problem| format!("{}: {problem}", text.name))
    });
    problems.collect()
}

fn text_output(text: &TextFixture, arguments: &[&str]) -> String {
    let run = Dechaff::new(DECHAFF).args(["--format", "text"]).args(arguments);
    run.arg(&text.path).run().stdout
}

#[test]
fn every_folder_is_a_whole_fixture() {
    let problems: Vec<String> = fixtures().into_iter().filter_map(Result::err).collect();
    assert_none(&problems);
    assert!(fixtures().len() >= 20, "there are at least twenty fixtures");
}

#[test]
fn pages_give_their_markdown() {
    let mut differing = Vec::new();
    on_pages(|page| {
        let run = page.run(DECHAFF, &["--format", "markdown"]);
        if difference(&page.markdown, &run.stdout).is_some() {
            differing.push((page.name.clone(), page.markdown.clone(), run.stdout));
        }
        Vec::new()
    });
    assert_none(&below_floor("markdown", differing));
}

#[test]
fn pages_give_their_output_in_other_formats() {
    let mut compared = 0;
    assert_none(&on_pages(|page| {
        let outputs = page.outputs.iter();
        outputs
            .filter_map(|(options, expected)| {
                compared += 1;
                let mut arguments = options.to_vec();
                arguments.extend(page.output_options.iter().map(String::as_str));
                let mut given = page.run(DECHAFF, &arguments).stdout;
                let mut expected = expected.clone();
                if options.contains(&"json") {
                    given = pretty(&trees(&given));
                    expected = pretty(&expected);
                }
                let given = given.replace(env!("CARGO_PKG_VERSION"), "VERSION");
                let difference = difference(&expected, &given)?;
                Some(format!("{}: {difference}", options.join(" ")))
            })
            .collect()
    }));
    assert!(compared >= 4, "{compared} outputs compared");
}

/// The content of a document, and the comments where it has some. The rest changes with every
/// model.
fn trees(document: &str) -> String {
    let document: Value = serde_json::from_str(document).unwrap_or_default();
    let part = |name| document.get(name).unwrap_or(&Value::Null);
    match document.get("comments") {
        Some(comments) => json!({ "content": part("content"), "comments": comments }),
        None => part("content").clone(),
    }
    .to_string()
}

fn pretty(document: &str) -> String {
    format!("{:#}\n", serde_json::from_str::<Value>(document).unwrap_or_default())
}

#[test]
fn pages_end_with_their_exit_code() {
    assert_none(&on_pages(|page| {
        let run = page.run(DECHAFF, &["--format", "text"]);
        let expected = page.expected.exit;
        let mut problems = Vec::new();
        if run.code != Some(expected) {
            let code = run.code;
            problems.push(format!("exit {code:?}, not {expected}; stderr: {}", run.stderr));
        }
        if expected == 1 && !run.stderr.contains("no main content") {
            problems.push(format!("no message says so; stderr: {:?}", run.stderr));
        }
        problems
    }));
}

#[test]
fn pages_keep_what_they_must_and_nothing_they_must_not() {
    let problems = on_pages(|page| {
        let text = squash(&page.run(DECHAFF, &["--format", "text"]).stdout);
        let lost = page.expected.with.iter();
        let lost = lost.filter(|snippet| !text.contains(&squash(snippet)));
        let left = page.expected.without.iter();
        let left = left.filter(|snippet| text.contains(&squash(snippet)));
        lost.map(|snippet| format!("lost: {snippet}"))
            .chain(left.map(|snippet| format!("still there: {snippet}")))
            .collect()
    });
    assert_none(&unknown_problems("snippet", problems));
}

#[test]
fn pages_have_their_title_and_language() {
    assert_none(&on_pages(|page| {
        let run = page.run(DECHAFF, &["--format", "json"]);
        let Ok(document) = serde_json::from_str::<Value>(&run.stdout) else {
            return vec![format!("no JSON; stderr: {}", run.stderr)];
        };
        let mut problems = Vec::new();
        let title = document.get("title").and_then(Value::as_str);
        if title != page.expected.title.as_deref() {
            problems.push(format!("title {title:?}, not {:?}", page.expected.title));
        }
        let language = document.get("language").and_then(Value::as_str);
        // A page may name the region as well, as in `en-GB`; or none, and then none is guessed.
        let code = language.and_then(|language| language.split('-').next());
        let expected = page.expected.language.as_deref();
        if code != expected {
            problems.push(format!("language {language:?}, not {expected:?}"));
        }
        problems
    }));
}

#[test]
fn dropped_blocks_have_their_labels() {
    let problems = on_pages(|page| {
        let arguments = ["explain", "--format", "json"];
        let run = page.run(DECHAFF, &arguments);
        let Ok(document) = serde_json::from_str::<Value>(&run.stdout) else {
            return vec![format!("no JSON; stderr: {}", run.stderr)];
        };
        let blocks = document.get("blocks").and_then(Value::as_array);
        let blocks = blocks.map(Vec::as_slice).unwrap_or_default();
        let labels = page.expected.labels.iter();
        labels.filter_map(|(snippet, label)| label_problem(blocks, snippet, label)).collect()
    });
    assert_none(&unknown_problems("label", problems));
}

/// Some block with the snippet must be dropped under that label, or one of several with `|`
/// between them: a copyright line is as much `legal` as `site-footer`.
fn label_problem(blocks: &[Value], snippet: &str, label: &str) -> Option<String> {
    let snippet = squash(snippet);
    let found: Vec<String> = blocks
        .iter()
        .filter(|block| {
            let text = block.get("text").and_then(Value::as_str);
            text.is_some_and(|text| squash(text).contains(&snippet))
        })
        .map(|block| {
            let decision = |field| block.pointer(&format!("/decision/{field}"));
            match decision("keep").and_then(Value::as_bool) {
                Some(false) => decision("label").and_then(Value::as_str).unwrap_or("none"),
                _ => "kept",
            }
            .to_owned()
        })
        .collect();
    if found.iter().any(|given| label.split('|').any(|label| given == label)) {
        return None;
    }
    let found = found.join(", ");
    Some(format!("{snippet:?} should be {label}, not [{found}]"))
}

#[test]
fn texts_keep_and_lose_the_right_lines() {
    let problems = on_texts(|text| {
        let output = text_output(text, &["--input", "text"]);
        line_problems(&text.text, &text.labels, &output)
    });
    assert_none(&unknown_problems("line", problems));
}

#[test]
fn texts_come_out_exactly() {
    let mut differing = Vec::new();
    on_texts(|text| {
        let output = text_output(text, &["--input", "text"]);
        if difference(&text.expected, &output).is_some() {
            differing.push((text.name.clone(), text.expected.clone(), output));
        }
        Vec::new()
    });
    assert_none(&below_floor("text", differing));
}

#[test]
fn texts_are_told_from_pages_by_their_content() {
    assert_none(&on_texts(|text| {
        let told = text_output(text, &["--input", "text"]);
        difference(&told, &text_output(text, &[])).into_iter().collect()
    }));
}

#[test]
fn focus_moves_what_is_kept_one_way() {
    let mut moved = 0;
    let mut order = |words: &dyn Fn(&[&str]) -> usize| {
        let [precision, balanced, recall] = [&["--precision"][..], &[], &["--recall"]].map(words);
        moved += usize::from(precision < recall);
        if precision <= balanced && balanced <= recall {
            return Vec::new();
        }
        vec![format!("{precision}, {balanced} and {recall} words")]
    };
    let count = |text: &str| text.split_whitespace().count();
    let mut problems = on_pages(|page| {
        order(&|focus| count(&page.run(DECHAFF, &[&["--format", "text"], focus].concat()).stdout))
    });
    problems.extend(on_texts(|text| order(&|focus| count(&text_output(text, focus)))));
    assert_none(&problems);
    assert!(moved >= 5, "focus makes a difference on {moved} fixtures");
}
