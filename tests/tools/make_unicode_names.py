#!/usr/bin/python3.11
"""Makes src/object/unicode_names.c: the names of characters for \\N{...} (Unicode 14), as CPython 3.11 knows them.

Names are asked of unicodedata. It cannot list aliases, so those of Unicode's NameAliases.txt stand here; what they
are names of is asked too. Usage: make_unicode_names.py > src/object/unicode_names.c
"""

import unicodedata

BLOCK = 32      # names; the first of a block is written out
SHARED_MAX = 60

ALIASES = """
ACK|ACKNOWLEDGE|ALERT|ALM|APC|APPLICATION PROGRAM COMMAND|BACKSPACE|BEL|BOM|BPH|BREAK PERMITTED HERE|BS|
BYTE ORDER MARK|BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS|CAN|CANCEL|CANCEL CHARACTER|
CARRIAGE RETURN|CCH|CGJ|CHARACTER TABULATION|CHARACTER TABULATION SET|
CHARACTER TABULATION WITH JUSTIFICATION|CONTROL SEQUENCE INTRODUCER|CR|CSI|
CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR|CUNEIFORM SIGN NU11 TENU|DATA LINK ESCAPE|DC1|DC2|DC3|DC4|DCS|
DEL|DELETE|DEVICE CONTROL FOUR|DEVICE CONTROL ONE|DEVICE CONTROL STRING|DEVICE CONTROL THREE|
DEVICE CONTROL TWO|DLE|END OF GUARDED AREA|END OF LINE|END OF MEDIUM|END OF PROTECTED AREA|
END OF SELECTED AREA|END OF TEXT|END OF TRANSMISSION|END OF TRANSMISSION BLOCK|ENQ|ENQUIRY|EOL|EOM|EOT|EPA|
ESA|ESC|ESCAPE|ETB|ETX|FF|FILE SEPARATOR|FORM FEED|FS|FSI|FVS1|FVS2|FVS3|FVS4|GROUP SEPARATOR|GS|
HANGUL JONGSEONG SSANGYESIEUNG|HANGUL JONGSEONG YESIEUNG-KHIEUKH|HANGUL JONGSEONG YESIEUNG-KIYEOK|
HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK|HENTAIGANA LETTER E-1|HIGH OCTET PRESET|HOP|HORIZONTAL TABULATION|
HORIZONTAL TABULATION SET|HORIZONTAL TABULATION WITH JUSTIFICATION|HT|HTJ|HTS|IND|INDEX|
INFORMATION SEPARATOR FOUR|INFORMATION SEPARATOR ONE|INFORMATION SEPARATOR THREE|INFORMATION SEPARATOR TWO|
KANNADA LETTER LLLA|LAO LETTER FO FAY|LAO LETTER FO FON|LAO LETTER LO|LAO LETTER RO|
LATIN CAPITAL LETTER GHA|LATIN SMALL LETTER GHA|LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE|
LF|LINE FEED|LINE TABULATION|LINE TABULATION SET|LOCKING-SHIFT ONE|LOCKING-SHIFT ZERO|LRE|LRI|LRM|LRO|
MEDEFAIDRIN CAPITAL LETTER H|MEDEFAIDRIN CAPITAL LETTER NG|MEDEFAIDRIN SMALL LETTER H|
MEDEFAIDRIN SMALL LETTER NG|MESSAGE WAITING|MICR DASH SYMBOL|MICR ON US SYMBOL|MMSP|MVS|MW|
MYANMAR LETTER KHAMTI LLA|NAK|NBH|NBSP|NEGATIVE ACKNOWLEDGE|NEL|NEW LINE|NEXT LINE|NL|NNBSP|NO BREAK HERE|
NUL|NULL|OPERATING SYSTEM COMMAND|OSC|PAD|PADDING CHARACTER|PARTIAL LINE BACKWARD|PARTIAL LINE DOWN|
PARTIAL LINE FORWARD|PARTIAL LINE UP|PDF|PDI|PLD|PLU|PM|
PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET|PRIVACY MESSAGE|PRIVATE USE ONE|
PRIVATE USE TWO|PRIVATE USE-1|PRIVATE USE-2|PU1|PU2|RECORD SEPARATOR|REVERSE INDEX|REVERSE LINE FEED|RI|
RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE|RLE|RLI|RLM|RLO|RS|SCI|SET TRANSMIT STATE|SGC|
SHIFT IN|SHIFT OUT|SHY|SI|SINGLE CHARACTER INTRODUCER|SINGLE GRAPHIC CHARACTER INTRODUCER|
SINGLE SHIFT THREE|SINGLE SHIFT TWO|SINGLE-SHIFT-2|SINGLE-SHIFT-3|SO|SOH|SOS|SP|SPA|SS2|SS3|SSA|ST|
START OF GUARDED AREA|START OF HEADING|START OF PROTECTED AREA|START OF SELECTED AREA|START OF STRING|
START OF TEXT|STRING TERMINATOR|STS|STX|SUB|SUBSTITUTE|SYN|SYNCHRONOUS IDLE|
SYRIAC SUBLINEAR COLON SKEWED LEFT|TAB|TIBETAN MARK BKA- SHOG GI MGO RGYAN|UNIT SEPARATOR|US|
VERTICAL TABULATION|VERTICAL TABULATION SET|VT|VTS|WEIERSTRASS ELLIPTIC FUNCTION|WJ|
YI SYLLABLE ITERATION MARK|ZWJ|ZWNBSP|ZWNJ|ZWSP
"""


def names():
    found = {f"VS{n}": unicodedata.lookup(f"VARIATION SELECTOR-{n}") for n in range(1, 257)}
    for alias in ALIASES.replace("\n", "").split("|"):
        found[alias] = unicodedata.lookup(alias)
    for code in range(0x110000):
        name = unicodedata.name(chr(code), "")
        # Rules make these: see char_name.c.
        if name and not name.startswith(("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")):
            found[name] = chr(code)
    return sorted((name, ord(c)) for name, c in found.items())


def shared_length(a, b):
    n = 0
    while n < min(len(a), len(b), SHARED_MAX) and a[n] == b[n]:
        n += 1
    return n


def letters(number):
    """A signed number in small letters, base 26."""
    number = 2 * number if number >= 0 else -2 * number - 1
    text = ""
    while True:
        text = chr(97 + number % 26) + text
        number //= 26
        if not number:
            return text


def blocks(entries):
    for start in range(0, len(entries), BLOCK):
        previous, code, text = "", 0, ""
        for name, next_code in entries[start:start + BLOCK]:
            shared = shared_length(previous, name)
            text += chr(33 + shared) + name[shared:] + letters(next_code - code)
            previous, code = name, next_code
        yield text


def main():
    entries = names()
    texts = list(blocks(entries))
    print("/* unicode_names.c: the names of characters, Unicode 14. Made by tests/tools/make_unicode_names.py: do not")
    print(" * edit. char_name.c says how they are written. */")
    print('#include "object/unicode.h"\n\n/* clang-format off */')
    print("const char unicode_names[] =")
    for text in texts:
        for at in range(0, len(text), 150):
            piece = text[at:at + 150].replace("\\", "\\\\").replace('"', '\\"').replace("?", "\\?")
            print(f'    "{piece}"')
    print("    ;\nconst u32 unicode_name_blocks[] = {")
    at, line = 0, "   "
    for text in texts:
        item = f" {at},"
        if len(line) + len(item) > 170:
            print(line)
            line = "   "
        line += item
        at += len(text)
    print(f"{line} {at}}};\nconst isize unicode_name_block_count = {len(texts)};")


if __name__ == "__main__":
    main()
