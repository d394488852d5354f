"""Times the extraction of every page of a WARC.gz by a tool's Python API, into JSON Lines.

compare_warc.py trafilatura|resiliparse WARC OUT

Both read the archive with fastwarc. One process; prints pages, seconds of the wall clock and of
the processor, and the most memory held.
"""

import json
import resource
import sys
import time

from fastwarc.warc import ArchiveIterator, WarcRecordType


def trafilatura_text():
    from trafilatura import extract

    return lambda page, url: extract(page, url=url)


def resiliparse_text():
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    def text(page, _url):
        tree = HTMLTree.parse(bytes_to_str(page, detect_encoding(page)))
        return extract_plain_text(tree, main_content=True)

    return text


def main():
    tool, archive, out = sys.argv[1:4]
    text_of = {"trafilatura": trafilatura_text, "resiliparse": resiliparse_text}[tool]()
    start, pages = time.perf_counter(), 0
    with open(archive, "rb") as stream, open(out, "w", encoding="utf-8") as lines:
        records = ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
        for record in records:
            url = record.headers.get("WARC-Target-URI")
            text = text_of(record.reader.read(), url)
            lines.write(json.dumps({"url": url, "text": text}, ensure_ascii=False) + "\n")
            pages += 1
    wall = time.perf_counter() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    user = usage.ru_utime + usage.ru_stime
    print(
        f"{tool}: {pages} pages, {wall:.1f} s ({pages / wall:.1f} pages/s), "
        f"{user:.1f} s of processor ({pages / user:.1f} pages/s), {usage.ru_maxrss >> 10} MiB"
    )


if __name__ == "__main__":
    main()
