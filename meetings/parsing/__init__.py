"""Reading a report: Vietnamese prose in, a proposed session out, every field with its place in the text.

Plain Python that knows no table and no framework. The one door is `read`.
"""

from meetings.parsing.report import Report, TooLong, read

__all__ = ["Report", "TooLong", "read"]
