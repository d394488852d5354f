//! What comes out of the browser.

use dechaff_fetch::{Fetcher, Request};

use crate::rendered::{browser, is_done, options, text};
use crate::server::{Server, Step, answer, page, redirect};

const SHELL: &str = "<!DOCTYPE html><html lang=nl><title>Shell</title><body class=a>\
    <div id=app></div><script src=/moved.js></script>";

const SCRIPT: &str = "fetch('/data', { method: 'POST', body: 'all' })
    .then(answer => answer.text())
    .then(text => {
        const app = document.getElementById('app');
        app.append(Object.assign(document.createElement('p'), { textContent: text }));
        const shadow = app.attachShadow({ mode: 'open' });
        shadow.innerHTML = '<h1>Over de brug 🌉</h1><slot></slot>';
        document.title = 'Made';
    });";

fn site(target: &str) -> Vec<Step> {
    match target {
        "/" => answer(
            "200 OK",
            &["Content-Type: text/html", "Set-Cookie: id=7; Path=/"],
            SHELL.as_bytes(),
        ),
        "/moved.js" => redirect("/app.js"),
        "/app.js" => {
            answer("200 OK", &["Content-Type: text/javascript; charset=utf-8"], SCRIPT.as_bytes())
        }
        "/data" => {
            answer("200 OK", &["Content-Type: text/plain; charset=utf-8"], "geöffnet".as_bytes())
        }
        "/text" => answer("200 OK", &["Content-Type: text/plain"], b"<script>x</script>"),
        "/late" => page(
            "<script>document.title = innerWidth + 'x' + innerHeight;
             setTimeout(() => document.body.append('late'), 1200)</script>",
        ),
        "/worker" => page(
            "<script>navigator.serviceWorker.register('/worker.js')
               .then(() => navigator.serviceWorker.ready, error => error)
               .then(() => fetch('/data')).then(answer => answer.text())
               .then(text => document.body.append(text), error => document.body.append(error))
             </script>",
        ),
        "/worker.js" => answer(
            "200 OK",
            &["Content-Type: text/javascript"],
            b"onactivate = event => event.waitUntil(clients.claim());
              onfetch = event => event.respondWith(fetch(event.request))",
        ),
        "/leads" => page("<p>before</p><script>location.href = '/leap'</script>"),
        "/leap" => redirect("/landed"),
        "/landed" => page("<p>landed</p><script>document.body.append('ran')</script>"),
        "/stays" => page("<p>stays</p><script>location.href = '/private'</script>"),
        "/private" => page("<p>private</p>"),
        "/again" => page("<p>again</p><script>location.reload()</script>"),
        "/robots.txt" => answer("200 OK", &[], b"User-agent: *\nDisallow: /private\n"),
        _ => answer("404 Not Found", &[], b""),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_scripts_make_is_the_body() {
    let Some(_turn) = browser().await else { return };
    let server = Server::start(site).await;
    let mut options = options();
    options.headers.push(("Authorization".to_owned(), "Bearer x".to_owned()));
    let fetcher = Fetcher::new(options).unwrap();
    let page = fetcher.get(&Request::typed(server.url("/"))).await.unwrap();
    assert!(is_done(&page), "{:?}", page.rendering);
    let html = text(&page);
    assert!(html.starts_with("<html lang=\"nl\"><head><title>Made</title>"), "{html}");
    assert!(html.contains("<body class=\"a\">"), "{html}");
    assert!(html.contains("<template shadowrootmode=\"open\"><h1>Over de brug 🌉</h1>"), "{html}");
    assert!(html.contains("<p>geöffnet</p>"), "{html}");
    assert_eq!((page.status, page.charset.as_deref()), (200, Some("utf-8")));
    assert_eq!((&page.url, page.redirects.len()), (&server.url("/"), 0));

    let requests = server.requests();
    assert_eq!(requests.iter().filter(|head| head.starts_with("get / ")).count(), 1);
    let data = requests.iter().find(|head| head.starts_with("post /data")).unwrap();
    // Under our name, with the user's word and the page's cookie.
    assert!(data.contains("user-agent: dechaff/"), "{data}");
    assert!(data.contains("authorization: bearer x"), "{data}");
    assert!(data.contains("cookie: id=7\r\n"), "{data}");
    assert!(!requests.concat().contains("chrome"), "{requests:?}");

    // One browser does for all pages, and what is no HTML does not need it.
    let page = fetcher.get(&Request::typed(server.url("/text"))).await.unwrap();
    assert_eq!((page.rendering.as_ref(), text(&page)), (None, "<script>x</script>"));
    fetcher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_waited_for_while_it_is_at_work() {
    let Some(_turn) = browser().await else { return };
    let server = Server::start(site).await;
    let fetcher = Fetcher::new(options()).unwrap();
    let page = fetcher.get(&Request::typed(server.url("/late"))).await.unwrap();
    assert!(is_done(&page) && text(&page).contains("late</body>"), "{}", text(&page));
    // Tall, so that what waits to come into view is made.
    assert!(text(&page).contains("<title>1280x"), "{}", text(&page));
    let height = text(&page).split_once("1280x").and_then(|(_, rest)| rest.split_once('<'));
    assert!(height.is_some_and(|(height, _)| height.parse::<u32>().unwrap() > 2000));

    // A service worker would stand between the page and us.
    let page = fetcher.get(&Request::typed(server.url("/worker"))).await.unwrap();
    assert!(text(&page).contains("ge\u{f6}ffnet"), "{}", text(&page));
    fetcher.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_scripts_lead_is_fetched_as_politely_as_the_page() {
    let Some(_turn) = browser().await else { return };
    let server = Server::start(site).await;
    let mut options = options();
    options.allow_private = true;
    options.max_redirects = 3;
    let fetcher = Fetcher::new(options).unwrap();

    let page = fetcher.get(&Request::listed(server.url("/leads"))).await.unwrap();
    assert!(text(&page).contains("<p>landed</p>") && text(&page).contains("ran"), "{page:?}");
    assert_eq!(page.redirects, [server.url("/leap"), server.url("/landed")]);
    assert_eq!((page.url, page.requested), (server.url("/landed"), server.url("/leads")));

    // The site's robots.txt counts, and the page then stays as it is.
    let page = fetcher.get(&Request::listed(server.url("/stays"))).await.unwrap();
    assert!(text(&page).contains("<p>stays</p>"), "{page:?}");
    assert_eq!(page.url, server.url("/stays"));
    assert!(!server.requests().iter().any(|head| head.starts_with("get /private")));

    // So does the limit of redirects.
    let page = fetcher.get(&Request::listed(server.url("/again"))).await.unwrap();
    assert!(text(&page).contains("<p>again</p>"), "{page:?}");
    let again = server.requests().iter().filter(|head| head.starts_with("get /again")).count();
    assert_eq!(again, 4);
    fetcher.close().await;
}
