//! The browser gets nowhere but where the fetcher may go.

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dechaff_fetch::{Fetcher, Request, Resolved, Resolver, Url};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use crate::rendered::{browser, is_done, options, text, url};
use crate::server::{Server, page, redirect};

/// Ways out of a page, to `H`, a host with a port.
const WAYS: &str = r"<!DOCTYPE html><body><script>
const say = text => document.body.append(text + '; ');
const attempt = (name, way) => { try { way() } catch (error) { say(name + ' threw') } };
const add = (name, fields) => document.body.append(Object.assign(document.createElement(name), fields));
say('ran');
for (const host of HOSTS) {
  fetch('http://' + host + '/fetch').then(() => say('REACHED'), () => say('refused'));
  fetch('http://' + host + '/post', { method: 'POST', mode: 'no-cors', body: 'x' }).catch(() => {});
  attempt('socket', () => new WebSocket('ws://' + host + '/socket'));
  attempt('events', () => new EventSource('http://' + host + '/events'));
  attempt('transport', () => new WebTransport('https://' + host + '/transport'));
  attempt('beacon', () => navigator.sendBeacon('http://' + host + '/beacon', 'x'));
  attempt('worker', () => new Worker(URL.createObjectURL(
    new Blob([`importScripts('http://${host}/worker'); new WebSocket('ws://${host}/w')`]))));
  attempt('open', () => say('opened ' + window.open('http://' + host + '/open')));
  attempt('call', () => {
    const call = new RTCPeerConnection({ iceServers: [
      { urls: 'stun:' + STUN }, { urls: 'turn:' + STUN, username: 'a', credential: 'b' },
      { urls: 'turn:' + host + '?transport=tcp', username: 'a', credential: 'b' }] });
    call.createDataChannel('x');
    call.createOffer().then(offer => call.setLocalDescription(offer));
  });
  add('img', { src: 'http://' + host + '/img' });
  add('iframe', { src: 'http://' + host + '/iframe' });
  add('script', { src: 'http://' + host + '/script' });
  add('video', { src: 'http://' + host + '/video', autoplay: true });
  add('object', { data: 'http://' + host + '/object' });
  for (const rel of ['stylesheet', 'preload', 'prefetch', 'preconnect', 'dns-prefetch', 'icon',
      'manifest', 'modulepreload', 'prerender'])
    document.head.append(Object.assign(document.createElement('link'),
      { rel, href: 'http://' + host + '/' + rel, as: 'script' }));
  add('script', { type: 'speculationrules', textContent: JSON.stringify({
    prefetch: [{ source: 'list', urls: ['http://' + host + '/speculated'] }] }) });
  const form = Object.assign(document.createElement('form'), { action: 'http://' + host + '/form' });
  document.body.append(form);
  form.submit();
  location.href = 'http://' + host + '/location';
}
fetch('/redirected').then(() => say('REACHED'), () => say('refused'));
for (const file of ['file:///etc/hostname', 'chrome://version', 'view-source:file:///etc/hostname']) {
  fetch(file).then(() => say('REACHED'), () => say('refused'));
  add('iframe', { src: file });
  attempt('location', () => { location.href = file });
}
</script>";

fn ways(hosts: &[String], stun: &str) -> String {
    let hosts = format!("{hosts:?}");
    WAYS.replace("HOSTS", &hosts).replace("STUN", &format!("{stun:?}"))
}

/// A proxy stands in for the public internet.
#[tokio::test(flavor = "multi_thread")]
async fn a_public_page_reaches_no_private_address_by_any_way() {
    let Some(_turn) = browser().await else { return };
    let inside = Server::start(|_| page("secret")).await;
    let datagrams = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let stun = datagrams.local_addr().unwrap().to_string();
    let port = inside.port();
    let spellings = ["127.0.0.1", "localhost", "0x7f.1", "[::ffff:127.0.0.1]", "0.0.0.0", "[::1]"];
    let hosts = spellings.map(|host| format!("{host}:{port}"));
    let outside = Server::start(move |target| match target {
        "http://public.test/" => page(&ways(&hosts, &stun)),
        "http://public.test/redirected" => redirect(&format!("http://127.0.0.1:{port}/")),
        _ => page("outside"),
    })
    .await;
    let mut options = options();
    options.proxy = Some(outside.url("/"));
    options.manners.robots = false;
    let fetcher = Fetcher::new(options).unwrap();
    let page = fetcher.get(&Request::listed(url("http://public.test/"))).await.unwrap();
    assert!(is_done(&page), "{:?}", page.rendering);
    let made = text(&page);
    assert!(made.contains("ran; "), "{made}");
    assert_eq!(made.matches("refused; ").count(), spellings.len() + 4, "{made}");
    assert!(!made.contains("REACHED; ") && !made.contains("secret"), "{made}");
    assert!(made.contains("opened null; "), "{made}");
    assert_eq!(page.url.as_str(), "http://public.test/");
    assert_eq!(inside.connections(), 0);
    let mut buffer = [0; 64];
    let datagram = datagrams.recv(&mut buffer);
    let none = tokio::time::timeout(Duration::from_millis(300), datagram).await;
    assert!(none.is_err(), "{none:?}");
    // What was asked outside came from the fetcher, and nothing else was asked for there.
    for head in outside.requests() {
        assert!(head.contains("user-agent: dechaff/"), "{head}");
        assert!(head.contains(" http://public.test/"), "{head}");
    }
    fetcher.close().await;
}

