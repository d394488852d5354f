//! Compressed bodies, whole, broken and malicious.

use std::io::Write;

use dechaff_fetch::{FetchError, FetchOptions, Fetched};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use crate::server::{Server, answer, fetch_with};

const TEXT: &[u8] = b"the quick brown fox, the quick brown fox";

/// `TEXT` as packed by the brotli in Node.js.
const BROTLI_TEXT: &[u8] = b"\x1b\x27\x00\xf8\x8d\x94\xaa\xdb\xa3\xa4\x33\x03\x69\x16\xb4\x37\x3c\x39\xc8\x24\xf3\x24\x09\xdb\x74\x14\x17\x48\xd7\xb8\x09";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

async fn fetch_coded(coding: &str, body: Vec<u8>) -> Result<Fetched, FetchError> {
    fetch_coded_with(coding, body, |_| {}).await
}

async fn fetch_coded_with(
    coding: &str,
    body: Vec<u8>,
    choose: impl FnOnce(&mut FetchOptions),
) -> Result<Fetched, FetchError> {
    let coding = format!("Content-Encoding: {coding}");
    let server =
        Server::start(move |_| answer("200 OK", &["Content-Type: text/html", &coding], &body))
            .await;
    fetch_with(&server.url("/"), choose).await
}

#[tokio::test]
async fn every_coding_asked_for_is_undone() {
    let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(TEXT).unwrap();
    let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
    bare.write_all(TEXT).unwrap();
    for (coding, body) in [
        ("gzip", gzip(TEXT)),
        ("X-GZip", [gzip(&TEXT[..9]), gzip(&TEXT[9..])].concat()),
        ("deflate", zlib.finish().unwrap()),
        ("deflate", bare.finish().unwrap()),
        ("zstd", zstd::encode_all(TEXT, 3).unwrap()),
        ("br", BROTLI_TEXT.to_vec()),
        ("identity", TEXT.to_vec()),
        ("gzip, identity", gzip(TEXT)),
    ] {
        let fetched = fetch_coded(coding, body).await.unwrap();
        assert_eq!(fetched.body, TEXT, "{coding}");
        assert!(!fetched.truncated);
    }
}

#[tokio::test]
async fn an_empty_body_needs_no_coding() {
    for coding in ["gzip", "deflate", "br", "zstd"] {
        assert!(fetch_coded(coding, Vec::new()).await.unwrap().body.is_empty());
    }
}

#[tokio::test]
async fn bytes_after_the_end_are_ignored() {
    let body = [gzip(TEXT).as_slice(), b"\0\0\0junk"].concat();
    assert_eq!(fetch_coded("gzip", body).await.unwrap().body, TEXT);
}

#[tokio::test]
async fn a_stream_cut_short_is_an_error() {
    for (coding, body) in [
        ("gzip", gzip(TEXT)),
        ("br", BROTLI_TEXT.to_vec()),
        ("zstd", zstd::encode_all(TEXT, 3).unwrap()),
    ] {
        let cut = body[..body.len() - 5].to_vec();
        let error = fetch_coded(coding, cut).await.unwrap_err();
        assert!(matches!(error, FetchError::Body { .. }), "{coding}: {error}");
    }
}

#[tokio::test]
async fn a_page_that_is_not_what_its_coding_says_is_an_error() {
    for coding in ["gzip", "deflate", "br", "zstd"] {
        let error = fetch_coded(coding, b"<p>not compressed</p>".to_vec()).await.unwrap_err();
        assert!(matches!(error, FetchError::Body { .. }), "{coding}: {error}");
    }
}

#[tokio::test]
async fn codings_not_asked_for_are_refused() {
    for coding in ["compress", "gzip, gzip"] {
        let error = fetch_coded(coding, gzip(TEXT)).await.unwrap_err();
        assert!(
            matches!(&error, FetchError::ContentCoding { coding: named, .. } if named == coding),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_cut_on_the_wire_keeps_what_was_unpacked() {
    let numbers: Vec<String> = (0..4000).map(|number| number.to_string()).collect();
    let text = numbers.join(" ");
    let whole = gzip(text.as_bytes());
    let zstd = zstd::encode_all(text.as_bytes(), 3).unwrap();
    for (coding, body) in [("gzip", whole), ("zstd", zstd)] {
        let half = body.len() / 2;
        let fetched =
            fetch_coded_with(coding, body, |options| options.max_wire_bytes = half).await.unwrap();
        assert!(fetched.truncated);
        assert!(text.as_bytes().starts_with(&fetched.body), "{coding}");
        // A block of zstd is all or nothing, and all of this text is one.
        let least = if coding == "gzip" { text.len() / 4 } else { 0 };
        assert!(fetched.body.len() >= least, "{coding}: {}", fetched.body.len());
    }
}

async fn assert_defused(coding: &str, bomb: Vec<u8>) {
    assert!(bomb.len() < 1024 * 1024, "{} bytes", bomb.len());
    let fetched = fetch_coded(coding, bomb).await.unwrap();
    assert_eq!(fetched.body.len(), 16 * 1024 * 1024);
    assert!(fetched.truncated);
}

#[tokio::test]
async fn a_gzip_bomb_is_cut() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let zeros = vec![0; 1_000_000];
    for _ in 0..100 {
        encoder.write_all(&zeros).unwrap();
    }
    assert_defused("gzip", encoder.finish().unwrap()).await;
}

#[tokio::test]
async fn a_zstd_bomb_is_cut() {
    let bomb = zstd::encode_all(&*vec![0; 100_000_000], 1).unwrap();
    assert_defused("zstd", bomb).await;
}

#[tokio::test]
async fn a_zstd_window_beyond_the_standard_is_refused() {
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    encoder.window_log(27).unwrap();
    encoder.write_all(TEXT).unwrap();
    let error = fetch_coded("zstd", encoder.finish().unwrap()).await.unwrap_err();
    assert!(matches!(error, FetchError::Body { .. }), "{error}");
}
