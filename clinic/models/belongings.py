"""Whose every row is, and what of it goes into the copy that a person gets of her record.

One declaration: a table that leads to a person and does not stand here, and a column that says
nothing, fail a test. What the clinic forgets and keeps has to be read off here as well.
"""

from dataclasses import dataclass

ROOT = ""
"""The person herself: her row as a client, and the account with which she signs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """How a row leads to the person it is about, and what becomes of each of its columns."""

    by: str
    """The columns that lead to a row of hers; one that does is enough."""
    given: str
    """Stands in her copy, sealed texts opened."""
    alone: str = ""
    """Written for herself alone: in the copy that she asks for herself, where it is open to her."""
    asked: str = ""
    """Words of staff. They may name somebody else, so that whoever leads the group looks first."""
    kept: str
    """Stands in no copy: secrets of the door, and numbers that would count other people."""
    told_once: str = ""
    """The column with which a row becomes part of the record; before, it is a draft of staff."""


BELONGINGS: dict[str, Belonging] = {
    "accounts": Belonging(
        by=ROOT,
        given="public_id sign_in_name name role is_active created_at "
        "passphrase_changed_at confirmed_address address_confirmed_at news_at",
        kept="id passphrase_hash recovery_hash",
    ),
    "account_events": Belonging(
        by="account_id",
        given="public_id account_id kind at device by_id seen_at",
        kept="id",
    ),
    "audit_entries": Belonging(
        by="account_id",
        given="at account_id deed",
        kept="id rows chain hash number client_id cohort_id",
    ),
    "calendar_feeds": Belonging(
        by="account_id",
        given="public_id account_id made_at revoked_at",
        kept="id token_hash",
    ),
    "invitations": Belonging(
        by="account_id",
        given="public_id account_id made_at expires_at used_at replaced_at mailed_to",
        kept="id token_hash",
    ),
    "known_devices": Belonging(
        by="account_id",
        given="public_id account_id device known_at used_at trusted_until ended_at",
        kept="id token_hash",
    ),
    "login_sessions": Belonging(
        by="account_id",
        given="public_id account_id device started_at seen_at proved_at is_waiting ended_at",
        kept="id token_hash",
    ),
    "private_closures": Belonging(
        by="account_id",
        given="account_id closed_at opened_at",
        kept="id passphrase_hash recovery_hash",
    ),
    "linked_identities": Belonging(
        by="account_id",
        given="account_id issuer subject made_at made_by_id ended_at",
        kept="id",
    ),
    "recovery_codes": Belonging(
        by="account_id",
        given="account_id made_at used_at ended_at",
        kept="id salt code_hash",
    ),
    "second_factors": Belonging(
        by="account_id",
        given="public_id account_id kind label made_at used_at ended_at",
        kept="id secret used_step credential_id public_key sign_count",
    ),
    "submissions": Belonging(
        by="account_id",
        given="deed account_id at",
        kept="id key table row_id",
    ),
    "clients": Belonging(
        by=ROOT,
        given="public_id preferred_name family_name code email email_changed_at phone "
        "medium question_layout language time_zone zone_declined "
        "emergency_asked_at emergency_name emergency_relation emergency_phone "
        "access_asked_at access_needs facts_changed_at account_id created_at "
        "created_by_id",
        kept="id score_import_id",
    ),
    "enrollments": Belonging(
        by="client_id",
        given="public_id cohort_id client_id status paused_until enrolled_at ended_at "
        "back_at exit_until",
        asked="reason leaving",
        kept="id",
    ),
    "endings": Belonging(
        by="client_id",
        given="public_id client_id enrollment_id kind since before asked_by_id asked_at "
        "granted_by_id granted_at due_at taken_back_by_id taken_back_at done_at",
        kept="id removed",
    ),
    "message_preferences": Belonging(
        by="client_id",
        given="client_id is_one_a_day quiet_from quiet_until declined",
        kept="id",
    ),
    "reminder_times": Belonging(
        by="client_id",
        given="client_id exercise_id at",
        kept="id",
    ),
    "administrations": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id instrument_id group_session_id occasion answers "
        "medium started_at finished_at refused_at refused_by_id version "
        "opens_anchor opens_minutes closes_anchor closes_minutes opens_at "
        "closes_at",
        asked="refusal",
        kept="id score_import_id",
    ),
    "assignments": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id group_session_id exercise_id worksheet_id "
        "times_per_week minutes is_active opens_anchor opens_minutes "
        "closes_anchor closes_minutes opens_at closes_at",
        kept="id",
    ),
    "attendance": Belonging(
        by="enrollment_id",
        given="group_session_id enrollment_id mark minutes_missed marked_at",
        kept="id",
    ),
    "chart_notes": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id noted_on made_at made_by_id",
        asked="words",
        kept="id",
    ),
    "consents": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id text_id way agreed_at agreed_by_id signed_on "
        "withdrawn_at withdrawn_by_id",
        asked="withdrawal",
        kept="id",
    ),
    "holds": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id held_by_id held_at lifted_by_id lifted_at",
        asked="reason",
        kept="id",
    ),
    "invitation_requests": Belonging(
        by="account_id",
        given="public_id account_id asked_by_id asked_at is_for_factor enrollment_id "
        "settled_at granted_by_id",
        kept="id",
    ),
    "make_up_seats": Belonging(
        by="enrollment_id",
        given="make_up_id enrollment_id mark marked_at",
        kept="id",
    ),
    "messages": Belonging(
        by="client_id",
        given="public_id kind account_id client_id enrollment_id "
        "group_session_id make_up_id state attachment_name attachment_type "
        "attachment queued_at due_at next_try_at attempted_at attempts sent_at "
        "address to_address fault carrier_id told_by_id",
        kept="id occasion path message_id stop_token claim claimed_until",
    ),
    "pauses": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id begins_at ends_on ends_at begun_by_id ended_at ended_by_id",
        asked="reason",
        kept="id",
    ),
    "practice_papers": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id group_session_id account_id typed_at",
        kept="id",
    ),
    "amendments": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id asked_at about wanted state answer answered_at "
        "answered_by_id",
        kept="id",
    ),
    "record_copies": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id asked_on made_at made_by_id open_until taken_at "
        "handed_at handed_by_id way",
        kept="id looked_at",
    ),
    "session_notes": Belonging(
        by="enrollment_id",
        given="public_id group_session_id enrollment_id form begun_by_id begun_at saved_at "
        "signed_at signed_by_id was_there",
        asked="words remark",
        kept="id digest erased_at version",
        told_once="signed_at",
    ),
    "report_issues": Belonging(
        by="enrollment_id",
        given="public_id kind enrollment_id cohort_id printed_by_id printed_at parts",
        asked="for_whom told",
        kept="id pdf_hash",
    ),
    "screenings": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id outcome saved_at saved_by_id "
        "decided_at decided_by_id version",
        asked="points words",
        kept="id",
    ),
    "waitings": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id listed_at referred_on came_from left_at ending",
        asked="note",
        kept="id",
    ),
    "corrections": Belonging(
        by="administration_id",
        given="administration_id account_id corrected_at answers scores",
        asked="reason",
        kept="id",
    ),
    "keyings": Belonging(
        by="administration_id",
        given="administration_id turn account_id answers written_total keyed_at",
        kept="id",
    ),
    "place_offers": Belonging(
        by="waiting_id",
        given="public_id waiting_id made_at until state settled_at",
        kept="id",
    ),
    "practice_entries": Belonging(
        by="assignment_id",
        given="public_id assignment_id practiced_on minutes before after "
        "has_stepped_down felt_worse memories_broke_in shared_note medium "
        "made_at",
        alone="private_note",
        kept="id",
    ),
    "report_scores": Belonging(
        by="administration_id",
        given="report_id administration_id scale value",
        kept="id",
    ),
    "scores": Belonging(
        by="administration_id",
        given="administration_id scale value reason rule computed_at",
        kept="id",
    ),
    "sheet_codes": Belonging(
        by="assignment_id administration_id",
        given="assignment_id administration_id made_at expires_at revoked_at",
        kept="id code",
    ),
    "waiting_events": Belonging(
        by="waiting_id",
        given="public_id cohort_id waiting_id kind rule is_out_of_turn until at account_id",
        asked="words",
        kept="id",
    ),
    "worksheet_responses": Belonging(
        by="assignment_id",
        given="public_id assignment_id answered medium readers "
        "shared_at started_at saved_at finished_at version",
        alone="answers unread",
        kept="id",
    ),
    "practice_corrections": Belonging(
        by="practice_entry_id",
        given="public_id practice_entry_id account_id corrected_at practiced_on "
        "minutes before after has_stepped_down felt_worse memories_broke_in "
        "shared_note",
        kept="id",
    ),
    "risk_cases": Belonging(
        by="enrollment_id",
        given="public_id enrollment_id kind administration_id practice_entry_id "
        "worksheet_response_id flag sign said taken_back_at item answer words "
        "phone follows_id owner_id cover_id opened_at due_at seen_at seen_by_id "
        "closed_at closed_by_id wants_second_look second_at "
        "second_by_id second_look",
        asked="action contact second_words",
        kept="id",
    ),
    "emergencies": Belonging(
        by="client_id",
        given="public_id account_id client_id since ended_at reviewed_at reviewed_by_id",
        asked="reason review",
        kept="id cohort_id",
    ),
    "note_additions": Belonging(
        by="note_id",
        given="public_id note_id kind signed_at signed_by_id",
        asked="reason words",
        kept="id digest",
    ),
    "overruled_names": Belonging(
        by="note_id",
        given="",
        kept="id public_id note_id sign reason overruled_at overruled_by_id",
    ),
    "risk_actions": Belonging(
        by="case_id",
        given="public_id case_id account_id at way",
        asked="words",
        kept="id",
    ),
}

OWN_SCREEN = frozenset(
    {
        *("account_events", "audit_entries", "calendar_feeds", "known_devices", "submissions"),
        *("linked_identities", "login_sessions", "message_preferences", "private_closures"),
        *("recovery_codes", "reminder_times", "second_factors"),
    }
)
"""How she uses her own screen: in the copy that she takes herself, and told to no staff."""

OF_NOBODY = {
    "content": "exercises worksheets instruments programs program_exercises program_worksheets"
    " program_instruments consent_texts",
    "the clinic's own affairs": "settings backups backup_runs audit_heads clinic_norms"
    " score_imports days_off cover_periods facilitators supervisions stand_ins",
    "what a therapist keeps for herself of a meeting": "process_notes",
    "what a whole group shares": "cohorts group_sessions schedule_changes make_ups",
    "tries that are known by hashes alone": "sign_in_attempts",
}
"""Tables that are about nobody, and why."""
