"""What Streamlit itself writes, in French: its widgets have no setting for these words, so a style says them.

Only words of ours stand here, none of anybody who uses the product.
"""

import streamlit as st

DROP = '[data-testid="stFileUploaderDropzone"]'
TOLD = '[data-testid="stFileUploaderDropzoneInstructions"]'
STYLE = f"""<style>
{DROP} button p {{ font-size: 0; }}
{DROP} button [data-testid="stMarkdownContainer"]::after {{ content: "Choisir un fichier"; }}
{TOLD} span {{ font-size: 0; }}
{TOLD} span::after {{ content: "ou déposez-le ici"; font-size: 0.875rem; }}
{DROP} > div:not([data-testid]) > * {{ font-size: 0; }}
{DROP} > div:not([data-testid]) > *::after {{ content: "Déposez le fichier ici"; font-size: 1rem; }}
[data-testid="InputInstructions"] {{ display: none; }}
</style>"""
"""The button and the words beside it, what appears while a file is dragged, and “Press Enter to apply”."""


def draw(language: str) -> None:
    """Say in French what would stand there in English; nothing to do for English."""
    if language == "fr":
        st.html(STYLE)
