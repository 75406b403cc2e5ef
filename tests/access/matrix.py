"""Who gets what: every endpoint and method, asked for with the ids of Mia and of her cohort.

Theresa leads the cohort and Sigrid supervises it; Sam leads the other one, in which Olga is. What
is sent carries an empty body: 422 is the answer to somebody who may send something better, and a
form over rows that stand is one that changes nothing.
"""

from tests.access.homework import HOMEWORK
from tests.access.others import OTHERS
from tests.access.papers import PAPERS
from tests.access.places import Door
from tests.access.sheets import SHEETS
from tests.access.waiting import WAITING

PEOPLE = ("theresa", "sigrid", "sam", "mia", "olga", "ada", "nobody")

TABLE = """
                                      theresa sigrid sam  mia  olga ada  nobody

therapist.dashboard.show         GET    200   200   200   403   403   403   303
therapist.cohorts.index          GET    200   200   200   403   403   403   303
therapist.cohorts.new            GET    200   403   200   403   403   403   303
therapist.cohorts.create         POST   422   403   422   403   403   403   401
therapist.cohorts.show           GET    200   200   404   403   403   403   303
therapist.cohorts.edit           GET    200   403   404   403   403   403   303
therapist.cohorts.update         POST   422   403   404   403   403   403   401
therapist.cohort_measures.show   GET    200   200   404   403   403   403   303
therapist.score_files.show       GET    200   200   404   403   403   403   303
therapist.score_files.remove     POST   303   403   404   403   403   403   401
therapist.cohort_program.edit    GET    200   403   404   403   403   403   303
therapist.cohort_program.update  POST   422   403   404   403   403   403   401
therapist.cohorts.close          POST   303   403   404   403   403   403   401
therapist.sessions.show          GET    200   200   404   403   403   403   303
therapist.sessions.edit          GET    200   403   404   403   403   403   303
therapist.sessions.update        POST   422   403   404   403   403   403   401
therapist.schedule_changes.remove POST  303   403   404   403   403   403   401
therapist.make_ups.new           GET    200   403   404   403   403   403   303
therapist.make_ups.create        POST   422   403   404   403   403   403   401
therapist.make_ups.show          GET    200   200   404   403   403   403   303
therapist.make_ups.mark          POST   303   403   404   403   403   403   401
therapist.make_ups.update        POST   422   403   404   403   403   403   401
therapist.make_ups.remove        POST   303   403   404   403   403   403   401
therapist.attendance.edit        GET    200   403   404   403   403   403   303
therapist.attendance.update      POST   303   403   404   403   403   403   401
therapist.assignments.new        GET    200   403   404   403   403   403   303
therapist.assignments.create     POST   422   403   404   403   403   403   401
therapist.assignments.update     POST   400   403   404   403   403   403   401
therapist.chart_notes.index      GET    200   403   404   403   403   403   303
therapist.chart_notes.create     POST   422   403   404   403   403   403   401
therapist.chart_notes.remove     POST   303   403   404   403   403   403   401
therapist.clients.index          GET    200   200   200   403   403   403   303
therapist.clients.show           GET    200   200   404   403   403   403   303
therapist.enrollments.new        GET    200   403   404   403   403   403   303
therapist.enrollments.create     POST   422   403   404   403   403   403   401
therapist.enrollments.edit       GET    200   403   404   403   403   403   303
therapist.enrollments.update     POST   303   403   404   403   403   403   401
therapist.pauses.edit            GET    200   403   404   403   403   403   303
therapist.pauses.update          POST   303   403   404   403   403   403   401
therapist.pauses.remove          POST   303   403   404   403   403   403   401
therapist.departures.edit          GET    200   403   404   403   403   403   303
therapist.departures.update        POST   422   403   404   403   403   403   401
therapist.screenings.show        GET    200   200   404   403   403   403   303
therapist.screenings.edit        GET    200   403   404   403   403   403   303
therapist.screenings.update      POST   303   403   404   403   403   403   401
therapist.consents.show          GET    200   200   404   403   403   403   303
therapist.consents.create        POST   422   403   404   403   403   403   401
therapist.consents.remove        POST   303   403   404   403   403   403   401
therapist.contacts.edit          GET    200   403   404   403   403   403   303
therapist.contacts.update        POST   303   403   404   403   403   403   401
therapist.readiness.show         GET    200   200   404   403   403   403   303
therapist.readiness.new          GET    200   403   404   403   403   403   303
therapist.readiness.create       POST   422   403   404   403   403   403   401
therapist.links.create           POST   422   403   404   403   403   403   401
therapist.responses.show         GET    200   200   404   403   403   403   303
therapist.responses.edit         GET    200   403   404   403   403   403   303
therapist.responses.update       POST   409   403   404   403   403   403   401
therapist.responses.upload       POST   422   403   404   403   403   403   401
therapist.responses.stop         GET    303   403   404   403   403   403   303
therapist.administrations.show   GET    200   200   404   403   403   403   303
therapist.keyings.index          GET    200   403   200   403   403   403   303
therapist.keyings.new            GET    200   403   404   403   403   403   303
therapist.keyings.create         POST   422   403   404   403   403   403   401
therapist.practice_papers.edit   GET    200   403   404   403   403   403   303
therapist.practice_papers.update POST   422   403   404   403   403   403   401
therapist.practice_papers.show   GET    200   403   404   403   403   403   303
therapist.keyings.show           GET    303   403   404   403   403   403   303
therapist.settlements.edit       GET    303   403   404   403   403   403   303
therapist.settlements.update     POST   422   403   404   403   403   403   401
therapist.administrations.index  GET    200   200   404   403   403   403   303
therapist.refusals.edit          GET    200   403   404   403   403   403   303
therapist.refusals.update        POST   303   403   404   403   403   403   401
therapist.refusals.remove        POST   303   403   404   403   403   403   401
therapist.corrections.edit       GET    200   403   404   403   403   403   303
therapist.corrections.update     POST   422   403   404   403   403   403   401
therapist.risk_cases.index       GET    200   200   200   403   403   403   303
therapist.risk_cases.show        GET    200   200   404   403   403   403   303
therapist.risk_cases.see         POST   303   303   404   403   403   403   401
therapist.risk_cases.close       POST   422   422   404   403   403   403   401
therapist.risk_cases.take_over   POST   303   303   404   403   403   403   401
therapist.risk_cases.note        POST   422   422   404   403   403   403   401
therapist.risk_cases.look_over   POST   422   422   404   403   403   403   401
therapist.absences.index           GET    200   403   200   403   403   403   303
therapist.absences.create          POST   422   403   422   403   403   403   401
therapist.absences.remove          POST   303   403   404   403   403   403   401
therapist.absences.restore         POST   303   403   404   403   403   403   401
therapist.covers.index           GET    200   403   200   403   403   403   303
therapist.covers.create          POST   422   403   422   403   403   403   401
therapist.covers.end             POST   303   403   404   403   403   403   401
therapist.programs.index         GET    200   200   200   403   403   403   303
therapist.programs.show          GET    200   200   200   403   403   403   303
therapist.programs.copy          POST   422   403   422   403   403   403   401
therapist.programs.export        GET    200   403   200   403   403   403   303
therapist.programs.import        POST   422   403   422   403   403   403   401
therapist.program_parts.edit     GET    200   403   200   403   403   403   303
therapist.program_parts.update   POST   422   403   422   403   403   403   401
therapist.program_parts.check    POST   200   403   200   403   403   403   401
therapist.program_parts.preview  POST   422   403   422   403   403   403   401
therapist.program_parts.paper    POST   422   403   422   403   403   403   401
therapist.program_versions.index GET    200   200   200   403   403   403   303
therapist.program_versions.show  GET    200   200   200   403   403   403   303
therapist.program_versions.offer POST   303   403   303   403   403   403   401
therapist.exercises.show         GET    200   200   200   403   403   403   303
therapist.worksheets.index       GET    200   200   200   403   403   403   303
therapist.worksheets.show        GET    200   200   200   403   403   403   303
therapist.messages.index         GET    200   200   200   403   403   403   303
therapist.messages.retry         POST   303   403   404   403   403   403   401
therapist.messages.tell          POST   303   403   404   403   403   403   401
therapist.measures.index         GET    200   200   200   403   403   403   303
therapist.measures.show          GET    200   200   200   403   403   403   303
therapist.norms.edit             GET    200   403   200   403   403   403   303
therapist.norms.update           POST   303   403   303   403   403   403   401
therapist.norms.remove           POST   303   403   303   403   403   403   401
therapist.measures.changes       GET    200   200   200   403   403   403   303
therapist.measure_uses.new       GET    200   403   200   403   403   403   303
therapist.measure_uses.create    POST   422   403   422   403   403   403   401
therapist.own_measures.new       GET    200   403   200   403   403   403   303
therapist.own_measures.create    POST   422   403   422   403   403   403   401
therapist.own_measures.trial     POST   200   403   200   403   403   403   401
therapist.own_measures.edit      GET    200   403   200   403   403   403   303
therapist.own_measures.update    POST   422   403   422   403   403   403   401
therapist.questionnaires.show    GET    200   403   200   403   403   403   303
therapist.questionnaires.download GET   200   403   200   403   403   403   303
therapist.questionnaires.new     GET    200   403   200   403   403   403   303
therapist.questionnaires.create  POST   422   403   422   403   403   403   401
therapist.wordings.new           GET    200   403   200   403   403   403   303
therapist.wordings.create        POST   422   403   422   403   403   403   401

portal.today.show                GET    403   403   403   200   200   403   303
portal.weeks.index               GET    403   403   403   200   200   403   303
portal.done.index                GET    403   403   403   200   200   403   303
portal.exercises.show            GET    403   403   403   200   404   403   303
portal.exercises.gentler         GET    403   403   403   200   404   403   303
portal.measures.show             GET    403   403   403   200   404   403   303
portal.measures.answer           GET    403   403   403   200   404   403   303
portal.measures.answer           POST   403   403   403   303   404   403   401
portal.measures.answer_all       POST   403   403   403   303   404   403   401
portal.measures.save             PUT    403   403   403   422   404   403   401
portal.measures.save_all         PUT    403   403   403   422   404   403   401
portal.measures.choose           POST   403   403   403   303   404   403   401
portal.measures.refuse           POST   403   403   403   303   404   403   401
portal.measures.take_up          POST   403   403   403   303   404   403   401
portal.measures.help             GET    403   403   403   303   404   403   303
portal.measures.review           GET    403   403   403   200   404   403   303
portal.messages.index            GET    403   403   403   200   200   403   303
portal.messages.update           POST   403   403   403   422   422   403   401
portal.messages.snooze           POST   403   403   403   303   404   403   401
portal.measures.finish           POST   403   403   403   422   404   403   401
portal.consents.show             GET    403   403   403   200   404   403   303
portal.consents.create           POST   403   403   403   422   404   403   401
portal.consents.remove           POST   403   403   403   303   404   403   401
portal.consents.paper            GET    403   403   403   200   404   403   303
portal.contacts.edit             GET    403   403   403   200   200   403   303
portal.contacts.update           POST   403   403   403   303   303   403   401
portal.clocks.edit               GET    403   403   403   200   200   403   303
portal.clocks.update             POST   403   403   403   303   303   403   401
portal.clocks.answer             POST   403   403   403   303   303   403   401
portal.pauses.edit               GET    403   403   403   200   404   403   303
portal.pauses.update             POST   403   403   403   303   404   403   401
portal.pauses.remove             POST   403   403   403   303   404   403   401
portal.calls.new                 GET    403   403   403   200   200   403   303
portal.calls.create              POST   403   403   403   422   422   403   401
portal.calls.show                GET    403   403   403   200   200   403   303
"""


def rows() -> dict[Door, dict[str, int]]:
    """Read the table: for each door what each person gets."""
    table = TABLE + HOMEWORK + SHEETS + WAITING + PAPERS + OTHERS
    lines = [line.split() for line in table.splitlines() if line.strip()]
    return {
        Door(endpoint, method): dict(zip(PEOPLE, map(int, statuses), strict=True))
        for endpoint, method, *statuses in lines[1:]
    }


def is_refused(door: Door, status: int) -> bool:
    """Say whether a status of the table turns somebody away."""
    if door.endpoint.startswith("auth.") and status == 303:
        return False
    return status in (401, 403, 404) or (door.method == "GET" and status == 303)
