"""A codebook as DDI Codebook 2.5 XML, the format in which data archives describe surveys.

Elements stand in the order of the schema's sequences (DDI Alliance, DDI Codebook 2.5); what we use of it
is written down in ``docs/schema/ddi-codebook-subset.xsd``. Every text is given in each language it has.
"""

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as Tree

from surveys.exporting.codebook import Codebook, Entry, version_range
from surveys.exporting.columns import list_label
from surveys.exporting.reasons import CODES, DECLINED, LABELS, WORDS, shown_by
from surveys.exporting.xlsx import UNSPEAKABLE

NAMESPACE = "ddi:codebook:2_5"
SCHEMA = "http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd"
_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FILE = "F1"
_EMPTY = (
    "An empty cell means no answer. Where that was asked for, a code beginning with a point says why; the "
    "categories marked as missing have those codes, and those that respondents chose in order to decline."
)


def xml(book: Codebook, *, file_name: str, version: str) -> bytes:
    """Return the document. ``file_name`` is that of the data; ``version`` that of this product."""
    root = Tree.Element(f"{{{NAMESPACE}}}codeBook", {"version": "2.5", _LANG: "en"})
    root.set(f"{{{_INSTANCE}}}schemaLocation", f"{NAMESPACE} {SCHEMA}")
    _document(root, book, version)
    _study(root, book)
    _file(root, book, file_name)
    _variables(_add(root, "dataDscr"), book)
    Tree.register_namespace("", NAMESPACE)
    Tree.register_namespace("xsi", _INSTANCE)
    Tree.indent(root)
    body: bytes = Tree.tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _document(root: Tree.Element, book: Codebook, version: str) -> None:
    citation = _add(_add(root, "docDscr"), "citation")
    _titles(citation, book)
    produced = _add(citation, "prodStmt")
    _add(produced, "prodDate", book.made_on, date=book.made_on)
    _add(produced, "software", "engage", version=version)


def _study(root: Tree.Element, book: Codebook) -> None:
    study = _add(root, "stdyDscr")
    _titles(_add(study, "citation"), book)
    about = _add(study, "stdyInfo")
    _in_each(about, "abstract", book.introduction)
    if all(book.collected):
        described = _add(about, "sumDscr")
        for event, day in zip(("start", "end"), book.collected, strict=True):
            _add(described, "collDate", day, date=day, event=event)
    if any(book.notice.values()):
        access = _add(study, "dataAccs")
        # A statement of use has its conditions once: each language takes a statement of its own.
        for language, words in book.notice.items():
            _in_each(_add(access, "useStmt"), "conditions", {language: words})


def _titles(citation: Tree.Element, book: Codebook) -> None:
    statement = _add(citation, "titlStmt")
    first, *others = [(language, words) for language, words in book.title.items() if words]
    _add(statement, "titl", first[1], lang=first[0])
    for language, words in others:
        _add(statement, "parTitl", words, lang=language)
    _add(statement, "IDNo", book.slug)


def _file(root: Tree.Element, book: Codebook, file_name: str) -> None:
    text = _add(_add(root, "fileDscr", ID=_FILE), "fileTxt")
    _add(text, "fileName", file_name)
    size = _add(text, "dimensns")
    _add(size, "caseQnty", str(book.responses))
    _add(size, "varQnty", str(len(book.entries)))
    _add(text, "dataMsng", _EMPTY, lang="en")


def _variables(data: Tree.Element, book: Codebook) -> None:
    ids = {entry.column.name: f"V{number}" for number, entry in enumerate(book.entries, 1)}
    lists: dict[str, list[Entry]] = {}
    for entry in book.entries:
        if entry.column.part_of:
            lists.setdefault(entry.column.part_of, []).append(entry)
    for number, (name, members) in enumerate(lists.items(), 1):
        group = _add(
            data,
            "varGrp",
            ID=f"G{number}",
            type="multipleResp",
            var=" ".join(ids[member.column.name] for member in members),
            name=name,
        )
        _in_each(group, "labl", list_label(members[0].column))
    for entry in book.entries:
        _variable(data, entry, ids[entry.column.name])


def _variable(data: Tree.Element, entry: Entry, id_: str) -> None:
    column = entry.column
    is_counted = column.holds_numbers and column.sort != "code"
    variable = _add(
        data, "var", ID=id_, name=column.name, files=_FILE, intrvl="contin" if is_counted else "discrete"
    )
    _in_each(variable, "labl", column.label)
    if column.question is not None:
        asked = _add(variable, "qstn")
        _in_each(asked, "qstnLit", column.question.text)
        if column.question.hint:
            _in_each(asked, "ivuInstr", column.question.hint)
    reasons = list(shown_by(column))
    missing = [option.code for option in column.codes if option.missing] + [CODES[why] for why in reasons]
    if missing:
        invalid = _add(variable, "invalrng")
        for code in missing:
            _add(invalid, "item", VALUE=code)
    for said in _universes(entry):
        _add(variable, "universe", said)
    for option in column.codes:
        _category(variable, option.code, option.label, DECLINED if option.missing else "")
    for why in reasons:
        _category(variable, CODES[why], LABELS[why], WORDS[why])
    if entry.formula:
        _add(_add(variable, "derivation"), "drvdesc", entry.formula)
    _add(variable, "varFormat", **_format(column.sort, holds_numbers=column.holds_numbers))
    if entry.versions:
        _add(variable, "notes", f"survey versions {entry.versions}")


def _category(variable: Tree.Element, code: str, label: Mapping[str, str], why: str) -> None:
    """Add what a code means; ``why`` says which sort of no answer it is, if it is one."""
    marked = {"missing": "Y", "missType": why.replace("_", " ")} if why else {"missing": "N"}
    category = _add(variable, "catgry", **marked)
    _add(category, "catValu", code)
    _in_each(category, "labl", label)


def _universes(entry: Entry) -> Iterator[str]:
    for versions, said in entry.asked_if:
        if said:
            yield (
                f"asked if {said}"
                if len(entry.asked_if) == 1
                else f"versions {version_range(versions)}: asked if {said}"
            )


def _format(sort: str, *, holds_numbers: bool) -> Mapping[str, str]:
    told = {"type": "numeric" if holds_numbers else "character", "schema": "other"}
    return told | ({"category": sort} if sort in ("date", "time") else {})


def _in_each(parent: Tree.Element, tag: str, texts: Mapping[str, str]) -> None:
    for language, words in texts.items():
        if words:
            _add(parent, tag, words, lang=language)


def _add(
    parent: Tree.Element, tag: str, text: str = "", *, lang: str = "", **attributes: str
) -> Tree.Element:
    child = Tree.SubElement(parent, f"{{{NAMESPACE}}}{tag}", attributes)
    if lang:
        child.set(_LANG, lang)
    if text:
        child.text = UNSPEAKABLE.sub("\ufffd", text)
    return child
