"""Draft: from figures to the explanatory sections, in the wording of a style (`templates/<style>/`)."""

from gouji.draft.figures import Figures, read_figures
from gouji.draft.inputs import Inputs, InputsError, inputs_of, read_inputs, with_prior, write_inputs
from gouji.draft.writer import StyleError, draft, styles

__all__ = [
    "Figures",
    "Inputs",
    "InputsError",
    "StyleError",
    "draft",
    "inputs_of",
    "read_figures",
    "read_inputs",
    "styles",
    "with_prior",
    "write_inputs",
]
