"""What is settled once for all writers."""

from dataclasses import replace

from app.documents.layout import column_widths, leads_on, settle
from app.documents.model import (
    Column,
    Heading,
    Keep,
    ListItem,
    Paragraph,
    Row,
    Signatory,
    Signatures,
    Table,
)
from app.documents.styles import HD05, STYLES
from tests.documents.samples import MINUTES, PROGRAMME, RESOLUTION

SIGNATURES = Signatures(left=None, right=Signatory(("CHỦ TRÌ",), "Trần Thị Hạnh"))


def test_the_masthead_is_in_capitals_and_breaks_where_it_means_something() -> None:
    header = settle(RESOLUTION).header

    assert header.over == "ĐẢNG BỘ VĂN PHÒNG\nUBND TỈNH"
    assert header.issuer == "CHI BỘ THÔNG TIN – TIN HỌC"


def test_a_long_place_and_date_breaks_before_the_day() -> None:
    assert settle(PROGRAMME).header.place_date == (
        "Thành phố Hồ Chí Minh,\nngày\N{NO-BREAK SPACE}05 tháng\N{NO-BREAK SPACE}02"
        " năm\N{NO-BREAK SPACE}2025"
    )


def test_a_break_somebody_typed_in_a_name_is_respected() -> None:
    header = replace(MINUTES.header, issuer="Chi bộ\nKhu phố Ba")

    assert settle(replace(MINUTES, header=header)).header.issuer == "CHI BỘ\nKHU PHỐ BA"


def test_settling_a_settled_document_changes_nothing() -> None:
    once = settle(RESOLUTION)

    assert settle(once) == once


def test_the_closing_sentence_goes_with_the_signatures() -> None:
    closing = ListItem("Kết thúc cùng ngày.")
    document = replace(MINUTES, blocks=(Paragraph("Mở đầu."), closing, SIGNATURES))

    assert settle(document).blocks == (Paragraph("Mở đầu."), Keep((closing, SIGNATURES)))


def test_a_table_is_never_tied_to_the_signatures() -> None:
    table = Table((Column("TT"),), (Row(("1",)),))

    assert settle(replace(MINUTES, blocks=(table, SIGNATURES))).blocks == (table, SIGNATURES)


def test_a_heading_and_a_sentence_ending_in_a_colon_lead_on() -> None:
    assert leads_on(Heading("I- NỘI DUNG"))
    assert leads_on(Paragraph("Kết quả như sau:"))
    assert not leads_on(Paragraph("Hết."))


def test_columns_without_a_width_share_the_rest_of_the_page() -> None:
    table = Table((Column("TT", 15), Column("Việc"), Column("Người")), ())

    assert column_widths(table, HD05) == (15, 75, 75)


def test_the_two_guides_differ_in_the_masthead_only() -> None:
    older = STYLES["hd36"]

    assert (older.party_pt, older.over_pt, older.issuer_pt) == (15, 14, 14)
    assert replace(older, party_pt=14, over_pt=13, issuer_pt=13, subject_pt=14) == STYLES["hd05"]
