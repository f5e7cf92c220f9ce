"""A roster from the township: from the spreadsheet to drafts that have been looked over."""

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from benchmarks.figures import Row
from benchmarks.hall import environment_of

MEMORY_GOAL_MB = 300


def township(quick: bool) -> list[Row]:
    rows = []
    for size, goal in ((5_000, 3), (50_000, 20)):
        rounds = 1 if quick or size > 5_000 else 3
        seconds, memory, said = zip(*(brought_in(size) for _ in range(rounds)), strict=True)
        middle, most = statistics.median(seconds), max(memory)
        how = f"`kiosk import roster.xlsx` as a command, its start included, median of {rounds}; {said[0]}"
        rows.append(Row(f"a roster of {size:,} rows from .xlsx to checked drafts", f"≤ {goal} s", f"{middle:.2f} s", how, middle <= goal))
        how = "the largest of its processes, from the kernel's own count"
        rows.append(Row(f"memory for {size:,} rows", f"≤ {MEMORY_GOAL_MB} MB", f"{most:.0f} MB", how, most <= MEMORY_GOAL_MB))
    return rows


def brought_in(size: int) -> tuple[float, float, str]:
    """Seconds, megabytes of the largest process, and what the command said in its first line."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as name:
        file = Path(name) / "roster.xlsx"
        file.write_bytes(workbook(size))
        env = {key: value for key, value in os.environ.items() if not key.startswith("KIOSK_")}
        env |= environment_of(Path(name) / "data")
        command = [sys.executable, "-P", "-m", "kiosk", "import", str(file)]
        began = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = process.stdout.read().decode("utf-8", "replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            raise RuntimeError(said[-500:])
        drafts = sum("roster.xlsx" in line and not line.startswith(" ") for line in said.splitlines())
        return time.perf_counter() - began, used.ru_maxrss / 1024, f"{drafts} drafts"


def workbook(size: int) -> bytes:
    """A subsidy roster as a township sends it, its sums right."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, "constant_memory": True}) as book:
        page = book.add_worksheet("分户清册")
        page.write_row(0, 0, ["安和村2026年耕地地力保护补贴分户清册"])
        page.write_row(1, 0, ["单位：元"])
        page.write_row(2, 0, ["序号", "村民小组", "户主姓名", "面积（亩）", "标准（元/亩）", "金额（元）", "备注"])
        area = amount = Decimal(0)
        for at in range(1, size + 1):
            acres = Decimal(at % 9 * 100 + at % 70 + 20) / 100
            page.write_row(2 + at, 0, [at, f"第{at % 12 + 1}组", f"农户{at:05}", float(acres), 82, float(acres * 82), ""])
            area, amount = area + acres, amount + acres * 82
        page.write_row(3 + size, 0, ["合计", "", "", float(area), "", float(amount), ""])
    return written.getvalue()
