"""Files that are not what they claim, made alike each time: broken, bombs, and worse."""

import gzip
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import islice
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from tests.adapters.partnerships.sheet import xlsx

type Maker = Callable[[Random], bytes]

HEADER = "name;cvr;p-number;industry code;size class;focus\r\n"
SHEET, BOOK, STRINGS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/strings.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LAUGHS = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "ha">'
    for n in range(10)
)
BODIES = (
    "%PDF-1.7\n1 0 obj", "<html><table><tr><td>name</td></tr></table>", "<?xml version='1.0'?><a/>",
    '{"name": "A", "cvr": "10000009"}', "PK", "PK\x03\x04", "name", "\ufeff", "\r\n\r\n", "", ";;;;\r\n",
    f'{HEADER}"A;10000009', f"{HEADER}{'A' * 200_000};10000009", ";".join(["name"] * 1000),
    f"{HEADER}A;10000009;;;;" + ";x" * 100, f"{HEADER}010203-1234;10000009", f"{HEADER}\x1b[31m;10000009",
    f"{HEADER}A\x00;10000009", f"{HEADER}\u202eA;10000009;;;;;", f'{HEADER}"""";10000009;;;;\r\n',
    "name,cvr\rA,10000009\r", "name\tcvr\nA\t10000009;\n",
)  # fmt: skip
CASE_HEADER = "reference;kind;title;goals;parties;fields (json)"
CASES = (
    "bid", "campus", "nix", "", "SAG", "SAG-1", "G1.1", "G1.1, G1.1", "G9", "{}", "[]", "{" + "[" * 500, "[" * 100_000,
    '{""a"": NaN}', '{""a"": ""\\ud800""}', '{""area"": {""type"": ""area""}}', "9" * 5000, "10000009 business x", "/", "= 1",
    "10000009 business 00000000-0000-0000-0000-0000000000a2", "\ud7ff", "null", "HTK-BID-2024-0001",
)  # fmt: skip
SIGNS = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x89PNG\r\n", b"\xff\xd8\xff\xe0",
    b"{\\rtf1", b"\x7fELF", b"MZ\x90", b"\xff\xfe", b"\xfe\xff\xd8", b"\xef\xbb\xbf\xed\xa0\x80", b"PK\x05\x06" + bytes(18),
)  # fmt: skip
CELLS = (
    "A", "=1+1", "'=1+1", "+A", "@A", "-", "", " ", "10000009", "10000017", "12345678", "0101011234", "\u202e", "ÆØÅ",
    "small", "green, tech", "green, green", "1000000200", "107120", "\U0001f95c", "\x85", '""""', "x" * 300, "null",
)  # fmt: skip
PARTS = (
    '<row r="1000000000000"><c r="A1"><v>1</v></c></row>', '<row r="1"><c r="XFDXFD1"><v>1</v></c></row>',
    '<row r="-1"><c r="A-1"><v>1</v></c></row>', '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
    '<row r="1"><c r="A1" t="s"><v>-99</v></c></row>', '<row r="1"><c r="A1"><v>1e999</v></c></row>',
    '<row r="1"><c r="A1" t="d"><v>never</v></c></row>', '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>',
    '<row r="x"/>', "<row><c/></row>" * 3000, '<row r="1"><c r="A1" t="array"><f t="array" ref="A1:A9">1</f></c></row>',
    '<row r="1"><c r="A1" t="n"><v>nan</v></c></row>', '<row r="1"><c r="A1" s="9999"><v>1</v></c></row>', "<row",
)  # fmt: skip


def files(count: int) -> Iterator[tuple[str, bytes]]:
    """Yield as many files, each with its kind and number."""
    random = Random(20_260)  # noqa: S311 - the same files each time
    for number, (name, maker) in enumerate(islice(_turns(), count)):
        yield f"{name} {number}", maker(random)


def _turns() -> Iterator[tuple[str, Maker]]:
    while True:
        yield from MAKERS.items()


