//! Pages from the network: the flags, named as curl names them, and the fetcher.

use std::fs;
use std::io::Read;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use dechaff_fetch::{CacheOptions, CookieJar, FetchOptions, Fetcher, Version};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use crate::aside;
use crate::failure::Fatal;
use crate::limit_args::bytes;
use crate::render_args::RenderArgs;

/// Requests that may be under way at once, and pages in memory.
const AT_ONCE: usize = 64;
/// Bytes of a file of cookies or certificates that are read.
const LONGEST_FILE: u64 = 16 << 20;

/// Flags about fetching.
#[derive(Debug, Args)]
#[command(next_help_heading = "Network")]
pub(crate) struct NetworkArgs {
    /// Name sent as User-Agent
    #[arg(short = 'A', long, value_name = "NAME")]
    user_agent: Option<String>,
    /// Further request header, as `Name: value` (may be repeated)
    #[arg(short = 'H', long, value_name = "HEADER", value_parser = header)]
    header: Vec<(String, String)>,
    /// Cookies to send, as `name=value; other=value`, or a file of cookies
    #[arg(short = 'b', long, value_name = "COOKIES|FILE")]
    cookie: Option<String>,
    /// Take cookies, and write them to this file at the end
    #[arg(short = 'c', long, value_name = "FILE")]
    cookie_jar: Option<PathBuf>,
    /// Proxy that every request goes through: http, https, socks5, socks5h
    #[arg(short = 'x', long, value_name = "URL")]
    proxy: Option<Url>,
    /// Longest time for one attempt at a page, in seconds [default: 30]
    #[arg(long, visible_alias = "timeout", value_name = "SECONDS", value_parser = seconds)]
    max_time: Option<Duration>,
    /// Longest time to connect, in seconds [default: 5]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    connect_timeout: Option<Duration>,
    /// Bytes of one answer on the wire, before unpacking [default: 8M]
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    max_filesize: Option<usize>,
    /// Redirects that are followed [default: 10]
    #[arg(long, value_name = "N")]
    max_redirs: Option<usize>,
    /// Check no certificates: anybody on the way may answer for any host
    #[arg(short = 'k', long)]
    insecure: bool,
    /// Trust the certificate authorities in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,
    /// Address of a host, as `HOST:PORT:ADDRESS`; it counts for all ports
    /// (may be repeated)
    #[arg(long, value_name = "HOST:PORT:ADDRESS", value_parser = resolve)]
    resolve: Vec<(String, IpAddr)>,
    /// Let listed URLs and redirects lead to private addresses
    #[arg(long)]
    allow_private: bool,
    /// Ask robots.txt for a single URL too
    #[arg(long, overrides_with = "no_robots")]
    robots: bool,
    /// Ask no robots.txt, for lists either
    #[arg(long)]
    no_robots: bool,
    /// Requests a second to one host, 0 for no limit [default: 1]
    #[arg(long, value_name = "N", value_parser = interval)]
    rate: Option<Duration>,
    /// Requests to one host at once [default: 1]
    #[arg(long, value_name = "N")]
    per_host: Option<NonZeroUsize>,
    /// Requests to all hosts at once [default: 64]
    #[arg(long, value_name = "N")]
    connections: Option<NonZeroUsize>,
    /// Further attempts at what may pass later [default: 2]
    #[arg(long, value_name = "N")]
    retry: Option<u32>,
    /// Keep answers in this folder, as long as servers allow
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,
    /// Most that the cache may take, in MiB [default: 1024]
    #[arg(long, value_name = "MIB", requires = "cache")]
    cache_size: Option<u64>,
    /// Take answers from the cache alone, however old
    #[arg(long, requires = "cache")]
    offline: bool,
    /// Follow `<meta http-equiv=refresh>` too
    #[arg(long)]
    follow_refresh: bool,
    /// Get this version of a page where it names one
    #[arg(long, value_enum, value_name = "VERSION")]
    prefer: Option<Preferred>,
    #[command(flatten)]
    render: RenderArgs,
}

/// A version of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Preferred {
    Canonical,
    Amp,
    Print,
}

impl From<Preferred> for Version {
    fn from(version: Preferred) -> Self {
        match version {
            Preferred::Canonical => Self::Canonical,
            Preferred::Amp => Self::Amp,
            Preferred::Print => Self::Print,
        }
    }
}

/// What the flags come to.
pub(crate) struct NetworkSettings {
    pub(crate) options: FetchOptions,
    /// Whether a single URL is treated politely too.
    pub(crate) always_polite: bool,
    /// Where cookies are written at the end.
    pub(crate) cookies_to: Option<(PathBuf, CookieJar)>,
}

