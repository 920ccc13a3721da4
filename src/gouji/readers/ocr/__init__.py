"""Pages that are pictures, read by a machine (`gouji[ocr]`): text lines from an engine, ruling lines from the picture itself.

Nothing here is imported before a page has to be recognised; what comes out is a `Page` like any other, of which each
character keeps how sure the machine was of it.
"""
