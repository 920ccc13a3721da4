"""The language server: what an editor shows of a narrative while it is being written (`gouji lsp`)."""
