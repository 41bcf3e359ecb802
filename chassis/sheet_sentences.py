"""What people are told of a file that is not taken as a spreadsheet."""

from chassis.languages import Sentence

SHEETS: dict[str, Sentence] = {
    "sheet_not_taken": Sentence(
        "Filen kan ikke læses; indholdet er {found}. Gem den som CSV UTF-8 eller XLSX "
        "uden makroer og adgangskode.",
        "The file cannot be read; its content is {found}. Save it as CSV UTF-8, or as "
        "XLSX without macros and password.",
        415,
    ),
    "sheet_encoding_unknown": Sentence(
        "Filens tegnsæt er ikke UTF-8. Vælg »CSV UTF-8« eller »Excel-projektmappe "
        "(.xlsx)«, når du gemmer.",
        "The file is not in UTF-8. Choose »CSV UTF-8« or »Excel workbook (.xlsx)« when "
        "you save it.",
        415,
    ),
    "sheet_broken": Sentence(
        "Filen er i stykker. Åbn den i regnearket, og gem den igen som XLSX.",
        "The file is broken. Open it in the spreadsheet and save it again as XLSX.",
        422,
    ),
    "sheet_empty": Sentence(
        "Der er ingen rækker i filen. Første række skal være kolonnernes navne.",
        "There are no rows in the file. The first must be the names of the columns.",
        422,
    ),
    "sheet_too_large": Sentence(
        "Regnearket fylder for meget udpakket; grænsen er {limit} byte. Del det.",
        "The workbook is too large when unpacked; the limit is {limit} bytes. Split it.",
        413,
    ),
    "sheet_too_long": Sentence(
        "Der er for mange rækker; grænsen er {rows}. Del filen.",
        "There are too many rows; the limit is {rows}. Split the file.",
        413,
    ),
    "sheet_too_wide": Sentence(
        "Der er for mange kolonner; grænsen er {columns}. Slet dem, der ikke bruges.",
        "There are too many columns; the limit is {columns}. Delete the unused ones.",
        413,
    ),
}
