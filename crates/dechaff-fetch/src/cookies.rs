//! Cookies that are sent and taken, kept in the file format of Netscape that
//! curl and wget share.

use std::fmt::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use cookie_store::{Cookie, CookieDomain, CookieExpiration, CookieStore, RawCookie};
use http::header::{HeaderMap, HeaderValue, SET_COOKIE};
use url::Url;

/// Cookies kept at once; a site that sets more is not listened to.
const MOST_COOKIES: usize = 10_000;
/// The longest `Set-Cookie` that is looked at, in bytes.
const LONGEST: usize = 8192;
/// Marks, in the file, a cookie that scripts may not see.
const HTTP_ONLY: &str = "#HttpOnly_";

/// A jar of cookies. Clones share what is in it.
#[derive(Debug, Clone, Default)]
pub struct CookieJar {
    store: Arc<Mutex<CookieStore>>,
}

impl CookieJar {
    /// Reads a file in the format of Netscape: seven fields a line with tabs
    /// between (domain, whether subdomains count, path, whether it is secure,
    /// expiry in seconds since 1970 or 0, name, value). Lines that are not so,
    /// and cookies that have expired, are passed over.
    pub fn from_netscape(text: &str) -> Self {
        let jar = Self::default();
        for line in text.lines() {
            let _ = jar.add_line(line);
        }
        jar
    }

    /// Writes all cookies that have not expired, in the format of Netscape.
    /// Those for the session have the expiry 0.
    pub fn to_netscape(&self) -> String {
        let mut text = "# Netscape HTTP Cookie File\n\n".to_owned();
        let store = self.lock();
        let mut lines: Vec<String> = store.iter_unexpired().filter_map(line).collect();
        lines.sort();
        for line in lines {
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// The `Cookie` header for a request.
    pub(crate) fn header(&self, url: &Url) -> Option<HeaderValue> {
        let store = self.lock();
        let pairs: Vec<String> =
            store.get_request_values(url).map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() {
            return None;
        }
        let mut value = HeaderValue::from_str(&pairs.join("; ")).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Takes what an answer from `url` sets.
    pub(crate) fn take(&self, headers: &HeaderMap, url: &Url) {
        let mut store = self.lock();
        for value in headers.get_all(SET_COOKIE) {
            let Ok(text) = value.to_str() else { continue };
            if text.len() <= LONGEST && store.iter_any().count() < MOST_COOKIES {
                // What the standard forbids, such as a cookie for another site, is refused here.
                let _ = store.parse(text, url);
            }
        }
    }

    fn add_line(&self, line: &str) -> Option<()> {
        let (http_only, line) = match line.strip_prefix(HTTP_ONLY) {
            Some(rest) => (true, rest),
            None => (false, line),
        };
        if line.starts_with('#') {
            return None;
        }
        let mut fields = line.trim_end_matches(['\r', '\n']).split('\t');
        let mut next = || fields.next();
        let (domain, subdomains, path, secure) = (next()?, next()?, next()?, next()?);
        let (expires, name, value) = (next()?, next()?, next()?);
        let host = domain.trim_start_matches('.');
        let mut raw = RawCookie::new(name.to_owned(), value.to_owned());
        raw.set_path(path.to_owned());
        raw.set_secure(secure.eq_ignore_ascii_case("TRUE"));
        raw.set_http_only(http_only);
        if subdomains.eq_ignore_ascii_case("TRUE") {
            raw.set_domain(host.to_owned());
        }
        let url = Url::parse(&format!("https://{host}/")).ok()?;
        let mut cookie = Cookie::try_from_raw_cookie(&raw, &url).ok()?.into_owned();
        let expires: u64 = expires.parse().ok()?;
        if expires > 0 {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
            let left = expires.checked_sub(now).filter(|left| *left > 0)?;
            cookie.expires = CookieExpiration::from(left);
        }
        self.lock().insert(cookie, &url).ok()?;
        Some(())
    }

    fn lock(&self) -> MutexGuard<'_, CookieStore> {
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn line(cookie: &Cookie<'static>) -> Option<String> {
    let (domain, subdomains) = match &cookie.domain {
        CookieDomain::HostOnly(host) => (host.clone(), "FALSE"),
        CookieDomain::Suffix(host) => (format!(".{host}"), "TRUE"),
        CookieDomain::NotPresent | CookieDomain::Empty => return None,
    };
    let prefix = if cookie.http_only() == Some(true) { HTTP_ONLY } else { "" };
    let secure = if cookie.secure() == Some(true) { "TRUE" } else { "FALSE" };
    let expires = match cookie.expires {
        CookieExpiration::AtUtc(time) => time.unix_timestamp(),
        CookieExpiration::SessionEnd => 0,
    };
    let path = cookie.path.as_ref();
    let (name, value) = (cookie.name(), cookie.value());
    Some(format!("{prefix}{domain}\t{subdomains}\t{path}\t{secure}\t{expires}\t{name}\t{value}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# Netscape HTTP Cookie File\n\
        .a.test\tTRUE\t/\tFALSE\t4102444800\twide\t1\n\
        b.test\tFALSE\t/in\tTRUE\t0\tnarrow\t2\n\
        #HttpOnly_c.test\tFALSE\t/\tFALSE\t0\thidden\t3\n\
        old.test\tFALSE\t/\tFALSE\t1000\told\t4\n\
        not a cookie\n";

    fn sent(jar: &CookieJar, url: &str) -> Option<String> {
        let value = jar.header(&Url::parse(url).unwrap())?;
        Some(value.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_file_says_who_gets_which_cookie() {
        let jar = CookieJar::from_netscape(FILE);
        assert_eq!(sent(&jar, "http://www.a.test/").as_deref(), Some("wide=1"));
        assert_eq!(sent(&jar, "https://b.test/in/x").as_deref(), Some("narrow=2"));
        assert_eq!(sent(&jar, "http://c.test/").as_deref(), Some("hidden=3"));
        for url in ["http://b.test/in", "https://b.test/", "http://x.c.test/", "http://old.test/"] {
            assert_eq!(sent(&jar, url), None, "{url}");
        }
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let text = CookieJar::from_netscape(FILE).to_netscape();
        assert_eq!(text.lines().count(), 5);
        assert_eq!(CookieJar::from_netscape(&text).to_netscape(), text);
    }

    #[test]
    fn a_site_sets_cookies_for_itself_alone() {
        let jar = CookieJar::default();
        let mut headers = HeaderMap::new();
        for value in ["mine=1; Path=/", "theirs=2; Domain=b.test", "gone=3; Max-Age=0"] {
            headers.append(SET_COOKIE, value.parse().unwrap());
        }
        jar.take(&headers, &Url::parse("http://a.test/x").unwrap());
        assert_eq!(sent(&jar, "http://a.test/").as_deref(), Some("mine=1"));
        assert_eq!(sent(&jar, "http://b.test/"), None);
    }
}
