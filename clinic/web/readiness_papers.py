"""What paper people still need, in the order in which it is handed over."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from gettext import NullTranslations

from clinic.db import Db
from clinic.lookups.people.consents import TextLine, consent_texts
from clinic.lookups.people.names import printed_name
from clinic.lookups.people.readiness import Board, MissingPaper
from clinic.presenters.consent_papers import form_to_sign
from clinic.presenters.readiness_papers import contact_sheet, under_the_name
from clinic.printing.beginnings import bind_papers, contact_html
from clinic.printing.consents import consent_html
from clinic.printing.measures import measure_html
from clinic.printing.sheets import Layout
from clinic.web.pages import clinic
from clinic.web.request_context import now
from clinic.web.stamps import stamp


def beginning_pdf(
    db: Db,
    board: Board,
    papers: Sequence[MissingPaper],
    codes: Mapping[int, str],
    large: Collection[str],
    translations: NullTranslations,
) -> bytes:
    """Bind person after person: what is known of her, the text to sign, the questionnaires.

    `large` names the enrollments of those who need large print.
    """
    text = consent_texts(db)[0]
    documents = [
        document
        for one in papers
        for document in _documents(
            db, board, one, text, codes, one.person.enrollment.public_id in large, translations
        )
    ]
    return bind_papers(documents, clinic().paper, translations=translations)


def _documents(
    db: Db,
    board: Board,
    one: MissingPaper,
    text: TextLine,
    codes: Mapping[int, str],
    is_large: bool,
    translations: NullTranslations,
) -> Iterator[str]:
    cohort, person, settings = board.cohort, one.person, clinic()
    holder = printed_name(db, cohort, person.client)
    subtitle = under_the_name(cohort.discreet_name, cohort.time_zone, now())
    if one.lacks_contact:
        asked = contact_sheet(person, holder, settings, now(), is_large=is_large)
        yield contact_html(asked, translations)
    if one.lacks_consent:
        # A signature stands under a name, also in a group that prints codes elsewhere.
        form = form_to_sign(text, person.name, cohort.time_zone, settings, now())
        yield consent_html(replace(form, is_large=is_large), translations)
    for row, instrument in one.measures:
        yield measure_html(
            instrument,
            Layout(settings.paper, is_large, settings.crisis_line),
            translations,
            today=now().date(),
            own=stamp(holder, subtitle, codes.get(row.id)),
        )
