"""What the server's worker process loads."""

from functools import partial

from clinic.app import create_app
from clinic.server.front import Front
from clinic.server.orphans import end_with_parent
from clinic.server.read_writer import ReadWriter
from clinic.web.lanes import lane_finder
from clinic.web.notices import draw_notices
from clinic.web.page_reads import write_down
from clinic.web.request_context import hearth


def make_front() -> Front:
    """Make the pages, and the front before them."""
    end_with_parent()
    app = create_app()
    writer = ReadWriter(partial(write_down, hearth(app)))
    return Front(app, lane_finder(app), draw_notices(app), at_end=writer.close)
