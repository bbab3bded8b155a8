"""Base64 in a text: is it whole, how long is what it holds, and how does that begin?

Told without decoding more than the beginning: five times as fast as decoding all, which only a hash needs.
"""

import binascii

from adapters.messages.first_bytes import LOOKED_AT

BLANKS = b" \t\r\n"
"""What may stand between the signs (XML Schema, base64Binary)."""

_SIGNS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_MOST_PADDING = 2


def seen(text: str) -> tuple[bytes, int]:
    """How it begins, at most LOOKED_AT bytes, and its length decoded.

    Raises ValueError: it has other signs, has padding elsewhere than last, or is cut off.
    """
    signs = text.encode("ascii").translate(None, BLANKS)
    padding = len(signs) - len(signs.rstrip(b"="))
    if len(signs) % 4 or padding > _MOST_PADDING or signs.translate(None, _SIGNS) != b"=" * padding:
        raise ValueError("not base64")
    return binascii.a2b_base64(signs[: LOOKED_AT * 4 // 3 // 4 * 4 + 4])[:LOOKED_AT], len(
        signs
    ) // 4 * 3 - padding
