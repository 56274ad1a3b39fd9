from datetime import date, timedelta
from unicodedata import normalize
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.rules.expressions import All, Any, Except, Mark, fts5, tsquery
from app.search.rules.findables import SearchKind, number_of, numbers_from
from app.search.rules.passages import WIDTH, Piece, marked, passage
from app.search.rules.question import TYPED_LENGTH, Reading, Term, question
from app.search.rules.words import words_in

TEXTS = st.text(alphabet='aăđĐệ\u0323\u0301oóòKhủUỷ한글ßİ5 .,-/\n"_*', max_size=400)
SYLLABLES = st.sampled_from(["nghị", "quyết", "Nghị", "hòa", "hoà", "đảng", "số", "5"])
PROSE = st.lists(SYLLABLES | st.sampled_from([".", "\n", " ,", "—"]), max_size=120).map(" ".join)


def said(*words, is_beginning=False):
    return Term(words, is_beginning)


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Đảng ủy", ["dang", "uy"]),
        ("ĐẢNG UỶ", ["dang", "uy"]),
        ("thủy lợi, thuỷ lợi", ["thuy", "loi", "thuy", "loi"]),
        ("hòa giải, hoà giải", ["hoa", "giai", "hoa", "giai"]),
        (normalize("NFD", "Nguyễn Đức Thủy"), ["nguyen", "duc", "thuy"]),
        ("Số 05-NQ/CB", ["so", "05", "nq", "cb"]),
        ("một_hai\x00ba 🙂", ["mot", "hai", "ba"]),
        ("", []),
    ],
)
def test_words_are_compared_without_tones_marks_and_signs(written, words):
    assert words_in(written) == words


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("nghị quyết", (said("nghi"), said("quyet"))),
        ('"nghị quyết" chi bộ', (said("nghi", "quyet"), said("chi"), said("bo"))),
        ("“nghị quyết”", (said("nghi", "quyet"),)),
        ("05-NQ/CB", (said("05", "nq", "cb"),)),
        ('họp "chuyên đề', (said("hop"), said("chuyen", "de"))),
        ("a AND NOT -b NEAR(c) d*", (said("a"), said("and"), said("not"), said("b"))),
        (' "" . , * - : ^ ( ) \x00 🙂', ()),
        ("", ()),
    ],
)
def test_whatever_is_typed_is_words_and_phrases(typed, terms):
    assert question(typed).terms[: len(terms)] == terms
    assert bool(question(typed).terms) is bool(terms)


def test_a_question_of_ten_thousand_characters_is_cut():
    assert len(question(" ".join(f"t{at}" for at in range(2000))).terms) == 16
    assert len(question("x" * 10_000).terms[0].words[0]) == TYPED_LENGTH


TOGETHER, APART, BEGINNING = Reading


@pytest.mark.parametrize(
    ("typed", "readings"),
    [
        ("chi n", [(TOGETHER, said("chi", "n")), (APART, said("chi"), said("n"))]),
        ("ngh", [(APART, said("ngh")), (BEGINNING, said("ngh", is_beginning=True))]),
        ("05-NQ", [(APART, said("05", "nq")), (BEGINNING, said("05", "nq", is_beginning=True))]),
        (
            "chi ngh",
            [
                (TOGETHER, said("chi", "ngh")),
                (APART, said("chi"), said("ngh")),
                (BEGINNING, said("chi"), said("ngh", is_beginning=True)),
            ],
        ),
        ('"chi ngh"', [(APART, said("chi", "ngh"))]),
        ('"chi" "ngh', [(APART, said("chi"), said("ngh"))]),
        ("", []),
    ],
)
def test_a_question_is_read_ever_more_loosely(typed, readings):
    assert [(reading, *terms) for reading, terms in question(typed).readings()] == readings


def test_words_may_be_asked_for_that_need_not_stand_together():
    readings = dict(question("chi bộ").readings(APART))
    assert readings == {
        APART: (said("chi"), said("bo")),
        BEGINNING: (said("chi"), said("bo", is_beginning=True)),
    }


@given(TEXTS)
def test_no_typed_text_can_break_the_grammar_of_either_index(typed):
    terms = question(typed).terms
    assert all(word and word.isalnum() for term in terms for word in term.words)


