"""Archives and tables between our command and the tools that others use.

interop.py write FOLDER: archives by warcio and fastwarc, of the pages given as FOLDER/*.html.
interop.py read-wet FILE: the records of a WET file, by warcio and fastwarc, as JSON Lines.
interop.py read-parquet FILE: the rows of a Parquet file, by pyarrow, as JSON Lines.
interop.py write-parquet FILE: a Parquet file of rows that come as JSON Lines.
"""

import io
import json
import sys
from pathlib import Path


def write(folder):
    pages = sorted(folder.glob("*.html"))
    with_warcio(folder, pages)
    with_fastwarc(folder, pages)


def with_warcio(folder, pages):
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    for name, packed in [("warcio.warc.gz", True), ("warcio.warc", False)]:
        with open(folder / name, "wb") as out:
            writer = WARCWriter(out, gzip=packed)
            writer.write_record(writer.create_warcinfo_record(name, {"software": "test"}))
            for page in pages:
                kind = [("Content-Type", "text/html; charset=utf-8")]
                headers = StatusAndHeaders("200 OK", kind, protocol="HTTP/1.1")
                uri = f"http://example.com/{page.stem}"
                payload = io.BytesIO(page.read_bytes())
                response = writer.create_warc_record(
                    uri, "response", payload=payload, http_headers=headers
                )
                request_head = StatusAndHeaders("GET / HTTP/1.1", [], is_http_request=True)
                request = writer.create_warc_record(uri, "request", http_headers=request_head)
                writer.write_request_response_pair(request, response)


def with_fastwarc(folder, pages):
    from fastwarc.stream_io import GZipStream, LZ4Stream  # noqa: F401
    from fastwarc.warc import WarcRecord, WarcRecordType

    for name, packed in [("fastwarc.warc.gz", True), ("fastwarc.warc", False)]:
        with open(folder / name, "wb") as raw:
            out = GZipStream(raw) if packed else raw
            for page in pages:
                record = WarcRecord()
                record.init_headers(record_type=WarcRecordType.response)
                record.headers["WARC-Target-URI"] = f"http://example.com/{page.stem}"
                record.headers["Content-Type"] = "application/http; msgtype=response"
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
                record.set_bytes_content(head + page.read_bytes())
                record.write(out)


def read_wet(path):
    from fastwarc.warc import ArchiveIterator as FastIterator
    from warcio.archiveiterator import ArchiveIterator

    with open(path, "rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            text = record.content_stream().read().decode()
            if record.rec_type == "conversion":
                uri = record.rec_headers.get_header("WARC-Target-URI")
                print(json.dumps({"by": "warcio", "url": uri, "text": text}))
    with open(path, "rb") as stream:
        for record in FastIterator(stream):
            if record.headers["WARC-Type"] == "conversion":
                text = record.reader.read().decode()
                uri = record.headers["WARC-Target-URI"]
                print(json.dumps({"by": "fastwarc", "url": uri, "text": text}))


def read_parquet(path):
    from pyarrow import parquet

    for row in parquet.read_table(path).to_pylist():
        print(json.dumps(row, default=str))


def write_parquet(path):
    import pyarrow
    from pyarrow import parquet

    rows = [json.loads(line) for line in sys.stdin]
    parquet.write_table(pyarrow.Table.from_pylist(rows), path)


if __name__ == "__main__":
    verbs = {
        "write": write,
        "read-wet": read_wet,
        "read-parquet": read_parquet,
        "write-parquet": write_parquet,
    }
    verbs[sys.argv[1]](Path(sys.argv[2]))
