"""Tables, sealed text and the audit trail."""
