//! No spelling of an address leads inside, whichever way it comes.

use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dechaff_fetch::{
    FetchError, FetchOptions, Fetcher, RedirectRefusal, Request, Resolved, Resolver, Url,
};

use crate::server::{Server, page, redirect};

/// Hosts that nobody on the public internet may send us to. Those of this
/// machine come first: a listener there counts who comes all the same.
const FORBIDDEN: [&str; 74] = [
    // Loopback, in every spelling that a URL takes.
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "0X7F.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0x7f.0x0.0x0.0x1",
    "127.0.0.1.",
    "127.000.000.001",
    "%31%32%37.0.0.1",
    "１２７.0.0.1",
    "127。0。0。1",
    "①②⑦.0.0.1",
    "0",
    "0.0.0.0",
    "0x0",
    "[::1]",
    "[0:0:0:0:0:0:0:1]",
    "[0000:0000:0000:0000:0000:0000:0000:0001]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[::FFFF:7F00:0001]",
    "[::127.0.0.1]",
    "[::ffff:0:127.0.0.1]",
    "[64:ff9b::127.0.0.1]",
    "[64:ff9b:1::127.0.0.1]",
    "[2002:7f00:1::]",
    "[2002:7f00:1::1]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "%6cocalhost",
    "ⓛocalhost",
    "a.localhost",
    "localhost.localdomain",
    "127.255.255.254",
    // Private networks.
    "10.0.0.1",
    "10.1",
    "0xa.0.0.1",
    "012.0.0.1",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "192.168.257",
    "3232235521",
    "[::ffff:192.168.0.1]",
    "[fc00::1]",
    "[fd12::1]",
    "[2002:c0a8:1::1]",
    "printer.local",
    "router.home.arpa",
    // Link-local, and the metadata of clouds.
    "169.254.169.254",
    "169.254.43518",
    "2852039166",
    "0xa9fea9fe",
    "0251.0376.0251.0376",
    "[::ffff:169.254.169.254]",
    "[fe80::1]",
    "[fd00:ec2::254]",
    "[fd20:ce::254]",
    "metadata.google.internal",
    "192.0.0.192",
    "100.100.100.200",
    "168.63.129.16",
    // Carrier-grade NAT, multicast, broadcast, benchmarks, documentation.
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "[ff02::1]",
    "198.18.0.1",
    "[2001:db8::1]",
];

/// Answers for names as a test says: each further question gets the next
/// address, the last one for ever.
#[derive(Debug, Default)]
struct Zone {
    names: HashMap<String, Vec<IpAddr>>,
    asked: Mutex<HashMap<String, usize>>,
}

impl Zone {
    /// `n0.test`, `n1.test`... each with the answers of its row.
    fn numbered(rows: impl Iterator<Item = Vec<IpAddr>>) -> Self {
        let names = rows.enumerate().map(|(n, row)| (format!("n{n}.test"), row)).collect();
        Self { names, ..Self::default() }
    }
}

impl Resolver for Zone {
    fn resolve(&self, host: String) -> Resolved {
        let mut asked = self.asked.lock().unwrap();
        let turn = asked.entry(host.clone()).or_default();
        let answer = self.names.get(&host).map(|all| all[(*turn).min(all.len() - 1)]);
        *turn += 1;
        Box::pin(async move {
            answer.map(|address| vec![address]).ok_or_else(|| io::Error::other("no such name"))
        })
    }
}

fn options() -> FetchOptions {
    let mut options = FetchOptions::default();
    options.timeout = Duration::from_secs(2);
    options.connect_timeout = Duration::from_millis(200);
    options.retries.count = 0;
    options.manners.robots = false;
    options.manners.interval = Duration::ZERO;
    options
}

async fn listed(fetcher: &Fetcher, url: &str) -> FetchError {
    let url = Url::parse(url).unwrap();
    fetcher.get(&Request::listed(url)).await.unwrap_err()
}

fn is_refusal_of_address(error: &FetchError) -> bool {
    let (FetchError::Forbidden { refusal, .. } | FetchError::BadRedirect { refusal, .. }) = error
    else {
        return false;
    };
    matches!(refusal, RedirectRefusal::PrivateAddress(_) | RedirectRefusal::LocalName)
}

/// Of the spellings, those that a name server could answer with.
fn addresses() -> impl Iterator<Item = IpAddr> {
    FORBIDDEN.into_iter().filter_map(|host| {
        match Url::parse(&format!("http://{host}/")).unwrap().host()? {
            url::Host::Ipv4(address) => Some(address.into()),
            url::Host::Ipv6(address) => Some(address.into()),
            url::Host::Domain(_) => None,
        }
    })
}

