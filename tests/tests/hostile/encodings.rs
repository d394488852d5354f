//! Every label of the Encoding Standard on bytes that are in another encoding.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use dechaff_tests::{Folder, confined};

/// The labels of the Encoding Standard, one a line.
const LABELS: &str = include_str!("../../data/encoding_labels.txt");

/// Texts of several scripts, so that each encoding has something to say.
const TEXTS: [&str; 5] = [
    "<p>The bridge, as they say, was a good one: “naïve” – and dear, at €5.",
    "<p>Мост, как говорят, был хорош, и стоил недорого.",
    "<p>その橋は良い橋だったと言われている。値段も高くはなかった。",
    "<p>다리는 좋은 다리였고 값도 비싸지 않았다고 한다.",
    "<p>那座橋據說是一座好橋，價錢也不貴。",
];

/// Bytes of the text in encodings that fit it, and in some that no label names.
fn bodies(text: &str) -> Vec<Vec<u8>> {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let mut lone = wide.clone();
    lone.insert(3, 0xd800);
    let bytes = |units: &[u16], little: bool| -> Vec<u8> {
        let pair = |unit: &u16| if little { unit.to_le_bytes() } else { unit.to_be_bytes() };
        units.iter().flat_map(pair).collect()
    };
    let mut bodies = vec![
        text.as_bytes().to_vec(),
        bytes(&wide, true),
        bytes(&wide, false),
        bytes(&lone, true),
        // A byte too many in the middle of a character.
        [text.as_bytes(), b"\x81\xff\xed\xa0\x80", text.as_bytes()].concat(),
    ];
    for label in ["windows-1252", "shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "big5", "gb18030"]
    {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("it is a label");
        bodies.push(encoding.encode(text).0.into_owned());
    }
    bodies
}

#[test]
fn every_label_on_the_bytes_of_every_other_encoding() {
    let folder = Folder::new();
    let mut count = 0;
    for (number, label) in LABELS.lines().enumerate() {
        for (at, body) in TEXTS.iter().flat_map(|text| bodies(text)).enumerate() {
            // A build without optimisation does a twelfth: each label with another encoding.
            if cfg!(debug_assertions) && at % 12 != number % 12 {
                continue;
            }
            let page = [format!("<meta charset={label}>").as_bytes(), &body].concat();
            folder.write(&format!("{number}-{at}.html"), page);
            count += 1;
        }
    }
    let run = || {
        let args = ["--format", "jsonl", "-q"].map(OsString::from).into_iter();
        let args: Vec<OsString> = args.chain([folder.path().into()]).collect();
        confined(&PathBuf::from(env!("CARGO_BIN_EXE_dechaff")), &args, Duration::from_secs(300))
    };
    let (first, second) = (run(), run());
    // UTF-16 after a label in ASCII may be more controls than text, and is refused.
    assert!(matches!(first.code, Some(0 | 3)), "{:?}: {}", first.code, first.messages);
    let is_refused = |line: &str| line.contains("not a web page or text");
    assert!(first.messages.lines().take(100).all(is_refused), "{}", first.messages);
    assert_eq!((first.written, first.hash), (second.written, second.hash));
    assert!(first.peak < 512 << 20, "{} MiB", first.peak >> 20);
    assert!(first.cpu < Duration::from_millis(50) * count, "{:.1?} for {count}", first.cpu);
}
