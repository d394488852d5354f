use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::{Conversion, WarcLimits, WarcReader, wet_info};
use crate::fault::Problem;

fn record(target: &str, block: &str) -> Vec<u8> {
    let length = block.len();
    format!(
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: {target}\r\n\
         Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
    .into_bytes()
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// Targets and blocks of all records, and how many faults there were.
fn read(archive: impl Read) -> (Vec<(String, String)>, Vec<String>) {
    read_within(archive, WarcLimits::default())
}

fn read_within(archive: impl Read, limits: WarcLimits) -> (Vec<(String, String)>, Vec<String>) {
    let (mut records, mut faults) = (Vec::new(), Vec::new());
    for item in WarcReader::new(archive, limits) {
        match item {
            Ok(record) => records.push((
                record.header.target().unwrap_or_default().to_owned(),
                String::from_utf8_lossy(&record.block).into_owned(),
            )),
            Err(fault) => faults.push(fault.to_string()),
        }
    }
    (records, faults)
}

fn targets(archive: impl Read) -> (Vec<String>, Vec<String>) {
    let (records, faults) = read(archive);
    (records.into_iter().map(|(target, _)| target).collect(), faults)
}

/// Text that does not compress to nothing.
fn noise(length: usize, mut seed: u64) -> String {
    let mut text = String::new();
    while text.len() < length {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text += &(seed >> 33).to_string();
        text.push(' ');
    }
    text
}

/// Gives so many bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = self.1.min(into.len());
        self.0.read(&mut into[..most])
    }
}

#[test]
fn records_come_with_their_offsets_plain_and_packed() {
    let (one, two) = (record("a", "first"), record("b", ""));
    for archive in [
        [one.clone(), two.clone()].concat(),
        [gzip(&one), gzip(&two)].concat(),
        gzip(&[one.clone(), two.clone()].concat()),
    ] {
        let records = [("a".to_owned(), "first".to_owned()), ("b".to_owned(), String::new())];
        assert_eq!(read(archive.as_slice()), (records.to_vec(), vec![]));
        assert_eq!(read(Drip(&archive, 1)), (records.to_vec(), vec![]));
    }
    let places = |archive: &[u8]| -> Vec<String> {
        let records = WarcReader::new(archive, WarcLimits::default());
        records.map(|record| record.unwrap().place.to_string()).collect()
    };
    let length = one.len();
    assert_eq!(places(&[one.clone(), two.clone()].concat()), ["0", &length.to_string()]);
    assert_eq!(places(&gzip(&[one.clone(), two.clone()].concat())), ["0", &format!("0+{length}")]);
    let packed = gzip(&one);
    let second = packed.len().to_string();
    assert_eq!(places(&[packed, gzip(&two)].concat()), ["0", &second]);
}

#[test]
fn broken_records_are_passed_over_and_named_by_their_offset() {
    let (one, two) = (record("a", "first"), record("b", "second"));
    let no_length = b"WARC/1.0\r\nWARC-Type: resource\r\n\r\nstray\r\n\r\n".to_vec();
    let short = b"WARC/1.0\r\nContent-Length: 2\r\n\r\nstray\r\n\r\n".to_vec();
    let garbage = b"garbage, and more of it\r\n".repeat(9000);
    let endless = [b"WARC/1.0\r\nX: ".as_slice(), &b"x".repeat(100_000), b"\r\n\r\n"].concat();
    for (broken, problem) in [
        (no_length, "without a length"),
        (short, "does not end where"),
        (garbage, "no WARC record"),
        (endless, "header longer than"),
    ] {
        let archive = [one.clone(), broken.clone(), two.clone()].concat();
        let (found, faults) = targets(archive.as_slice());
        assert_eq!((found, faults.len()), (vec!["a".to_owned(), "b".to_owned()], 1), "{problem}");
        let fault = faults.first().unwrap();
        assert!(fault.contains(problem), "{fault}");
        assert!(fault.contains(&format!("at byte {}:", one.len())), "{fault}");
        let packed = [gzip(&one), gzip(&broken), gzip(&two)].concat();
        let (found, faults) = targets(packed.as_slice());
        assert_eq!((found, faults.len()), (vec!["a".to_owned(), "b".to_owned()], 1), "{problem}");
    }
}

#[test]
fn a_record_is_found_after_a_broken_one_in_whatever_pieces_both_come() {
    let broken = b"WARC/1.0\r\nWARC-Type: resource\r\n\r\nstray\r\n\r\n";
    let archive = [broken.as_slice(), &record("a", "first")].concat();
    // Whether it is plain is told by as many bytes, however few come at a time.
    let garbled = [b"garbage ".repeat(20).as_slice(), b"\n", &archive].concat();
    for size in 1..9 {
        assert_eq!(targets(Drip(&archive, size)).0, ["a"], "{size}");
        assert_eq!(targets(Drip(&garbled, size)).0, ["a"], "{size}");
        assert_eq!(targets(Drip(&gzip(&archive), size)).0, ["a"], "{size}");
    }
}

