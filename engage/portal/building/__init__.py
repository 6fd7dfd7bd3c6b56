"""Where surveys are written: an outline, an editor of one part, everything saved as it is made."""