/// Names: one public, one private, one that is private from the second question
/// on.
#[derive(Debug, Default)]
struct Zone {
    asked: Mutex<Vec<String>>,
}

impl Resolver for Zone {
    fn resolve(&self, host: String) -> Resolved {
        let mut asked = self.asked.lock().unwrap();
        let before = asked.iter().filter(|name| **name == host).count();
        asked.push(host.clone());
        let answer: io::Result<IpAddr> = match (host.as_str(), before) {
            ("public.test", _) | ("rebinding.test", 0) => Ok(IpAddr::from([8, 8, 8, 8])),
            ("private.test" | "rebinding.test", _) => Ok(IpAddr::from([127, 0, 0, 1])),
            _ => Err(io::Error::other("no such name")),
        };
        Box::pin(async move { answer.map(|address| vec![address]) })
    }
}

/// A SOCKS proxy that leads every connection to one server, and notes where it
/// was to go.
async fn socks(to: u16) -> (Url, Arc<Mutex<Vec<[u8; 4]>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = url(&format!("socks5://{}", listener.local_addr().unwrap()));
    let targets = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&targets);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let noted = Arc::clone(&noted);
            tokio::spawn(async move {
                let mut greeting = [0; 3];
                client.read_exact(&mut greeting).await.unwrap();
                client.write_all(&[5, 0]).await.unwrap();
                let mut order = [0; 10];
                client.read_exact(&mut order).await.unwrap();
                assert_eq!(order[3], 1, "an IPv4 address");
                noted.lock().unwrap().push(order[4..8].try_into().unwrap());
                client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]).await.unwrap();
                let mut server = TcpStream::connect(("127.0.0.1", to)).await.unwrap();
                let _ = tokio::io::copy_bidirectional(&mut client, &mut server).await;
            });
        }
    });
    (address, targets)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_leads_nowhere_private_not_even_the_second_time() {
    let Some(_turn) = browser().await else { return };
    let inside = Server::start(|_| page("secret")).await;
    let port = inside.port();
    let outside = Server::start(move |target| match target {
        "/" => page(&format!(
            "<p>start</p><script>
            const say = text => document.body.append(text + '; ');
            const get = url => fetch(url, {{ mode: 'no-cors' }});
            (async () => {{
              for (const url of ['http://rebinding.test/1', 'http://rebinding.test:{port}/2',
                  'http://private.test:{port}/', 'http://other.test/'])
                await get(url).then(() => say('reached'), () => say('refused'));
            }})();
            </script>"
        )),
        _ => page("outside"),
    })
    .await;
    let (proxy, targets) = socks(outside.port()).await;
    let zone = Arc::new(Zone::default());
    let mut options = options();
    options.proxy = Some(proxy);
    options.resolver = Some(Arc::clone(&zone) as Arc<dyn Resolver>);
    options.manners.robots = false;
    let fetcher = Fetcher::new(options).unwrap();
    let page = fetcher.get(&Request::listed(url("http://public.test/"))).await.unwrap();
    assert!(text(&page).contains("reached; refused; refused; refused; "), "{}", text(&page));
    assert_eq!(inside.connections(), 0);
    let targets = targets.lock().unwrap().clone();
    assert!(targets.iter().all(|target| *target == [8, 8, 8, 8]), "{targets:?}");
    let asked = zone.asked.lock().unwrap().clone();
    assert_eq!(asked.iter().filter(|name| *name == "rebinding.test").count(), 2, "{asked:?}");
    fetcher.close().await;
}
