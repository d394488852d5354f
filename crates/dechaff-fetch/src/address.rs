//! Which addresses belong to the public internet.
//!
//! A page must not be able to send the fetcher, by a redirect, into the network
//! it runs in: to a router, a database, a cloud's metadata service.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::error::RedirectRefusal;

/// Azure's platform service: a public number that leads inside from any
/// machine hosted there.
const AZURE_WIRE_SERVER: [u8; 4] = [168, 63, 129, 16];

/// Whether a public page may lead to this address.
pub(crate) fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// What the host says by itself, before any name is resolved: the reason why a
/// public page may not lead there, if there is one.
///
/// `Url` has already turned `0x7f.1`, `2130706433` and the like into addresses.
pub(crate) fn refusal(url: &Url) -> Option<RedirectRefusal> {
    let address = match url.host()? {
        Host::Ipv4(v4) => IpAddr::V4(v4),
        Host::Ipv6(v6) => IpAddr::V6(v6),
        Host::Domain(name) => {
            return is_local_name(name).then_some(RedirectRefusal::LocalName);
        }
    };
    (!is_public(address)).then_some(RedirectRefusal::PrivateAddress(address))
}

/// Names that no public name server answers for: they lead to this machine or
/// into the network around it. What a name resolves to is checked as well; this
/// counts where a proxy resolves it.
fn is_local_name(name: &str) -> bool {
    let name = name.trim_end_matches('.');
    let last_labels = ["localhost", "localdomain", "local", "internal", "home.arpa"];
    last_labels.iter().any(|local| {
        name.strip_suffix(local).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let special = match address.octets() {
        // "This network", private, loopback, multicast, reserved, broadcast.
        [0 | 10 | 127 | 224.., ..]
        // Link-local, which holds the metadata services, and private.
        | [169, 254, ..]
        | [192, 168, ..]
        // Protocol assignments, documentation, the retired 6to4 relay.
        | [192, 0, 0 | 2, _]
        | [192, 88, 99, _]
        | [198, 51, 100, _]
        | [203, 0, 113, _] => true,
        // Carrier-grade NAT, private, benchmarks.
        [100, second, ..] => second & 0xc0 == 64,
        [172, second, ..] => second & 0xf0 == 16,
        [198, second, ..] => second & 0xfe == 18,
        octets => octets == AZURE_WIRE_SERVER,
    };
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    match address.segments() {
        // v4-mapped, SIIT and NAT64: a v4 address in the last 32 bits.
        [0, 0, 0, 0, 0, 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x64, 0xff9b, 0, 0, 0, 0, high, low]
        // 6to4 holds one after its prefix.
        | [0x2002, high, low, ..] => is_public_v4(embedded(high, low)),
        // Teredo and other protocol assignments, then documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] | [0x3fff, 0..=0x0fff, ..] => false,
        // ISATAP: an interface identifier that holds a v4 address.
        [_, _, _, _, 0 | 0x200, 0x5efe, high, low] => {
            is_global_unicast(address) && is_public_v4(embedded(high, low))
        }
        _ => is_global_unicast(address),
    }
}

/// `2000::/3` is all that is given out to the public so far; outside are
/// loopback, link-local, unique-local, multicast, local NAT64 and discard.
fn is_global_unicast(address: Ipv6Addr) -> bool {
    let [first, ..] = address.segments();
    first & 0xe000 == 0x2000
}

fn embedded(high: u16, low: u16) -> Ipv4Addr {
    let [a, b] = high.to_be_bytes();
    let [c, d] = low.to_be_bytes();
    Ipv4Addr::new(a, b, c, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_all(addresses: &[&str], public: bool) {
        for text in addresses {
            let address: IpAddr = text.parse().unwrap();
            assert_eq!(is_public(address), public, "{text}");
        }
    }

    #[test]
    fn v4_that_is_not_public() {
        assert_all(
            &[
                "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1",
                "127.9.9.9", "168.63.129.16", "169.254.0.1", "169.254.169.254", "172.16.0.1",
                "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
                "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.7", "224.0.0.1",
                "240.0.0.1", "255.255.255.255",
            ],
            false,
        );
    }

    #[test]
    fn v4_next_to_those_is_public() {
        assert_all(
            &[
                "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
                "126.255.255.255", "128.0.0.0", "168.63.129.17", "169.253.255.255", "169.255.0.0",
                "172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "192.169.0.0",
                "198.17.255.255", "198.20.0.0", "198.51.101.0", "203.0.112.255", "223.255.255.255",
            ],
            true,
        );
    }

    #[test]
    fn v6_that_is_not_public() {
        assert_all(
            &[
                "::", "::1", "::8.8.8.8", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:10::1",
                "2001:db8::1", "3fff::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1",
                "fec0::1", "ff02::1",
            ],
            false,
        );
    }

    #[test]
    fn v6_that_is_public() {
        assert_all(
            &["2606:4700:4700::1111", "2001:4860:4860::8888", "2a00:1450::1", "3ffe::1"],
            true,
        );
    }

    #[test]
    fn v4_inside_v6_counts_as_that_v4() {
        for shape in ["::ffff:{}", "::ffff:0:{}", "64:ff9b::{}", "2a00:1:2:3:0:5efe:{}"] {
            assert_all(&[&shape.replace("{}", "8.8.8.8")], true);
            assert_all(&[&shape.replace("{}", "127.0.0.1")], false);
            assert_all(&[&shape.replace("{}", "169.254.169.254")], false);
        }
        assert_all(&["2002:808:808::1"], true);
        assert_all(&["2002:7f00:1::1", "2002:a9fe:a9fe::1", "2002:c0a8:101::"], false);
    }

    #[test]
    fn a_host_is_judged_in_any_spelling() {
        for host in ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:7f00:1]", "[::1]"] {
            let url = Url::parse(&format!("http://{host}/")).unwrap();
            assert!(matches!(refusal(&url), Some(RedirectRefusal::PrivateAddress(_))), "{host}");
        }
        for host in [
            "localhost", "LOCALHOST.", "a.localhost", "%6cocalhost", "ⓛocalhost", "printer.local",
            "metadata.google.internal", "router.home.arpa",
        ] {
            let url = Url::parse(&format!("http://{host}/")).unwrap();
            assert_eq!(refusal(&url), Some(RedirectRefusal::LocalName), "{host}");
        }
        for host in ["8.8.8.8", "example.com", "notlocalhost", "local.example"] {
            let url = Url::parse(&format!("http://{host}/")).unwrap();
            assert_eq!(refusal(&url), None, "{host}");
        }
    }
}
