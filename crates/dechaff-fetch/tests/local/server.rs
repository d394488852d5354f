//! An HTTP server that does exactly what a test tells it, right or wrong.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dechaff_fetch::{FetchError, FetchOptions, Fetched, Fetcher, Request, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;

/// What the server does next on a connection; at the end it closes.
pub(crate) enum Step {
    Send(Vec<u8>),
    /// Sends these bytes again and again with a pause between.
    Trickle(Vec<u8>, Duration),
    Hang,
}

pub(crate) struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    connections: Arc<AtomicUsize>,
}

impl Server {
    /// Answers each request by its target (`/path`, or a whole URL when the
    /// server plays the proxy).
    pub(crate) async fn start(answer: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static) -> Self {
        Self::on("127.0.0.1:0", answer).await
    }

    /// The same at an address of the test's choice.
    pub(crate) async fn on(
        address: &str,
        answer: impl Fn(&str) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (answer, seen) = (Arc::new(answer), Arc::clone(&requests));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                counted.fetch_add(1, Ordering::SeqCst);
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                tokio::spawn(async move { serve(stream, &*answer, &seen).await });
            }
        });
        Self { address, requests, connections }
    }

    pub(crate) fn url(&self, path: &str) -> Url {
        Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// How often somebody connected.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }

    /// The heads of all requests so far, in lower case.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    answer: &(dyn Fn(&str) -> Vec<Step> + Send + Sync),
    seen: &Mutex<Vec<String>>,
) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8(head).unwrap();
    let steps = answer(head.split(' ').nth(1).unwrap());
    seen.lock().unwrap().push(head.to_lowercase());
    for step in steps {
        match step {
            Step::Send(bytes) => {
                // A reader that has enough hangs up, as it should.
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Step::Trickle(bytes, pause) => {
                while stream.write_all(&bytes).await.is_ok() {
                    sleep(pause).await;
                }
            }
            Step::Hang => sleep(Duration::from_secs(60)).await,
        }
    }
}

/// A whole answer; `headers` are lines without their ends.
pub(crate) fn answer(status: &str, headers: &[&str], body: &[u8]) -> Vec<Step> {
    let length = format!("Content-Length: {}", body.len());
    let headers = [headers, &[length.as_str()]].concat();
    vec![Step::Send([head(status, &headers).as_slice(), body].concat())]
}

pub(crate) fn head(status: &str, headers: &[&str]) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{}\r\n\r\n", headers.join("\r\n")).into_bytes()
}

pub(crate) fn page(body: &str) -> Vec<Step> {
    answer("200 OK", &["Content-Type: text/html"], body.as_bytes())
}

pub(crate) fn redirect(to: &str) -> Vec<Step> {
    answer("302 Found", &[&format!("Location: {to}")], b"")
}

pub(crate) async fn fetch(url: &Url) -> Result<Fetched, FetchError> {
    fetch_with(url, |_| {}).await
}

pub(crate) async fn fetch_with(
    url: &Url,
    choose: impl FnOnce(&mut FetchOptions),
) -> Result<Fetched, FetchError> {
    let mut options = FetchOptions::default();
    options.timeout = Duration::from_secs(5);
    options.retries.count = 0;
    choose(&mut options);
    Fetcher::new(options)?.get(&Request::typed(url.clone())).await
}
