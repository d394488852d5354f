//! Bodies of a gibibyte in a few bytes: cut at the limit, in bounded memory and
//! time.

use std::io::{Read, Write};
use std::time::{Duration, Instant};

use dechaff_fetch::{FetchOptions, Fetcher, Request, Url};
use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, FlushCompress};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::memory::{MIB, measure, peak};

const MOST_BODY: usize = 16 * MIB;
/// Names the bomb to a process that is started for it.
const BOMB: &str = "DECHAFF_BOMB";

/// Twice the longest body.
const MOST_MEMORY: usize = 32 * MIB;
/// Given for an optimised build; others get more.
const MOST_TIME: Duration = Duration::from_millis(500);

/// Zeros as packed by Google's brotli 1.2 at quality 11 with a window of 16 MiB.
const BROTLI: &[u8] = include_bytes!("zeros.br");

/// One deflate stream of a gibibyte in a gzip frame: the same mebibyte again
/// and again, which stands for itself after a full flush.
fn gzip_of_one() -> Vec<u8> {
    let mut state = flate2::Compress::new(Compression::best(), false);
    let mut piece = Vec::with_capacity(MIB);
    state.compress_vec(&vec![0; MIB], &mut piece, FlushCompress::Full).unwrap();
    let end = DeflateEncoder::new(Vec::new(), Compression::fast()).finish().unwrap();
    let head = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    [head.as_slice(), &piece.repeat(1024), &end, &[0; 8]].concat()
}

fn gzip_of_many() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(&vec![0; MIB]).unwrap();
    encoder.finish().unwrap().repeat(1000)
}

fn zstd_of_one() -> Vec<u8> {
    let zeros = std::io::repeat(0).take(1 << 30);
    zstd::encode_all(std::io::BufReader::with_capacity(MIB, zeros), 1).unwrap()
}

async fn serve(coding: &'static str, body: Vec<u8>) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {coding}\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    );
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await;
        // The reader hangs up when it has enough.
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(&body).await;
    });
    Url::parse(&url).unwrap()
}

#[test]
fn a_bomb_is_cut_at_the_limit_in_bounded_memory_and_time() {
    for name in ["gzip", "gzip of many", "br", "zstd"] {
        measure("bodies::one_bomb", BOMB, name);
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "run by the other test, which names the bomb"]
async fn one_bomb() {
    let Ok(name) = std::env::var(BOMB) else { return };
    let (coding, body) = match name.as_str() {
        "gzip" => ("gzip", gzip_of_one()),
        "gzip of many" => ("gzip", gzip_of_many()),
        "br" => ("br", BROTLI.to_vec()),
        "zstd" => ("zstd", zstd_of_one()),
        _ => panic!("{name}"),
    };
    let mut options = FetchOptions::default();
    options.retries.count = 0;
    let fetcher = Fetcher::new(options).unwrap();
    let slack = if cfg!(debug_assertions) { 20 } else { 1 };
    let wire = body.len();
    assert!(wire < 2 * MIB, "{wire}");
    let url = serve(coding, body).await;
    peak();
    let before = peak();
    let started = Instant::now();
    let page = fetcher.get(&Request::typed(url)).await.unwrap();
    let took = started.elapsed();
    let after = peak();
    assert!(page.truncated);
    assert!(page.body.len() <= MOST_BODY + 64 * 1024, "{}", page.body.len());
    assert!(page.body.len() >= MOST_BODY, "{}", page.body.len());
    assert!(took < MOST_TIME * slack, "{took:?}");
    let more = after.zip(before).map(|(after, before)| after.saturating_sub(before));
    assert!(more < Some(MOST_MEMORY), "{more:?}");
    let more = more.map(|more| more as f64 / MIB as f64);
    println!("{name}, {wire} bytes: {took:?}, {more:.2?} MiB more");
}
