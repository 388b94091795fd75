"""The real `kg build` in processes that have the pipeline loaded already, so that many can be killed."""

from __future__ import annotations

import multiprocessing
import os
import resource
import sys
from collections.abc import Mapping
from multiprocessing import forkserver
from multiprocessing.context import ForkServerProcess
from pathlib import Path

WARM = multiprocessing.get_context("forkserver")
HERE = Path(__file__).resolve().parent

REPORTS = {
    "mosul": "Iraqi soldiers attacked ISIL fighters near Mosul. ISIL fighters killed Iraqi soldiers.",
    "tehran": "Iran denied on Sunday that it had armed the Mahdi Army. The United States accused Iran.",
    "talks": "John Kerry met Nouri al-Maliki in Baghdad. Iran backs the Iraqi government.",
    "kirkuk": "Kurdish forces seized Kirkuk. ISIL attacked Kurdish forces on Monday.",
    "anbar": "Iraqi troops fought ISIL in Ramadi. Turkey condemned ISIL.",
    "sadr": "Moqtada al-Sadr leads the Mahdi Army. The Mahdi Army fought American troops.",
}
OLDER = {
    "mosul": "Iraqi soldiers met ISIL fighters.",
    "anbar": "Turkey supports Iraqi troops. Iran attacked ISIL.",
}


def write_reports(folder: Path, reports: Mapping[str, str]) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in reports.items():
        (folder / f"{name}.txt").write_text(f"BAGHDAD, June 15 (Example) - {text}\n", "utf-8")


def start_build(folder: Path, store: str, *, largest: int | None = None) -> ForkServerProcess:
    """Begin `kg build reports` in a folder; what it says goes to `said`, files may have `largest` bytes."""
    _warm_up()
    process = WARM.Process(target=_build, args=(str(folder), store, dict(os.environ), largest))
    process.start()
    return process


def _warm_up() -> None:
    """Start the process that is forked from; its environment is what tells it where `warm` is."""
    WARM.set_forkserver_preload(["warm"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE), str(HERE.parent)])
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before


def build(folder: Path, store: str, *, largest: int | None = None) -> tuple[int, str]:
    """Do it to the end: the exit code, and what was said."""
    process = start_build(folder, store, largest=largest)
    process.join()
    return process.exitcode or 0, (folder / "said").read_text("utf-8")


def _build(folder: str, store: str, environment: Mapping[str, str], largest: int | None) -> None:
    os.environ.update(environment)
    os.chdir(folder)
    with open("said", "w", encoding="utf-8") as said:
        os.dup2(said.fileno(), 2)
    if largest is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    assert "warm" in sys.modules, "not forked from the process that has loaded everything"
    from kg.cli import run

    code = run(["build", "reports", "--store", store, "--out", "exports"])
    sys.stderr.flush()
    os._exit(code)
