"""How residents want their pages: kept on their phone, and without a script."""

import gzip

import pytest

from kiosk.rules.notice import Category

WIDE = "| 日期 | 摘要 | 收入（元） | 支出（元） | 余额（元） |\n|---|---|---:|---:|---:|\n| 7月2日 | 水费 | 24,000.00 | 1,200.00 | 410,214.57 |\n"
NARROW = "| 项目 | 数量 | 金额（元） |\n|---|---:|---:|\n| 路灯 | 38 | 1,200.00 |\n"
PLAIN = 'data-letters="100" data-ground="white"'


@pytest.mark.parametrize(
    "chosen, page",
    [
        ({"size": "150"}, 'data-letters="150" data-ground="white"'),
        ({"size": "200"}, 'data-letters="200" data-ground="white"'),
        ({"ground": "black"}, 'data-letters="100" data-ground="black"'),
    ],
)
def test_what_is_chosen_holds_on_every_page(client, village, chosen, page):
    assert client.post("/letters", data=chosen).status_code == 303
    for address in ("/", f"/notices/{village.live}", "/archive", "/find", "/check", "/nothing"):
        assert page in client.get(address).text


def test_one_choice_leaves_the_other_as_it_was_and_either_can_be_taken_back(client):
    client.post("/letters", data={"size": "200"})
    client.post("/letters", data={"ground": "black"})
    assert 'data-letters="200" data-ground="black"' in client.get("/").text
    client.post("/letters", data={"size": "100"})
    client.post("/letters", data={"ground": "white"})
    assert PLAIN in client.get("/").text


@pytest.mark.parametrize("sent", [{}, {"size": "1000000"}, {"size": "²"}, {"ground": "url(x)"}, {"size": "150\x00"}])
def test_what_nobody_offered_changes_nothing(client, sent):
    assert client.post("/letters", data=sent).status_code == 303
    assert PLAIN in client.get("/").text


@pytest.mark.parametrize("kept", ["", "-", "150", "9999-pink", '"><script>', "150-black-150", "é"])
def test_a_cookie_of_somebody_elses_making_harms_nothing(client, kept):
    client.set_cookie("kiosk_letters", kept)
    text = client.get("/").text
    assert 'data-letters="1' in text and "<script>" not in text and "pink" not in text


@pytest.mark.parametrize(
    "came_from, to",
    [
        ("http://localhost/notices/7?tables=whole", "/notices/7?tables=whole"),
        ("http://localhost/archive?words=%E6%B0%B4", "/archive?words=%E6%B0%B4"),
        ("http://elsewhere.example/notices/7", "/"),
        ("http://localhost//elsewhere.example", "/"),
        ("http://[half", "/"),
        ("", "/"),
    ],
)
def test_it_leads_back_to_where_it_was_chosen_and_never_elsewhere(client, came_from, to):
    answer = client.post("/letters", data={"size": "150"}, headers={"Referer": came_from} if came_from else {})
    assert answer.headers["Location"] == to


def test_only_who_asked_for_it_gets_larger_letters(app, client):
    client.post("/letters", data={"size": "200"})
    answer = app.test_client().get("/")
    assert PLAIN in answer.text and "Cookie" in answer.headers["Vary"]


def test_a_wide_table_is_shown_row_by_row_or_whole(client, post):
    number = post(body=WIDE)
    page = client.get(f"/notices/{number}").text
    assert 'class="cards"' in page and f'href="/notices/{number}?tables=whole"' in page
    whole = client.get(f"/notices/{number}?tables=whole").text
    assert 'class="cards"' not in whole and f'href="/notices/{number}"' in whole


def test_a_table_that_fits_is_shown_row_by_row_only_in_large_letters(client, post):
    number = post(body=NARROW)
    assert "other-way" not in client.get(f"/notices/{number}").text
    client.post("/letters", data={"size": "200"})
    assert 'class="cards"' in client.get(f"/notices/{number}").text


def test_what_a_row_is_about_needs_no_head(client, post):
    page = client.get(f"/notices/{post(body=WIDE)}").text
    assert 'data-head="日期"' not in page and 'data-head="摘要"' not in page and 'data-head="余额"' in page


def test_pages_are_packed_for_those_who_can_unpack(client, post):
    post(title="账目甲", category=Category.FINANCE)
    plain, packed = client.get("/"), client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers and packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ["/desk/sign-in", "/desk/begin", "/healthz"])
def test_what_holds_a_secret_or_next_to_nothing_is_not_packed(client, village, address):
    assert "Content-Encoding" not in client.get(address, headers={"Accept-Encoding": "gzip"}).headers
