//! One run against a server that people use; skipped with a message where it is not installed.

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use dechaff_tests::{Folder, article};

use crate::dechaff;

/// An nginx of our own, gone with the test.
struct Nginx {
    child: Child,
    port: u16,
}

impl Nginx {
    /// Starts it on the pages below `folder`; none where it is not installed.
    fn start(folder: &Folder) -> Option<Self> {
        let free = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let root = folder.path().display();
        let config = format!(
            "daemon off; master_process off; pid {root}/pid; error_log stderr;\n\
             events {{}}\n\
             http {{\n\
               access_log {root}/access.log; client_body_temp_path {root}/t1;\n\
               proxy_temp_path {root}/t2; fastcgi_temp_path {root}/t3;\n\
               uwsgi_temp_path {root}/t4; scgi_temp_path {root}/t5;\n\
               types {{ text/html html; application/xml xml; text/plain txt; }}\n\
               gzip on; gzip_min_length 1; gzip_types text/plain application/xml;\n\
               server {{\n\
                 listen 127.0.0.1:{port}; root {root}; expires 1h;\n\
                 location = /moved {{ return 301 /page.html; }}\n\
               }}\n\
             }}\n"
        );
        let file = folder.write("nginx.conf", config);
        let mut command = Command::new("nginx");
        command.arg("-c").arg(file).arg("-p").arg(folder.path());
        command.stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(child) = command.spawn() else {
            println!("skipped: nginx is not installed");
            return None;
        };
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                return Some(Self { child, port });
            }
            thread::sleep(Duration::from_millis(25));
        }
        panic!("nginx does not start");
    }

    fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        // Where it ended by itself, there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_site_on_nginx_is_done_by_its_sitemap_and_from_the_cache() {
    let folder = Folder::new();
    folder.write("page.html", article("Page", "the jetty"));
    folder.write("other.html", article("Other", "the crane"));
    folder.write("robots.txt", "User-agent: *\nDisallow: /other.html\n");
    let sitemap = "<urlset><url><loc>/page.html</loc></url><url><loc>/other.html</loc></url>\
        <url><loc>/moved</loc></url><url><loc>/missing.html</loc></url></urlset>";
    folder.write("sitemap.xml", sitemap);
    let Some(nginx) = Nginx::start(&folder) else { return };
    let run = |arguments: &[&str]| {
        dechaff()
            .args(["-f", "jsonl", "--rate", "0", "--cache"])
            .arg(folder.join("cache"))
            .args(["--sitemap", &nginx.url("/sitemap.xml")])
            .args(arguments)
            .run()
            .exits(3)
    };
    let first = run(&[]);
    let records = first.json_lines();
    let urls: Vec<&str> = records.iter().map(|record| record["url"].as_str().unwrap()).collect();
    assert_eq!(urls, [nginx.url("/page.html"), nginx.url("/page.html")]);
    assert!(records[0]["text"].as_str().unwrap().contains("the jetty 5,"));
    assert!(first.stderr.contains("/other.html: not fetched: robots.txt"), "{}", first.stderr);
    assert!(first.stderr.contains("404"), "{}", first.stderr);
    let requests = |path: &str| {
        let log = fs::read_to_string(folder.join("access.log")).unwrap();
        log.matches(&format!("GET {path} ")).count()
    };
    assert_eq!((requests("/page.html"), requests("/moved")), (1, 1));
    assert_eq!(run(&[]).stdout, first.stdout);
    assert_eq!((requests("/page.html"), requests("/moved")), (1, 1));
    assert_eq!(run(&["--offline", "--no-robots"]).json_lines().len(), 2);
}
