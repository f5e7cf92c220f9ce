"""Questions of residents in words: what they are, how far they are, and what is wrong with a form."""

from collections.abc import Mapping
from enum import StrEnum

from kiosk.rules.questions import Refusal, Satisfaction, Sort, State, Way
from kiosk.wording.marking import N_

SORTS: Mapping[StrEnum, str] = {
    Sort.QUESTION: N_("Question"),
    Sort.OPINION: N_("Opinion or advice"),
    Sort.TOPIC: N_("Please disclose this"),
}
WAYS: Mapping[StrEnum, str] = {
    Way.ONLINE: N_("From the phone pages"),
    Way.COUNTER: N_("At the counter"),
    Way.TELEPHONE: N_("By telephone"),
    Way.BOX: N_("In the box for opinions"),
}
STATES: Mapping[StrEnum, str] = {
    State.RECEIVED: N_("to be registered"),
    State.REGISTERED: N_("reply to be written"),
    State.REVIEW: N_("reply in review"),
    State.RECHECK: N_("reply in second review"),
    State.PASSED: N_("reply to be published"),
    State.ANSWERED: N_("answered"),
    State.REFUSED: N_("refused"),
    State.JOINED: N_("joined to another"),
}
REFUSALS: Mapping[StrEnum, str] = {
    Refusal.NOT_OURS: N_("It is not for the village to decide"),
    Refusal.PERSONAL: N_("It is about somebody's private affairs, to be talked about in person"),
    Refusal.POSTED: N_("It has been disclosed or answered already"),
    Refusal.IN_PROCEEDINGS: N_("A court, the township or an inspection is dealing with it"),
    Refusal.UNCLEAR: N_("It cannot be made out what is asked"),
    Refusal.ABUSE: N_("It is advertising, or only abuse"),
}
SATISFACTIONS: Mapping[StrEnum, str] = {
    Satisfaction.SATISFIED: N_("Satisfied"),
    Satisfaction.MOSTLY: N_("Mostly satisfied"),
    Satisfaction.NOT: N_("Not satisfied"),
}
QUESTION_WORDS: Mapping[StrEnum, str] = {**SORTS, **WAYS, **STATES, **REFUSALS, **SATISFACTIONS}
"""No two of them have the same value."""
QUESTION_STEPS: Mapping[str, str] = {
    "asked": N_("came in from the phone pages"),
    "registered": N_("registered it"),
    "assigned": N_("gave it to somebody"),
    "reply_written": N_("wrote at the reply"),
    "submitted": N_("handed the reply in"),
    "taken_back": N_("took the reply back"),
    "returned": N_("returned the reply"),
    "passed": N_("passed the reply"),
    "sent_back": N_("sent the reply back"),
    "published": N_("published the reply"),
    "withdrawn": N_("withdrew the reply"),
    "refused": N_("refused it"),
    "joined": N_("joined it to another"),
    "disclosed": N_("named the notice that discloses it"),
    "reopened": N_("wants it answered after all"),
}

OF_QUESTIONS: Mapping[str, str] = {
    "question.cannot_be_joined": N_("Write the number of another question that has not been refused."),
    "question.changed_meanwhile": N_("Somebody else was first: this question has moved on since you opened it. Look at it again."),
    "question.link": N_("Addresses of the internet cannot be sent along. Take them out and describe it in words."),
    "question.name_too_long": N_("The name has more than {limit} characters."),
    "question.telephone_too_long": N_("The telephone number has more than {limit} characters."),
    "question.no_asked": N_("Write in plain words what was asked; everybody will read this."),
    "question.no_reason": N_("Write in a few words why."),
    "question.no_refusal": N_("Choose why it is not answered."),
    "question.no_refusal_words": N_("Tell the asker in 1 to {limit} characters why, and where they can turn."),
    "question.no_reply": N_("Write the reply."),
    "question.no_satisfaction": N_("Choose one of the three."),
    "question.no_sort": N_("Choose what it is: a question, an opinion, or something to be disclosed."),
    "question.no_such_code": N_("There is no question under this code. Perhaps a letter is wrong, or its time is over and it has been deleted."),
    "question.no_such_notice": N_("The notice this is about is not posted. Ask without it, in general."),
    "question.no_words": N_("Write what you want to ask or say."),
    "question.none": N_("There is no question of this number."),
    "question.not_a_writer": N_("Choose one of the clerks in the list."),
    "question.not_answered_yet": N_("There is no reply yet."),
    "question.notice_not_posted": N_("Write the number of a notice that hangs now."),
    "question.own_reply": N_("You have written this reply yourself; somebody else must do this."),
    "question.passed_already": N_("You have passed it once; the second review is for somebody else."),
    "question.personal_number": N_("There is a whole identity, telephone or bank number in this text. Take it out, or write it as 138****1234."),
    "question.stale_form": N_("This page was open for a long time. What you wrote is still here: look it over and send it again."),
    "question.too_fast": N_("That was very fast. Look it over once more, and send it again."),
    "question.too_many": N_("Many questions have just come in. Please try again in {minutes} minutes, or call {phone}."),
    "question.too_many_waiting": N_("Many questions are waiting to be registered, so no more can be taken here just now. Please call {phone}, or come to the village office."),
    "question.words_too_long": N_("These are {length} characters; at most {limit} can be taken."),
}
