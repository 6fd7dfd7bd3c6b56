"""Taking part in the portal: what a resident sees of one survey, and what they ask for."""
