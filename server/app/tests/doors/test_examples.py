"""The examples as they stand, and the outputs that the README shows of them."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Server

pytestmark = pytest.mark.usefixtures("installed")

README = ROOT / "README.md"
MARK = re.compile(r"<!-- output: (?P<command>.+?) -->\n(?:```text\n(?P<shown>.*?)```\n)?", re.DOTALL)


def environment(server: Server, tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OMNI_")}
    tools = [Path(sys.executable).parent, ROOT / ".tools/go/bin", ROOT / "target/debug"]
    kept["PATH"] = os.pathsep.join([*map(str, tools), kept["PATH"]])
    # An empty profile file: the one of the person who runs the tests must not count.
    profiles = tmp_path / "config.toml"
    profiles.touch()
    kept["OMNI_CONFIG_FILE"] = str(profiles)
    return kept | {"OMNI_BASE_URL": server.base_url, "OMNI_API_KEY": server.bootstrap["test_key"]}


def run(command: str, server: Server, tmp_path: Path) -> str:
    done = subprocess.run(
        command, shell=True, cwd=ROOT, env=environment(server, tmp_path), capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize(
    "command",
    [
        "python examples/python/forecast.py",
        "node examples/node/forecast.mjs",
        "sh examples/curl/forecast.sh",
        "sh examples/grpcurl/forecast.sh",
        "sh examples/cli/forecast.sh",
        "cargo run --quiet --locked -p omni-ai --example forecast",
    ],
)
def test_an_example_forecasts_the_passengers(server: Server, tmp_path: Path, command: str) -> None:
    output = run(command, server, tmp_path)
    # January 1961 was 450; every example shows its prediction first.
    first = float(re.findall(r"\d{3}\.\d+", output)[0])
    assert 430 < first < 470, output


def test_the_command_line_shows_a_row_for_each_step(server: Server, tmp_path: Path) -> None:
    page = ROOT / "docs/cli.md"
    docs = page.read_text()
    found = re.search(r"`(omni [^`]+)`\nbegins\n\n```text\n(.*?)```", docs, re.DOTALL)
    assert found, "docs/cli.md shows a table and the command that prints it"
    printed = run(found[1], server, tmp_path)
    begins = "".join(printed.splitlines(keepends=True)[: found[2].count("\n")])
    if os.environ.get("OMNI_README_WRITE"):
        page.write_text(docs.replace(found[2], begins))
    assert begins in page.read_text(), "set OMNI_README_WRITE=1 and run this test once to bring the table up to date"
    table, rest = printed.split("\n\n")
    assert len(table.splitlines()) == 1 + 12
    assert "predictions" not in rest
    assert max(map(len, printed.splitlines())) <= 100


def test_the_readme_shows_what_was_really_printed(server: Server, tmp_path: Path) -> None:
    text = README.read_text()
    marks = list(MARK.finditer(text))
    assert marks

    def printed(mark: re.Match[str]) -> str:
        return f"<!-- output: {mark['command']} -->\n```text\n{run(mark['command'], server, tmp_path).rstrip()}\n```\n"

    now = MARK.sub(printed, text)
    if os.environ.get("OMNI_README_WRITE"):
        README.write_text(now)

    def rounded(shown: str) -> str:
        """Without the last digits, which are another processor's own."""
        return re.sub(r"\d+\.\d{7,}", lambda number: f"{float(number[0]):.6f}", shown)

    assert rounded(README.read_text()) == rounded(now), (
        "set OMNI_README_WRITE=1 and run this test once to bring the outputs up to date"
    )
