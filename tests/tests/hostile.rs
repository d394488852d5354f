//! Inputs made to hang, to fill the memory or to overflow the stack. Each must end in time, in
//! little memory, with output or a clear message.

use std::time::Duration;

use dechaff_tests::{Dechaff, Folder, Ran};

/// Limit for one input; a build without optimisation gets more.
const LONGEST: Duration = Duration::from_secs(if cfg!(debug_assertions) { 30 } else { 5 });
const MOST_MEMORY: u64 = 512 << 20;

/// Runs the command on the content, as a page and as a record with all warnings.
fn survives(content: impl AsRef<[u8]>) -> Ran {
    let folder = Folder::new().with("page.html", content);
    let ran = Dechaff::new(env!("CARGO_BIN_EXE_dechaff"))
        .args(["--format", "jsonl", "--input", "html"])
        .arg(folder.join("page.html"))
        .run();
    let (code, stderr) = (ran.code, &ran.stderr);
    assert!(matches!(code, Some(0 | 1 | 3)), "exit {code:?}: {stderr}");
    for crash in ["panicked", "internal error", "overflow", "memory allocation"] {
        assert!(!stderr.contains(crash), "{stderr}");
    }
    assert!(!ran.stdout.is_empty() || !stderr.is_empty());
    assert!(ran.time <= LONGEST, "took {:?}; {stderr}", ran.time);
    assert!(ran.peak_memory <= Some(MOST_MEMORY), "{:?}", ran.peak_memory);
    ran
}

/// Random bytes, the same every time (xorshift).
fn random(seed: u64) -> impl Iterator<Item = u8> {
    let mut state = seed;
    std::iter::repeat_with(move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    })
}

#[test]
fn a_million_open_divs() {
    let ran = survives("<div>".repeat(1_000_000));
    assert!(ran.stderr.contains("warning"), "{}", ran.stderr);
}

#[test]
fn a_million_divs_around_a_text() {
    let (open, close) = ("<div>".repeat(1_000_000), "</div>".repeat(1_000_000));
    survives(format!("{open}text{close}"));
}

#[test]
fn formatting_that_is_opened_again_in_every_paragraph() {
    let bold: Vec<String> = (0..4000).map(|number| format!("<b a={number}>")).collect();
    let ran = survives(format!("<p>{}{}", bold.concat(), "<p>x".repeat(4000)));
    assert!(ran.stderr.contains("warning"), "{}", ran.stderr);
}

#[test]
fn tables_in_tables() {
    survives("<table>".repeat(200_000));
    survives("<table><tr><td>".repeat(70_000));
}

#[test]
fn one_huge_text_node() {
    survives(format!("<p>{}</p>", "word and word ".repeat((16 << 20) / 14)));
    survives(format!("<p>{}</p>", "a".repeat(16 << 20)));
}

#[test]
fn a_cell_over_every_column_there_could_be() {
    let paragraph = "A cell with some words in it, enough to be taken for a sentence. ".repeat(9);
    let span = "colspan=9007199254740991 rowspan=9007199254740991";
    let row = format!("<tr><td {span}>{paragraph}</td><td>b</td></tr>");
    survives(format!("<table>{row}</table>"));
    survives(format!("<table>{}</table>", "<tr><td colspan=1000>x</td></tr>".repeat(5000)));
}

#[test]
fn attributes_without_end() {
    let many: Vec<String> = (0..100_000).map(|number| format!(" a{number}=x")).collect();
    survives(format!("<p{}>text</p>", many.concat()));
    survives(format!("<p class=\"{}\">text</p>", "a ".repeat(4 << 20)));
}

#[test]
fn an_element_of_many_names_around_many_blocks() {
    let letter = |number: u32| char::from(b'a' + (number % 26) as u8);
    let name = |number: u32| {
        format!("n{}{}{}b ", letter(number), letter(number / 26), letter(number / 676))
    };
    let names: Vec<String> = (0..200_000).map(name).collect();
    let paragraphs: Vec<String> = (0..60_000).map(|number| format!("<p>word {number}")).collect();
    let ran = survives(format!("<div class=\"{}\">{}</div>", names.concat(), paragraphs.concat()));
    // A build without optimisation may run out of time, as long as it ends.
    assert!(cfg!(debug_assertions) || !ran.stderr.contains("total_time"), "{}", ran.stderr);
}

#[test]
fn random_bytes() {
    for seed in 1..=4 {
        survives(random(seed).take(1 << 20).collect::<Vec<u8>>());
    }
}

#[test]
fn random_letters() {
    // Random bytes are told from text at once; these get further.
    const LETTERS: &[u8] = b"<<<>>>&;\"'=/!-?[] \nabpdtrhl019#x\xc3\xa9";
    for seed in 1..=4 {
        let letters = random(seed).filter_map(|byte| LETTERS.get(usize::from(byte % 40)));
        survives(letters.take(1 << 20).copied().collect::<Vec<u8>>());
    }
}

#[test]
fn random_tags() {
    const PIECES: [&str; 20] = [
        "<p>", "</p>", "<div>", "</div>", "<table>", "</table>", "<td>", "<tr>", "<b>", "</b>",
        "<a href=x>", "</a>", "<svg>", "<math>", "<template>", "<select>", "<script>", "</script>",
        "word ", "<!--",
    ];
    for seed in 1..=4 {
        let pieces = random(seed).filter_map(|byte| PIECES.get(usize::from(byte % 20)));
        survives(pieces.take(200_000).copied().collect::<String>());
    }
}

#[test]
fn as_plain_text_too() {
    let run = |content: Vec<u8>| {
        let ran = Dechaff::new(env!("CARGO_BIN_EXE_dechaff"))
            .args(["--format", "text", "--input", "text"])
            .stdin(content)
            .run();
        assert!(matches!(ran.code, Some(0 | 1 | 3)), "{:?}: {}", ran.code, ran.stderr);
        assert!(!ran.stderr.contains("internal error"), "{}", ran.stderr);
        assert!(ran.time <= LONGEST, "took {:?}", ran.time);
        assert!(ran.peak_memory <= Some(MOST_MEMORY), "{:?}", ran.peak_memory);
    };
    run(b"word ".repeat(4 << 20));
    run(b"a\n".repeat(1 << 20));
    run(b"a\n".repeat(8 << 20));
    run(b"\n".repeat(1 << 20));
    run(random(7).take(1 << 20).collect());
}

#[test]
fn json_ld_that_is_deep_cut_or_large() {
    let script = |json: &str| {
        format!("<title>A</title><script type='application/ld+json'>{json}</script><p>b</p>")
    };
    let deep = format!("{}{}", "{\"a\":[".repeat(10_000), "]}".repeat(10_000));
    let cut = "{\"@type\": \"Article\", \"headline\": \"A\", \"author\": {\"name\": \"B";
    let large = format!("{{\"a\": \"{}\"}}", "b ".repeat(1 << 20));
    for (json, told) in
        [(deep.as_str(), "nests too deep"), (cut, "cut off"), (&large, "json_ld_bytes")]
    {
        let ran = survives(script(json));
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
    }
}
