"""What several pages draw: the frame, figures, comments, errors, progress."""
