"""gouji 勾稽: drafts and checks the narrative of Chinese budget and final-account disclosures."""

__version__ = "0.1.0"
