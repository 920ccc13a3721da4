"""Draft: figures, and what only people know, become the standard sections."""

from gouji.writing.amounts import Amount, Source, Written
from gouji.writing.figures import Figures, figures_of_extract, read_figures
from gouji.writing.forward import Told, forward, of_this_year, refuse_prior
from gouji.writing.inputs import Given, Inputs, InputsError, inputs_in, read_inputs, with_prior, write_inputs
from gouji.writing.lacking import Lack
from gouji.writing.narrative import inputs_of
from gouji.writing.styles import Style, StyleError
from gouji.writing.styles import load as load_style
from gouji.writing.styles import names as style_names
from gouji.writing.writer import Draft, draft

__all__ = [
    "Amount",
    "Draft",
    "Figures",
    "Given",
    "Inputs",
    "InputsError",
    "Lack",
    "Source",
    "Style",
    "StyleError",
    "Told",
    "Written",
    "draft",
    "figures_of_extract",
    "forward",
    "inputs_in",
    "inputs_of",
    "load_style",
    "of_this_year",
    "read_figures",
    "read_inputs",
    "refuse_prior",
    "style_names",
    "with_prior",
    "write_inputs",
]
