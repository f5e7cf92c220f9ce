"""The clerk's own files: kept whole, shown as pictures where they are some, and public only where somebody ticked it."""

import io

import pytest
from cast import NOON
from office import everything_in
from paper import a_pdf, a_picture
from PIL import Image

from kiosk.actions import attach as deeds
from kiosk.actions.attach import ENDINGS, FILES_LIMIT, attach, open_to_residents, remove, show_pages
from kiosk.documents.pictures import SIDE_LIMIT
from kiosk.errors import Forbidden, KioskError, NotFound, Refused
from kiosk.store import originals
from kiosk.store.originals import digest_of, path_of


@pytest.fixture
def number(office):
    return office.begin()


@pytest.fixture
def hand_in(office, number):
    """Attaches files to the draft: `hand_in("单.csv", b"1", …)`."""

    def attached(*given, who="clerk"):
        return attach(office.board, number, list(zip(given[::2], given[1::2], strict=True)), office.staff[who], NOON)

    return attached


def held(office, number):
    return [each.name for each in originals.of_notice(office.board.db, number)]


def sources(office, number):
    notice = office.newest(number).notice
    return notice.sources, notice.public_sources


def shown(office, number):
    """The colour of each picture as it is shown."""
    pictures = originals.shown_pictures(office.board.db, number)
    data = {name: originals.shown_picture(office.board.db, each.digest, each.extension)[0] for name, each in pictures.items()}
    return {name: Image.open(io.BytesIO(each)).convert("RGB").getpixel((0, 0))[0] for name, each in data.items()}


def test_a_file_is_kept_whole_beside_the_draft(office, number, hand_in):
    assert hand_in("签字单.pdf", a_pdf()) == ["签字单.pdf"]
    (original,) = originals.of_notice(office.board.db, number)
    assert originals.read(office.board.originals, original.digest) == a_pdf()
    assert (original.digest, original.size) == (digest_of(a_pdf()), len(a_pdf()))
    assert sources(office, number) == (("签字单.pdf",), ())
    entry = office.entries(number)[-1]
    assert (entry.who, entry.deed, entry.facts) == ("文书甲", "notice.original_attached", {"names": ["签字单.pdf"], "from": "192.0.2.1"})


def test_several_at_once_are_one_entry(office, number, hand_in):
    assert hand_in("一.csv", b"1", "二.csv", b"2", "三.png", a_picture()) == ["一.csv", "二.csv", "三.png"]
    assert office.log(number) == [("文书甲", "begun"), ("文书甲", "original_attached")]


@pytest.mark.parametrize(
    "given, kept",
    [
        ("单.csv", "单.csv"),
        ("C:\\Users\\文书\\单.csv", "单.csv"),
        ("../../etc/单.csv", "单.csv"),
        ("a b (1).csv", "a_b_1_.csv"),
        ("图[1].png", "图_1_.png"),
        ("a:b*c?d\"e<f>g|h.csv", "a_b_c_d_e_f_g_h.csv"),
        ("行\n尾\u202e.csv", "行_尾_.csv"),
        ("..csv.csv", "csv.csv"),
        ("_隐藏.csv", "隐藏.csv"),
        ("单.CSV", "单.CSV"),
        ("𠮷.csv", "𠮷.csv"),
        ("字" * 100 + ".csv", "字" * 60 + ".csv"),
    ],
)
def test_a_name_that_a_disk_and_a_text_can_bear(office, number, hand_in, given, kept):
    data = a_picture() if kept.endswith(".png") else b"1"
    assert hand_in(given, data) == [kept]
    assert held(office, number) == [kept]


@pytest.mark.parametrize("ending", sorted({ending for ending in ENDINGS if ending not in deeds.PICTURE_ENDINGS and ending not in deeds.STARTS}))
def test_what_an_office_writes_is_taken(office, number, hand_in, ending):
    assert hand_in(f"表{ending}", b"\xd0\xcf\x11\xe0") == [f"表{ending}"]


@pytest.mark.parametrize(
    "name, data, code",
    [
        ("单.svg", b"<svg/>", "original.wrong_kind"),
        ("单.html", b"<html>", "original.wrong_kind"),
        ("单.exe", b"MZ", "original.wrong_kind"),
        ("单.js", b"1", "original.wrong_kind"),
        ("单.md", b"# 1", "original.wrong_kind"),
        ("单.csv.md", b"1", "original.wrong_kind"),
        ("单", b"1", "original.wrong_kind"),
        ("", b"1", "original.wrong_kind"),
        (".csv", b"1", "original.wrong_kind"),
        ("单.csv", b"", "original.empty"),
        ("单.csv", b"1" * (deeds.LIMIT + 1), "original.too_large"),
        ("单.pdf", b"<html>", "original.not_what_it_says"),
        ("单.docx", b"\xd0\xcf\x11\xe0", "original.not_what_it_says"),
        ("单.xlsx", b"1,2", "original.not_what_it_says"),
        ("单.zip", b"1", "original.not_what_it_says"),
        ("图.png", b"<svg/>", "picture.unreadable"),
        ("图.jpg", a_picture()[:40], "picture.unreadable"),
    ],
)
@pytest.mark.parametrize("beside", [False, True], ids=["alone", "beside a good one"])
def test_what_cannot_be_taken_is_named_and_nothing_of_it_is_kept(office, number, hand_in, name, data, code, beside):
    before = everything_in(office.board)
    with pytest.raises(Refused) as wrong:
        hand_in(*(("好.csv", b"1") if beside else ()), name, data)
    assert wrong.value.code == code
    assert everything_in(office.board) == before


