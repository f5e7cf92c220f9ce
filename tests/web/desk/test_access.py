"""Who may go where: every address, every method, every role. A new address that is not in this table fails the test."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from cast import SHANGHAI, STAFF
from flask import Flask
from office import Office, everything_in, staff_of
from paper import a_pdf, a_picture

from kiosk.actions import attach
from kiosk.config import Config
from kiosk.rules.notice import Priority
from kiosk.rules.people import Role
from kiosk.store import people
from kiosk.store.board import Board, open_board
from kiosk.store.connection import transaction
from kiosk.store.originals import digest_of
from kiosk.web.application import create_app

DIGEST = digest_of(a_pdf())
EVERYBODY = " ".join(role.value for role in Role)

# Method, address, who gets in (`everybody` who has signed in, `anyone` at all), and what they find there. Notice 1 is
# posted, 2 in review, 3 a draft with files; person 2 is nobody who plays a part here.
TABLE = f"""
    GET   /                                            anyone             200
    GET   /notices/1                                   anyone             200
    GET   /notices/1/print                             anyone             200
    GET   /notices/1/files/{DIGEST}                    anyone             200
    GET   /notices/1/tables/1.csv                      anyone             404
    GET   /pictures/0.png                              anyone             404
    GET   /archive                                     anyone             200
    GET   /find                                        anyone             200
    GET   /find/1.json                                 anyone             404
    POST  /letters                                     anyone             303
    GET   /data                                        anyone             200
    GET   /feed.json                                   anyone             200
    GET   /feed.xml                                    anyone             200
    GET   /api/openapi.json                            anyone             200
    GET   /api/notices                                 anyone             200
    GET   /api/notices/1                               anyone             200
    GET   /api/catalogue                               anyone             200
    GET   /api/nothing                                 anyone             404
    GET   /screen/hall                                 anyone             200
    GET   /screen/nowhere/slides                       anyone             404
    GET   /screen/worker.js                            anyone             200
    POST  /screen/hall/shown                           anyone             422
    POST  /screen/hall/airings                         anyone             422
    POST  /screen/hall/skipped                         anyone             422
    POST  /screen/hall/health                          anyone             422
    GET   /ask                                         anyone             200
    POST  /ask                                         anyone             422
    GET   /ask/answered                                anyone             200
    GET   /ask/ABCD-EFGH-JKLM-NPQR                     anyone             404,429
    POST  /ask/ABCD-EFGH-JKLM-NPQR/satisfaction        anyone             404,429
    GET   /check                                       anyone             200
    GET   /check/ABCD-EFGH-JKLM-NPQR                   anyone             404,429
    GET   /healthz                                     anyone             200
    GET   /static/x/css/tokens.css                     anyone             200

    GET   /desk/sign-in                                anyone             200,303
    POST  /desk/sign-in                                anyone             422
    GET   /desk/begin                                  anyone             303
    POST  /desk/begin                                  anyone             422
    POST  /desk/sign-out                               everybody          303
    GET   /desk/password                               everybody          200
    POST  /desk/password                               everybody          422

    GET   /desk/                                       everybody          200
    GET   /desk/notices                                everybody          200
    GET   /desk/index-numbers                          everybody          200
    GET   /desk/notices/1                              everybody          200
    GET   /desk/notices/3/originals/{DIGEST}           everybody          200
    GET   /desk/notices/1/shown                        everybody          200
    GET   /desk/notices/3/slides                       everybody          200
    GET   /desk/notices/1/record                       everybody          200
    POST  /desk/notices/1/record                       clerk,reviewer,approver 400
    GET   /desk/records/1                              everybody          404
    GET   /desk/print                                  everybody          200
    GET   /desk/print/sheets                           everybody          422
    GET   /desk/notices/1/slips                        everybody          200
    GET   /desk/notices/1/slips/print                  everybody          404
    GET   /desk/report                                 everybody          303
    GET   /desk/report/2026                            everybody          200
    GET   /desk/report/2026.xlsx                       everybody          200
    GET   /desk/preview/hall                           everybody          200
    GET   /desk/screens                                everybody          200
    GET   /desk/guide                                  everybody          200

    GET   /desk/new                                    clerk              200
    POST  /desk/notices                                clerk              404
    POST  /desk/files                                  clerk              422
    GET   /desk/readings/nothing                       clerk              200
    POST  /desk/readings/nothing/stop                  clerk              303
    GET   /desk/notices/3/read                         clerk              303
    GET   /desk/notices/3/read/{DIGEST}                clerk              422
    POST  /desk/notices/3/read/{DIGEST}                clerk              400
    GET   /desk/sheets/fee-table.xlsx                  clerk              200
    GET   /desk/notices/1/next.xlsx                    clerk              404
    POST  /desk/notices/3/mend                         clerk              400
    GET   /desk/notices/3/edit                         clerk              200
    POST  /desk/notices/3/draft                        clerk              400
    POST  /desk/notices/3/slides                       clerk              200
    POST  /desk/notices/3/set-aside/1/drop             clerk              303
    POST  /desk/notices/3/originals                    clerk              422
    POST  /desk/notices/3/originals/{DIGEST}/pages     clerk              303
    POST  /desk/notices/3/originals/{DIGEST}/public    clerk              303
    POST  /desk/notices/3/originals/{DIGEST}/remove    clerk              303
    POST  /desk/notices/3/submit                       clerk              400
    POST  /desk/notices/3/discard                      clerk              400
    POST  /desk/notices/2/take-back                    clerk              400
    POST  /desk/notices/1/correct                      clerk              400
    POST  /desk/notices/1/archive                      clerk              400
    POST  /desk/notices/2/pass                         reviewer           400
    POST  /desk/notices/2/return                       reviewer           400
    POST  /desk/notices/1/pass-afterwards              reviewer           400
    POST  /desk/notices/1/object                       reviewer           400
    POST  /desk/notices/2/publish                      approver           400
    POST  /desk/notices/2/publish-urgently             approver           400
    POST  /desk/notices/2/send-back                    approver           400
    POST  /desk/notices/1/withdraw                     approver           400

    GET   /desk/people                                 admin              200
    POST  /desk/people                                 admin              422
    GET   /desk/screens/hall/now                       everybody          200
    GET   /desk/people/2                               admin              200
    POST  /desk/people/2/roles                         admin              422
    POST  /desk/people/2/disable                       admin              303
    POST  /desk/people/2/enable                        admin              303
    POST  /desk/people/2/password                      admin              200
    POST  /desk/people/2/calendar/stop                 admin              303
    POST  /desk/notices/1/objections                   clerk,reviewer     422
    POST  /desk/objections/1/proposal                  clerk,reviewer,approver 404
    POST  /desk/objections/1/answer                    approver           404
    GET   /desk/questions                              everybody          200
    GET   /desk/questions/new                          clerk              200
    POST  /desk/questions                              clerk              400
    GET   /desk/questions/1                            everybody          404
    POST  /desk/questions/1/register                   clerk              400
    POST  /desk/questions/1/assign                     clerk              400
    POST  /desk/questions/1/reply                      clerk              400
    POST  /desk/questions/1/refuse                     clerk              400
    POST  /desk/questions/1/join                       clerk              400
    POST  /desk/questions/1/disclose                   clerk              400
    POST  /desk/questions/1/take-back                  clerk              400
    POST  /desk/questions/1/reopen                     reviewer           400
    POST  /desk/questions/1/pass                       reviewer           400
    POST  /desk/questions/1/return                     reviewer           400
    POST  /desk/questions/1/publish                    approver           400
    POST  /desk/questions/1/send-back                  approver           400
    POST  /desk/questions/1/withdraw                   approver           400
    GET   /desk/duties                                 everybody          200
    POST  /desk/duties/begin                           clerk              400
    POST  /desk/duties/prepare                         clerk              303
    POST  /desk/duties/exempt                          approver           400
    POST  /desk/duties/require                         approver           400
    GET   /desk/duties/calendar                        clerk,reviewer,approver,admin 200
    POST  /desk/duties/calendar                        clerk,reviewer,approver,admin 200
    POST  /desk/duties/calendar/stop                   clerk,reviewer,approver,admin 303
    GET   /desk/calendar/nobodys-secret.ics            anyone             404
    GET   /desk/catalogue                              everybody          200
    GET   /desk/catalogue/new                          admin              200
    POST  /desk/catalogue/new                          admin              422
    POST  /desk/catalogue/news/looked-at               admin              303
    GET   /desk/catalogue/F01                          everybody          200
    POST  /desk/catalogue/F01                          admin              422
    POST  /desk/catalogue/F01/title/settle             admin              303
    POST  /desk/catalogue/F01/settle                   admin              303
    POST  /desk/catalogue/F01/dropped                  admin              303
    GET   /desk/catalogue.csv                          everybody          200
    GET   /desk/settings                               auditor,admin      200
    GET   /desk/settings/nothing                       admin              404
    POST  /desk/settings/nothing                       admin              404
    GET   /desk/audit                                  auditor,admin      200
    GET   /desk/audit.csv                              auditor,admin      200
    GET   /desk/screens/hall                           admin              200
    POST  /desk/screens/hall                           admin              422
    GET   /desk/screens/hall/take-away                 admin              200
    POST  /desk/screens/hall/take-away                 admin              422
    POST  /desk/screens/hall/devices/nothing/take      admin              404
    POST  /desk/screens/hall/devices/nothing/refuse    admin              404
    POST  /desk/screens/hall/devices/forget            admin              303
    GET   /desk/screens/new                            admin              200
    POST  /desk/screens/new                            admin              422
    GET   /desk/letter-size                            admin              200
    GET   /desk/copies                                 auditor,admin      200
    POST  /desk/copies                                 admin              200,303
    POST  /desk/copies/nothing/download                admin              422
    GET   /desk/copies/nothing/put-back                admin              422
    POST  /desk/copies/nothing/put-back                admin              422
    GET   /desk/clock                                  everybody          200
    POST  /desk/clock/right                            admin              400
    GET   /desk/copies/back                            anyone             200,303
    GET   /desk/lost                                   anyone             303
    POST  /desk/lost                                   anyone             303
