"""A pack in the making: how far it is, and the file when it is there."""

from typing import Any

from flask import Blueprint, abort, jsonify, make_response, render_template
from werkzeug import Response

from clinic.domain.access import Action
from clinic.web.gate import access, polls
from clinic.web.jobs import Job
from clinic.web.request_context import hearth, now, reader, wants_json

blueprint = Blueprint("pack_jobs", __name__)


@blueprint.get("/packs/<token:token>")
@access(Action.PACK_PRINT)
@polls
def show(token: str) -> Any:
    """Say how far it is, to a person or to the script of her page."""
    job = _job(token)
    if wants_json():
        return jsonify(done=job.done, of=job.of, is_finished=job.is_finished)
    if job.fault:
        job.result()
    return render_template("handouts/pack_jobs/show.html", job=job)


@blueprint.get("/packs/<token:token>.pdf")
@access(Action.PACK_PRINT)
def file(token: str) -> Response:
    """Give the file; it may be fetched again for as long as it is kept."""
    job = _job(token)
    if not job.is_finished:
        abort(404)
    return file_of(job)


def file_of(job: Job) -> Response:
    """Answer with the file of a finished job, or raise what kept it from being made."""
    answer = make_response(job.result())
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{job.file_name}"'
    return answer


def _job(token: str) -> Job:
    job = hearth().jobs.find(reader().account_id, token, now())
    if job is None:
        abort(404)
    return job