#[tokio::test]
async fn none_is_gone_to_from_a_list() {
    let inside = Server::start(|_| page("secret")).await;
    let fetcher = Fetcher::new(options()).unwrap();
    for host in FORBIDDEN {
        let error = listed(&fetcher, &format!("http://{host}:{}/", inside.port())).await;
        assert!(is_refusal_of_address(&error), "{host}: {error}");
    }
    assert_eq!(inside.connections(), 0);
}

/// A proxy stands in for the public internet.
#[tokio::test]
async fn none_is_gone_to_by_a_redirect() {
    let inside = Server::start(|_| page("secret")).await;
    let port = inside.port();
    let outside = Server::start(move |target| {
        let number: usize = target.rsplit('/').next().unwrap().parse().unwrap();
        redirect(&format!("http://{}:{port}/", FORBIDDEN[number]))
    })
    .await;
    let mut options = options();
    options.proxy = Some(outside.url("/"));
    let fetcher = Fetcher::new(options).unwrap();
    for (number, host) in FORBIDDEN.into_iter().enumerate() {
        let error = listed(&fetcher, &format!("http://public.test/{number}")).await;
        assert!(is_refusal_of_address(&error), "{host}: {error}");
        assert!(error.to_string().contains("hop 1"), "{error}");
    }
    assert_eq!(inside.connections(), 0);
    assert_eq!(outside.requests().len(), FORBIDDEN.len());
}

#[tokio::test]
async fn none_is_gone_to_by_a_name() {
    let inside = Server::start(|_| page("secret")).await;
    let mut options = options();
    options.resolver = Some(Arc::new(Zone::numbered(addresses().map(|address| vec![address]))));
    let fetcher = Fetcher::new(options).unwrap();
    let mut count = 0;
    for (number, address) in addresses().enumerate() {
        let error = listed(&fetcher, &format!("http://n{number}.test:{}/", inside.port())).await;
        assert!(is_refusal_of_address(&error), "{address}: {error}");
        count += 1;
    }
    assert!(count >= 60, "{count}");
    assert_eq!(inside.connections(), 0);
}

/// The name server first names a public address, for whoever checks, and then a
/// private one, for whoever connects.
#[tokio::test]
async fn none_is_gone_to_by_rebinding() {
    let inside = Server::start(|_| page("secret")).await;
    let public: IpAddr = "8.8.8.8".parse().unwrap();
    let zone = Arc::new(Zone::numbered(addresses().map(|address| vec![public, address])));
    let mut options = options();
    options.connect_timeout = Duration::from_millis(20);
    options.resolver = Some(Arc::clone(&zone) as Arc<dyn Resolver>);
    let fetcher = Fetcher::new(options).unwrap();
    for (number, address) in addresses().enumerate() {
        let name = format!("n{number}.test");
        let url = format!("http://{name}:{}/", inside.port());
        // Nobody answers at the public one from here: what counts is that it is tried, and
        // that the name is not looked up a second time on the way.
        let error = listed(&fetcher, &url).await;
        assert!(!is_refusal_of_address(&error), "{address}: {error}");
        assert_eq!(zone.asked.lock().unwrap()[&name], 1);
        let error = listed(&fetcher, &url).await;
        assert!(is_refusal_of_address(&error), "{address}: {error}");
    }
    assert_eq!(inside.connections(), 0);
}

/// The listener would count: without the policy each of these comes through.
#[tokio::test]
async fn all_of_this_machine_are_gone_to_where_that_is_allowed() {
    let inside = Server::start(|_| page("secret")).await;
    let mut reached = 0;
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "localhost"] {
        let mut options = options();
        options.allow_private = true;
        let url = Url::parse(&format!("http://{host}:{}/", inside.port())).unwrap();
        let fetched = Fetcher::new(options).unwrap().get(&Request::listed(url)).await.unwrap();
        assert_eq!(fetched.body, b"secret");
        reached += 1;
        assert_eq!(inside.connections(), reached);
    }
}

#[tokio::test]
async fn an_address_given_for_a_name_is_used() {
    let inside = Server::start(|_| page("here")).await;
    let mut options = options();
    options.resolve.push(("given.test".to_owned(), IpAddr::from([127, 0, 0, 1])));
    let url = Url::parse(&format!("http://given.test:{}/", inside.port())).unwrap();
    let fetched = Fetcher::new(options).unwrap().get(&Request::listed(url)).await.unwrap();
    assert_eq!(fetched.body, b"here");
}