"""
OWN = ("/desk/sign-out", "/desk/password", "/desk/sign-in", "/desk/begin")
"""What is written there is about whoever writes it."""


@dataclass(frozen=True)
class Row:
    method: str
    address: str
    roles: frozenset[Role]
    is_open: bool
    statuses: frozenset[int]

    def __str__(self) -> str:
        return f"{self.method} {self.address}".replace(DIGEST, "…")

    @property
    def is_desk(self) -> bool:
        return self.address.startswith("/desk/")


def row(line: str) -> Row:
    method, address, who, statuses = line.split()
    roles = list(Role) if who in ("everybody", "anyone") else map(Role, who.split(","))
    return Row(method, address, frozenset(roles), who == "anyone", frozenset(map(int, statuses.split(","))))


ROWS = [row(line) for line in TABLE.splitlines() if line.strip()]
WHO = ["nobody", "clerk", "reviewer", "approver", "auditor", "admin"]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(tmp_path_factory.mktemp("access") / "data", "127.0.0.1", 8080, SHANGHAI, "zh", "http://192.0.2.10:8080")


@pytest.fixture(scope="module")
def board(config: Config) -> Iterator[Board]:
    opened = open_board(config)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(config: Config, board: Board, renderer, checker) -> Iterator[Flask]:
    now = datetime.now(UTC)
    office = Office(board, renderer, checker, staff_of(board, now), now)
    clerk = office.staff["clerk"]
    number = office.begin(priority=Priority.URGENT)
    attach.attach(board, number, [("单.pdf", a_pdf())], clerk, now)
    attach.open_to_residents(board, number, DIGEST, True, clerk, now)
    office.walk(number, "submit", "pass", "publish")
    office.walk(office.begin(), "submit")
    attach.attach(board, office.begin(), [("单.pdf", a_pdf()), ("图.png", a_picture())], clerk, now)
    made = create_app(config)
    yield made
    made.extensions["on_air"]._board.close()
    made.extensions["renderer"].close()


@pytest.fixture
def come(app, sign_in):
    """`come("clerk")(row)`: what that person finds at the address; `nobody` brings a valid form too."""

    def sit_down(who):
        guest = sign_in(STAFF["clerk" if who == "nobody" else who].name)
        if who == "nobody":
            guest.client.delete_cookie("kiosk_session")

        def go(row, **headers):
            if row.method == "GET":
                return guest.get(row.address, headers=headers)
            return guest.post(row.address, headers=headers)

        go.guest = guest
        return go

    return sit_down


def test_every_address_and_method_of_the_application_is_in_the_table(app):
    adapter = app.url_map.bind("")
    listed = {(adapter.match(row.address, method=row.method)[0], row.method) for row in ROWS}
    there = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}
    assert there - listed == set(), "put it into the table above, with who may go there"
    assert len(listed) == len(ROWS), "an address of the table stands there twice"


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_gets_in_where(come, row, who):
    answer = come(who)(row)
    if row.is_open or who != "nobody" and Role(who) in row.roles:
        assert answer.status_code in row.statuses
        assert "sign-in?next" not in answer.headers.get("Location", "")
    elif who != "nobody":
        assert answer.status_code == 403
    elif row.method == "GET":
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/desk/sign-in?next={row.address}")
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize("who", WHO)
def test_fragments_are_kept_as_pages_are(come, who):
    go = come(who)
    for row in ROWS:
        if row.is_open or who != "nobody" and Role(who) in row.roles:
            continue
        answer = go(row, **{"HX-Request": "true"})
        assert answer.status_code == (401 if who == "nobody" else 403), str(row)
        assert "<html" not in answer.text, "htmx would put a whole page into this one"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_there_are_no_other_methods(app, method):
    client, there = app.test_client(), {row.address for row in ROWS if row.method == method}
    for address in {row.address for row in ROWS} - there:
        assert client.open(address, method=method).status_code == 405, address


def test_who_asks_only_for_the_head_gets_no_further(come):
    nobody = come("nobody").guest
    for row in ROWS:
        if not row.is_open and row.method == "GET":
            assert nobody.client.head(row.address).status_code != 200, str(row)


@pytest.mark.parametrize("who", ["nobody", "auditor"])
def test_who_only_looks_changes_nothing(come, board, who):
    """With everything a form would bring, at every address but one's own sign-in and password."""
    go, before = come(who), everything_in(board)
    for row in ROWS:
        if row.is_desk and row.address not in OWN and not row.address.startswith("/desk/lost"):
            go(row)
            go(row, **{"HX-Request": "true"})
    assert everything_in(board) == before


