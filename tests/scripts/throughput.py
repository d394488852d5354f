"""Pages a second of a WARC.gz, by our command and by other tools.

throughput.py DECHAFF SET [TIMES]: makes an archive of all pages of SET, TIMES times over (10), and
times `DECHAFF -f jsonl` over it at one job and at two, and trafilatura and resiliparse over it.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent


def run(name, command, pages):
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    cpu = usage.ru_utime + usage.ru_stime
    load = os.getloadavg()[0]
    print(
        f"{name:<24} {wall:8.1f} s {pages / wall:8.1f} pages/s   {cpu:8.1f} s of processor "
        f"{1000 * cpu / pages:6.2f} ms/page   {usage.ru_maxrss >> 10:5} MiB   load {load:.1f}"
        f"{'' if status == 0 else '   exit ' + str(os.waitstatus_to_exitcode(status))}",
        flush=True,
    )
    return wall


def main():
    dechaff, pages_of = sys.argv[1:3]
    times = sys.argv[3] if len(sys.argv) > 3 else "10"
    others = sys.argv[4:] or ["trafilatura", "resiliparse"]
    with tempfile.TemporaryDirectory() as folder:
        archive, out = f"{folder}/pages.warc.gz", f"{folder}/out.jsonl"
        subprocess.run(
            [sys.executable, HERE / "make_warc.py", pages_of, archive, times], check=True
        )
        pages = len(list(Path(pages_of, "html").glob("*.html.gz"))) * int(times)
        walls = []
        for jobs in ["1", "2"]:
            command = [dechaff, "-q", "-f", "jsonl", "-j", jobs, archive, "-o", out]
            walls.append(run(f"dechaff -j {jobs}", command, pages))
        print(f"-j 2 is {walls[0] / walls[1]:.2f} times as fast as -j 1", flush=True)
        for tool in others:
            run(tool, [sys.executable, HERE / "compare_warc.py", tool, archive, out], pages)


if __name__ == "__main__":
    main()
