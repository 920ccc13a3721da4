"""Draft: figures, and what only people know, become the standard sections."""

from gouji.draft.amounts import Amount, Source, Written
from gouji.draft.figures import Figures, figures_of_extract, read_figures
from gouji.draft.inputs import Given, Inputs, InputsError, inputs_in, read_inputs, with_prior, write_inputs
from gouji.draft.narrative import inputs_of
from gouji.draft.styles import Style, StyleError
from gouji.draft.styles import load as load_style
from gouji.draft.styles import names as style_names
from gouji.draft.writer import Draft, draft

__all__ = [
    "Amount",
    "Draft",
    "Figures",
    "Given",
    "Inputs",
    "InputsError",
    "Source",
    "Style",
    "StyleError",
    "Written",
    "draft",
    "figures_of_extract",
    "inputs_in",
    "inputs_of",
    "load_style",
    "read_figures",
    "read_inputs",
    "style_names",
    "with_prior",
    "write_inputs",
]
