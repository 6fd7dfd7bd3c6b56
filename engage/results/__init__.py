"""From stored answers and analysis runs to the figures people read, each with its base."""
