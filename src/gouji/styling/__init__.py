"""Taking a style from a published document (gouji style): what rolling forward knows of it, as templates that a person can edit.

`subjects` finds which subject a number is, `expressions` what stands in its place, `movements` how changes and completions are worded,
`wordings` which of those words there are in all, `lines` the paragraphs, `lists` the loops in them, `taking` the whole and `folder` its files.
"""

from gouji.styling.folder import written
from gouji.styling.outline import told_sections
from gouji.styling.taking import Taken, take

__all__ = ["Taken", "take", "told_sections", "written"]
