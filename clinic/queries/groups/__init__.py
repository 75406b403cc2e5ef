"""Groups: cohorts, their sessions, and the dates of both."""
