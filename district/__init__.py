"""Who: organizations, terms, people and sectors; also the project's settings and addresses."""
