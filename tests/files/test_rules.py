import io
import zipfile

import pytest

from app.files.rules import check_file, kind_of, safe_name
from app.kernel.errors import RuleBroken


def zipped(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


WORD = zipped("[Content_Types].xml", "word/document.xml")
EXCEL = zipped("[Content_Types].xml", "xl/workbook.xml")
SLIDES = zipped("[Content_Types].xml", "ppt/presentation.xml")
PDF, PNG, JPEG = b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (PNG, "png"),
        (JPEG, "jpg"),
        (WORD, "docx"),
        (EXCEL, "xlsx"),
        (SLIDES, "pptx"),
        ("Chương trình công tác\n".encode(), "txt"),
    ],
)
def test_a_file_is_known_by_its_content(content, ending):
    assert kind_of(content).ending == ending
    assert check_file(content, f"Tài liệu.{ending.upper()}").ending == ending


def test_both_spellings_of_jpeg_are_one_kind():
    assert check_file(JPEG, "anh.jpeg").ending == "jpg"


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "rong.pdf", "rỗng"),
        (b"MZ\x90\x00\x03", "chuong-trinh.exe", "Chỉ nhận tệp"),
        (b"MZ\x90\x00\x03", "chuong-trinh.pdf", "Chỉ nhận tệp"),
        (b"<html><script>alert(1)</script>", "trang.txt", "Chỉ nhận tệp"),
        (b"  <svg onload=alert(1)>", "anh.txt", "Chỉ nhận tệp"),
        (b"<?xml version='1.0'?>", "du-lieu.txt", "Chỉ nhận tệp"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "cu.doc", "Chỉ nhận tệp"),
        (zipped("a.txt"), "nen.zip", "Chỉ nhận tệp"),
        (zipped("[Content_Types].xml", "other/x"), "la.docx", "Chỉ nhận tệp"),
        (
            zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
            "macro.docx",
            "macro",
        ),
        (PDF, "bao-cao.docx", "nội dung là PDF"),
        (WORD, "bao-cao.pdf", "nội dung là Word"),
        (PDF, "khong-duoi", "nội dung là PDF"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content, name, message):
    with pytest.raises(RuleBroken, match=message) as refused:
        check_file(content, name)
    assert refused.value.field == "file"


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\a\\Báo cáo.pdf", "Báo cáo.pdf"),
        ('a<b>:"c|?*.pdf', "a_b___c___.pdf"),
        ("...", "tep"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_a_name_keeps_its_last_part_and_nothing_dangerous(name, safe):
    assert safe_name(name) == safe