#[test]
fn a_claim_of_a_tebibyte_costs_no_memory_and_hides_no_record() {
    let (one, two) = (record("a", "first"), record("b", "second"));
    let claim = b"WARC/1.0\r\nContent-Length: 1099511627776\r\n\r\nshort\r\n\r\n";
    let packed = [gzip(&one), gzip(claim), gzip(&two)].concat();
    assert_eq!(targets(packed.as_slice()).0, ["a", "b"]);
    let plain = [one.as_slice(), claim, &two].concat();
    let limits = WarcLimits { file_bytes: Some(plain.len() as u64), ..WarcLimits::default() };
    let (found, faults) = read_within(plain.as_slice(), limits);
    assert_eq!((found.len(), faults.len()), (2, 1));
    // Where the length of the file is not known, it seems to be all of the rest.
    let (found, faults) = targets(plain.as_slice());
    assert_eq!((found, faults.len()), (vec!["a".to_owned()], 1));
}

#[test]
fn what_is_longer_than_the_limit_is_cut_and_what_is_not_wanted_is_not_held() {
    let archive = [record("a", &noise(100_000, 1)), record("b", "second")].concat();
    let limits = WarcLimits { block_bytes: 10, ..WarcLimits::default() };
    let records: Vec<_> = WarcReader::new(archive.as_slice(), limits).map(Result::unwrap).collect();
    let found: Vec<_> = records.iter().map(|r| (r.block.len(), r.truncated)).collect();
    assert_eq!(found, [(10, true), (6, false)]);
    let wanted = WarcReader::new(archive.as_slice(), limits)
        .with_wanted(|header| header.target() == Some("b"));
    assert_eq!(wanted.map(|record| record.unwrap().block).collect::<Vec<_>>(), [b"second"]);
}

#[test]
fn an_archive_of_two_members_may_be_clipped_or_flipped_at_every_byte() {
    let (first, second) = (noise(10_000, 1), noise(10_000, 2));
    let (one, two) = (gzip(&record("a", &first)), gzip(&record("b", &second)));
    let whole = [one.as_slice(), &two].concat();
    assert!(whole.len() > 9_000, "{}", whole.len());
    for end in 0..whole.len() {
        let (found, faults) = targets(whole.get(..end).unwrap());
        let complete = usize::from(end >= one.len());
        assert_eq!(found.len(), complete, "clipped at {end}");
        let is_clean = end == 0 || end == one.len();
        assert_eq!(faults.is_empty(), is_clean, "clipped at {end}: {faults:?}");
    }
    let mut flipped = whole.clone();
    for at in 0..whole.len() {
        let bit = 1 << (at % 8);
        flipped[at] ^= bit;
        let (records, _) = read(flipped.as_slice());
        flipped[at] ^= bit;
        let has = |name: &str, block: &str| records.contains(&(name.to_owned(), block.to_owned()));
        // Whichever is not the flipped one is there, as it was.
        let other = if at < one.len() { has("b", &second) } else { has("a", &first) };
        assert!(other, "flipped at {at}");
        assert!(records.len() <= 2);
    }
}

#[test]
fn a_source_that_fails_ends_it() {
    struct Failing(usize);
    impl Read for Failing {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            self.0 += 1;
            let all = record("a", "first");
            if self.0 > 1 {
                return Err(io::Error::other("no more"));
            }
            into[..all.len()].copy_from_slice(&all);
            Ok(all.len())
        }
    }
    let items: Vec<_> = WarcReader::new(Failing(0), WarcLimits::default()).collect();
    let last = items.last().unwrap().as_ref().unwrap_err();
    assert!(matches!(last.problem, Problem::Read(_)), "{last}");
    assert!(items.len() <= 2);
}

#[test]
fn what_is_written_as_wet_reads_back() {
    let text = Conversion {
        target: "http://a.test/\r\nInjected: 1",
        date: "2026-01-31T23:59:59Z",
        refers_to: Some("<urn:uuid:1>"),
        source: "a.html",
        text: "Salt\nwater",
    };
    let empty = Conversion { text: "", ..text };
    let out = wet_info("dechaff", text.date) + &text.to_record() + &empty.to_record();
    let records: Vec<_> =
        WarcReader::new(out.as_bytes(), WarcLimits::default()).map(Result::unwrap).collect();
    let kinds: Vec<_> = records.iter().map(|record| record.header.kind()).collect();
    assert_eq!(kinds, ["warcinfo", "conversion", "conversion"]);
    let first = &records[1];
    assert_eq!(first.block, b"Salt\nwater");
    assert_eq!(first.header.get("Dechaff-Source"), Some("a.html"));
    assert_eq!(first.header.get("Injected"), None);
    assert_eq!(text.to_record(), text.to_record());
}
