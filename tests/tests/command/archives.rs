//! Archives and saved pages: WARC, WET, MHTML, compression, folders that browsers saved.

use dechaff_tests::{Folder, Ran, article, gzip, prose};

use crate::dechaff;

/// A record of an archive.
fn record(kind: &str, target: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\n\
         WARC-Date: 2026-01-02T03:04:05Z\r\nWARC-Record-ID: <urn:uuid:{kind}>\r\n\
         Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(target: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\n{headers}\r\n\r\n");
    record(
        "response",
        target,
        "application/http; msgtype=response",
        &[head.as_bytes(), body].concat(),
    )
}

fn page(topic: &str) -> Vec<u8> {
    article(&format!("Page {topic}"), topic).into_bytes()
}

/// Records of all sorts, of which three are pages.
fn records() -> Vec<Vec<u8>> {
    let html = "Content-Type: text/html; charset=utf-8";
    let packed = gzip(page("the parcel"));
    let chunks = [format!("{:x}\r\n", packed.len()).as_bytes(), &packed, b"\r\n0\r\n\r\n"].concat();
    let found = b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\nLocation: /a\r\n\r\n<p>Moved";
    vec![
        record("warcinfo", "", "application/warc-fields", b"software: test\r\n"),
        record(
            "request", "http://a.test/1", "application/http; msgtype=request",
            b"GET / HTTP/1.1\r\n\r\n",
        ),
        response("http://a.test/1", html, &page("the harbour")),
        record("response", "http://a.test/moved", "application/http", found),
        response("http://a.test/pic", "Content-Type: image/png", &[0x89, b'P', b'N', b'G']),
        response(
            "http://a.test/2",
            &format!("{html}\r\nTransfer-Encoding: chunked\r\nContent-Encoding: gzip"),
            &chunks,
        ),
        record("resource", "http://a.test/3", "text/html", &page("the lock")),
        record("metadata", "http://a.test/3", "text/plain", b"fetchTimeMs: 1"),
    ]
}

fn texts(ran: &Ran) -> Vec<String> {
    let records = ran.json_lines().into_iter();
    records.map(|record| record["text"].as_str().unwrap().to_owned()).collect()
}

fn assert_topics(ran: &Ran, topics: &[&str]) {
    let texts = texts(ran);
    assert_eq!(texts.len(), topics.len(), "{}", ran.stderr);
    for (text, topic) in texts.iter().zip(topics) {
        assert!(text.contains(&format!("{topic} 5,")), "{topic}: {text}");
    }
}

#[test]
fn the_pages_of_an_archive_are_done_record_by_record() {
    let records = records();
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(gzip).collect();
    let folder = Folder::new()
        .with("a.warc", &plain)
        .with("a.warc.gz", &members)
        .with("one-member.gz", gzip(&plain))
        .with("a.warc.zst", zstd::encode_all(plain.as_slice(), 3).unwrap());
    for name in ["a.warc", "a.warc.gz", "one-member.gz", "a.warc.zst"] {
        let ran = dechaff().inside(folder.path()).args(["-f", "jsonl", name]).run().exits(0);
        assert_topics(&ran, &["the harbour", "the parcel", "the lock"]);
        assert_eq!(ran.stderr, "");
        let lines = ran.json_lines();
        let urls: Vec<_> = lines.iter().map(|line| line["url"].as_str().unwrap()).collect();
        assert_eq!(urls, ["http://a.test/1", "http://a.test/2", "http://a.test/3"]);
        let source = lines[0]["source"].as_str().unwrap();
        assert!(source.starts_with(&format!("{name}@")), "{source}");
    }
    let piped = dechaff().args(["-f", "jsonl"]).stdin(members).run().exits(0);
    assert_topics(&piped, &["the harbour", "the parcel", "the lock"]);
    let markdown = dechaff().stdin(plain).run().exits(0);
    assert_eq!(markdown.stdout.matches("==> -@").count(), 3);
}

#[test]
fn what_is_broken_in_an_archive_is_named_by_its_offset_and_the_rest_is_done() {
    let records = records();
    let before = gzip(records[2].as_slice());
    let mut broken = gzip(records[5].as_slice());
    let middle = broken.len() / 2;
    broken[middle] ^= 0x10;
    let archive = [before.as_slice(), &broken, &gzip(records[6].as_slice())].concat();
    let folder = Folder::new().with("a.warc.gz", archive);
    let ran = dechaff().inside(folder.path()).args(["-f", "jsonl", "a.warc.gz"]).run().exits(3);
    assert_topics(&ran, &["the harbour", "the lock"]);
    let expected =
        format!("dechaff: warning: a.warc.gz: at byte {}: broken gzip data", before.len());
    assert!(ran.stderr.starts_with(&expected), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1);
}

#[test]
fn a_record_that_claims_a_tebibyte_costs_no_memory() {
    let records = records();
    let claim = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\n\
        Content-Length: 1099511627776\r\n\r\nshort\r\n\r\n";
    let archive = [records[2].as_slice(), claim, &records[6]].concat();
    let whole = [records[2].as_slice(), &records[6]].concat();
    let folder = Folder::new().with("a.warc", archive).with("whole.warc", whole);
    let run = |name| dechaff().inside(folder.path()).args(["-f", "jsonl", name]).run();
    let (claimed, whole) = (run("a.warc").exits(3), run("whole.warc").exits(0));
    assert_topics(&claimed, &["the harbour", "the lock"]);
    if let (Some(claimed), Some(whole)) = (claimed.peak_memory, whole.peak_memory) {
        assert!(claimed < whole + (4 << 20), "{claimed} and {whole} bytes");
    }
}

#[test]
fn texts_become_wet_and_wet_is_read_as_text() {
    let folder = Folder::new().with("a.warc", records().concat());
    let run = |arguments: &[&str]| dechaff().inside(folder.path()).args(arguments).run().exits(0);
    run(&["-f", "wet", "a.warc", "-o", "a.wet"]);
    let wet = folder.read("a.wet");
    assert!(wet.starts_with("WARC/1.0\r\nWARC-Type: warcinfo\r\n"), "{wet}");
    assert_eq!(wet.matches("WARC-Type: conversion").count(), 3);
    assert!(wet.contains("WARC-Target-URI: http://a.test/2\r\nWARC-Date: 2026-01-02T03:04:05Z"));
    assert!(wet.contains("WARC-Refers-To: <urn:uuid:response>"));
    let again = run(&["-f", "jsonl", "a.wet"]);
    assert_topics(&again, &["the harbour", "the parcel", "the lock"]);
    assert_eq!(again.json_lines()[0]["url"], "http://a.test/1");
    run(&["-f", "wet", "a.warc", "-o", "b.wet"]);
    assert_eq!(wet, folder.read("b.wet"));
}

#[test]
fn a_mirrored_tree_of_an_archive_is_that_of_its_addresses() {
    let twice = [records().concat(), records().concat()].concat();
    let folder = Folder::new().with("a.warc", twice);
    dechaff().inside(folder.path()).args(["a.warc", "-O", "out"]).run().exits(0);
    let names = ["1", "1-2", "2", "2-2", "3", "3-2"].map(|name| format!("out/a.test/{name}.md"));
    let mut expected = vec!["a.warc".to_owned()];
    expected.extend(names);
    expected.sort();
    assert_eq!(folder.tree(), expected);
}

#[test]
fn pages_are_read_out_of_mhtml_with_the_charset_of_their_part() {
    let part = article("Tides", "the tide").replace("Most visitors", "Most =E2=E8=E7 visitors");
    let part = part.replace("lang=\"en\"", "lang=3D\"en\"").replace("<meta charset=\"utf-8\">", "");
    let mhtml = format!(
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a.test/tides\r\n\
         MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: text/html; charset=windows-1251\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\n{part}\r\n--b\r\n\
         Content-Type: text/html\r\n\r\n<p>An advertisement in a frame.</p>\r\n--b--\r\n"
    );
    let folder =
        Folder::new().with("in/tides.mhtml", &mhtml).with("in/packed.mht.gz", gzip(&mhtml));
    let ran = dechaff().inside(folder.path()).args(["-f", "jsonl", "in"]).run().exits(0);
    assert_topics(&ran, &["the tide", "the tide"]);
    assert!(texts(&ran)[0].contains("Most виз visitors"), "{}", ran.stdout);
    assert_eq!(ran.json_lines()[1]["url"], "https://a.test/tides");
}

#[test]
fn files_may_be_packed_by_zstd_and_brotli_too() {
    let text = prose("the barrel", 6).join("\n\n");
    // One uncompressed block of brotli, of at most 65,536 bytes.
    let length = u32::try_from(text.len() - 1).unwrap();
    let header = (length << 4) | (1 << 20);
    let [a, b, c, _] = header.to_le_bytes();
    let brotli = [&[a, b, c][..], text.as_bytes(), &[0x03]].concat();
    let folder = Folder::new()
        .with("a.txt.zst", zstd::encode_all(text.as_bytes(), 3).unwrap())
        .with("b.txt.br", brotli)
        .with("c.txt.zst", &zstd::encode_all(text.as_bytes(), 3).unwrap()[..20]);
    let run = |name| dechaff().inside(folder.path()).args(["-f", "text", name]).run();
    assert_eq!(run("a.txt.zst").exits(0).stdout.trim_end(), text);
    assert_eq!(run("b.txt.br").exits(0).stdout.trim_end(), text);
    assert!(run("c.txt.zst").exits(3).stderr.contains("damaged zstd data"));
}

#[test]
fn what_a_browser_saved_along_with_a_page_is_left_out() {
    let frame = article("Frame", "the frame");
    let folder = Folder::new()
        .with("in/Tides.html", article("Tides", "the tide"))
        .with("in/Tides_files/frame.html", &frame)
        .with("in/Tides-Dateien/frame.htm", &frame)
        .with("in/other_files/page.html", article("Other", "the other"));
    let ran = dechaff().inside(folder.path()).args(["-f", "jsonl", "in"]).run().exits(0);
    assert_topics(&ran, &["the tide", "the other"]);
}

#[test]
fn patterns_are_expanded_where_the_shell_does_not() {
    let folder = Folder::new()
        .with("a/1.html", page("the first"))
        .with("a/b/2.html", page("the second"))
        .with("a/3.txt", "no page");
    let run = |pattern| dechaff().inside(folder.path()).args(["-f", "jsonl", pattern]).run();
    assert_topics(&run("a/*.html").exits(0), &["the first"]);
    assert_topics(&run("a/**/*.html").exits(0), &["the first", "the second"]);
    assert_topics(&run("a/[b-c]").exits(0), &["the second"]);
    let none = run("b/*.html").exits(3);
    assert_eq!(none.stderr, "dechaff: b/*.html: no file matches\n");
}
