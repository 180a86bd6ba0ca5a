"""What was said: sessions with their minutes, results, indicators and shortcomings."""