def test_an_auditor_has_nothing_to_send_but_about_themselves():
    sends = {row.address for row in ROWS if row.method == "POST" and row.is_desk and Role.AUDITOR in row.roles}
    assert sends == {*OWN, "/desk/lost"}


@pytest.mark.parametrize("who", ["clerk", "admin"])
def test_a_page_that_nobody_thought_of_is_open_to_nobody(app, come, monkeypatch, who):
    monkeypatch.setitem(app.view_functions, "desk.home", lambda: "SECRET")
    answer = come(who)(next(row for row in ROWS if row.address == "/desk/"))
    assert answer.status_code == 403
    assert "SECRET" not in answer.text


def test_whoever_was_given_a_password_gets_no_further_than_to_choose_another(come, board):
    person = STAFF["other_reviewer"]
    with transaction(board.db):
        board.db.execute("UPDATE people SET must_change_password = 1 WHERE person = ?", [person.number])
    go, before = come("other_reviewer"), everything_in(board)
    for row in ROWS:
        if row.is_desk and not row.is_open and row.address not in OWN:
            answer = go(row)
            assert (answer.status_code, answer.headers.get("Location")) == (303, "/desk/password"), str(row)
    assert go(next(row for row in ROWS if row.address == "/desk/password")).status_code == 200
    assert everything_in(board) == before


def test_a_role_taken_away_is_gone_with_the_next_click(sign_in, board):
    somebody = sign_in("借调的", Role.CLERK)
    assert somebody.get("/desk/new").status_code == 200
    with transaction(board.db):
        people.change(board.db, somebody.number, [Role.AUDITOR], is_active=True)
    assert somebody.get("/desk/new").status_code == 403


def test_several_roles_open_what_each_of_them_opens(come):
    go = come("all_hands")
    for row in ROWS:
        if row.is_desk and not row.is_open and row.address not in OWN and row.method == "GET":
            expected = bool(row.roles & STAFF["all_hands"].roles)
            assert (go(row).status_code != 403) is expected, str(row)
