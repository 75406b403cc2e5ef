"""What each thing that is kept about a person is called on paper: one table of labels.

By the name of a column; where one name means another thing in some table, by both. A column that
goes into a copy and has no label fails a test (tests/house/test_record_labels.py).
"""

from flask_babel import gettext as _

Labels = dict[str, str]


def label_of(labels: Labels, table: str, name: str) -> str:
    """Call a column of a table by its label."""
    return labels.get(f"{table}.{name}") or labels[name]


def column_labels() -> Labels:
    """Give the labels of all columns that go into a copy."""
    return {
        **_of_her(),
        **_of_people(),
        **_of_days(),
        **_of_use(),
        **_of_work(),
        **_of_words(),
        **_of_endings(),
    }


def _of_her() -> Labels:
    return {
        "preferred_name": _("First name"),
        "family_name": _("Family name"),
        "name": _("Name"),
        "code": _("Code here"),
        "email": _("E-mail address"),
        "phone": _("Phone"),
        "language": _("Language"),
        "time_zone": _("Clock"),
        "zone_declined": _("Another clock that was offered and not taken"),
        "medium": _("Given"),
        "clients.medium": _("Takes part"),
        "question_layout": _("Questions are shown"),
        "emergency_name": _("To call when it is urgent"),
        "emergency_relation": _("Who that is"),
        "emergency_phone": _("That person’s phone"),
        "access_needs": _("What is needed to take part"),
        "sign_in_name": _("Signs in as"),
        "confirmed_address": _("E-mail address that you confirmed"),
        "role": _("Role"),
        "is_active": _("In use"),
        "quiet_from": _("Quiet from"),
        "quiet_until": _("Quiet until"),
        "is_one_a_day": _("One message a day at most"),
        "message_preferences.declined": _("Not wanted"),
    }


def _of_people() -> Labels:
    return {
        "account": _("By"),
        "clients.account": _("Account"),
        "messages.account": _("To staff"),
        **dict.fromkeys(_DOOR_ACCOUNTS, _("Account")),
        "by": _("By"),
        "agreed_by": _("Noted by"),
        "answered_by": _("Answered by"),
        "asked_by": _("Asked by"),
        "begun_by": _("Begun by"),
        "closed_by": _("Closed by"),
        "cover": _("Deputy"),
        "created_by": _("Entered by"),
        "decided_by": _("Decided by"),
        "ended_by": _("Ended by"),
        "granted_by": _("Granted by"),
        "handed_by": _("Handed out by"),
        "made_by": _("Made by"),
        "owner": _("Taken on by"),
        "printed_by": _("Printed by"),
        "refused_by": _("Noted by"),
        "saved_by": _("Written by"),
        "second_by": _("Reviewed by"),
        "signed_by": _("Signed by"),
        "seen_by": _("Seen by"),
        "told_by": _("Told by"),
        "withdrawn_by": _("Taken back with"),
    }


_DOOR_ACCOUNTS = (
    *("account_events.account", "calendar_feeds.account", "invitations.account"),
    *("known_devices.account", "login_sessions.account", "private_closures.account"),
    *("linked_identities.account", "recovery_codes.account", "second_factors.account"),
    "invitation_requests.account",
)


def _of_days() -> Labels:
    return {
        "access_asked_at": _("Asked about access on"),
        "address_confirmed_at": _("Address confirmed"),
        "agreed_at": _("Agreed"),
        "answered_at": _("Answered"),
        "asked_at": _("Asked"),
        "asked_on": _("Asked for on"),
        "open_until": _("Could be taken until"),
        "taken_at": _("Last taken"),
        "handed_at": _("Handed out"),
        "at": _("When"),
        "back_at": _("Back"),
        "begins_at": _("From"),
        "begun_at": _("Begun"),
        "closed_at": _("Closed"),
        "closes_at": _("Until"),
        "computed_at": _("Computed"),
        "corrected_at": _("Corrected"),
        "created_at": _("Entered"),
        "decided_at": _("Decided"),
        "due_at": _("Due"),
        "email_changed_at": _("E-mail address changed"),
        "emergency_asked_at": _("Asked whom to call"),
        "ended_at": _("Ended"),
        "ends_at": _("Until"),
        "ends_on": _("Until the day"),
        "enrolled_at": _("Joined"),
        "exit_until": _("May be asked at the end until"),
        "expires_at": _("Valid until"),
        "facts_changed_at": _("Last changed"),
        "finished_at": _("Finished"),
        "keyed_at": _("Typed in"),
        "known_at": _("Known since"),
        "left_at": _("Left the list"),
        "listed_at": _("On the list since"),
        "made_at": _("Made"),
    }


