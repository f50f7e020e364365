"""Speed, measured beside what it is compared with and printed; nothing here passes or fails."""
