"""What becomes of each column of a person when what is kept of her ends, and by which clock.

One declaration for retention and erasure: a column of `BELONGINGS` that says nothing fails a test.
A row of which nothing stays is removed; one of which something stays is emptied.
"""

from dataclasses import dataclass

from clinic.domain.enrollments import Medium
from clinic.domain.measures.administrations import QuestionLayout
from clinic.domain.people.endings import EndKind
from clinic.domain.text import N_

NUMBERS = N_("A random id without a name, so that no number is given to somebody else.")
TRAIL = N_("The audit trail: ids and times of who did what, and no words. It is never changed.")
RECEIPT = N_("This receipt: who asked, who granted, and when it was done.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """The columns of a table by what ends them; what ends early also goes with the record."""

    record: str = ""
    private: str = ""
    """Her own words for herself: emptied by a clock of their own, while staff may not read them."""
    ways_in: str = ""
    post: str = ""
    age: str = ""
    """The column that says how old a row is, where rows go one by one."""
    stays: str = ""
    why: str = ""

    def emptied(self, kind: EndKind) -> tuple[str, ...]:
        """Name the columns that are emptied in a row that stays."""
        if kind is EndKind.PRIVATE:
            return tuple(self.private.split())
        return tuple(self.record.split()) if kind.is_whole and self.stays else ()

    def removes(self, kind: EndKind) -> bool:
        """Say whether rows go as a whole."""
        if kind.is_whole:
            return not self.stays
        return bool(self.ways_in if kind is EndKind.WAYS_IN else self.post) and kind.is_by_age


PLACE_HOLDERS: dict[str, object] = {
    "accounts.is_active": False,
    "accounts.name": "–",
    "clients.family_name": "",
    "clients.medium": Medium.PORTAL,
    "clients.preferred_name": "–",
    "clients.question_layout": QuestionLayout.ONE,
}
"""What stands in an emptied column that must hold something; every other one holds nothing."""
ALIASES = frozenset({"accounts.sign_in_name", "clients.code"})
"""Columns that must hold something of their own: the random id of the row stands there."""

FATES: dict[str, Fate] = {
    "accounts": Fate(
        record="sign_in_name name is_active passphrase_changed_at confirmed_address "
        "address_confirmed_at news_at passphrase_hash recovery_hash",
        stays="id public_id role created_at",
        why=NUMBERS,
    ),
    "account_events": Fate(
        ways_in="public_id account_id kind at device by_id seen_at id",
        age="at",
    ),
    "audit_entries": Fate(
        stays="at account_id deed id rows chain hash number client_id cohort_id",
        why=TRAIL,
    ),
    "calendar_feeds": Fate(
        ways_in="public_id account_id made_at revoked_at id token_hash",
        age="revoked_at",
    ),
    "invitations": Fate(
        ways_in="public_id account_id made_at expires_at used_at replaced_at mailed_to id "
        "token_hash",
        age="expires_at",
    ),
    "known_devices": Fate(
        ways_in="public_id account_id device known_at used_at trusted_until ended_at id token_hash",
        age="used_at",
    ),
    "login_sessions": Fate(
        ways_in="public_id account_id device started_at seen_at proved_at is_waiting ended_at "
        "id token_hash",
        age="seen_at",
    ),
    "private_closures": Fate(
        record="account_id closed_at opened_at id passphrase_hash recovery_hash",
    ),
    "linked_identities": Fate(
        record="account_id issuer subject made_at made_by_id ended_at id",
    ),
    "recovery_codes": Fate(
        record="account_id made_at used_at ended_at id salt code_hash",
    ),
    "second_factors": Fate(
        record="public_id account_id kind label made_at used_at ended_at id secret used_step "
        "credential_id public_key sign_count",
    ),
    "submissions": Fate(
        ways_in="deed account_id at id key table row_id",
        age="at",
    ),
    "clients": Fate(
        record="preferred_name family_name code email email_changed_at phone medium "
        "question_layout language time_zone zone_declined emergency_asked_at "
        "emergency_name emergency_relation emergency_phone access_asked_at "
        "access_needs facts_changed_at created_by_id score_import_id",
        stays="id public_id account_id created_at",
        why=NUMBERS,
    ),
    "enrollments": Fate(
        record="public_id cohort_id client_id status paused_until enrolled_at ended_at "
        "back_at exit_until reason leaving id",
    ),
    "endings": Fate(
        record="enrollment_id",
        stays="public_id client_id kind since before asked_by_id asked_at granted_by_id "
        "granted_at due_at taken_back_by_id taken_back_at done_at id removed",
        why=RECEIPT,
    ),
    "holds": Fate(
        record="public_id enrollment_id held_by_id held_at lifted_by_id lifted_at reason id",
    ),
    "message_preferences": Fate(
        record="client_id is_one_a_day quiet_from quiet_until declined id",
    ),
    "reminder_times": Fate(
        record="client_id exercise_id at id",
    ),
    "administrations": Fate(
        record="public_id enrollment_id instrument_id group_session_id occasion answers "
        "medium started_at finished_at refused_at refused_by_id version opens_anchor "
        "opens_minutes closes_anchor closes_minutes opens_at closes_at refusal id "
        "score_import_id",
    ),
    "assignments": Fate(
        record="public_id enrollment_id group_session_id exercise_id worksheet_id "
        "times_per_week minutes is_active opens_anchor opens_minutes closes_anchor "
        "closes_minutes opens_at closes_at id",
    ),
    "attendance": Fate(
        record="group_session_id enrollment_id mark minutes_missed marked_at id",
    ),
    "chart_notes": Fate(
        record="public_id enrollment_id noted_on made_at made_by_id words id",
    ),
    "session_notes": Fate(
        record="public_id group_session_id enrollment_id form words begun_by_id begun_at saved_at "
        "signed_at signed_by_id digest was_there remark erased_at version id",
    ),
    "note_additions": Fate(
        record="public_id note_id kind reason words signed_at signed_by_id digest id",
    ),
    "overruled_names": Fate(
        record="public_id note_id sign reason overruled_at overruled_by_id id",
    ),
    "consents": Fate(
        record="public_id enrollment_id text_id way agreed_at agreed_by_id signed_on "
        "withdrawn_at withdrawn_by_id withdrawal id",
    ),
    "invitation_requests": Fate(
        ways_in="public_id account_id asked_by_id asked_at is_for_factor enrollment_id "
        "settled_at granted_by_id id",
        age="asked_at",
    ),
    "make_up_seats": Fate(
        record="make_up_id enrollment_id mark marked_at id",
    ),
    "messages": Fate(
        post="public_id kind account_id client_id enrollment_id group_session_id "
        "make_up_id state attachment_name attachment_type attachment queued_at due_at "
        "next_try_at attempted_at attempts sent_at address to_address fault "
        "carrier_id told_by_id id occasion path message_id stop_token claim "
        "claimed_until",
        age="due_at",
    ),
    "pauses": Fate(
        record="public_id enrollment_id begins_at ends_on ends_at begun_by_id ended_at "
        "ended_by_id reason id",
    ),
    "practice_papers": Fate(
        record="public_id enrollment_id group_session_id account_id typed_at id",
    ),
    "amendments": Fate(
        record="public_id enrollment_id asked_at about wanted state answer answered_at "
        "answered_by_id id",
    ),
    "record_copies": Fate(
        record="public_id enrollment_id asked_on made_at made_by_id open_until looked_at "
        "taken_at handed_at handed_by_id way id",
    ),
    "report_issues": Fate(
        record="public_id kind enrollment_id cohort_id printed_by_id printed_at parts "
        "for_whom told id pdf_hash",
    ),
    "screenings": Fate(
        record="public_id enrollment_id outcome saved_at saved_by_id decided_at "
        "decided_by_id version points words id",
    ),
    "waitings": Fate(
        record="public_id enrollment_id listed_at referred_on came_from left_at ending note id",
    ),
    "corrections": Fate(
        record="administration_id account_id corrected_at answers scores reason id",
    ),
    "keyings": Fate(
        record="administration_id turn account_id answers written_total keyed_at id",
    ),
    "place_offers": Fate(
        record="public_id waiting_id made_at until state settled_at id",
    ),
    "practice_entries": Fate(
        record="public_id assignment_id practiced_on minutes before after has_stepped_down "
        "felt_worse memories_broke_in shared_note medium made_at id",
        private="private_note",
    ),
    "report_scores": Fate(
        record="report_id administration_id scale value id",
    ),
    "scores": Fate(
        record="administration_id scale value reason rule computed_at id",
    ),
    "sheet_codes": Fate(
        record="assignment_id administration_id made_at expires_at revoked_at id code",
    ),
    "waiting_events": Fate(
        record="public_id cohort_id waiting_id kind rule is_out_of_turn until at account_id "
        "words id",
    ),
    "worksheet_responses": Fate(
        record="public_id assignment_id answered medium readers shared_at started_at "
        "saved_at finished_at version id",
        private="answers unread",
    ),
    "practice_corrections": Fate(
        record="public_id practice_entry_id account_id corrected_at practiced_on minutes "
        "before after has_stepped_down felt_worse memories_broke_in shared_note id",
    ),
    "risk_cases": Fate(
        record="public_id enrollment_id kind administration_id practice_entry_id "
        "worksheet_response_id flag sign said taken_back_at item answer words phone "
        "follows_id owner_id cover_id opened_at due_at seen_at seen_by_id closed_at "
        "closed_by_id wants_second_look second_at second_by_id second_look action "
        "contact second_words id",
    ),
    "emergencies": Fate(
        record="public_id account_id client_id since ended_at reviewed_at reviewed_by_id "
        "reason review id cohort_id",
    ),
    "risk_actions": Fate(
        record="public_id case_id account_id at way words id",
    ),
}
