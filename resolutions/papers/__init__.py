"""The words of the official papers: one file per kind, each a function that makes a `Paper` of records.

How a paper looks is said in `resolutions.typeset`, and its sizes stand in `Layout`.
"""
