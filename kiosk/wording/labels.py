"""The words for what has one of a few values: kinds, steps, roles, deeds, fields."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.rules.clock_trust import Doubt
from kiosk.rules.days import DayType
from kiosk.rules.duties import DutyState
from kiosk.rules.findings import Level
from kiosk.rules.interruptions import Why
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.people import Role
from kiosk.rules.playlist import Reason
from kiosk.rules.record import Hand
from kiosk.rules.screen_health import State
from kiosk.rules.steps import Chain
from kiosk.wording.marking import N_

CATEGORIES: Mapping[StrEnum, str] = {
    Category.FINANCE: N_("Finance"),
    Category.SUBSIDY: N_("Subsidies"),
    Category.FAMILY_PLANNING: N_("Family planning"),
    Category.SOCIAL_ASSISTANCE: N_("Social assistance"),
    Category.LAND: N_("Land"),
    Category.GOVERNANCE: N_("Village affairs"),
    Category.FEES: N_("Fees"),
    Category.PARTY: N_("Party affairs"),
    Category.ANNOUNCEMENT: N_("Announcements"),
}
KINDS: Mapping[StrEnum, str] = {
    Kind.PUBLICITY: N_("Publicity before a decision"),
    Kind.RESULT: N_("Result"),
    Kind.STANDING: N_("Standing notice"),
    Kind.ANNOUNCEMENT: N_("Announcement"),
}
PRIORITIES: Mapping[StrEnum, str] = {
    Priority.NORMAL: N_("Normal"),
    Priority.PINNED: N_("Pinned"),
    Priority.URGENT: N_("Urgent"),
}
STATUSES: Mapping[StrEnum, str] = {
    Status.DRAFT: N_("Draft"),
    Status.REVIEW: N_("In review"),
    Status.RECHECK: N_("In second review"),
    Status.PASSED: N_("Passed, to be published"),
    Status.PUBLISHED: N_("Published"),
    Status.CLOSED: N_("Time is up"),
    Status.ARCHIVED: N_("Archived"),
    Status.RETURNED: N_("Returned"),
    Status.WITHDRAWN: N_("Withdrawn"),
    Status.REPLACED: N_("Replaced by its correction"),
    Status.DISCARDED: N_("Discarded"),
}
ROLES: Mapping[StrEnum, str] = {
    Role.CLERK: N_("Clerk"),
    Role.REVIEWER: N_("Reviewer (supervision group)"),
    Role.APPROVER: N_("Head (publishes)"),
    Role.AUDITOR: N_("Inspector (reads only)"),
    Role.ADMIN: N_("Administrator"),
}
ROLE_DEEDS: Mapping[StrEnum, str] = {
    Role.CLERK: N_("Writes notices, attaches the files, hands them in and mends what comes back."),
    Role.REVIEWER: N_("A member of the supervision group: examines what the clerk hands in, and passes it or returns it with an opinion."),
    Role.APPROVER: N_("Publishes what has been passed, withdraws, and puts up emergencies at once."),
    Role.AUDITOR: N_("From the township or the discipline inspection: reads everything, the log too, and changes nothing."),
    Role.ADMIN: N_("Looks after people, settings, screens and copies. Cannot publish."),
}
MISSING_ROLES: Mapping[StrEnum, str] = {
    Role.CLERK: N_("Nobody can write notices yet: give somebody the role “Clerk”."),
    Role.REVIEWER: N_("There are not enough people to review: nobody passes what they wrote themselves. Give somebody other than the clerk the role “Reviewer”."),
    Role.APPROVER: N_("Nobody can publish yet: give somebody other than the clerk the role “Head”."),
}
CHAINS: Mapping[StrEnum, str] = {
    Chain.TWO_TIER: N_("The supervision group reviews once, then the head publishes"),
    Chain.THREE_TIER: N_("Two people review one after the other, then the head publishes"),
}
DOUBTS: Mapping[Doubt, str] = {
    Doubt.IMPOSSIBLE: N_("This machine's clock is wrong: it says {clock}, and it must be at least {expected}."),
    Doubt.BEHIND: N_("This machine's clock says {clock}, but things have happened later than that already: it must be at least {expected}."),
    Doubt.AHEAD: N_("This machine's clock has leapt to {clock}; by the time that has gone by it should be {expected}."),
    Doubt.LONG_OFF: N_("This machine's clock says {clock}, but when it was on last it was {expected}. That is so long ago that the clock may be wrong."),
}
"""Why the machine's clock is not believed."""
DAY_TYPES: Mapping[str, str] = {DayType.CALENDAR.value: N_("Calendar days"), DayType.WORKING.value: N_("Working days")}
SWITCHES: Mapping[str, str] = {"no": N_("No"), "yes": N_("Yes, for all three pillars")}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "review_chain": {chain.value: words for chain, words in CHAINS.items()},
    "overdue_on_screen": SWITCHES,
    "question_day_type": DAY_TYPES,
    "archive_withheld": {each.value: words for each, words in CATEGORIES.items()} | {Kind.PUBLICITY.value: KINDS[Kind.PUBLICITY]},
}
"""Of settings that have one of a few values, or several of them, what each is called."""
DEEDS: Mapping[str, str] = {
    "clock.doubted": N_("Could no longer believe the machine's clock"),
    "clock.trusted": N_("The machine's clock is right again"),
    "calendar.given": N_("Made an address for their calendar of duties"),
    "calendar.stopped": N_("Stopped their calendar of duties"),
    "calendar.stopped_of": N_("Stopped somebody else's calendar of duties"),
    "notice.clock_begun": N_("Proved to show it: its days begin"),
    "notice.clock_restarted": N_("Began its days anew after an objection"),
    "question.asked": N_("Asked the village something"),
    "question.registered": N_("Registered a question"),
    "question.assigned": N_("Gave a question to somebody"),
    "question.reply_written": N_("Wrote at a reply"),
    "question.submitted": N_("Handed a reply in"),
    "question.taken_back": N_("Took a reply back"),
    "question.returned": N_("Returned a reply"),
    "question.passed": N_("Passed a reply"),
    "question.sent_back": N_("Sent a passed reply back"),
    "question.published": N_("Published a reply"),
    "question.withdrawn": N_("Withdrew a reply"),
    "question.refused": N_("Refused a question"),
    "question.joined": N_("Joined a question to another"),
    "question.disclosed": N_("Named the notice that discloses what was asked for"),
    "question.reopened": N_("Wanted a question answered after all"),
    "question.rated": N_("Said whether the reply satisfies"),
    "question.purged": N_("Deleted names, telephones and words of askers"),
    "objection.registered": N_("Registered an objection"),
    "objection.answered": N_("Answered an objection"),
    "duty.exempted": N_("Noted that there is nothing to post"),
    "duty.required": N_("Asked for it to be posted after all"),
    "archive.reindexed": N_("Made the index of the archive anew"),
    "audit.entries_lost": N_("Found entries of this log missing"),
    "board.copied": N_("Made a copy"),
    "board.copy_downloaded": N_("Downloaded a copy"),
    "board.put_back": N_("Put a copy back"),
    "board.restored": N_("Restored the board"),
    "board.started_empty": N_("Started an empty board"),
    "notice.archived": N_("Archived a notice"),
    "notice.begun": N_("Began a notice"),
    "notice.closed": N_("Closed a notice whose time was up"),
    "notice.correction_begun": N_("Began a correction"),
    "notice.discarded": N_("Discarded a draft"),
    "notice.edited": N_("Edited a draft"),
    "notice.imported": N_("Imported a notice"),
    "notice.objected_to": N_("Objected to an urgent notice"),
    "notice.original_attached": N_("Attached a file"),
    "notice.original_removed": N_("Removed a file"),
    "notice.original_opened": N_("Opened or closed a file to residents"),
    "notice.passed": N_("Passed a notice"),
    "notice.passed_afterwards": N_("Passed an urgent notice afterwards"),
    "notice.published": N_("Published a notice"),
    "notice.published_urgently": N_("Published an urgent notice before its review"),
    "notice.record_issued": N_("Issued a publicity record"),
    "notice.returned": N_("Returned a notice"),
    "notice.sent_back": N_("Sent a passed notice back"),
    "notice.submitted": N_("Handed a notice in"),
    "notice.taken_back": N_("Took a notice back"),
    "notice.text_dropped": N_("Dropped a text that had been set aside"),
    "notice.withdrawn": N_("Withdrew a notice"),
    "person.added": N_("Added a person"),
    "person.changed": N_("Changed a person's roles"),
    "person.disabled": N_("Disabled a person"),
    "person.enabled": N_("Enabled a person again"),
    "person.password_changed": N_("Changed their password"),
    "person.password_given": N_("Gave somebody a new password"),
    "person.set_up": N_("Set the desk up"),
    "person.sign_in_failed": N_("Failed to sign in"),
    "person.signed_in": N_("Signed in"),
    "person.signed_out": N_("Signed out"),
    "screen.changed": N_("Changed a screen"),
    "screen.device_refused": N_("Said that a device is not the TV"),
    "screen.device_taken": N_("Said that a device is the TV"),
    "screen.devices_forgotten": N_("Let every device count for a screen"),
    "screen.taken_away": N_("Took a screen away"),
    "setting.changed": N_("Changed a setting"),
    "catalogue.changed": N_("Changed the disclosure catalogue"),
    "catalogue.kept": N_("Kept the village's own in the disclosure catalogue"),
    "catalogue.let_go": N_("Let an item of the disclosure catalogue go that is shipped no longer"),
    "catalogue.looked_at": N_("Looked at what is new in the disclosure catalogue"),
}
FIELDS: Mapping[str, str] = {
    "title": N_("Title"),
    "category": N_("Category"),
    "item": N_("Disclosure item"),
    "period": N_("Period"),
    "kind": N_("Kind"),
    "responsible_unit": N_("Responsible unit"),
    "issued_on": N_("Issued on"),
    "effective_on": N_("Effective on"),
    "valid_until": N_("Posted until"),
    "objection_days": N_("Days for objections"),
    "document_number": N_("Document number"),
    "supervision_phone": N_("Supervision telephone"),
    "screens": N_("Screens"),
    "seconds": N_("Seconds a page"),
    "priority": N_("Priority"),
    "sources": N_("Attached files"),
    "public_sources": N_("Files residents may fetch"),
    "body": N_("Text"),
    "words": N_("Your words"),
    "name": N_("Name"),
    "password": N_("Password"),
    "new_password": N_("New password"),
    "again": N_("The new password again"),
    "roles": N_("Roles"),
}
FACTS: Mapping[str, str] = {
    "clock": N_("Clock of the machine"),
    "expected": N_("Expected"),
    "copy": N_("Copy"),
    "declined": N_("Shipped under the same code"),
    "days_short": N_("Days short of the law's posting time"),
    "entries": N_("Entries missing"),
    "file": N_("File"),
    "folder": N_("Folder"),
    "from": N_("From address"),
    "from_entry": N_("From entry"),
    "imported": N_("Brought in from a file"),
    "index_number": N_("Index number"),
    "is_public": N_("Residents may fetch it"),
    "item": N_("Disclosure item"),
    "kept_as": N_("Kept as"),
    "made_at": N_("Made"),
    "made_from": N_("Begun from"),
    "name": N_("Name"),
    "names": N_("Names"),
    "overrides": N_("Published in spite of"),
    "record": N_("Publicity record"),
    "question": N_("Question"),
    "sort": N_("What it is"),
    "way": N_("How it came in"),
    "state": N_("Where it is"),
    "reason": N_("Why it is not answered"),
    "notice": N_("Notice"),
    "joined_to": N_("Joined to question"),
    "contacts": N_("Names and telephones"),
    "texts": N_("Texts"),
    "roles": N_("Roles"),
    "screen": N_("Screen"),
    "seconds": N_("Seconds that were held and count now"),
    "device": N_("Device"),
    "set_aside_from_entry": N_("Set aside from entry"),
    "settings": N_("Settings"),
    "shows_until": N_("Posted until"),
    "status": N_("Where it is"),
    "title": N_("Title"),
    "to_entry": N_("To entry"),
    "version": N_("Version"),
    "versions": N_("Versions"),
    "why": N_("Why"),
}
DUTY_STATES: Mapping[StrEnum, str] = {
    DutyState.OVERDUE: N_("Overdue"),
    DutyState.DUE: N_("Due now"),
    DutyState.NOT_YET: N_("Not yet due"),
    DutyState.POSTED: N_("Posted"),
    DutyState.NOT_APPLICABLE: N_("Nothing to post"),
}
LEVELS: Mapping[StrEnum, str] = {
    Level.BLOCK: N_("To be mended"),
    Level.WARN: N_("Please check"),
    Level.NOTE: N_("Note"),
}
FAMILIES: Mapping[str, str] = {
    "privacy": N_("personal data"),
    "banned": N_("what may not be posted"),
    "arithmetic": N_("figures that do not agree"),
    "completeness": N_("what is missing"),
    "plain": N_("hard reading"),
}
"""Of findings, by what their codes begin with."""
SHAPES: Mapping[str, str] = {
    "landscape": N_("wider than high"),
    "portrait": N_("higher than wide"),
}
ROTATIONS: Mapping[int, str] = {
    0: N_("Not turned: it hangs as usual"),
    90: N_("Turned clockwise by a quarter"),
    180: N_("Upside down"),
    270: N_("Turned anticlockwise by a quarter"),
}
SCREEN_FACTS: Mapping[str, str] = {
    "name": N_("Short name"),
    "title": N_("What people call it"),
    "shape": N_("Shape"),
    "rotation": N_("Turned, in degrees"),
    "diagonal_inch": N_("Diagonal, in inches"),
    "distance_m": N_("Distance, in metres"),
    "slogans": N_("Strip of slogans"),
    "own_slogans": N_("Slogans of its own"),
    "categories": N_("What it shows"),
    "opens_at": N_("Open from"),
    "closes_at": N_("Open until"),
}
SCREEN_STATES: Mapping[StrEnum, str] = {
    State.SHOWING: N_("Showing"),
    State.QUIET: N_("Not heard of just now"),
    State.HIDDEN: N_("On, but its window is hidden"),
    State.DARK: N_("Dark"),
    State.NEVER: N_("Not seen since the board was started"),
    State.CLOSED: N_("Closed now"),
}
REASONS: Mapping[StrEnum, str] = {
    Reason.URGENT: N_("urgent: first, and again after every few"),
    Reason.PINNED: N_("pinned: several times a round"),
    Reason.OBJECTION_PERIOD: N_("in its objection period"),
    Reason.CURRENT_PERIOD: N_("newest period of its kind"),
    Reason.EARLIER_PERIOD: N_("earlier period, still to be posted"),
    Reason.STANDING: N_("standing notice"),
    Reason.POSTED: N_("within its posting time"),
}
HANDS: Mapping[StrEnum, str] = {
    Hand.PROPOSED: N_("Proposed"),
    Hand.PASSED: N_("Reviewed and passed"),
    Hand.PUBLISHED: N_("Signed for publication"),
    Hand.PUBLISHED_URGENTLY: N_("Published urgently, before its review"),
    Hand.PASSED_AFTERWARDS: N_("Reviewed afterwards and passed"),
    Hand.OBJECTED_TO: N_("Reviewed afterwards and objected to"),
    Hand.IMPORTED: N_("Brought in from a file"),
    Hand.CORRECTION_BEGUN: N_("Correction ordered"),
    Hand.WITHDRAWN: N_("Taken down early"),
}
"""In the formal words of the publicity record."""
INTERRUPTIONS: Mapping[StrEnum, str] = {
    Why.SCREEN_DARK: N_("the screen showed nothing while the board was running"),
    Why.BOARD_OFF: N_("power cut, or the board was switched off"),
    Why.CLOCK_WRONG: N_("the time was not known for certain, so it is not counted"),
    Why.TAKEN_DOWN: N_("the notice had been taken down"),
    Why.UNKNOWN: N_("unknown; the screen told nothing"),
}
