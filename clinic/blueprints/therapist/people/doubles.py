"""Who looks like the person whom a form is about to enter, for both forms that enter one."""

from clinic.forms.people.enrollments import EnrollmentForm
from clinic.queries.people.doubles import Double, doubles_of
from clinic.web.request_context import db, reader


def look_alikes(form: EnrollmentForm) -> tuple[Double, ...]:
    """List who may be the same, until somebody says that it is another person."""
    is_faulty = any(field.errors for field in form)
    if is_faulty or not form.is_new or form.is_told_apart or not form.preferred_name.data:
        return ()
    return doubles_of(db(), reader(), form.newcomer)
