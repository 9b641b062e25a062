"""`make bench-hostile`: ends with 1 where a stranger's text takes too long; ARGS="--only NAME" for a part."""

import argparse
import os
import sys
import tempfile
import time

import django


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-hostile")
    parser.add_argument("--only", default="", help="patterns, functions and renderers with this in their name")
    wanted = parser.parse_args().only
    began, found, count = time.monotonic(), 0, 0
    for name, faults, more in _all(wanted):
        count += 1
        found += len(faults)
        for fault in faults:
            print(f"{name}: {fault}", flush=True)
        if more:
            print(f"{name}: {more}", flush=True)
    print(f"{count} patterns, functions and renderers in {time.monotonic() - began:.0f} s: {found or 'no'} faults")
    return 1 if found or not count else 0


def _all(wanted: str):
    from bench.hostile.measuring import faults_of, function_jobs, pattern_jobs
    from bench.hostile.renderers import faults_of_renderers

    jobs = [job for job in (*pattern_jobs(), *function_jobs()) if wanted in job.name]
    for name, faults in faults_of(jobs, os.cpu_count() or 1):
        yield name, faults, ""
    if not wanted or "renderer" in wanted:
        for name, faults, ended in faults_of_renderers():
            yield name, faults, f"{ended} texts ended in time" if ended else ""


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DATA_DIR": folder,
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        os.environ.pop("DATABASE_URL")
        django.setup()
        code = main()
    sys.exit(code)
