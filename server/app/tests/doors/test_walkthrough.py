"""docs/walkthrough.md by copy and paste: every command of it in one shell, and every output that it shows."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, Server, new_server
from test_examples import environment

WALKTHROUGH = ROOT / "docs/walkthrough.md"
BLOCK = re.compile(r"```sh\n(?P<commands>.*?)```\n(?:\n```text\n(?P<shown>.*?)```\n)?", re.DOTALL)
NEXT = "---- next block ----"

# What differs from run to run, and what takes its place where two outputs are compared.
CHANGING = [
    (re.compile(r"\b(usr|ten|inv|key|ses|req|sso|chk)_[0-9a-z]{26}\b"), r"\1_ID"),
    (re.compile(r"\bomni_(\w+?)_[A-Za-z0-9_-]{12,}"), r"omni_\1_SECRET"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z"), "TIME"),
    (re.compile(r"\b[0-9a-f]{64}\b|[A-Za-z0-9+/]{43}="), "HASH"),
    (re.compile(r"127\.0\.0\.1:\d+"), "ADDRESS"),
    (re.compile(r"\b\d+(\.\d+)? ?s\b"), "SECONDS"),
    (re.compile(r"(?i)(retry-after: |;t=)\d+"), r"\1SECONDS"),
    (re.compile(r"\r"), ""),
]


def masked(text: str) -> str:
    for changing, name in CHANGING:
        text = changing.sub(name, text)
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


@pytest.fixture
def company() -> Iterator[Server]:
    """A server of its own: the walkthrough begins with nobody registered."""
    server = new_server().start()
    yield server
    server.stop()


def run(blocks: list[str], server: Server, tmp_path: Path) -> list[str]:
    script = f'\necho "{NEXT}"\n'.join(blocks)
    kept = environment(server, tmp_path) | {"OMNI_DATA_DIR": str(server.data_dir)}
    # What the README tells a newcomer to set plays no part here.
    del kept["OMNI_API_KEY"]
    done = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=kept,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    return done.stdout.split(f"{NEXT}\n")


def test_the_walkthrough_does_what_it_shows(company: Server, tmp_path: Path) -> None:
    text = WALKTHROUGH.read_text()
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) > 10
    printed = run([block["commands"] for block in blocks], company, tmp_path)
    assert len(printed) == len(blocks), printed
    if os.environ.get("OMNI_WALKTHROUGH_WRITE"):
        for block, output in reversed(list(zip(blocks, printed, strict=True))):
            if block["shown"] is not None:
                start, end = block.span("shown")
                text = text[:start] + output.replace("\r", "").strip() + "\n" + text[end:]
        WALKTHROUGH.write_text(text)
        return
    for block, output in zip(blocks, printed, strict=True):
        assert masked(output) == masked(block["shown"] or ""), block["commands"]
