//! A web server for many hosts at once: every address of this machine is one.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::Answer;

/// A request as the farm saw it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The host that was asked for, without the port.
    pub host: String,
    /// The path.
    pub path: String,
    /// When it came.
    pub time: Instant,
}

/// A server on a free port of all of this machine's addresses, `127.x.y.z` among them. It keeps
/// connections open and serves each on a thread of its own.
#[derive(Debug)]
pub struct Farm {
    port: u16,
    visits: Arc<Mutex<Vec<Visit>>>,
}

impl Farm {
    /// Starts a farm that answers each host and path after a pause, as `answer` says.
    pub fn start(
        answer: impl Fn(&str, &str) -> (Duration, Answer) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(SocketAddr::from(([0, 0, 0, 0], 0))).expect("a free port");
        let port = listener.local_addr().expect("the port is known").port();
        let visits = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&visits);
        let answer = Arc::new(answer);
        // It ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (answer, seen) = (Arc::clone(&answer), Arc::clone(&seen));
                // A client that goes away is the client's affair.
                thread::spawn(move || drop(serve(&stream, &*answer, &seen)));
            }
        });
        Self { port, visits }
    }

    /// The address of a path on a host, which is a number from 0 to 65,535.
    pub fn url(&self, host: u16, path: &str) -> String {
        format!("http://{}:{}{path}", Self::host(host), self.port)
    }

    /// The name of a host.
    pub fn host(number: u16) -> String {
        let [high, low] = number.to_be_bytes();
        format!("127.1.{high}.{low}")
    }

    /// All requests so far.
    pub fn visits(&self) -> Vec<Visit> {
        self.visits.lock().expect("no test died here").clone()
    }
}

fn serve(
    stream: &TcpStream,
    answer: &dyn Fn(&str, &str) -> (Duration, Answer),
    seen: &Mutex<Vec<Visit>>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut reader = BufReader::new(stream);
    loop {
        let mut request = String::new();
        while reader.read_line(&mut request)? > 2 {}
        let Some(path) = request.split(' ').nth(1) else { return Ok(()) };
        let lower = request.to_ascii_lowercase();
        let host = lower.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default();
        let host = host.split(':').next().unwrap_or_default();
        let visit = Visit { host: host.into(), path: path.into(), time: Instant::now() };
        seen.lock().expect("no test died here").push(visit);
        let (pause, answer) = answer(host, path);
        thread::sleep(pause);
        let mut head = format!("HTTP/1.1 {} Answer\r\n", answer.status);
        for header in &answer.headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        head.push_str("Content-Length: ");
        head.push_str(&answer.body.len().to_string());
        head.push_str("\r\n\r\n");
        let mut out = stream;
        out.write_all(&[head.as_bytes(), &answer.body].concat())?;
    }
}
