"""An installation that nobody has used yet."""

import pytest

from tests.browser.sites import made, running

PASSWORD = "một câu dễ nhớ của văn phòng"
TYPED = {
    "Tên cấp ủy": "Đảng ủy Trường Trung học Sông Hương",
    "Tên chi bộ": "Chi bộ Tổ Tự nhiên",
    "Địa danh": "Huế",
    "Họ và tên": "Trần Thị Hạnh",
    "Tên đăng nhập": "tran.thi.hanh",
}


@pytest.fixture(scope="module")
def site(size, tmp_path_factory):
    with running(made(tmp_path_factory.mktemp(size) / "instance", "empty")) as site:
        yield site


def test_the_first_page_makes_the_first_organisation_and_account(enter):
    visitor = enter()
    visitor.open("/")
    assert visitor.heading == "Bắt đầu sử dụng"
    for label, words in TYPED.items():
        visitor.main.get_by_label(label).fill(words)
    first, again = (visitor.main.get_by_label(name) for name in ("Mật khẩu", "Nhập lại mật khẩu"))
    first.first.fill(PASSWORD)
    again.fill("khac han")

    visitor.press("Bắt đầu sử dụng")
    assert visitor.sees("Hai lần nhập mật khẩu chưa giống nhau.")
    first.first.fill(PASSWORD)
    again.fill(PASSWORD)
    visitor.press("Bắt đầu sử dụng")

    visitor.give_name("tran.thi.hanh", PASSWORD)
    assert visitor.heading == "Việc của tôi"
    visitor.turn_to("Tổ chức")
    assert visitor.sees("Chi bộ Tổ Tự nhiên")
