"""`python3 scripts/test.py [arguments of pytest]`: installs what is needed, a browser and fonts included, then tests."""

import os
import shutil
import subprocess
import sys

from environment import ROOT, become, install_with_apt, ready, say

ALL = ("-n", "4", "--dist", "loadfile", "--no-loadscope-reorder")
"""Everything, shared out by file between four workers: what takes longest waits for a browser most of the time."""
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    python = ready(tests=True)
    chromium = browser_with_fonts()
    env = {name: value for name, value in os.environ.items() if not name.startswith("KIOSK_")}
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # some hundred processes would each translate the whole program anew
    os.chdir(ROOT)
    become([str(python), "-m", "pytest", *(sys.argv[1:] or ALL)], env | {"KIOSK_CHROMIUM": chromium})


def browser_with_fonts() -> str:
    """The Chromium to test with. Without one, or without Chinese letters to draw, the tests would prove nothing."""
    if not (find_chromium() and has_chinese_fonts()):
        say("浏览器测试需要 Chromium 和中文字体。 / The browser tests need Chromium and Chinese fonts.")
        install_with_apt("chromium", "fonts-noto-cjk", "fontconfig")
    chromium = find_chromium()
    if not chromium:
        sys.exit(
            "找不到 Chromium，测试没有运行；请安装 Chromium 或 Chrome，或用 KIOSK_CHROMIUM 指明它的位置。\n"
            "No Chromium was found and no test was run; install Chromium or Chrome, or name its path in KIOSK_CHROMIUM."
        )
    if not has_chinese_fonts():
        sys.exit(
            "没有中文字体，测试没有运行；请安装 fonts-noto-cjk（思源黑体）。\n"
            "No Chinese font was found and no test was run; install fonts-noto-cjk."
        )
    return chromium


def find_chromium() -> str | None:
    named = os.environ.get("KIOSK_CHROMIUM")
    found = next(filter(None, map(shutil.which, [named] if named else CHROMIUM_NAMES)), None)
    if named and not found:
        sys.exit(
            f"KIOSK_CHROMIUM={named} 不是可以运行的程序。\nKIOSK_CHROMIUM={named} is not a program that can be run."
        )
    return found and os.path.abspath(found)


def has_chinese_fonts() -> bool:
    if not shutil.which("fc-list"):
        # Debian's fonts cannot be counted on without asking; systems without fontconfig (Windows, macOS) bring their own.
        return not shutil.which("apt-get")
    listed = subprocess.run(["fc-list", ":lang=zh", "family"], capture_output=True)
    return bool(listed.stdout.strip())


if __name__ == "__main__":
    main()
