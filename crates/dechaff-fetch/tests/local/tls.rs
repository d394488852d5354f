//! Secure connections, with certificates that somebody trusts and that nobody
//! does.

use std::sync::Arc;

use dechaff_fetch::{FetchError, RedirectRefusal, Url};
use rcgen::{CertificateParams, KeyPair};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::server::{Server, fetch_with, page};

/// A server for `localhost` with a certificate of its own making: its URL, and
/// the certificate in PEM. It sends this after each request.
async fn secure(reply: String) -> (Url, Vec<u8>) {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, reply) = (acceptor.clone(), reply.clone());
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                let mut request = [0; 4096];
                let _ = stream.read(&mut request).await;
                let _ = stream.write_all(reply.as_bytes()).await;
                let _ = stream.shutdown().await;
            });
        }
    });
    let url = Url::parse(&format!("https://localhost:{port}/")).unwrap();
    (url, certificate.pem().into_bytes())
}

fn secret_page() -> String {
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\nsecret".to_owned()
}

#[tokio::test]
async fn a_certificate_that_nobody_vouches_for_is_refused() {
    let (url, _) = secure(secret_page()).await;
    let error = fetch_with(&url, |_| {}).await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error}");
}

#[tokio::test]
async fn a_named_authority_or_none_will_do_where_asked_for() {
    let (url, pem) = secure(secret_page()).await;
    let fetched =
        fetch_with(&url, |options| options.authorities = Some(pem.clone())).await.unwrap();
    assert_eq!(fetched.body, b"secret");
    assert!(fetch_with(&url, |options| options.insecure = true).await.is_ok());
    // Vouched for, but as another host.
    let mut other = url.clone();
    other.set_host(Some("127.0.0.1")).unwrap();
    let error =
        fetch_with(&other, |options| options.authorities = Some(pem.clone())).await.unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error}");
    let error = fetch_with(&url, |options| options.authorities = Some(b"no PEM".to_vec())).await;
    assert!(matches!(error, Err(FetchError::Options { .. })));
}

#[tokio::test]
async fn credentials_do_not_leave_a_secure_connection() {
    let plain = Server::start(|_| page("plain")).await;
    let location = plain.url("/");
    let reply = format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
    let (url, _) = secure(reply).await;
    let error = fetch_with(&url, |options| {
        options.insecure = true;
        options.headers.push(("Authorization".into(), "Bearer x".into()));
    })
    .await
    .unwrap_err();
    assert!(
        matches!(
            &error,
            FetchError::BadRedirect { refusal: RedirectRefusal::Downgrade, hop: 1, .. }
        ),
        "{error}"
    );
    assert_eq!(plain.connections(), 0);
    assert!(fetch_with(&url, |options| options.insecure = true).await.is_ok());
}
