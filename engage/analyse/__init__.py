"""A spreadsheet of comments in; coded comments, figures, findings and a report out."""
