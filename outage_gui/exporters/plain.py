"""A stranger's text made harmless for other programs: no control, bidi or format characters, no formula, no markup."""

import re
import unicodedata

FORMULA = "=+-@\t\r\n＝＋－＠"  # what a spreadsheet may take for the beginning of a formula
KEPT = re.compile(r"[0-9A-Za-z .,:/()'_=+–—…-]")
LONGEST = 300  # letters of a label in a drawing


def harmless(text: str, most: int = 4_000) -> str:
    """One line of printable characters, cut where it is too long; blanks for line ends and tabs, nothing for others."""
    blank = re.sub(r"\s+", " ", text)
    safe = "".join(letter for letter in blank if letter == " " or is_plain(letter)).strip()
    return safe if len(safe) <= most else safe[: most - 1] + "…"


def is_plain(letter: str) -> bool:
    """Letters, marks, numbers, punctuation, symbols: no control, format, surrogate, private or unassigned ones."""
    return letter.isprintable() and unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def cell(text: str) -> str:
    """For a table: what could begin a formula is preceded by an apostrophe, as spreadsheets mark plain text."""
    safe = harmless(text)
    return f"'{safe}" if safe[:1] and safe[0] in FORMULA else safe


def dot_text(text: str) -> str:
    """Inside double quotes of DOT, where a backslash and an ampersand have meanings of their own."""
    safe = harmless(text, LONGEST)
    return safe.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;")


def mermaid_text(text: str) -> str:
    """For Mermaid, where quotes, directives and the word `end` have meanings: all but plain letters as entities."""
    safe = harmless(text, LONGEST)
    coded = "".join(letter if KEPT.match(letter) or letter.isalpha() else f"#{ord(letter)};" for letter in safe)
    return re.sub(r"\b([eE])([nN][dD])\b", lambda found: f"#{ord(found[1])};{found[2]}", coded) or "#160;"
