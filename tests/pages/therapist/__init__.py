"""Pages of therapists and supervisors."""