def test_a_file_of_the_very_limit_is_taken(office, number, hand_in):
    assert hand_in("单.csv", b"1" * deeds.LIMIT) == ["单.csv"]


def test_nothing_chosen_is_told(office, number, hand_in):
    with pytest.raises(Refused) as nothing:
        hand_in()
    assert nothing.value.code == "original.none_chosen"


def test_the_same_file_twice_is_one(office, number, hand_in):
    assert hand_in("单.csv", b"1") == hand_in("又是它.csv", b"1") == ["单.csv"]
    assert hand_in("甲.csv", b"2", "乙.csv", b"2") == ["甲.csv", "甲.csv"]
    assert held(office, number) == ["单.csv", "甲.csv"]
    assert sources(office, number)[0] == ("单.csv", "甲.csv")


def test_two_files_of_one_name_are_two(office, number, hand_in):
    assert hand_in("单.csv", b"1", "单.csv", b"2") == ["单.csv", "单_2.csv"]
    assert hand_in("单.csv", b"3") == ["单_3.csv"]
    assert [originals.read(office.board.originals, each.digest) for each in originals.of_notice(office.board.db, number)] == [b"1", b"2", b"3"]


def test_two_photographs_of_one_name_are_each_shown_as_they_are(office, number, hand_in):
    """As telephones call them all image.jpg."""
    assert hand_in("image.png", a_picture(colour=10), "image.png", a_picture(colour=200)) == ["image.png", "image_2.png"]
    assert shown(office, number) == {"image.png": 10, "image_2.png": 200}


def test_a_notice_has_at_most_forty_files_and_none_of_those_too_many_is_kept(office, number, hand_in):
    hand_in(*[part for each in range(FILES_LIMIT - 1) for part in (f"{each}.csv", str(each).encode())])
    before = everything_in(office.board)
    with pytest.raises(Refused) as many:
        hand_in("x.csv", b"x", "y.csv", b"y")
    assert many.value.code == "original.too_many"
    assert everything_in(office.board) == before
    assert hand_in("x.csv", b"x") == ["x.csv"]


def test_a_picture_is_shown_smaller_and_without_what_the_camera_wrote(office, number, hand_in):
    exif = Image.Exif()
    exif[0x013B] = "SECRET-AUTHOR"
    data = a_picture(kind="JPEG", size=(3000, 1000), exif=exif, comment=b"SECRET-COMMENT")
    hand_in("照片.jpg", data)
    picture = originals.shown_pictures(office.board.db, number)["照片.jpg"]
    kept, numbers = originals.shown_picture(office.board.db, picture.digest, "jpg")
    assert (picture.width, numbers) == (SIDE_LIMIT, [number])
    assert b"SECRET" in data and b"SECRET" not in kept
    assert originals.read(office.board.originals, digest_of(data)) == data, "the original itself stays what it was"


def test_a_picture_stands_in_the_text_once_it_is_put_there(office, number, hand_in):
    hand_in("照片.png", a_picture())
    office.save("clerk", number, body="![照片](照片.png)\n")
    picture = originals.shown_pictures(office.board.db, number)["照片.png"]
    assert f'src="{picture.url}"' in office.newest(number).html
    office.walk(number, "submit", "pass", "publish")
    assert picture.url in office.newest(number).html


class TestPagesOfAPdf:
    def test_each_becomes_a_picture_beside_it(self, office, number, hand_in):
        hand_in("签字单.pdf", a_pdf((20, 10), (10, 20)))
        assert show_pages(office.board, number, digest_of(a_pdf((20, 10), (10, 20))), office.staff["clerk"], NOON) == ["签字单-1.jpg", "签字单-2.jpg"]
        pictures = originals.shown_pictures(office.board.db, number)
        assert [(each.width > each.height) for each in pictures.values()] == [True, False]
        assert sources(office, number)[0] == ("签字单.pdf", "签字单-1.jpg", "签字单-2.jpg")

    def test_asked_for_twice_they_are_the_same(self, office, number, hand_in):
        hand_in("签字单.pdf", a_pdf())
        once, again = (show_pages(office.board, number, digest_of(a_pdf()), office.staff["clerk"], NOON) for _ in range(2))
        assert once == again == ["签字单-1.jpg"]
        assert len(held(office, number)) == 2

    @pytest.mark.parametrize("data, code", [(b"%PDF-1.7 x", "pdf.unreadable"), (a_pdf(*[(20, 10)] * 21), "pdf.too_long")])
    def test_what_cannot_be_shown_is_told_and_stays_an_original(self, office, number, hand_in, data, code):
        hand_in("签字单.pdf", data)
        before = everything_in(office.board)
        with pytest.raises(Refused) as wrong:
            show_pages(office.board, number, digest_of(data), office.staff["clerk"], NOON)
        assert wrong.value.code == code
        assert everything_in(office.board) == before

    def test_one_that_has_gone_from_the_disk_is_named(self, office, number, hand_in):
        hand_in("签字单.pdf", a_pdf())
        path_of(office.board.originals, digest_of(a_pdf())).unlink()
        with pytest.raises(NotFound) as lost:
            show_pages(office.board, number, digest_of(a_pdf()), office.staff["clerk"], NOON)
        assert lost.value.problems[0].facts["name"] == "签字单.pdf"


