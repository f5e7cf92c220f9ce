"""The words for every reason code and every label, in Chinese and English, through gettext.

English stands in the code; Chinese is the first language of everyone who reads it on a screen.
"""

import gettext
import os
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache

from kiosk.config import PACKAGE
from kiosk.errors import KioskError, Problem
from kiosk.rules.notice import Category, Kind, Priority, Status
from kiosk.rules.people import Role
from kiosk.rules.playlist import Reason
from kiosk.rules.steps import Chain

Translate = Callable[[str], str]


def N_(words: str) -> str:
    """Marks words for translation where they stand; they are translated when they are said."""
    return words


@cache
def translator(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    return gettext.translation("kiosk", PACKAGE / "translations", [language])


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
DEEDS: Mapping[str, str] = {
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
    "setting.changed": N_("Changed a setting"),
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
    "copy": N_("Copy"),
    "days_short": N_("Days short of the law's posting time"),
    "entries": N_("Entries missing"),
    "file": N_("File"),
    "folder": N_("Folder"),
    "from": N_("From address"),
    "from_entry": N_("From entry"),
    "imported": N_("Brought in from a file"),
    "index_number": N_("Index number"),
    "is_public": N_("Residents may fetch it"),
    "kept_as": N_("Kept as"),
    "made_at": N_("Made"),
    "made_from": N_("Begun from"),
    "name": N_("Name"),
    "names": N_("Names"),
    "roles": N_("Roles"),
    "screen": N_("Screen"),
    "set_aside_from_entry": N_("Set aside from entry"),
    "settings": N_("Settings"),
    "shows_until": N_("Posted until"),
    "status": N_("Where it is"),
    "title": N_("Title"),
    "to_entry": N_("To entry"),
    "version": N_("Version"),
    "why": N_("Why"),
}
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
    "opens_at": N_("Open from"),
    "closes_at": N_("Open until"),
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

# Click says these itself, through gettext's own default domain.
COMMAND_LINE_FRAME = (
    N_("Usage:"),
    N_("Options"),
    N_("Positional arguments"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Show the version and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Missing argument"),
    N_("Missing command."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("Option {name!r} does not take a value."),
    N_("default: {default}"),
    N_("Error: The two entered values do not match."),
    N_("Missing option"),
    N_("Aborted!"),
)


def speak_on_the_command_line(language: str) -> None:
    gettext.bindtextdomain("kiosk", str(PACKAGE / "translations"))
    gettext.textdomain("kiosk")
    os.environ["LANGUAGE"] = language


SENTENCES: Mapping[str, str] = {
    "audit.notice_number": N_("“{value}” is no number of a notice; write only figures, such as 12."),
    "bundle.manifest": N_("This board.yaml does not fit its form: {reason}."),
    "config.address": N_("KIOSK_ADDRESS is “{value}”; it must be an address such as http://192.168.1.20:8080."),
    "config.language": N_("KIOSK_LANGUAGE is “{value}”; allowed are zh and en."),
    "config.port": N_("KIOSK_PORT is “{value}”; allowed is a whole number from 1 to 65535."),
    "config.timezone": N_("KIOSK_TIMEZONE is “{value}”; it must be the name of a time zone such as Asia/Shanghai."),
    "config.secret": N_("KIOSK_SECRET has {length} characters; at least {least} are needed."),
    "copies.busy": N_("A copy is being made or put back at this moment; try again in a minute."),
    "copies.no_second_disk": N_("The folder for copies on the second disk, {folder}, is not there; plug the disk in, or name another folder in the settings."),
    "copies.same_disk": N_("The folder {folder} lies on the same disk as the data; when that disk breaks, both are gone. Name one on another disk."),
    "copy.damaged": N_("The copy “{name}” is damaged ({reason}) and cannot be put back; take another one."),
    "copy.exists": N_("There is a file {path} already; name another one."),
    "copy.gone": N_("This copy is not there any more, or is damaged; is its disk still plugged in?"),
    "copy.nobody_in_charge": N_("Nobody in that copy could be asked for a password. Put it back on the machine itself: kiosk restore FILE"),
    "copy.unreadable": N_("“{name}” is no copy of a board, or is damaged."),
    "desk.foreign_form": N_("This form did not come from the desk and was not accepted."),
    "desk.host": N_("The desk cannot be opened under the name “{host}”. Open it by the machine's address (such as http://192.168.1.20:8080/desk/), or set KIOSK_ADDRESS to this name."),
    "desk.not_for_you": N_("Your role does not open this page. If you need it, ask an administrator."),
    "desk.stale_form": N_("This browser could not prove that the form is from the desk (it may refuse cookies). Nothing was changed."),
    "draft.empty": N_("There is no text yet."),
    "draft.overtaken": N_("Notice {number} was saved by somebody else meanwhile. Your text has been set aside; nothing is lost."),
    "export.not_empty": N_("The folder {path} already has something in it; name a new or an empty one."),
    "field.control_character": N_("“{key}” holds a character that cannot be shown (a tab or line break, say)."),
    "field.date_form": N_("“{key}” is “{value}”, which is no date; write it as 2026-10-08 or 2026年10月8日."),
    "field.file_name": N_("“{key}” names “{value}”; it must be the bare name of a file beside the notice."),
    "field.named_twice": N_("“{key}” names “{value}” twice."),
    "field.no_such_day": N_("“{key}” is “{value}”; the calendar has no such day."),
    "field.not_allowed": N_("“{key}” is “{value}”; allowed are {allowed}."),
    "field.not_in_range": N_("“{key}” is “{value}”; allowed is a whole number from {least} to {most}."),
    "field.not_text": N_("“{key}” must be one text, not a list."),
    "field.period_form": N_("“{key}” is “{value}”; write a period as 2026, 2026-H1, 2026-Q3, 2026-09 or 2026年第三季度."),
    "field.screen_name": N_("“{key}” names “{value}”; a screen's name has only a–z, 0–9, - and _."),
    "field.too_long": N_("“{key}” has {length} characters; at most {limit} are allowed."),
    "file.absent": N_("There is no such file or folder."),
    "file.control_character": N_("There is a character that is no text here ({code}); is this really a text file?"),
    "file.looks_like_gbk": N_("This file is not UTF-8 (it looks like GBK); save it again as UTF-8."),
    "file.not_markdown": N_("A file ending in “{ending}” cannot be read; notices are Markdown files ending in .md."),
    "file.not_utf8": N_("This file is not UTF-8 from this line on; save it again as UTF-8."),
    "file.too_long": N_("This file is too large; at most {limit} KB are allowed. Split it into several notices."),
    "file.unreadable": N_("This file cannot be read ({reason})."),
    "front_matter.absent": N_("The file must begin with a line of three hyphens, “---” (no long dash), and the notice's fields below it."),
    "front_matter.hash_in_title": N_("What stands behind “#” in the title would be lost; put the title in quotes."),
    "front_matter.tab": N_("There is a tab on this line; put a space in its place."),
    "front_matter.key_twice": N_("“{key}” stands here a second time."),
    "front_matter.misspelt_key": N_("There is no field “{key}”; did you mean “{meant}”? Allowed are {allowed}."),
    "front_matter.missing": N_("“{key}” is missing; every notice needs it."),
    "front_matter.nested": N_("“{key}” must be a text or a simple list."),
    "front_matter.not_pairs": N_("The fields must be written as “name: value”, one a line."),
    "front_matter.not_yaml": N_("This line cannot be read as a field; write “name: value”, and quote a value that holds a colon."),
    "front_matter.too_long": N_("The fields take more than {limit} KB."),
    "front_matter.unclosed": N_("The fields are not closed by a second line “---”."),
    "front_matter.unknown_key": N_("There is no field “{key}”. Allowed are {allowed}."),
    "import.nothing_found": N_("There is no notice file (.md) in {paths}."),
    "markdown.block_too_long": N_("The paragraph or row that begins here has more than {limit} characters; nobody can read that on a screen. Break it up."),
    "markdown.broken_table": N_("This looks like a row of a table, but no table comes of it: its head needs a line |---|---| below it, the bars must be “|”, not “｜”, and a blank line must stand above it."),
    "markdown.no_renderer": N_("The program that turns text into pages could not be started; try again."),
    "markdown.no_such_picture": N_("The picture “{name}” does not stand beside the notice; put it there and name it exactly."),
    "markdown.row_too_wide": N_("This row has {cells} cells, the table's head only {columns}; take out the extra one, or add a column to the head."),
    "markdown.tabs": N_("These lines hold columns set apart by tabs, as pasted from a spreadsheet; put “|” between the columns and a line |---|---| below the head."),
    "markdown.total_too_short": N_("This total has {cells} cells, the table's head {columns}; keep the empty ones too: | 合计 | | 300.00 |"),
    "markdown.too_complicated": N_("This text takes too long to set. Look for long runs of brackets or stars, or split the notice."),
    "markdown.too_deep": N_("Lists or quotes stand more than {limit} deep in one another here."),
    "markdown.too_long": N_("The text has {length} characters; at most {limit} are allowed. Split it into several notices."),
    "notice.blank": N_("“{blank}” has not been filled in; fill it in or delete it."),
    "notice.blank_in_title": N_("The title still has a blank to fill in: {title}"),
    "notice.index_taken": N_("The index number {value} already belongs to notice {number}."),
    "notice.index_twice": N_("The index number {value} stands in {other} too; each may be given once."),
    "notice.item_banned": N_("Item {item} ({title}) may no longer be posted."),
    "notice.no_draft": N_("Notice {number} is no draft any more; somebody else was first."),
    "notice.none": N_("There is no such notice, or it is not posted."),
    "notice.objection_without_publicity": N_("“{key}” goes only with a notice of the kind “publicity”; leave it out."),
    "notice.unknown_item": N_("There is no item “{value}” in the disclosure catalogue."),
    "notice.on_its_way": N_("“{title}” is on its way through the desk already, as notice {number}; publish it there."),
    "notice.unknown_source": N_("“{name}” is not among the attached files."),
    "notice.unknown_screen": N_("There is no screen “{value}”; there are {allowed}."),
    "notice.valid_before_start": N_("“{key}” ({value}) is earlier than the day it starts ({start})."),
    "notice.valid_too_short": N_("“{key}” is {value}; this notice must stay posted {days} days, so {earliest} at the earliest."),
    "original.absent": N_("The file “{name}”, listed under “sources”, does not stand beside the notice."),
    "original.empty": N_("The file “{name}” is empty."),
    "original.none_chosen": N_("Choose a file first."),
    "original.not_a_draft": N_("Files can only be attached to a draft; this one is on its way already."),
    "original.not_what_it_says": N_("“{name}” is not really a file of the kind {ending}; open it in the program it came from and save it again."),
    "original.busy": N_("Other people's pictures are being made ready just now. Add your files again in a minute."),
    "original.too_many": N_("A notice can have {limit} files at most."),
    "original.wrong_kind": N_("“{name}” cannot be attached. Pictures, PDF, OFD, Word, WPS, Excel, text and ZIP files can."),
    "original.unreadable": N_("The file “{name}”, listed under “sources”, cannot be read ({reason})."),
    "original.too_large": N_("The file “{name}” is too large; at most {limit} MB are allowed."),
    "notice.none_at_desk": N_("There is no notice {number} in this version."),
    "page.none": N_("There is no such page."),
    "page.unavailable": N_("This cannot be read just now; please try again in a little while."),
    "page.misunderstood": N_("This request could not be understood."),
    "page.too_large": N_("What was sent is too large."),
    "page.wrong_method": N_("This address cannot be used in this way."),
    "page.failed": N_("Something went wrong here. Incident number {incident}."),
    "password.not_the_same": N_("The two passwords are not the same; type the new one twice."),
    "password.not_yours": N_("This is not your present password."),
    "password.same": N_("This is the password you have now; choose another one."),
    "password.too_common": N_("Everybody would try this one first (it is a common word, a name or the village's). Take three or four words that only you put together."),
    "password.too_long": N_("A password may have 128 characters at most."),
    "password.too_short": N_("A password needs at least 8 characters; Chinese ones count too."),
    "password.too_simple": N_("A row of keys, the same character again and again, or a birthday is guessed at once. Choose something else."),
    "pdf.locked": N_("“{name}” is locked with a password; save it again without one."),
    "pdf.too_long": N_("“{name}” has {pages} pages; at most {limit} can be shown. Show the important ones only."),
    "pdf.unreadable": N_("“{name}” is no PDF that can be opened; it may be damaged."),
    "person.last_admin": N_("This is the last administrator; make somebody else an administrator first."),
    "person.name_form": N_("A name has 1 to 30 characters, without signs such as < > / or quotes."),
    "person.name_of_the_machine": N_("In the log this name stands for the machine itself; choose another one."),
    "person.name_taken": N_("There is a “{name}” already, or one that looks like it (perhaps disabled); names are never given twice."),
    "person.no_role": N_("Choose at least one role."),
    "person.none": N_("There is no such person."),
    "person.not_the_first": N_("The desk has been set up already; sign in, or ask the administrator."),
    "person.unknown_role": N_("There is no role “{value}”; there are {allowed}."),
    "picture.too_large": N_("The picture “{name}” has too many pixels; at most {limit} million are allowed."),
    "picture.unreadable": N_("“{name}” is no picture that can be shown; PNG, JPEG, WebP, GIF and BMP can."),
    "screen.hours": N_("Give both times, and two different ones; or choose “at all hours”."),
    "screen.name_form": N_("A short name has up to 32 small letters and figures (a–z, 0–9, - and _), such as gate."),
    "screen.name_taken": N_("There is a screen “{value}” already."),
    "screen.unknown": N_("There is no screen “{value}”; there are {allowed}."),
    "screen.wrong_value": N_("A screen cannot be so: {reason}."),
    "serve.port_taken": N_("Another program already listens on {host}:{port}; stop it or choose another port with --port."),
    "serve.host": N_("This machine cannot listen on {host}."),
    "settings.cannot_be": N_("“{key}” cannot be so; look at what stands beside it."),
    "settings.changed_meanwhile": N_("Somebody else has changed this since you opened the page. What you typed is still here; what holds now stands below it."),
    "settings.folder": N_("Write the whole path of the folder, beginning with / (on Windows with a letter such as E:\\)."),
    "settings.half_a_row": N_("Row {row} is only half filled in: fill in this field too, or empty the whole row."),
    "settings.index_pattern": N_("The pattern of index numbers must hold {{serial}}; it makes “{value}”."),
    "settings.not_given": N_("“{key}” must be filled in."),
    "settings.number": N_("“{key}” must be a number from {least} to {most}."),
    "settings.pattern": N_("Index numbers must end with {{serial:04}} (or {{serial}}), and besides it may hold only {{prefix}} and {{year}}."),
    "settings.too_many": N_("“{key}” has {count} entries; at most {limit} are allowed."),
    "settings.unknown": N_("There is no setting “{key}”; there are {allowed}."),
    "settings.whole_number": N_("“{key}” must be a whole number from {least} to {most}."),
    "settings.wrong_value": N_("“{key}” cannot have this value; an example is {example}."),
    "sign_in.wait": N_("Too many wrong tries. Wait {minutes} minutes and try again; other people are not affected."),
    "sign_in.wrong": N_("Name or password is wrong."),
    "sign_in.wrong_code": N_("This is not the code that the machine printed at its start."),
    "step.changed_meanwhile": N_("Somebody else was first: the notice has changed since you opened it. Look at it again."),
    "step.correction_on_its_way": N_("A correction of this notice is on its way already."),
    "step.not_urgent": N_("Only a notice with the priority “urgent” can be published before its review."),
    "step.not_your_role": N_("Your role does not include this step."),
    "step.own_notice": N_("You have written this notice yourself; somebody else must do this."),
    "step.passed_already": N_("You have passed it once; the second review is for somebody else."),
    "step.reviewed_already": N_("The review of this notice is done already."),
    "step.too_late": N_("Somebody else was first: the notice is past this step. Look at it again."),
    "step.words_missing": N_("Write in a few words why; they go with the notice."),
    "step.words_too_long": N_("These are {length} characters; at most {limit} are allowed."),
    "store.busy": N_("The data is being used by another program just now; try again in a moment."),
    "store.conflict": N_("Two notices cannot have the same number or index number ({reason}). Nothing was changed."),
    "store.damaged": N_("The database {path} is damaged ({reason}). Nothing was changed; restore a backup."),
    "store.database_lost": N_("The database {path} is missing or empty although this board has been used; restore a backup. Nothing was changed."),
    "store.disk_full": N_("The disk is full; make room and try again. Nothing was changed."),
    "store.fault": N_("The data cannot be used just now ({reason}). Nothing was changed."),
    "store.half_migrated": N_("The database {path} was left half way between two versions of the program and cannot be brought up to date ({reason}). Nothing was changed; restore a backup."),
    "store.newer": N_("The database {path} was written by a newer version of the program (step {step}); update the program. Nothing was changed."),
    "store.not_writable": N_("{path} cannot be written ({reason}). Nothing was changed."),
    "template.none": N_("There is no template “{name}”."),
    "time.form": N_("“{value}” is no point in time; write it as 2026-10-08T09:30."),
    "verify.audit": N_("The audit log does not hold together from entry {entry} on."),
    "verify.database": N_("The database is damaged: {reason}."),
    "verify.entries_lost": N_("The audit log once went on to entry {until}; {entries} entries, from {since} on, are missing or others now. Perhaps the machine lost what it had not written yet; the newest copy may have them."),
    "verify.original_changed": N_("The original “{name}” of notice {number} is not what was put there."),
    "verify.original_lost": N_("The original “{name}” of notice {number} is gone."),
}


def sentence(problem: Problem, translate: Translate) -> str:
    """What is wrong, in words, without the place."""
    return translate(SENTENCES[problem.code]).format(**{name: _said(fact) for name, fact in problem.facts.items()})


def _said(fact: object) -> str:
    words = fact.isoformat() if isinstance(fact, date) else str(fact)
    return "".join(character if character.isprintable() else "�" for character in words)


def told(problem: Problem, translate: Translate) -> str:
    """What is wrong, in words, after the file and line where it is."""
    place = problem.file
    if problem.line:
        place += translate(N_(" line {line}")).format(line=problem.line)
    words = sentence(problem, translate)
    return translate(N_("{place}: {words}")).format(place=place.strip(), words=words) if place else words


def all_told(error: KioskError, translate: Translate) -> list[str]:
    return [told(problem, translate) for problem in error.problems]
