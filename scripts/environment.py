"""Makes .venv with everything pinned. Shared by serve.py and test.py; standard library only.

A stamp in .venv says what it was made from. Where the stamp still holds, nothing is run and nothing is
downloaded. No stamp means an interrupted start, and .venv is made again.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "需要 Python 3.11 或更高版本，现在运行的是 {0}；请安装新版 Python 后再运行一次。\n"
        "Python 3.11 or newer is needed and this is {0}; install a newer Python and run this again.".format(
            sys.version.split()[0]
        )
    )

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sysconfig
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple, NoReturn

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "kiosk-stamp.json"
LOCK = ROOT / ".venv.lock"

PINS = ROOT / "scripts/requirements.txt"
TEST_PINS = ROOT / "scripts/requirements-test.txt"
BUILD_HOOK = ROOT / "scripts/build_hook.py"
PROJECT = (ROOT / "pyproject.toml", BUILD_HOOK)

# A .venv works only where it was made and for the Python that made it.
BIRTHPLACE = f"{ROOT} {sys.implementation.cache_tag} {sysconfig.get_platform()}"

Stamp = dict[str, str]


class Fault(NamedTuple):
    signs: tuple[str, ...]
    words: str
    # pip fetches everything before it installs anything: what fails while fetching leaves .venv as it was.
    harmless: bool = False


FAULTS = (
    Fault(
        ("No space left", "Errno 28", "not enough space", "Disk quota"),
        f"磁盘空间不够；请在 {ROOT} 所在的磁盘腾出至少 1 GB 后再运行一次。\n"
        f"The disk is full; free at least 1 GB on the disk that holds {ROOT} and run this again.",
    ),
    Fault(
        ("Permission denied", "Errno 13", "Read-only file system", "Operation not permitted", "Access is denied"),
        f"不能写入 {ROOT}；请用能写这个文件夹的用户运行，或把项目放到自己的文件夹里。\n"
        f"{ROOT} cannot be written; run this as a user who may write there, or move the project to a folder of your own.",
    ),
    Fault(
        ("DO NOT MATCH THE HASHES",),
        "下载的软件包与登记的校验值不符，没有安装；请换一个网络或软件源后再运行一次。\n"
        "A downloaded package differs from its pinned hash and was not installed; "
        "run this again from another network or package index.",
        harmless=True,
    ),
    Fault(
        (
            "establish a new connection",
            "name resolution",
            "Name or service not known",
            "getaddrinfo failed",
            "timed out",
            "ConnectionError",
            "ConnectTimeout",
            "Connection broken",
            "Connection refused",
            "Connection reset",
            "ProxyError",
            "SSLError",
            "Network is unreachable",
        ),
        "连不上软件源：第一次运行需要联网；请检查网络后再运行一次，以后不联网也能启动。\n"
        "The package index cannot be reached: the first run needs the network; "
        "check the connection and run this again, later runs work offline.",
        harmless=True,
    ),
    Fault(
        ("No matching distribution",),
        "有的软件包没有适合这台电脑或这个 Python 版本的现成安装包；请改用 64 位系统和 Python 3.11 到 3.13。\n"
        "Some package has no ready-made build for this machine or this Python; use a 64-bit system and Python 3.11 to 3.13.",
        harmless=True,
    ),
)


class NotReady(Exception):
    """Says, in Chinese and English, why there is no environment and what to do."""

    def __init__(self, words: str, harmless: bool = False) -> None:
        super().__init__(words)
        self.harmless = harmless


def ready(tests: bool = False) -> Path:
    """The Python of an environment in which the project runs. Ends the program with a sentence if there can be none."""
    pins = TEST_PINS if tests else PINS
    try:
        if not holds(read_stamp(), pins):
            with one_at_a_time() as lock:
                if not holds(read_stamp(), pins):
                    prepare(pins, lock)
    except NotReady as reason:
        sys.exit(str(reason))
    except OSError as fault:
        sys.exit(str(in_words(str(fault))))
    except KeyboardInterrupt:
        sys.exit(130)
    return PYTHON


def holds(stamp: Stamp, pins: Path) -> bool:
    return (
        is_whole(stamp)
        and stamp.get(pins.name) == digest([pins])
        and stamp.get("project") == digest(PROJECT)
        and translations_are_compiled(stamp)
    )


def is_whole(stamp: Stamp) -> bool:
    return stamp.get("birthplace") == BIRTHPLACE and PYTHON.exists()


def translations_are_compiled(stamp: Stamp) -> bool:
    sources = translations()
    return stamp.get("translations") == digest(sources) and all(po.with_suffix(".mo").exists() for po in sources)


def prepare(pins: Path, lock: BinaryIO) -> None:
    """Does what the stamp does not already vouch for."""
    stamp = read_stamp()
    if not is_whole(stamp):
        say("正在建立 .venv …… / Making .venv …")
        STAMP.unlink(missing_ok=True)
        make_venv(lock)
        stamp = {"birthplace": BIRTHPLACE}
    if stamp.get(pins.name) != digest([pins]):
        say(
            "正在下载并安装所需软件，第一次约需几分钟 …… / Fetching and installing packages, a few minutes the first time …"
        )
        with stamp_away(stamp):
            run_pip(["install", "--only-binary", ":all:", "-r", str(pins)], lock)
            stamp[pins.name] = digest([pins])
            if pins == TEST_PINS:
                stamp[PINS.name] = digest([PINS])
    if not translations_are_compiled(stamp):
        compile_translations(lock)
        stamp["translations"] = digest(translations())
    if stamp.get("project") != digest(PROJECT):
        with stamp_away(stamp):
            run_pip(["install", "--no-index", "--no-deps", "--no-build-isolation", "-e", str(ROOT)], lock)
            stamp["project"] = digest(PROJECT)
    write_stamp(stamp)


@contextmanager
def stamp_away(stamp: Stamp) -> Iterator[None]:
    """While packages change there is no stamp, so that after a power cut in between the next run starts afresh."""
    STAMP.unlink(missing_ok=True)
    try:
        yield
    except NotReady as reason:
        if reason.harmless:
            write_stamp(stamp)
        raise
    write_stamp(stamp)


def make_venv(lock: BinaryIO) -> None:
    """Without ensurepip (Debian keeps it in python3-venv) the outer pip serves the new .venv."""
    if not has_module("ensurepip") and not outer_pip_can_serve():
        install_with_apt(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
        importlib.invalidate_caches()
        if not has_module("ensurepip"):
            raise NotReady(
                "这个 Python 缺少 venv 和 pip；请用系统的软件管理器安装 python3-venv 后再运行一次。\n"
                "This Python has neither venv nor pip; install python3-venv with the system's package manager and run this again."
            )
    run([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], lock)
    if has_module("ensurepip"):
        run([str(PYTHON), "-m", "ensurepip", "--default-pip"], lock)


def outer_pip_can_serve() -> bool:
    """pip has known --python since 22.3."""
    asked = subprocess.run([sys.executable, "-m", "pip", "--python", sys.executable, "--version"], capture_output=True)
    return asked.returncode == 0


def run_pip(arguments: list[str], lock: BinaryIO) -> None:
    inside = Path(sysconfig.get_path("purelib", "venv", {"base": str(VENV)})) / "pip"
    pip = [str(PYTHON), "-m", "pip"] if inside.is_dir() else [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    run([*pip, *arguments], lock, shown=sys.stderr.isatty())


def compile_translations(lock: BinaryIO) -> None:
    run([str(PYTHON), str(BUILD_HOOK)], lock)


def run(command: list[str], lock: BinaryIO, shown: bool = False) -> None:
    """The child shares the lock: if this process is killed, the next run still waits until the child has ended."""
    meddling = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_REQUIRE_VIRTUALENV")
    env = {name: value for name, value in os.environ.items() if name not in meddling}
    env |= {"PIP_USER": "0", "PIP_NO_INPUT": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PYTHONUTF8": "1"}
    ended = subprocess.run(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=2 if shown else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=() if sys.platform == "win32" else (lock.fileno(),),
    )
    if ended.returncode != 0:
        raise in_words(ended.stderr.decode("utf-8", "replace"))


def in_words(complaint: str) -> NotReady:
    for fault in FAULTS:
        if any(sign in complaint for sign in fault.signs):
            return NotReady(fault.words, fault.harmless)
    reasons = [line for line in complaint.splitlines() if line.strip() and not line.startswith("WARNING")]
    return NotReady(
        "没有准备好，请把下面的原因告诉维护人员： / Not ready; tell your maintainer why:\n" + "\n".join(reasons[-20:]),
        harmless="subprocess-exited-with-error" in complaint,
    )


def install_with_apt(*packages: str) -> bool:
    """Whether apt-get was there, allowed (root, or sudo without a password) and succeeded."""
    if not shutil.which("apt-get"):
        return False
    as_root: list[str] = []
    if os.geteuid() != 0:
        as_root = ["sudo", "-n"]
        if not shutil.which("sudo") or subprocess.run([*as_root, "true"], capture_output=True).returncode != 0:
            return False
    say(f"正在用 apt-get 安装 / Installing with apt-get: {' '.join(packages)}")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
    subprocess.run([*apt, "update"], stdin=subprocess.DEVNULL, stdout=2)
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return subprocess.run(install, stdin=subprocess.DEVNULL, stdout=2).returncode == 0


@contextmanager
def one_at_a_time() -> Iterator[BinaryIO]:
    with LOCK.open("a+b") as lock:
        if not taken(lock):
            say("另一个程序正在准备 .venv，请稍候 …… / Another run is preparing .venv, waiting …")
            while not taken(lock):
                time.sleep(0.2)
        yield lock


def taken(lock: BinaryIO) -> bool:
    """The system lets go of the lock when its holder ends, however it ends."""
    try:
        if sys.platform == "win32":
            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def read_stamp() -> Stamp:
    try:
        stamp: Stamp = json.loads(STAMP.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return {}
    return stamp


def write_stamp(stamp: Stamp) -> None:
    # The stamp must not reach the disk before the packages it vouches for.
    if hasattr(os, "sync"):
        os.sync()
    unfinished = STAMP.with_suffix(".tmp")
    unfinished.write_text(json.dumps(stamp, indent=1), "utf-8")
    unfinished.replace(STAMP)


def translations() -> list[Path]:
    return sorted(ROOT.glob("kiosk/translations/*/LC_MESSAGES/*.po"))


def digest(files: Iterable[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(ROOT)}\n{hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def become(command: list[str], env: Mapping[str, str] = os.environ) -> NoReturn:
    """Hands the process over, so signals and the exit code are the command's own. Windows can only wait for it."""
    if sys.platform != "win32":
        os.execve(command[0], command, env)
    try:
        sys.exit(subprocess.run(command, env=env).returncode)
    except KeyboardInterrupt:
        sys.exit(130)


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
