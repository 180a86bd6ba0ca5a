"""Papers as pages: the parts of a paper, and how Word and PDF show them after the rules of layout.

Plain Python that knows no table. Which words a paper holds is said in `resolutions.papers`; every size and distance comes
with the layout.
"""
