from dataclasses import replace
from datetime import date

from app.documents.text import render_text
from app.petitions.document import (
    AnswerPaper,
    ListedPetition,
    PetitionList,
    answer_document,
    list_document,
)
from app.petitions.rules import PetitionState
from tests.documents.reading import pdf_words, text_words, word_words
from tests.minutes.samples import LETTERHEAD

ANSWER = AnswerPaper(
    letterhead=LETTERHEAD,
    authority="T/M CHI BỘ",
    author="Võ Văn Bình",
    branch="Chi bộ Thông tin – Tin học",
    raised_on=date(2026, 10, 5),
    received_on=date(2026, 10, 5),
    text="Đề nghị mở lớp kỹ năng số.",
    answer="Chi bộ mở lớp:\n- Đợt một, tháng 12.\n- Đợt hai, quý I/2027.",
    answered_on=date(2026, 11, 2),
)
LIST = PetitionList(
    letterhead=LETTERHEAD,
    subject="kiến nghị, đề xuất của các chi bộ quý IV/2026",
    dated=date(2026, 11, 22),
    rows=(
        ListedPetition(
            date(2026, 10, 5),
            "Chi bộ Thông tin – Tin học",
            "",
            "Đề nghị mở lớp kỹ năng số.",
            "Chi bộ Thông tin – Tin học",
            PetitionState.ANSWERED,
            date(2026, 11, 16),
            date(2026, 11, 2),
        ),
    ),
)


def words_of(document):
    return " ".join(render_text(document).replace("\xa0", " ").split())


def test_an_answer_says_who_asked_what_and_what_is_answered():
    text = words_of(answer_document(ANSWER))

    assert "về việc trả lời kiến nghị của đồng chí Võ Văn Bình" in text
    assert "Kính gửi: Đồng chí Võ Văn Bình, Chi bộ Thông tin – Tin học" in text
    for part in ("……-TB/CB", "Đề nghị mở lớp kỹ năng số.", "- Đợt hai, quý I/2027.", "BÍ THƯ"):
        assert part in text


def test_without_the_right_to_the_name_it_stands_nowhere():
    text = words_of(answer_document(replace(ANSWER, author="")))

    assert "một đồng chí" in text
    assert "Bình" not in text


def test_what_was_passed_up_says_why():
    assert "Vượt thẩm quyền." in words_of(
        answer_document(replace(ANSWER, reason="Vượt thẩm quyền."))
    )


def test_a_list_says_of_each_where_it_stands():
    text = words_of(list_document(LIST))

    assert "kiến nghị, đề xuất của các chi bộ quý IV/2026" in text
    assert "đã trả lời, ngày 02/11/2026" in text
    assert "Không có kiến nghị nào." in words_of(list_document(replace(LIST, rows=())))


def test_pdf_word_and_text_say_the_same():
    for document in (answer_document(ANSWER), list_document(LIST)):
        assert pdf_words(document) == text_words(document)
        assert word_words(document) == text_words(document)
