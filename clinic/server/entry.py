"""What the server's worker process loads."""

from clinic.app import create_app
from clinic.server.front import Front
from clinic.server.orphans import end_with_parent
from clinic.web.lanes import lane_finder
from clinic.web.notices import draw_notices


def make_front() -> Front:
    """Make the pages, and the front before them."""
    end_with_parent()
    app = create_app()
    return Front(app, lane_finder(app), draw_notices(app))
