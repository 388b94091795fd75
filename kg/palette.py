"""The name of a relation family or an actor type comes in; the colours and shape to draw it with go out.

The nine family colours keep apart for red-green blind eyes and against both grounds (tests measure it).
"""

from __future__ import annotations

__all__ = ["FAMILY_COLOURS", "TYPE_STYLES", "family_colours", "type_style"]

FAMILY_COLOURS = {
    "fights": ("#9d0f14", "#f0646e"),
    "opposes": ("#cc7a3d", "#b56a10"),
    "denies": ("#b1298c", "#b84ca6"),
    "alliedWith": ("#145b42", "#63e070"),
    "supports": ("#009ea2", "#74f0ee"),
    "talksWith": ("#2b5ed0", "#479af3"),
    "leads": ("#9077fe", "#7d64f5"),
    "memberOf": ("#3a4252", "#b4bfc6"),
    "controls": ("#836904", "#d6bb1c"),
}
_OTHER_FAMILY = ("#5f6773", "#9aa3ad")

TYPE_STYLES = {
    "State": ("#24476b", "square"),
    "GovernmentBody": ("#4f7296", "hexagon"),
    "SecurityForce": ("#4b6b3c", "shield"),
    "ArmedGroup": ("#5a2a27", "diamond"),
    "Organisation": ("#5d4a86", "octagon"),
    "Group": ("#8a6a3d", "triangle"),
    "Person": ("#2f7472", "circle"),
    "Place": ("#6b6f76", "pin"),
    "Claim": ("#8a4a78", "bubble"),
}
_OTHER_TYPE = ("#6b6f76", "circle")


def family_colours(family: str) -> tuple[str, str]:
    """The colour on a light and on a dark ground."""
    return FAMILY_COLOURS.get(family, _OTHER_FAMILY)


def type_style(type: str) -> tuple[str, str]:
    """The fill and the name of the shape."""
    return TYPE_STYLES.get(type, _OTHER_TYPE)
