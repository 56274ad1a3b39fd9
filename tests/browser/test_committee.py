"""The committee's office: who has met, the tree, a branch's list, the values in force."""

import re

COMMITTEE = "Đảng ủy Văn phòng UBND tỉnh"
SETTING = "Ngày sinh hoạt thường kỳ hằng tháng"
BRANCH = "Chi bộ Hành chính - Tổ chức"


def test_the_office_sees_which_branches_have_not_met(enter, site):
    site.move_to("2026-12-03T07:00:00+07:00")
    office = enter("vanphong")

    branches = office.sheet("Chi bộ trực thuộc, tháng 12")

    assert branches.get_by_role("listitem").count() == 7
    assert branches.get_by_text("Đã gửi thông báo").count() == 4
    assert branches.get_by_text("Chưa sinh hoạt").count() == 3


def test_the_office_goes_from_the_tree_to_a_branch_and_its_members(enter):
    office = enter("vanphong")
    office.turn_to("Tổ chức")
    office.follow(COMMITTEE)
    office.follow(BRANCH)
    office.follow("Đảng viên")
    assert office.sees("Vũ Thị Minh Tâm")

    office.follow("Vũ Thị Minh Tâm")

    assert office.heading == "Vũ Thị Minh Tâm"
    assert office.sees("Bí thư")


def test_the_office_reads_a_branch_year_and_its_adopted_minutes(enter):
    office = enter("vanphong")
    office.follow(BRANCH)
    assert office.heading == "Sinh hoạt"

    office.follow("Lịch năm")

    assert office.sees("Tháng 11")


def test_the_office_lays_down_a_value_of_its_own(enter):
    office = enter("vanphong")
    office.turn_to("Quy định")
    office.follow(SETTING)
    office.follow("Đặt giá trị mới")
    office.main.get_by_label(re.compile("^Giá trị")).fill("5")
    office.main.get_by_label("Áp dụng từ ngày").fill("2027-01-01")
    office.main.get_by_label("Căn cứ").fill("Quy chế số 12-QC/ĐU, ngày 20/11/2026")
    office.press("Lưu giá trị")

    assert office.sees("Đã lưu giá trị mới.")
    assert office.sees("Quy chế số 12-QC/ĐU, ngày 20/11/2026")


def test_the_secretary_of_the_committee_sees_the_same_branches(enter):
    leader = enter("bithu.du")

    assert leader.sees("Chi bộ trực thuộc")
    assert leader.sees(BRANCH)
