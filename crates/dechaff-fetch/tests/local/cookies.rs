//! Cookies from server to jar and back.

use dechaff_fetch::CookieJar;

use crate::server::{Server, answer, fetch_with, page};

#[tokio::test]
async fn what_a_site_sets_on_the_way_it_gets_back() {
    let server = Server::start(|target| match target {
        "/" => answer("302 Found", &["Location: /in", "Set-Cookie: pass=1; Path=/"], b""),
        _ => page("in"),
    })
    .await;
    let jar = CookieJar::default();
    fetch_with(&server.url("/"), |options| options.cookies = Some(jar.clone())).await.unwrap();
    let requests = server.requests();
    assert!(!requests[0].contains("cookie:"));
    assert!(requests[1].contains("cookie: pass=1\r\n"), "{requests:?}");
    assert!(jar.to_netscape().contains("127.0.0.1\tFALSE\t/\tFALSE\t0\tpass\t1\n"));
}
