//! Whatever a page does, it ends.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use dechaff_fetch::{FetchOptions, Fetched, Fetcher, Rendering, Request};

use crate::rendered::{browser, is_done, options_with, text};
use crate::server::{Server, Step, answer, head, page};

/// Enough to read that nobody waits for more.
fn long() -> String {
    format!("<p>{}</p>", "More to read. ".repeat(20))
}

fn site(target: &str) -> Vec<Step> {
    let scripted = |script: &str| page(&format!("<p>start</p>{}<script>{script}</script>", long()));
    match target {
        "/endless" => scripted("document.body.append('made'); for (;;);"),
        "/promises" => scripted("const again = () => Promise.resolve().then(again); again()"),
        "/busy" => scripted("setInterval(() => fetch('/data'), 20)"),
        "/waits" => page("<p>start</p><script src=/hangs></script>"),
        "/hangs" => vec![Step::Hang],
        "/trickle" => page("<p>start</p><script async src=/drops></script>"),
        "/drops" => {
            let head = head("200 OK", &["Content-Type: text/javascript"]);
            vec![Step::Send(head), Step::Trickle(b"//x\n".to_vec(), Duration::from_millis(50))]
        }
        "/dialogs" => scripted(
            "alert('a'); document.body.append(confirm('b') + ' ' + prompt('c') + ' ');
             print(); onbeforeunload = () => 'stay'; document.body.append('after')",
        ),
        "/download" => scripted("location.href = '/file'; document.body.append('after')"),
        "/file" => {
            let headers = ["Content-Type: text/html", "Content-Disposition: attachment"];
            answer("200 OK", &headers, b"<p>file</p>")
        }
        "/elements" => scripted(
            "document.body.hidden = true; let one = document.createElement('i'), part = document.createElement('b');
             for (let i = 0; i < 1000; i += 1) part.append(one.cloneNode());
             for (let i = 0; i < 520; i += 1) document.body.append(part.cloneNode(true));",
        ),
        "/long" => scripted("document.body.append('\\u00e9\\u{1f309}'.repeat(200000))"),
        "/nested" => scripted(
            "let at = document.body;
             for (let i = 0; i < 20000; i += 1) at = at.appendChild(document.createElement('div'));",
        ),
        "/bytes" => scripted(
            "(async () => { for (let i = 0; i < 20; i += 1) await fetch('/mebibyte').catch(() => 0) })()",
        ),
        "/mebibyte" => answer("200 OK", &["Content-Type: text/plain"], &vec![b'a'; 1 << 20]),
        "/memory" => scripted("const all = []; for (;;) all.push(new Uint8Array(1 << 22).fill(1))"),
        "/data" => answer("200 OK", &["Content-Type: text/plain"], b"x"),
        _ => scripted("document.body.append('ran')"),
    }
}

struct Renders {
    server: Server,
    fetcher: Fetcher,
}

impl Renders {
    async fn new(options: FetchOptions) -> Self {
        Self { server: Server::start(site).await, fetcher: Fetcher::new(options).unwrap() }
    }

    async fn get(&self, path: &str) -> (Fetched, Duration) {
        let started = Instant::now();
        let page = self.fetcher.get(&Request::typed(self.server.url(path))).await.unwrap();
        (page, started.elapsed())
    }

    /// The browser still does what it is told.
    async fn is_fine(&self) {
        let (page, _) = self.get("/").await;
        let failed = matches!(page.rendering, Some(Rendering::Failed { .. }));
        assert!(!failed && text(&page).contains("ran</body>"), "{page:?}");
    }
}

