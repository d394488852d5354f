//! Pages from the network: the flags, named as curl names them, and the fetching.

use std::time::Duration;

use clap::Args;
use dechaff_fetch::{FetchError, FetchOptions, Fetched, Fetcher};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use crate::failure::Fatal;

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
    /// Cookies to send, as `name=value; other=value`
    #[arg(short = 'b', long, value_name = "COOKIES")]
    cookie: Option<String>,
    /// Proxy that every request goes through
    #[arg(short = 'x', long, value_name = "URL")]
    proxy: Option<Url>,
    /// Longest time for one page, in seconds [default: 30]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    timeout: Option<Duration>,
}

impl NetworkArgs {
    pub(crate) fn into_options(self) -> FetchOptions {
        let mut options = FetchOptions::default();
        if let Some(name) = self.user_agent {
            options.user_agent = name;
        }
        options.headers = self.header;
        let cookie = self.cookie.map(|text| ("Cookie".to_owned(), text));
        options.headers.extend(cookie);
        options.proxy = self.proxy;
        if let Some(timeout) = self.timeout {
            options.timeout = timeout;
        }
        options
    }
}

/// A fetcher that worker threads can wait for.
pub(crate) struct Network {
    runtime: Runtime,
    fetcher: Fetcher,
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

    pub(crate) fn fetch(&self, url: &Url) -> Result<Fetched, FetchError> {
        self.runtime.block_on(self.fetcher.fetch(url))
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

fn seconds(text: &str) -> Result<Duration, String> {
    let number: f64 = text.parse().map_err(|_| "not a number of seconds")?;
    match Duration::try_from_secs_f64(number) {
        Ok(duration) if !duration.is_zero() => Ok(duration),
        _ => Err("must be more than 0 seconds".into()),
    }
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
}
