//! The links of a page.

use dechaff_tests::{Answer, Folder, Server, article};

use crate::dechaff;

fn page() -> String {
    article("Page", "the jetty")
        .replace("Three letters", "<a href=\"/letters\">Three letters</a>")
        .replace("</head>", "<link rel=alternate type=application/rss+xml href=/feed></head>")
}

#[test]
fn links_of_the_content_or_of_all_the_page() {
    let server = Server::start(|_| Answer::page("text/html", page()));
    let url = server.url("/");
    let ran = dechaff().args(["links", &url]).run().exits(0);
    assert_eq!(ran.stdout, format!("{}\n", server.url("/letters")));
    let ran = dechaff().args(["links", "--all", &url]).run().exits(0);
    let all = ["/", "/world", "/sport", "/login", "/letters", "/terms", "/privacy"];
    let all: Vec<String> = all.iter().map(|path| server.url(path) + "\n").collect();
    assert_eq!(ran.stdout, all.concat());
    let ran = dechaff().args(["links", "--feeds", &url]).run().exits(0);
    assert_eq!(ran.stdout, format!("{}\n", server.url("/feed")));
}

#[test]
fn a_local_page_has_links_where_its_address_is_known() {
    let folder = Folder::new();
    let file = folder.write("page.html", page());
    let ran = dechaff().args(["links", "--url", "https://a.example/x/"]).arg(&file).run().exits(0);
    assert_eq!(ran.stdout, "https://a.example/letters\n");
    let nothing = folder.write("bare.html", article("Page", "the jetty"));
    dechaff().arg("links").arg(nothing).run().exits(1);
}
