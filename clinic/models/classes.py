"""The data class of every column: what an export, a log or a retention rule has to respect."""

from clinic.models.base import DataClass

PUBLIC = DataClass.PUBLIC
ACCOUNT = DataClass.ACCOUNT
ATTENDANCE = DataClass.ATTENDANCE
ANSWERS = DataClass.ANSWERS
NOTES = DataClass.NOTES
SEALED = DataClass.SEALED

_WINDOW = "opens_anchor opens_minutes closes_anchor closes_minutes opens_at closes_at"

COLUMNS: dict[str, dict[DataClass, str]] = {
    # People and how they come in.
    "accounts": {
        PUBLIC: "id public_id",
        ACCOUNT: "sign_in_name name role passphrase_hash is_active created_at"
        " passphrase_changed_at recovery_hash confirmed_address address_confirmed_at news_at",
    },
    "login_sessions": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id token_hash device started_at seen_at proved_at is_waiting ended_at",
    },
    "calendar_feeds": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id token_hash made_at revoked_at",
    },
    "invitations": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id token_hash made_at expires_at used_at replaced_at mailed_to",
    },
    "invitation_requests": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id asked_by_id asked_at is_for_factor enrollment_id settled_at"
        " granted_by_id",
    },
    "account_events": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id kind at device by_id seen_at",
    },
    "second_factors": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id kind label used_step credential_id public_key sign_count made_at"
        " used_at ended_at",
        SEALED: "secret",
    },
    "linked_identities": {
        PUBLIC: "id",
        ACCOUNT: "account_id issuer subject made_at made_by_id ended_at",
    },
    "recovery_codes": {
        PUBLIC: "id",
        ACCOUNT: "account_id salt code_hash made_at used_at ended_at",
    },
    "private_closures": {
        PUBLIC: "id",
        ACCOUNT: "account_id closed_at opened_at passphrase_hash recovery_hash",
    },
    "known_devices": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id token_hash device known_at used_at trusted_until ended_at",
    },
    "sign_in_attempts": {
        PUBLIC: "id",
        ACCOUNT: "name_hash address_hash device_hash at is_good",
    },
    # To be a client here says something about one's health.
    "clients": {
        PUBLIC: "id public_id",
        ATTENDANCE: "preferred_name family_name code email email_changed_at phone medium"
        " question_layout language time_zone zone_declined emergency_asked_at access_asked_at"
        " facts_changed_at account_id"
        " created_at created_by_id score_import_id",
        SEALED: "emergency_name emergency_relation emergency_phone access_needs",
    },
    # What ends of a person's record, and what holds it.
    "endings": {
        PUBLIC: "id public_id",
        ATTENDANCE: "client_id enrollment_id kind since before asked_by_id asked_at"
        " granted_by_id granted_at due_at taken_back_by_id taken_back_at done_at removed",
    },
    "holds": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id held_by_id held_at lifted_by_id lifted_at",
        SEALED: "reason",
    },
    # What was done here, by whom. The rows of a deed tell who came and who answered.
    "audit_entries": {
        PUBLIC: "id hash chain number",
        ATTENDANCE: "at account_id deed client_id cohort_id rows",
    },
    "audit_heads": {PUBLIC: "id chain number hash seal"},
    "submissions": {PUBLIC: "id", ATTENDANCE: "key deed account_id table row_id at"},
    # What everybody may read: the content, and what the clinic says about itself.
    "settings": {PUBLIC: "id name value changed_at"},
    "exercises": {PUBLIC: "id public_id slug title content_hash source adopted_at"},
    "worksheets": {PUBLIC: "id public_id code slug title content_hash source adopted_at"},
    "instruments": {
        PUBLIC: "id public_id key is_own based_on_id note title content_hash source adopted_at",
        ACCOUNT: "made_by_id",
    },
    "programs": {
        PUBLIC: "id public_id slug is_offered is_own based_on_id note title content_hash source"
        " adopted_at",
        ACCOUNT: "made_by_id",
    },
    "program_exercises": {PUBLIC: "program_id part_id"},
    "program_worksheets": {PUBLIC: "program_id part_id"},
    "program_instruments": {PUBLIC: "program_id part_id"},
    # Groups, meetings and who is in them.
    "cohorts": {
        PUBLIC: "id public_id program_id",
        ATTENDANCE: "name discreet_name first_on begins_at duration_minutes time_zone place"
        " video_url capacity waiting_rule paper_names status created_at version",
    },
    "facilitators": {PUBLIC: "id", ACCOUNT: "cohort_id account_id since ended_at"},
    "supervisions": {PUBLIC: "id", ACCOUNT: "cohort_id account_id since ended_at"},
    "stand_ins": {
        PUBLIC: "id public_id",
        ACCOUNT: "group_session_id account_id made_at made_by_id ended_at",
    },
    "emergencies": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id client_id cohort_id since ended_at reviewed_at reviewed_by_id",
        SEALED: "reason review",
    },
    "group_sessions": {
        PUBLIC: "id public_id",
        ATTENDANCE: "cohort_id number kind title starts_at ends_at wall status sequence changed_at"
        " held_under_id version",
    },
    "schedule_changes": {
        PUBLIC: "id public_id",
        ATTENDANCE: "cohort_id group_session_id kind touched made_at made_by_id undone_at"
        " undone_by_id",
    },
    "enrollments": {
        PUBLIC: "id public_id",
        ATTENDANCE: "cohort_id client_id status paused_until enrolled_at ended_at back_at"
        " exit_until",
        NOTES: "reason leaving",
    },
    "consent_texts": {
        PUBLIC: "id public_id number title body written_at",
        ACCOUNT: "written_by_id",
    },
    "consents": {
        PUBLIC: "id public_id text_id",
        ATTENDANCE: "enrollment_id way agreed_at agreed_by_id signed_on withdrawn_at"
        " withdrawn_by_id",
        SEALED: "withdrawal",
    },
    "screenings": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id saved_at saved_by_id decided_at decided_by_id version",
        NOTES: "outcome",
        SEALED: "points words",
    },
    "pauses": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id begins_at ends_on ends_at begun_by_id ended_at ended_by_id",
        SEALED: "reason",
    },
    "waitings": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id listed_at referred_on came_from left_at",
        NOTES: "ending",
        SEALED: "note",
    },
    "place_offers": {
        PUBLIC: "id public_id",
        ATTENDANCE: "waiting_id made_at until state settled_at",
    },
    "waiting_events": {
        PUBLIC: "id public_id",
        ATTENDANCE: "cohort_id waiting_id kind rule is_out_of_turn until at account_id",
        SEALED: "words",
    },
    "attendance": {
        PUBLIC: "id",
        ATTENDANCE: "group_session_id enrollment_id mark minutes_missed marked_at",
    },
    # What was asked of a person, and what the person gave.
    "assignments": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id group_session_id exercise_id worksheet_id times_per_week"
        f" minutes is_active {_WINDOW}",
    },
    "sheet_codes": {
        PUBLIC: "id",
        ATTENDANCE: "assignment_id administration_id code made_at expires_at revoked_at",
    },
    "practice_entries": {
        PUBLIC: "id public_id",
        ATTENDANCE: "assignment_id medium made_at",
        ANSWERS: "practiced_on minutes before after has_stepped_down felt_worse memories_broke_in",
        SEALED: "private_note shared_note",
    },
    "practice_papers": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id group_session_id account_id typed_at",
    },
    "practice_corrections": {
        PUBLIC: "id public_id",
        ATTENDANCE: "practice_entry_id account_id corrected_at",
        ANSWERS: "practiced_on minutes before after has_stepped_down felt_worse memories_broke_in",
        SEALED: "shared_note",
    },
    "worksheet_responses": {
        PUBLIC: "id public_id",
        ATTENDANCE: "assignment_id medium readers shared_at started_at saved_at finished_at"
        " version",
        ANSWERS: "answered",
        SEALED: "answers unread",
    },
    "administrations": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id instrument_id group_session_id occasion medium started_at"
        f" finished_at refused_at refused_by_id score_import_id version {_WINDOW}",
        ANSWERS: "answers",
        SEALED: "refusal",
    },
    "corrections": {
        PUBLIC: "id",
        ATTENDANCE: "administration_id account_id corrected_at",
        ANSWERS: "answers scores",
        NOTES: "reason",
    },
    "keyings": {
        PUBLIC: "id",
        ATTENDANCE: "administration_id turn account_id keyed_at",
        ANSWERS: "answers written_total",
    },
    "score_imports": {
        PUBLIC: "id public_id",
        ATTENDANCE: "cohort_id cohort_name made_cohort file_name imported_at people scores"
        " undone_at",
    },
    "scores": {
        PUBLIC: "id",
        ANSWERS: "administration_id scale value reason rule computed_at",
    },
    # That somebody is written to says that she is here; the link of an invitation lets somebody in.
    "message_preferences": {
        PUBLIC: "id",
        ATTENDANCE: "client_id is_one_a_day quiet_from quiet_until declined",
    },
    "reminder_times": {PUBLIC: "id", ATTENDANCE: "client_id exercise_id at"},
    "messages": {
        PUBLIC: "id public_id message_id",
        ATTENDANCE: "kind occasion account_id client_id enrollment_id group_session_id state"
        " make_up_id attachment_name attachment_type attachment stop_token queued_at due_at"
        " next_try_at attempted_at attempts sent_at address to_address fault claim"
        " claimed_until carrier_id told_by_id",
        SEALED: "path",
    },
    "chart_notes": {
        PUBLIC: "id public_id",
        NOTES: "enrollment_id noted_on made_at made_by_id",
        SEALED: "words",
    },
    # What the clinic takes a scale to be; it tells of no person.
    "clinic_norms": {
        PUBLIC: "id public_id instrument_key scale sd reliability clinical_mean functional_mean"
        " functional_sd source set_at",
        ACCOUNT: "set_by_id",
    },
    "risk_cases": {
        PUBLIC: "id public_id",
        ANSWERS: "enrollment_id kind administration_id practice_entry_id item answer follows_id"
        " owner_id cover_id opened_at due_at seen_at seen_by_id closed_at closed_by_id"
        " wants_second_look second_at second_by_id second_look worksheet_response_id flag sign"
        " taken_back_at",
        NOTES: "contact",
        SEALED: "words phone said action second_words",
    },
    "risk_actions": {
        PUBLIC: "id public_id",
        ANSWERS: "case_id account_id at",
        NOTES: "way",
        SEALED: "words",
    },
    "amendments": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id asked_at state answered_at answered_by_id",
        SEALED: "about wanted answer",
    },
    "record_copies": {
        PUBLIC: "id public_id",
        ATTENDANCE: "enrollment_id asked_on made_at made_by_id open_until taken_at handed_at"
        " handed_by_id way",
        SEALED: "looked_at",
    },
    # What staff keep of a session: of the group, of each person, and of it for themselves.
    "session_notes": {
        PUBLIC: "id public_id",
        NOTES: "group_session_id enrollment_id form begun_by_id begun_at saved_at signed_at"
        " signed_by_id digest was_there erased_at version",
        SEALED: "words remark",
    },
    "note_additions": {
        PUBLIC: "id public_id",
        NOTES: "note_id kind signed_at signed_by_id digest",
        SEALED: "reason words",
    },
    "overruled_names": {
        PUBLIC: "id public_id",
        NOTES: "note_id overruled_at overruled_by_id",
        SEALED: "sign reason",
    },
    "process_notes": {
        PUBLIC: "id public_id",
        NOTES: "group_session_id account_id saved_at version",
        SEALED: "words",
    },
    "report_issues": {
        PUBLIC: "id public_id",
        ATTENDANCE: "kind enrollment_id cohort_id printed_by_id printed_at parts pdf_hash",
        SEALED: "for_whom told",
    },
    "report_scores": {PUBLIC: "id", ANSWERS: "report_id administration_id scale value"},
    "make_ups": {
        PUBLIC: "id public_id",
        ATTENDANCE: "group_session_id starts_at ends_at known_starts_at known_ends_at place"
        " is_cancelled sequence changed_at touched made_at made_by_id",
    },
    "make_up_seats": {PUBLIC: "id", ATTENDANCE: "make_up_id enrollment_id mark marked_at"},
    "backups": {PUBLIC: "id public_id made_at size rows took_ms fault keep_days"},
    "backup_runs": {PUBLIC: "id public_id began_at copied_at ended_at fault"},
    "days_off": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id first_on last_on name made_at removed_at",
    },
    "cover_periods": {
        PUBLIC: "id public_id",
        ACCOUNT: "account_id cover_id first_on last_on made_at ended_at",
    },
}
