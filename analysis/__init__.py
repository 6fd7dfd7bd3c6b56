"""Comments in, findings out: this package has never heard of a survey, a database or a page."""
