"""What a member does between two meetings, on the phone in most cases."""

import re

NEXT = "Sinh hoạt thường kỳ tháng 12 năm 2026"
TASK = "Tổ chức tổ lưu động cấp lại giấy tờ tại bảy xã ngập sâu"
REPORT = "Đã đến bốn xã, cấp lại 212 giấy tờ; ba xã còn lại chờ nước rút."


def test_a_member_sees_the_own_tasks_and_reports_on_one(enter):
    member = enter("tra.dtt93")
    assert member.sees(TASK)

    member.follow(TASK)
    member.follow("Báo cáo kết quả")
    member.main.get_by_label("Đang thực hiện").check()
    member.main.get_by_label("Mức độ hoàn thành").fill("60")
    member.main.get_by_label(re.compile("^Kết quả")).fill(REPORT)
    member.press("Gửi báo cáo")

    assert member.sees("Đã ghi báo cáo.")
    assert member.sees(REPORT)
    member.open("/assignments")
    assert member.sees("60 %")


def test_a_member_opens_the_notified_meeting_and_takes_its_material(enter):
    member = enter("tinh.nt87")
    member.follow("Vào buổi họp")
    assert member.heading == NEXT

    material = member.download("Dự thảo báo cáo tháng 11 và phương hướng tháng 12")

    assert "báo cáo" in material.decode("utf-8")
    assert not member.main.get_by_role("link", name="Bắt đầu họp").is_visible()
    assert not member.main.get_by_role("link", name="Gửi thông báo").is_visible()


def test_a_silent_draft_stays_with_those_who_prepare_it(enter):
    secretary = enter("bithu.cb7")
    secretary.follow("Vào buổi họp")
    assert secretary.sees("Đang chuẩn bị")
    draft = secretary.page.url.removeprefix(secretary.site.url)
    member = enter("phuong.dtl91")
    assert not member.sees(NEXT)

    member.turn_to("Sinh hoạt")
    listed = member.sees("tháng 12 năm 2026")
    member.open(draft)

    assert not listed
    assert not member.sees("tháng 12 năm 2026")
