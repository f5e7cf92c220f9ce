"""The folder a whole board is written into: its manifest, read back or refused."""

from dataclasses import replace

import pytest
from cast import NOON

from kiosk.documents.bundle import MANIFEST, MANIFEST_LIMIT, Entry, claim, folder_name, read_manifest, settle, write_manifest
from kiosk.errors import Refused
from kiosk.rules.notice import Status
from kiosk.rules.own_catalogue import OwnEntry
from kiosk.rules.village import Screen

ENTRY = Entry("00001/notice.md", "0" * 64, 1, Status.PUBLISHED, NOON, NOON, None)


def test_a_manifest_is_read_back_the_same(tmp_path):
    screens = [Screen("hall", "大厅", 65, 3.5, 90, True)]
    own = [
        OwnEntry("F01", {"display_days": "20"}, {"display_days": "15"}),
        OwnEntry("L02", {"display_days": "20"}, {"display_days": "30"}, "省里另有规定"),
        OwnEntry("F20", {"title": "水费"}, declined={"title": "别的"}),
    ]
    values = {"village": "安和村", "slogans": ["一", "二"], "display_days": 20}
    write_manifest(tmp_path, values, screens, own, [ENTRY])
    manifest = read_manifest(tmp_path)
    assert manifest.settings == values
    assert manifest.screens == screens
    assert manifest.catalogue == own
    assert manifest.entries == {"00001/notice.md": ENTRY}


def test_a_folder_without_a_manifest_has_none(tmp_path):
    assert read_manifest(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    [
        "- a\n",
        "只有一句话\n",
        "42\n",
        "boards: []\n",
        "settings: 5\n",
        "screens: [hall]\n",
        "screens: [{name: hall}]\n",
        "screens: [{name: HALL, title: x}]\n",
        "screens: [{name: hall, title: x, colour: red}]\n",
        "screens: [{name: hall, title: x, diagonal_inch: big}]\n",
        "screens: [{name: hall, title: x, rotation: 45}]\n",
        "notices: [1]\n",
        "notices: [{file: a}]\n",
        "notices: [{file: a, digest: b, number: 1, status: gone, published_at: , shows_from: , shows_until: }]\n",
        "notices: [{file: a, digest: b, number: 1, status: published, published_at: soon, shows_from: , shows_until: }]\n",
        "screens: [{name: hall, title: [x]}]\n",
        "screens: [{name: hall, title: }]\n",
        'screens: [{name: hall, title: "a\\nb"}]\n',
        "screens: [{name: hall, title: " + "x" * 101 + "}]\n",
        "screens: [{name: hall, title: x, slogans: maybe}]\n",
        "notices: [{file: a, digest: b, number: 1.5, status: draft, published_at: , shows_from: , shows_until: }]\n",
        "notices: [{file: a, digest: b, number: 2147483648, status: draft, published_at: , shows_from: , shows_until: }]\n",
        "notices: [{file: [a], digest: b, number: 1, status: draft, published_at: , shows_from: , shows_until: }]\n",
        "notices: [{file: a, digest: b, number: 1, status: draft, published_at: , shows_from: 2026-10-10T12:00:00Z, shows_until: }]\n",
        "settings: &a [*a]\n",
        "settings: &a {village: x}\nscreens: *a\n",
        "settings: {township: &a 安和, village: *a}\n",
        "settings: " + "[" * 500_000 + "\n",
        "settings: " + "{a: " * 100_000 + "\n",
        "\n".join(" " * depth + "a:" for depth in range(500)),
        "settings: {slogans: " + "[" * 9 + "]" * 9 + "}\n",
        "settings: !!python/object/apply:os.system ['true']\n",
        "settings: {village: [\n",
        "\x00",
    ],
)
def test_a_manifest_that_does_not_fit_is_refused_by_name(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(Refused) as refused:
        read_manifest(tmp_path)
    assert refused.value.code == "bundle.manifest"
    assert refused.value.problems[0].file == str(tmp_path / MANIFEST)


def test_a_bomb_of_aliases_is_refused_before_it_is_unfolded(tmp_path):
    """Nine lists that would unfold to ten to the ninth texts."""
    lines = ["settings:", "  slogans:", "    - &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"    - &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    (tmp_path / MANIFEST).write_text("\n".join(lines), "utf-8")
    with pytest.raises(Refused) as refused:
        read_manifest(tmp_path)
    assert refused.value.code == "bundle.manifest"


def test_a_manifest_longer_than_any_village_is_refused(tmp_path):
    with (tmp_path / MANIFEST).open("wb") as file:
        file.truncate(MANIFEST_LIMIT + 1)
    with pytest.raises(Refused) as refused:
        read_manifest(tmp_path)
    assert refused.value.code == "bundle.manifest"


def test_a_draft_has_no_times(tmp_path):
    draft = replace(ENTRY, status=Status.DRAFT, published_at=None, shows_from=None)
    write_manifest(tmp_path, {}, [], [], [draft])
    assert read_manifest(tmp_path).entries == {"00001/notice.md": draft}


def test_a_manifest_that_is_not_utf8_is_refused(tmp_path):
    (tmp_path / MANIFEST).write_bytes("settings: {village: 安和村}".encode("gb18030"))
    with pytest.raises(Refused):
        read_manifest(tmp_path)


@pytest.mark.parametrize("number, name", [(1, "00001"), (31, "00031"), (123456, "123456")])
def test_a_notice_has_a_folder_named_by_its_number(number, name):
    assert folder_name(number) == name


def test_an_export_grows_beside_its_place_and_is_put_there_whole(tmp_path):
    place = tmp_path / "deep" / "export"
    growing = claim(place)
    (growing / "a").write_text("x")
    assert not place.exists()
    settle(growing, place)
    assert [each.name for each in place.iterdir()] == ["a"]
    assert [each.name for each in place.parent.iterdir()] == ["export"]


def test_a_folder_with_something_in_it_is_never_written_into(tmp_path):
    (tmp_path / "mine").write_text("x")
    for place in (tmp_path, tmp_path / "mine"):
        with pytest.raises(Refused) as refused:
            claim(place)
        assert refused.value.code == "export.not_empty"


def test_an_empty_folder_may_be_written_into(tmp_path):
    place = tmp_path / "empty"
    place.mkdir()
    settle(claim(place), place)
    assert place.is_dir()
