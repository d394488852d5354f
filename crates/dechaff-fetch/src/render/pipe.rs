//! Orders to the browser and news from it: the `DevTools` protocol, as JSON
//! messages that end in a zero byte.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::sync::{Mutex as AsyncMutex, mpsc, oneshot};

/// The longest message that is taken. Pages decide how much they send away, and
/// that comes in one.
const LONGEST: usize = 48 << 20;
/// News of one page that wait; of a page that makes more, the rest is lost.
const MOST_NEWS: usize = 4096;
/// What is said of an order that nobody takes any more.
pub(super) const ENDED: &str = "the browser has ended";
const PIECE: usize = 64 * 1024;

/// Something that happened.
#[derive(Debug)]
pub(super) struct News {
    pub(super) method: String,
    pub(super) params: Value,
}

type Answer = Result<Value, String>;

/// The pipe to a browser.
pub(super) struct Pipe {
    orders: AsyncMutex<Box<dyn AsyncWrite + Send + Unpin>>,
    next: AtomicU64,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    over: bool,
    waiting: HashMap<u64, oneshot::Sender<Answer>>,
    sessions: HashMap<String, mpsc::Sender<News>>,
}

impl Pipe {
    /// Reads what the browser says until it ends.
    pub(super) fn new(
        orders: impl AsyncWrite + Send + Unpin + 'static,
        news: impl AsyncRead + Send + Unpin + 'static,
    ) -> Self {
        let state = Arc::default();
        tokio::spawn(listen(news, Arc::clone(&state)));
        Self { orders: AsyncMutex::new(Box::new(orders)), next: AtomicU64::new(1), state }
    }

    /// Whether the browser has ended.
    pub(super) fn is_over(&self) -> bool {
        lock(&self.state).over
    }

    /// The news of a session from now on.
    pub(super) fn listen(&self, session: &str) -> mpsc::Receiver<News> {
        let (sender, receiver) = mpsc::channel(MOST_NEWS);
        lock(&self.state).sessions.insert(session.to_owned(), sender);
        receiver
    }

    /// Hands on no more news of a session.
    pub(super) fn forget(&self, session: &str) {
        lock(&self.state).sessions.remove(session);
    }

    /// Gives an order and waits until it is done.
    pub(super) async fn call(&self, session: Option<&str>, method: &str, params: Value) -> Answer {
        let (sender, receiver) = oneshot::channel();
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        {
            let mut state = lock(&self.state);
            if state.over {
                return Err(ended());
            }
            state.waiting.insert(id, sender);
        }
        self.send(id, session, method, params).await?;
        match receiver.await {
            Ok(answer) => answer.map_err(|error| format!("{method}: {error}")),
            Err(_) => Err(ended()),
        }
    }

    /// Gives an order whose outcome nobody waits for.
    pub(super) async fn tell(&self, session: &str, method: &str, params: Value) {
        let id = self.next.fetch_add(1, Ordering::Relaxed);
        // Where the browser is gone, whoever waits for it hears so.
        let _ = self.send(id, Some(session), method, params).await;
    }

    async fn send(
        &self,
        id: u64,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<(), String> {
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let (Some(session), Some(fields)) = (session, message.as_object_mut()) {
            fields.insert("sessionId".to_owned(), session.into());
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut orders = self.orders.lock().await;
        orders.write_all(&bytes).await.map_err(|_| ended())?;
        orders.flush().await.map_err(|_| ended())
    }
}

fn ended() -> String {
    ENDED.to_owned()
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes message after message, to the end or to one that is too long.
async fn listen(mut news: impl AsyncRead + Unpin, state: Arc<Mutex<State>>) {
    let mut message = Vec::new();
    let mut piece = vec![0; PIECE];
    while let Ok(read @ 1..) = news.read(&mut piece).await {
        let mut rest = piece.get(..read).unwrap_or_default();
        while let Some(end) = memchr::memchr(0, rest) {
            message.extend_from_slice(rest.get(..end).unwrap_or_default());
            take(&message, &state);
            message.clear();
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        message.extend_from_slice(rest);
        if message.len() > LONGEST {
            break;
        }
    }
    let mut state = lock(&state);
    state.over = true;
    // Whoever waits hears that nothing comes.
    state.waiting.clear();
    state.sessions.clear();
}

fn take(message: &[u8], state: &Mutex<State>) {
    // A message that makes no sense is passed over: whoever waits for it has a limit of time.
    let Ok(mut message) = serde_json::from_slice::<Value>(message) else { return };
    if let Some(id) = message.get("id").and_then(Value::as_u64) {
        let waiting = lock(state).waiting.remove(&id);
        let answer = match message.pointer("/error/message").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(message.get_mut("result").map(Value::take).unwrap_or_default()),
        };
        if let Some(waiting) = waiting {
            // Whoever gave up no longer wants it.
            let _ = waiting.send(answer);
        }
        return;
    }
    let (Some(session), Some(method)) = (text(&message, "sessionId"), text(&message, "method"))
    else {
        return;
    };
    let sender = lock(state).sessions.get(&session).cloned();
    if let Some(sender) = sender {
        let params = message.get_mut("params").map(Value::take).unwrap_or_default();
        // Never waits: a page must not hold up the others.
        let _ = sender.try_send(News { method, params });
    }
}

fn text(message: &Value, field: &str) -> Option<String> {
    message.get(field).and_then(Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncBufReadExt, BufReader, duplex, split};

    #[tokio::test]
    async fn answers_and_news_find_who_waits_for_them() {
        let (ours, theirs) = duplex(256);
        let (news, orders) = split(ours);
        let pipe = Pipe::new(orders, news);
        let mut received = pipe.listen("s1");
        let browser = tokio::spawn(async move {
            let (read, mut write) = split(theirs);
            let mut order = Vec::new();
            BufReader::new(read).read_until(0, &mut order).await.unwrap();
            order.pop();
            let order: Value = serde_json::from_slice(&order).unwrap();
            let id = &order["id"];
            let said = format!(
                "{{\"method\":\"Page.x\",\"params\":{{\"a\":1}},\"sessionId\":\"s1\"}}\0nonsense\0\
                 {{\"method\":\"Page.x\",\"sessionId\":\"unknown\"}}\0\
                 {{\"id\":{id},\"result\":{{\"b\":2}}}}\0"
            );
            write.write_all(said.as_bytes()).await.unwrap();
            order
        });
        let answer = pipe.call(Some("s1"), "Page.do", json!({ "c": 3 })).await.unwrap();
        assert_eq!(answer, json!({ "b": 2 }));
        let order = browser.await.unwrap();
        assert_eq!((&order["method"], &order["sessionId"]), (&json!("Page.do"), &json!("s1")));
        let news = received.recv().await.unwrap();
        assert_eq!((news.method.as_str(), news.params), ("Page.x", json!({ "a": 1 })));
        // The browser's end is gone with its task.
        assert!(pipe.call(None, "Page.do", json!({})).await.is_err());
        assert!(received.recv().await.is_none());
        assert!(pipe.is_over());
    }
}