class TestOpenToResidents:
    @pytest.fixture
    def digest(self, hand_in):
        hand_in("签字单.pdf", a_pdf(), "底稿.csv", b"1")
        return digest_of(a_pdf())

    def test_only_where_it_is_ticked(self, office, number, digest):
        clerk = office.staff["clerk"]
        assert sources(office, number)[1] == ()
        open_to_residents(office.board, number, digest, True, clerk, NOON)
        open_to_residents(office.board, number, digest, True, clerk, NOON)
        assert sources(office, number)[1] == ("签字单.pdf",)
        assert office.entries(number)[-1].facts == {"name": "签字单.pdf", "is_public": True, "from": "192.0.2.1"}
        open_to_residents(office.board, number, digest, False, clerk, NOON)
        assert sources(office, number)[1] == ()

    def test_it_goes_through_review_with_the_draft(self, office, number, digest):
        office.walk(number, "submit", "pass", "publish")
        assert sources(office, number)[1] == ()
        with pytest.raises(KioskError) as late:
            open_to_residents(office.board, number, digest, True, office.staff["clerk"], NOON)
        assert late.value.code == "original.not_a_draft"
        office.walk(number, "correct")
        open_to_residents(office.board, number, digest, True, office.staff["clerk"], NOON)
        assert office.newest(number, 1).notice.public_sources == ()
        office.walk(number, "submit", "pass", "publish")
        assert sources(office, number)[1] == ("签字单.pdf",)

    def test_what_is_taken_off_is_no_longer_public(self, office, number, digest):
        open_to_residents(office.board, number, digest, True, office.staff["clerk"], NOON)
        remove(office.board, number, digest, office.staff["clerk"], NOON)
        assert sources(office, number) == (("底稿.csv",), ())
        assert path_of(office.board.originals, digest).exists(), "it stays in the archive"

    def test_whoever_ticks_or_attaches_has_written_it_and_does_not_pass_it(self, office, number, digest):
        open_to_residents(office.board, number, digest, True, office.staff["all_hands"], NOON)
        assert office.authors(number) == ["文书甲", "一肩挑"]
        office.take("clerk", "submit", number)
        with pytest.raises(Forbidden):
            office.take("all_hands", "pass", number)


def test_taken_off_it_stays_with_the_version_that_had_it(office, number, hand_in):
    hand_in("签字单.pdf", a_pdf())
    office.walk(number, "submit", "return")
    remove(office.board, number, digest_of(a_pdf()), office.staff["clerk"], NOON)
    assert office.newest(number, 1).notice.sources == ("签字单.pdf",)
    assert sources(office, number) == ((), ())
    assert office.entries(number)[-1].facts == {"name": "签字单.pdf", "from": "192.0.2.1"}
    hand_in("签字单.pdf", a_pdf())
    assert sources(office, number)[0] == ("签字单.pdf",)


def test_attaching_while_somebody_types_disturbs_no_save(office, number, hand_in):
    seen = office.seen(number)
    hand_in("单.csv", b"1", who="other_clerk")
    office.save("clerk", number, seen, body="继续写。\n")
    assert sources(office, number)[0] == ("单.csv",)


@pytest.mark.parametrize("deed", ["remove", "open", "pages"])
def test_there_is_nothing_to_do_with_a_file_that_is_not_there(office, number, deed):
    clerk, nothing = office.staff["clerk"], "0" * 64
    with pytest.raises(NotFound):
        {
            "remove": lambda: remove(office.board, number, nothing, clerk, NOON),
            "open": lambda: open_to_residents(office.board, number, nothing, True, clerk, NOON),
            "pages": lambda: show_pages(office.board, number, nothing, clerk, NOON),
        }[deed]()


def test_nothing_is_attached_to_what_is_not_there(office):
    with pytest.raises(KioskError):
        attach(office.board, 99, [("单.csv", b"1")], office.staff["clerk"], NOON)
    assert originals.all_originals(office.board.db) == []


@pytest.mark.parametrize("table", ["audit", "picture_names"])
def test_when_any_part_of_it_fails_nothing_is_attached(office, number, hand_in, table):
    office.board.db.execute(f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END")
    before = everything_in(office.board)
    with pytest.raises(KioskError):
        hand_in("图.png", a_picture())
    assert everything_in(office.board) == before