def test_a_condition_is_written_for_both_databases():
    whose = Except(Any((Mark("_a"), Mark("_b"))), Any((Mark("_c"),)))
    what = All((said("nghi", "quyet"), said("th", is_beginning=True), whose))

    assert fts5(what) == (
        '(words : "nghi quyet" AND words : "th" * AND '
        '((marks : "_a" OR marks : "_b") NOT (marks : "_c")))'
    )
    assert tsquery(what) == "(('nghi' <-> 'quyet') & ('th':*) & (('_a' | '_b') & !('_c')))"


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


def hits_in(pieces):
    return [piece.text for piece in pieces if piece.is_hit]


@pytest.mark.parametrize(
    ("text", "typed", "hits"),
    [
        ("Chi bộ ra Nghị quyết về thủy lợi", "nghi quyet", ["Nghị", "quyết"]),
        ("Chi bộ ra Nghị quyết về thủy lợi", '"nghi quyet"', ["Nghị quyết"]),
        ("Nghị\nquyết", '"nghị quyết"', ["Nghị quyết"]),
        ("Thuỷ lợi, thủy sản", "thủy", ["Thuỷ", "thủy"]),
        ("số 05-NQ/CB ngày 5/11", "05-nq/cb", ["05-NQ/CB"]),
        ("ban, bàn, bạn, băng", "bàn", ["ban", "bàn", "bạn"]),
        ("không có gì", "khác", []),
        ("", "khác", []),
    ],
)
def test_hits_are_marked_in_the_spelling_of_the_text(text, typed, hits):
    assert hits_in(marked(text, question(typed).terms)) == hits


def test_loose_tone_marks_belong_to_their_letters():
    text = normalize("NFD", "đồng chí Thủy nói")
    assert hits_in(marked(text, question("thuỷ").terms)) == [normalize("NFD", "Thủy")]


def test_an_unfinished_word_is_marked_whole():
    terms = (said("ngh", is_beginning=True),)
    assert hits_in(marked("Nghị quyết, kinh nghiệm", terms)) == ["Nghị", "nghiệm"]


def test_the_passage_is_where_most_terms_stand_together():
    text = "Sao chép. " + "x " * 400 + "Phương án sao lưu dữ liệu." + " y" * 400

    pieces = passage(text, question("sao lưu dữ liệu").terms)

    assert hits_in(pieces) == ["sao", "lưu", "dữ", "liệu"]
    assert text_of(pieces).startswith("… ")
    assert text_of(pieces).endswith("\u00a0…")


def test_a_text_found_by_its_title_shows_its_beginning():
    assert passage("Một hai ba", question("khác").terms) == (Piece("Một hai ba"),)


@given(TEXTS | PROSE, st.lists(SYLLABLES, min_size=1, max_size=3).map(" ".join), st.booleans())
def test_a_passage_is_a_piece_of_the_text_and_marks_only_what_was_asked(text, typed, is_quoted):
    asked = question(f'"{typed}"' if is_quoted else typed)
    pieces = passage(text, asked.terms)

    shown = text_of(pieces).removeprefix("… ").removesuffix("\u00a0…").replace("·", " ")
    assert " ".join(shown.split()) in " ".join(text.split())
    assert len(text_of(pieces)) <= max(WIDTH * 3, max(map(len, hits_in(pieces)), default=0) + 80)
    for hit in hits_in(pieces):
        assert tuple(words_in(hit)) in {term.words for term in asked.terms}


@given(TEXTS | PROSE)
def test_every_word_of_a_text_is_marked_when_it_is_asked_for(text):
    for word in set(words_in(text)):
        assert {word} == {*words_in(" ".join(hits_in(marked(text, (said(word),)))))}


def test_the_whole_text_stands_around_its_marks():
    text = "Chi bộ ra nghị quyết"
    assert text_of(marked(text, question("bo quyet").terms)) == text


@given(st.uuids(), st.uuids(), st.dates(date(1930, 1, 1), date(2200, 12, 30)), st.integers(0, 9))
def test_numbers_follow_the_days_and_fit_into_a_signed_64_bit_integer(one, other, day, part):
    later = day + timedelta(days=1)
    number = number_of(SearchKind.MINUTES, one, part, day)

    assert numbers_from(day) <= number < numbers_from(later) < 2**63
    assert number < number_of(SearchKind.MEETING, other, 0, later)


def test_the_texts_of_a_day_are_told_apart():
    subjects = [UUID(int=at) for at in range(20)] + [uuid4()]
    numbers = {
        number_of(kind, subject, part, date(2026, 11, 3))
        for kind in SearchKind
        for subject in subjects
        for part in range(4)
    }
    assert len(numbers) == len(SearchKind) * len(subjects) * 4
