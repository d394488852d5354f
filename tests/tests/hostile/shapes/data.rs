//! What pages say to machines: JSON-LD, states, microdata, `<meta>`.

use crate::shape::{Page, Shape};

const WORDS: &str = "It was, as they say, a good year for all of us, and for some a better one. ";

pub(super) const SHAPES: &[Shape] = &[
    Shape::page("JSON-LD nested deeply", 10_000, |page, n| {
        ld(page, |page| {
            page.times(n, "{\"a\":[");
            page.times(n, "]}");
        });
    }),
    Shape::page("JSON-LD nested deeply and cut off", 100_000, |page, n| {
        ld(page, |page| page.times(n, "[{\"a\":"));
    }),
    Shape::page("JSON-LD of one long text", 2 << 20, |page, n| {
        ld(page, |page| {
            page.put("{\"@type\":\"Article\",\"articleBody\":\"");
            page.fill(n, WORDS);
            page.put("\"}");
        });
    })
    .hits(&["json_ld_bytes"]),
    Shape::page("JSON-LD of an article of 1 MB", 1_000_000, |page, n| {
        ld(page, |page| {
            page.put("{\"@type\":\"Article\",\"articleBody\":\"");
            page.fill(n, WORDS);
            page.put("\"}");
        });
    })
    .grows_by_us(50_000),
    Shape::page("JSON-LD of many authors", 20_000, |page, n| {
        ld(page, |page| {
            page.put("{\"@type\":\"Article\",\"author\":[");
            page.each(n, |at| format!("{{\"@type\":\"Person\",\"name\":\"Ana Berg {at}\"}},"));
            page.put("{}]}");
        });
    })
    .grows_by_us(2_000),
    Shape::page("JSON-LD of many articles", 10_000, |page, n| {
        ld(page, |page| {
            page.put("{\"@graph\":[");
            page.each(n, |at| {
                format!("{{\"@type\":\"Article\",\"@id\":\"#{at}\",\"headline\":\"Title {at}\"}},")
            });
            page.put("{}]}");
        });
    })
    .grows_by_us(2_000),
    Shape::page("JSON-LD whose items name each other", 8_000, |page, n| {
        ld(page, |page| {
            page.put("{\"@graph\":[");
            page.each(n, |at| {
                let (next, back) = ((at + 1) % n, at / 2);
                format!(
                    "{{\"@type\":\"Article\",\"@id\":\"#{at}\",\"author\":{{\"@id\":\"#{next}\"}},\
                     \"isPartOf\":{{\"@id\":\"#{back}\"}}}},"
                )
            });
            page.put("{}]}");
        });
    })
    .grows_by_us(1_000),
    Shape::page("many scripts of JSON-LD", 50_000, |page, n| {
        page.each(n, |at| {
            format!(
                "<script type=application/ld+json>{{\"@type\":\"Article\",\"headline\":\"{at}\"}}\
                 </script>"
            )
        });
    })
    .grows_by_us(4_000),
    Shape::page("many broken scripts of JSON-LD", 50_000, |page, n| {
        page.times(
            n,
            "<script type=application/ld+json>{'a': [1,, // b\n \"c\" \"d\", </script>",
        );
    })
    .grows_by_us(4_000),
    Shape::page("sixteen scripts of JSON-LD, 1 MB each", 16, |page, n| {
        for _ in 0..n {
            ld(page, |page| {
                page.put("[");
                page.fill(1_000_000, "{\"@type\":\"Article\",\"name\":\"a\"},");
                page.put("{}]");
            });
        }
    }),
    Shape::page("sixteen scripts of JSON-LD, each of small objects", 16, |page, n| {
        for _ in 0..n {
            ld(page, |page| {
                page.put("[");
                page.fill(1_000_000, "{\"a\":1},");
                page.put("{}]");
            });
        }
    })
    .hits(&["json_ld_bytes"]),
    Shape::page("data of one long list", 100_000, |page, n| {
        page.put("<script type=application/json>[");
        page.each(n, |at| format!("[{at}],"));
        page.put("[]]</script><p>text");
    })
    .grows_by_us(10_000),
    Shape::page("data in strings of data", 16, |page, n| {
        let mut data = format!("{{\"body\":\"{WORDS}\"}}");
        for _ in 0..n {
            data = format!("{{\"state\":{}}}", quoted(&data));
        }
        page.put(format!("<script type=application/json>{data}</script><p>text"));
    }),
    Shape::page("texts under every key of data", 4_000, |page, n| {
        page.put("<title>A good year</title><script id=__NEXT_DATA__ type=application/json>{");
        page.each(n, |at| format!("\"a{at}\":{{\"title\":\"A good year\",\"body\":\"{WORDS}\"}},"));
        page.put("\"b\":1}</script><p>text");
    })
    .grows_by_us(500),
    Shape::page("rows of a stream that name each other", 8_000, |page, n| {
        for at in 0..n {
            let (one, other) = ((at + 1) % n, (at * 2) % n);
            page.put(format!(
                "<script>self.__next_f.push([1,\"{at:x}:[\\\"${one:x}\\\",\\\"${other:x}\\\",\
                 {{\\\"body\\\":\\\"{WORDS}\\\"}}]\\n\"])</script>"
            ));
        }
    })
    .grows_by_us(500),
    Shape::page("a state that is a list of itself", 20_000, |page, n| {
        page.put("<script id=__NUXT_DATA__ type=application/json>[");
        page.each(n, |at| format!("[{},{},{}],", (at + 1) % n, (at * 7) % n, (at * 3) % n));
        page.put("{}]</script><p>text");
    })
    .grows_by_us(2_000),
    Shape::page("items of microdata in items", 400, |page, n| {
        page.times(n, "<div itemscope itemtype=http://schema.org/Article itemprop=about>a");
    }),
    Shape::page("items of microdata under two names, in items", 512, |page, n| {
        page.times(n, "<div itemscope itemprop='about author' itemtype=http://schema.org/Person>a");
        page.put("<i itemprop=name>Ana Berg");
    }),
    Shape::page("a property under 100,000 names", 100_000, |page, n| {
        page.put("<div itemscope itemtype=http://schema.org/Article><p itemprop='");
        page.each(n, |at| format!("name{at} "));
        page.put("' content='");
        page.fill(10 * n, "Ana Berg ");
        page.put("'>text");
    })
    .grows_by_us(25_000),
    Shape::page("properties around one text of 8 MB", 8_000_000, |page, n| {
        page.put("<div itemscope itemtype=http://schema.org/Article>");
        page.times(480, "<div itemprop=author>");
        page.fill(n, "Some words of it. ");
    })
    .grows_by_us(400_000),
    Shape::page("items of microdata", 50_000, |page, n| {
        page.each(n, |at| {
            format!(
                "<p itemscope itemtype=http://schema.org/Person><i itemprop=name>Ana Berg {at}</i>"
            )
        });
    })
    .grows_by_us(4_000),
    Shape::page("properties of microdata, each over all that follows", 400, |page, n| {
        page.put("<div itemscope itemtype=http://schema.org/Article>");
        page.times(n, "<div itemprop=articleBody>Some words. ");
    }),
    Shape::page("properties nested deeply over a long text", 60_000, |page, n| {
        page.put("<div itemscope itemtype=http://schema.org/Article>");
        page.times(400, "<div itemprop=author>");
        page.times(n, "<p>Some words and more of them.");
    })
    .grows_by_us(2_000),
    Shape::page("RDFa", 50_000, |page, n| {
        page.each(n, |at| {
            format!("<p vocab=http://schema.org/ typeof=Person><i property=name>Ana Berg {at}</i>")
        });
    })
    .grows_by_us(4_000),
    Shape::page("`meta`", 100_000, |page, n| {
        page.each(n, |at| format!("<meta property=article:author content='Ana Berg {at}'>"));
        page.put("<p>text");
    })
    .grows_by_us(10_000),
    Shape::page("tags, dates and titles in `meta`", 50_000, |page, n| {
        page.each(n, |at| {
            format!(
                "<meta property=article:tag content=tag{at}><meta name=date content=2024-01-02>\
                 <meta property=og:title content='Title {at}'><meta name=keywords content='a{at}, b'>"
            )
        });
        page.put("<p>text");
    })
    .grows_by_us(4_000),
    Shape::page("`link`", 100_000, |page, n| {
        page.each(n, |at| {
            format!("<link rel=alternate hreflang=de type=application/rss+xml href=/{at}>")
        });
        page.put("<p>text");
    })
    .grows_by_us(10_000),
    Shape::page("bylines", 50_000, |page, n| {
        page.put("<h1>A good year</h1>");
        page.each(n, |at| format!("<p class=author>By Ana Berg {at} and Olaf Nord, 2024-01-02"));
    })
    .grows_by_us(4_000),
    Shape::page("one byline of 4 MB", 4_000_000, |page, n| {
        page.put("<h1>A good year</h1><p class=author>By ");
        page.fill(n, "Ana Berg, ");
    })
    .grows_by_us(400_000),
    Shape::page("digits that may be dates", 8_000_000, |page, n| {
        page.put("<h1>A good year</h1><p class=date>");
        page.fill(n, "2024-01-02 1/2/2024 ");
    })
    .grows_by_us(400_000),
    Shape::page("a title of 8 MB and as long a heading", 8_000_000, |page, n| {
        page.put("<title>");
        page.fill(n, "word and - | ");
        page.put("</title><h1>");
        page.fill(n, "word and - | ");
        page.put("</h1><p>text");
    })
    .grows_by_us(400_000),
    Shape::page("titles in drawings", 100_000, |page, n| {
        page.times(n, "<svg><title>a b</title></svg>");
    })
    .grows_by_us(10_000),
];

fn ld(page: &mut Page, inside: impl Fn(&mut Page)) {
    page.put("<title>A good year</title><script type=application/ld+json>");
    inside(page);
    page.put("</script><p>It was, as they say, a good year.");
}

/// A text as JSON has it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