impl NetworkArgs {
    pub(crate) fn into_settings(self) -> Result<NetworkSettings, Fatal> {
        let mut options = FetchOptions::default();
        let jar = self.cookies(&mut options)?;
        if let Some(name) = self.user_agent {
            options.user_agent = name;
        }
        options.headers.extend(self.header);
        options.proxy = self.proxy;
        options.timeout = self.max_time.unwrap_or(options.timeout);
        options.connect_timeout = self.connect_timeout.unwrap_or(options.connect_timeout);
        options.max_wire_bytes = self.max_filesize.unwrap_or(options.max_wire_bytes);
        options.max_redirects = self.max_redirs.unwrap_or(options.max_redirects);
        options.insecure = self.insecure;
        options.authorities = self.cacert.as_deref().map(read).transpose()?;
        options.resolve = self.resolve;
        options.allow_private = self.allow_private;
        options.manners.robots = !self.no_robots;
        options.manners.interval = self.rate.unwrap_or(options.manners.interval);
        options.manners.connections = self.per_host.map_or(1, NonZeroUsize::get);
        options.most_at_once = Some(self.connections.map_or(AT_ONCE, NonZeroUsize::get));
        options.retries.count = self.retry.unwrap_or(options.retries.count);
        options.cache = self.cache.map(|folder| {
            let mut cache = CacheOptions::new(folder);
            cache.offline = self.offline;
            cache.most_bytes = self.cache_size.map_or(cache.most_bytes, |mib| mib << 20);
            cache
        });
        options.follow_refresh = self.follow_refresh;
        options.version = self.prefer.map(Version::from);
        options.render = self.render.into_options();
        Ok(NetworkSettings {
            options,
            always_polite: self.robots,
            cookies_to: self.cookie_jar.zip(jar),
        })
    }

    /// As curl has it: what holds a `=` is cookies, and all else names a file.
    fn cookies(&self, options: &mut FetchOptions) -> Result<Option<CookieJar>, Fatal> {
        let mut jar = self.cookie_jar.as_ref().map(|_| CookieJar::default());
        match &self.cookie {
            Some(text) if text.contains('=') => {
                options.headers.push(("Cookie".to_owned(), text.clone()));
            }
            Some(path) => {
                let text = read(Path::new(path))?;
                jar = Some(CookieJar::from_netscape(&String::from_utf8_lossy(&text)));
            }
            None => {}
        }
        options.cookies.clone_from(&jar);
        Ok(jar)
    }
}

impl NetworkSettings {
    /// Writes the cookies where they are wanted.
    pub(crate) fn write_cookies(&self) -> Result<(), Fatal> {
        let Some((path, jar)) = &self.cookies_to else { return Ok(()) };
        aside::write(path, &jar.to_netscape())
            .map_err(|error| Fatal::output(path.display().to_string(), error))
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Fatal> {
    let mut bytes = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(LONGEST_FILE).read_to_end(&mut bytes))
        .map_err(|error| Fatal::Usage(format!("cannot read {}: {error}", path.display())))?;
    Ok(bytes)
}

/// A fetcher and what it runs on.
pub(crate) struct Network {
    pub(crate) runtime: Runtime,
    pub(crate) fetcher: Fetcher,
}

impl Network {
    pub(crate) fn new(options: FetchOptions) -> Result<Self, Fatal> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("network")
            .enable_all()
            .build()
            .map_err(|error| Fatal::Network(error.to_string()))?;
        let fetcher = Fetcher::new(options).map_err(|error| Fatal::Network(error.to_string()))?;
        Ok(Self { runtime, fetcher })
    }

    /// Ends what runs for it.
    pub(crate) fn end(self) {
        self.runtime.block_on(self.fetcher.close());
        // A reader of standard input may still wait for a line: nobody waits for it.
        self.runtime.shutdown_background();
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => {
            Ok((name.trim().into(), value.trim().into()))
        }
        _ => Err("a header has the form `Name: value`".into()),
    }
}

pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    match Duration::try_from_secs_f64(number) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("must be more than 0 seconds".into()),
    }
}

/// The time between requests at so many a second.
fn interval(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(0.0) => Ok(Duration::ZERO),
        Ok(rate) if rate > 0.0 => Duration::try_from_secs_f64(1.0 / rate)
            .map_err(|_| "too small a number of requests".into()),
        _ => Err("not a number of requests a second".into()),
    }
}

fn resolve(text: &str) -> Result<(String, IpAddr), String> {
    let form = || "has the form `HOST:PORT:ADDRESS`".to_owned();
    let mut parts = text.splitn(3, ':');
    let (Some(host), Some(port), Some(address)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(form());
    };
    if host.is_empty() || (port != "*" && port.parse::<u16>().is_err()) {
        return Err(form());
    }
    let address = address.trim_start_matches('[').trim_end_matches(']');
    address.parse().map(|address| (host.to_owned(), address)).map_err(|_| form())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_and_seconds_are_checked() {
        let accept = ("Accept".to_owned(), "a:b".to_owned());
        assert_eq!(header("Accept: a:b"), Ok(accept));
        assert!(header("no colon").is_err());
        assert!(header(": value").is_err());
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for bad in ["0", "-1", "nan", "inf", "x"] {
            assert!(seconds(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn rates_and_addresses_are_checked() {
        assert_eq!(interval("4"), Ok(Duration::from_millis(250)));
        assert_eq!(interval("0.5"), Ok(Duration::from_secs(2)));
        assert_eq!(interval("0"), Ok(Duration::ZERO));
        for bad in ["-1", "nan", "fast", "1e-300"] {
            assert!(interval(bad).is_err(), "{bad}");
        }
        let local = ("a.test".to_owned(), IpAddr::from([127, 0, 0, 1]));
        assert_eq!(resolve("a.test:443:127.0.0.1"), Ok(local));
        assert!(resolve("a.test:443:[::1]").unwrap().1.is_ipv6());
        for bad in ["a.test", "a.test:x:1.2.3.4", ":1:1.2.3.4", "a.test:1:b.test"] {
            assert!(resolve(bad).is_err(), "{bad}");
        }
    }
}
