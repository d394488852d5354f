//! A web server for one test.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// What the server answers to a path.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Header lines besides `Content-Length`, without line breaks.
    pub headers: Vec<String>,
    /// Body.
    pub body: Vec<u8>,
}

impl Answer {
    /// A web page, with the whole `Content-Type`.
    pub fn page(content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status: 200,
            headers: vec![format!("Content-Type: {content_type}")],
            body: body.into(),
        }
    }

    /// Nothing but a status.
    pub fn status(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Vec::new() }
    }

    /// A redirect.
    pub fn redirect(to: &str) -> Self {
        Self { headers: vec![format!("Location: {to}")], ..Self::status(302) }
    }
}

/// A server on a free port of this machine, gone with the test.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    stopped: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server that answers each path as `answer` says.
    pub fn start(answer: impl Fn(&str) -> Answer + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("the port is known");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let stopped = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let (requests, stopped) = (Arc::clone(&requests), Arc::clone(&stopped));
            move || {
                for stream in listener.incoming() {
                    if stopped.load(Ordering::SeqCst) {
                        return;
                    }
                    // A client that goes away early is the client's affair.
                    if let Ok(Some(request)) = stream.and_then(|stream| serve(&stream, &answer)) {
                        requests.lock().expect("no test died here").push(request);
                    }
                }
            }
        });
        Self { address, requests, stopped, thread: Some(thread) }
    }

    /// The address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// The requests so far, each with its headers, as they were sent.
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().expect("no test died here").clone()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        // Wakes the server, which then sees that it is to stop.
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn serve(stream: &TcpStream, answer: &impl Fn(&str) -> Answer) -> io::Result<Option<String>> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut request = String::new();
    let mut reader = BufReader::new(stream);
    while reader.read_line(&mut request)? > 2 {}
    let Some(path) = request.split(' ').nth(1) else {
        return Ok(None);
    };
    let answer = answer(path);
    let mut out = stream;
    write!(out, "HTTP/1.1 {} Answer\r\n", answer.status)?;
    for header in &answer.headers {
        write!(out, "{header}\r\n")?;
    }
    let length = answer.body.len();
    write!(out, "Content-Length: {length}\r\nConnection: close\r\n\r\n")?;
    out.write_all(&answer.body)?;
    out.flush()?;
    Ok(Some(request))
}
