"""Makes a WARC.gz of a set of labelled pages: make_warc.py SET OUT [TIMES]

Each page is a response record in a gzip member of its own, as in Common Crawl. Needs nothing but
Python itself.
"""

import gzip
import json
import sys
from pathlib import Path


def record(kind, target, content_type, block, number):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\n"
        f"WARC-Target-URI: {target}\r\n"
        "WARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", 6, mtime=0)


def main():
    folder, out = Path(sys.argv[1]), sys.argv[2]
    times = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    records = []
    for number, path in enumerate(sorted((folder / "html").glob("*.html.gz"))):
        page = gzip.decompress(path.read_bytes())
        truth = folder / "truth" / (path.name.removesuffix(".html.gz") + ".json")
        url = json.loads(truth.read_text()).get("url") or f"http://example.com/{number}"
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            f"Content-Length: {len(page)}\r\n\r\n"
        )
        block = head.encode() + page
        content_type = "application/http; msgtype=response"
        records.append(record("response", url, content_type, block, number))
    with open(out, "wb") as file:
        for _ in range(times):
            file.writelines(records)
    print(f"{len(records) * times} pages in {out}")


if __name__ == "__main__":
    main()
