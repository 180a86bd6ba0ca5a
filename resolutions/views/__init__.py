"""The pages: for everyone, for the office, for the units, and the papers."""