def _of_use() -> Labels:
    return {
        "practice_entries.made_at": _("Written down"),
        "marked_at": _("Noted"),
        "news_at": _("News of the account looked at"),
        "noted_on": _("About the day"),
        "opened_at": _("Opened"),
        "opens_at": _("From"),
        "passphrase_changed_at": _("Passphrase changed"),
        "paused_until": _("Break until"),
        "practiced_on": _("Practiced on"),
        "printed_at": _("Printed"),
        "proved_at": _("Last proof of who you are"),
        "referred_on": _("Letter of the"),
        "refused_at": _("Did not want to answer"),
        "replaced_at": _("Replaced"),
        "revoked_at": _("Ended"),
        "saved_at": _("Last saved"),
        "second_at": _("Reviewed"),
        "seen_at": _("Seen"),
        "sent_at": _("Sent"),
        "settled_at": _("Settled"),
        "shared_at": _("Shared"),
        "signed_at": _("Signed"),
        "signed_on": _("Signed on"),
        "started_at": _("Begun"),
        "taken_back_at": _("Taken back"),
        "trusted_until": _("Trusted until"),
        "typed_at": _("Typed in"),
        "until": _("Until"),
        "used_at": _("Used"),
        "withdrawn_at": _("Taken back"),
        "queued_at": _("Written"),
        "attempted_at": _("Last tried"),
        "next_try_at": _("Next try"),
        "attempts": _("Tries"),
    }


def _of_work() -> Labels:
    return {
        "enrollment": _("Place number"),
        "cohort": _("Group"),
        "group_session": _("Meeting"),
        "make_up": _("Meeting that makes up for it"),
        "exercise": _("Exercise"),
        "worksheet": _("Sheet"),
        "instrument": _("Questionnaire"),
        "occasion": _("Occasion"),
        "administration": _("Questionnaire number"),
        "assignment": _("Homework number"),
        "practice_entry": _("Practice number"),
        "worksheet_response": _("Sheet number"),
        "case": _("Occasion number"),
        "follows": _("Follows the one with the number"),
        "report": _("Report number"),
        "waiting": _("Waiting number"),
        "note": _("Note number"),
        "form": _("Format"),
        "was_there": _("Whoever signed had been there"),
        "remark": _("Why it comes late, or how it is known"),
        "text": _("Text"),
        "times_per_week": _("Times a week"),
        "minutes": _("Minutes"),
        "minutes_missed": _("Minutes missed"),
        "before": _("Tension before"),
        "after": _("Tension after"),
        "has_stepped_down": _("The gentler way"),
        "felt_worse": _("Felt worse"),
        "memories_broke_in": _("Hard memories broke in"),
        "answered": _("Fields filled in"),
        "answers": _("Answers"),
        "scores": _("Scores"),
        "scale": _("Scale"),
        "value": _("Points"),
        "rule": _("Rule"),
        "written_total": _("Total that stood on the paper"),
        "turn": _("Typed as"),
    }


def _of_words() -> Labels:
    return {
        "status": _("Place"),
        "state": _("State"),
        "kind": _("What"),
        "mark": _("There"),
        "way": _("Way"),
        "reason": _("Reason"),
        "leaving": _("Reason for leaving"),
        "ending": _("How it ended"),
        "came_from": _("Before that"),
        "outcome": _("Outcome"),
        "points": _("What was talked about"),
        "words": _("Words"),
        "note": _("Note"),
        "about": _("What should be corrected"),
        "wanted": _("How it should read"),
        "shared_note": _("Note for those who lead the group"),
        "private_note": _("Note for yourself"),
        "readers": _("Who reads it"),
        "unread": _("Typed, and not to be read as an answer"),
        "refusal": _("What was said about not answering"),
        "withdrawal": _("What was said when it was taken back"),
        "is_out_of_turn": _("Out of turn"),
        "is_for_factor": _("To end the second proof"),
        "is_waiting": _("Waited for the second proof"),
        "device": _("Device"),
        "label": _("Called"),
        "issuer": _("Kept at"),
        "subject": _("Known there as"),
        **_of_post_and_care(),
    }


def _of_post_and_care() -> Labels:
    return {
        "mailed_to": _("Mailed to"),
        "address": _("Address"),
        "to_address": _("Sent to"),
        "attachment": _("Attached"),
        "attachment_name": _("Name of what was attached"),
        "fault": _("What went wrong"),
        "carrier": _("Came with the message number"),
        "for_whom": _("For whom"),
        "told": _("What was told"),
        "parts": _("What it held"),
        "sign": _("Sign"),
        "flag": _("Where it showed"),
        "said": _("What was marked"),
        "item": _("Question"),
        "answer": _("Answer"),
        "action": _("What was done"),
        "contact": _("How you were reached"),
        "wants_second_look": _("Somebody else was to review it"),
        "second_look": _("Review"),
        "second_words": _("Words of the review"),
    }


def _of_endings() -> Labels:
    return {
        "endings.before": _("What is older than"),
        "since": _("Counted from"),
        "done_at": _("Done"),
        "granted_at": _("Granted"),
        "held_at": _("On hold since"),
        "held_by": _("Put on hold by"),
        "lifted_at": _("No longer on hold since"),
        "lifted_by": _("Ended by"),
        "taken_back_by": _("Taken back by"),
        "reviewed_at": _("Looked at afterward"),
        "reviewed_by": _("Looked at by"),
        "review": _("What was found"),
    }