fn is_cut(page: &Fetched, limit: &str) -> bool {
    matches!(&page.rendering, Some(Rendering::Cut { limit: at }) if *at == limit)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_does_not_come_to_rest_is_taken_at_the_limit_of_time() {
    let Some(_turn) = browser().await else { return };
    let limit = Duration::from_millis(1500);
    // For machines with much else to do.
    let slack = Duration::from_secs(15);
    let renders = Renders::new(options_with(|render| render.timeout = limit)).await;
    // So that the start of the browser does not count.
    renders.get("/").await;
    for path in ["/busy", "/waits", "/trickle"] {
        let (page, took) = renders.get(path).await;
        assert!(is_cut(&page, "timeout"), "{path}: {:?}", page.rendering);
        assert!(text(&page).contains("<p>start</p>"), "{path}");
        assert!(took >= limit && took < limit + slack, "{path}: {took:?}");
    }
    // What does not let go is ended, and its work kept as far as it came.
    let (page, took) = renders.get("/endless").await;
    assert!(is_cut(&page, "timeout"), "{:?}", page.rendering);
    assert!(text(&page).contains("made"), "{page:?}");
    assert!(took < limit + slack, "{took:?}");
    let (page, took) = renders.get("/promises").await;
    assert!(text(&page).contains("<p>start</p>"), "{page:?}");
    assert!(took < limit + slack, "{took:?}");
    renders.is_fine().await;
    renders.fetcher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn dialogs_and_downloads_hold_nothing_up() {
    let Some(_turn) = browser().await else { return };
    let renders = Renders::new(options_with(|_| {})).await;
    let (page, _) = renders.get("/dialogs").await;
    assert!(is_done(&page) && text(&page).contains("false null after"), "{}", text(&page));
    let (page, _) = renders.get("/download").await;
    assert!(is_done(&page), "{:?}", page.rendering);
    assert!(text(&page).contains("file") || text(&page).contains("after"), "{}", text(&page));
    renders.is_fine().await;
    renders.fetcher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_cut_at_the_limits_of_requests_and_bytes() {
    let Some(_turn) = browser().await else { return };
    let mut options =
        options_with(|render| (render.max_requests, render.max_bytes) = (20, 4 << 20));
    options.max_body_bytes = 100_000;
    let renders = Renders::new(options).await;
    let (page, _) = renders.get("/bytes").await;
    assert!(is_cut(&page, "max_bytes"), "{:?}", page.rendering);
    let sent = renders.server.requests().iter().filter(|head| head.contains("/mebibyte")).count();
    assert!(sent <= 5, "{sent}");
    let (page, _) = renders.get("/long").await;
    let size = page.body.len();
    assert!(page.truncated && (99_990..=100_000).contains(&size), "{:?}, {size}", page.rendering);
    assert!(text(&page).ends_with(['é', '🌉']));
    let (page, took) = renders.get("/nested").await;
    assert!(text(&page).contains("<div><div>") || !is_done(&page), "{took:?}");
    let before = renders.server.connections();
    let (page, _) = renders.get("/busy").await;
    assert!(is_cut(&page, "timeout"), "{:?}", page.rendering);
    assert!(renders.server.connections() - before <= 21);
    renders.is_fine().await;
    renders.fetcher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_takes_too_much_is_left_as_it_was_sent() {
    let Some(_turn) = browser().await else { return };
    let options = options_with(|render| {
        render.max_memory = 900 << 20;
        render.timeout = Duration::from_secs(10);
    });
    let renders = Renders::new(options).await;
    for (path, why) in [("/elements", "500000 elements"), ("/memory", "900 MiB of memory")] {
        let (page, took) = renders.get(path).await;
        let Some(Rendering::Failed { reason }) = &page.rendering else {
            panic!("{path}: {:?}", page.rendering);
        };
        assert!(reason.contains(why), "{path}: {reason}");
        assert!(text(&page).starts_with("<p>start</p><p>More"), "{path}");
        assert!(took < Duration::from_secs(40), "{path}: {took:?}");
        renders.is_fine().await;
    }
    renders.fetcher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_its_browser_a_fetcher_says_why() {
    let options = options_with(|render| render.browser = Some("/bin/false".into()));
    let renders = Renders::new(options).await;
    let request = Request::typed(renders.server.url("/"));
    let error = renders.fetcher.get(&request).await.unwrap_err().to_string();
    assert!(error.starts_with("cannot render pages: the browser does not start: "), "{error}");
    let missing = options_with(|render| render.browser = Some("/nowhere/chromium".into()));
    let error = Fetcher::new(missing).unwrap_err().to_string();
    assert_eq!(error, "cannot use the option render: there is no browser at /nowhere/chromium");
}

/// One that greets, and then neither reads nor speaks.
#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_is_stuck_is_ended() {
    let folder = tempfile::tempdir().unwrap();
    let browser = folder.path().join("browser");
    let id = folder.path().join("id");
    let script = format!(
        "#!/bin/sh\necho $$ > {}\nhead -c 40 <&3 >/dev/null\n\
         printf '{{\"id\":1,\"result\":{{}}}}\\000' >&4\nexec sleep 600\n",
        id.display()
    );
    fs::write(&browser, script).unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let renders = Renders::new(options_with(|render| render.browser = Some(browser))).await;
    let (page, took) = renders.get("/").await;
    let Some(Rendering::Failed { reason }) = &page.rendering else {
        panic!("{:?}", page.rendering);
    };
    assert_eq!(reason, "the browser does not answer");
    assert!(took < Duration::from_secs(40), "{took:?}");
    let id = fs::read_to_string(id).unwrap();
    let alive = Path::new("/proc").join(id.trim()).join("cmdline");
    let is_alive = || fs::read(&alive).is_ok_and(|line| !line.is_empty());
    for _ in 0..100 {
        if !is_alive() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it still runs");
}
