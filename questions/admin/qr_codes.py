"""QR codes as SVG that a strict policy lets through and that any theme can be scanned in."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """The text as an inline SVG, black on white with a quiet edge, without a style attribute."""
    drawing = segno.make(text, error="m", micro=False).svg_inline(
        border=3, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    # Drawn from modules alone: the text is not in it.
    return mark_safe(drawing)  # noqa: S308
