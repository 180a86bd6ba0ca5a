"""What must be done: resolutions, directives, progress, reviews and personnel decisions."""