def _zip(parts: dict[str, bytes]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def _parts(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _workbook(random: Random) -> dict[str, bytes]:
    rows = [HEADER.strip().split(";"), *(_cells(random) for _ in range(3))]
    return _parts(xlsx([list(row) for row in rows]))


def _cells(random: Random) -> list[str]:
    texts = [cell for cell in CELLS if cell.isprintable()]
    return [random.choice(texts) for _ in range(6)]


def _text(random: Random) -> bytes:
    return random.choice(BODIES).encode()


def _signed(random: Random) -> bytes:
    return random.choice(SIGNS) + random.randbytes(random.randrange(200))


def _rows(random: Random) -> bytes:
    rows = [
        ";".join(random.choice(CELLS) for _ in range(random.randrange(8)))
        for _ in range(random.randrange(40))
    ]
    right = f"Bageriet;10000009;{random.randrange(10**9, 2 * 10**9)};;;"
    return (HEADER + random.choice(["\r\n", "\n", "\r"]).join([right, *rows])).encode()


def _encoded(random: Random) -> bytes:
    text = f"{HEADER}Bageriet Næbdyr;10000009;;;;\r\n"
    encoding = random.choice(["latin-1", "utf-16-le", "utf-16-be", "utf-16", "utf-32"])
    sent = text.encode(encoding)
    return sent[: len(sent) - random.randrange(3)]


def _compressed(random: Random) -> bytes:
    content = HEADER.encode()
    return random.choice([gzip.compress(content, mtime=0), zlib.compress(content)])


def _other_zip(random: Random) -> bytes:
    other = random.choice(["word/document.xml", "a.txt", "../../etc/passwd", "xl/x"])
    return _zip({other: b"x", "[Content_Types].xml": b"<Types/>"})


def _macros(random: Random) -> bytes:
    return _zip({**_workbook(random), "xl/vbaProject.bin": b"Sub Auto_Open()"})


def _bomb(random: Random) -> bytes:
    part = random.choice([SHEET, STRINGS, "xl/styles.xml", "xl/media/a"])
    return _zip({**_workbook(random), part: bytes(17 * 1024 * 1024)})


def _lying_bomb(random: Random) -> bytes:
    """Its directory says that the sheet is small."""
    sent = _zip({**_workbook(random), SHEET: b" " * 1024 * 1024})
    said = (1024 * 1024).to_bytes(4, "little")
    return sent.replace(said, (100).to_bytes(4, "little"))


def _many_parts(random: Random) -> bytes:
    many = {f"xl/{number}": b"" for number in range(1001)}
    return _zip({**_workbook(random), **many})


def _entities(random: Random) -> bytes:
    part = random.choice([SHEET, BOOK, "[Content_Types].xml", "xl/styles.xml"])
    evil = random.choice([LAUGHS, '<!ENTITY l9 SYSTEM "file:///etc/passwd">'])
    text = f"<!DOCTYPE a [{evil}]><worksheet xmlns='{MAIN}'>&l9;</worksheet>"
    return _zip({**_workbook(random), part: text.encode()})


def _sheet(random: Random) -> bytes:
    rows = random.choice(PARTS)
    said = '<dimension ref="A1:XFD1048576"/>' if random.random() < 1 / 2 else ""
    text = f"<worksheet xmlns='{MAIN}'>{said}<sheetData>{rows}</sheetData></worksheet>"
    return _zip({**_workbook(random), SHEET: text.encode()})


def _without(random: Random) -> bytes:
    parts = _workbook(random)
    parts.pop(random.choice(sorted(parts)))
    return _zip(parts)


def _cut(random: Random) -> bytes:
    sent = _zip(_workbook(random))
    return sent[: random.randrange(4, len(sent))]


def _scratched(random: Random) -> bytes:
    sent = bytearray(_zip(_workbook(random)))
    for _ in range(random.randrange(1, 9)):
        sent[random.randrange(4, len(sent))] = random.randrange(256)
    return bytes(sent)


def _locked(random: Random) -> bytes:
    sent = bytearray(_zip(_workbook(random)))
    sent[sent.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(sent)


def _honest(random: Random) -> bytes:
    return _zip(_workbook(random))


def _cases(random: Random) -> bytes:
    right = f"SAG-{random.random()};bid;BID Kanalen;;;"
    rows = [
        ";".join(f'"{random.choice(CASES)}"' for _ in range(6))
        for _ in range(random.randrange(40))
    ]
    return "\n".join([CASE_HEADER, right, *rows]).encode()


MAKERS: dict[str, Maker] = {
    "text": _text, "signature": _signed, "rows": _rows, "encoding": _encoded, "compressed": _compressed,
    "another zip": _other_zip, "macros": _macros, "bomb": _bomb, "lying bomb": _lying_bomb, "many parts": _many_parts,
    "entities": _entities, "sheet": _sheet, "part missing": _without, "cut": _cut, "scratched": _scratched,
    "cases": _cases, "locked": _locked, "workbook": _honest, "noise": lambda random: random.randbytes(300),
}  # fmt: skip
