"""The rows of a pledge are added, taken over and removed by script, with network or without."""

import re

from playwright.sync_api import expect

WORDS = "Tự học, nâng cao năng lực số theo kế hoạch cá nhân."
OFFLINE = "Giúp một đồng chí mới nắm quy trình trực hệ thống."


def contents(visitor):
    return visitor.main.get_by_label("Nội dung cam kết")


def begin(visitor):
    visitor.open("/pledges")
    visitor.press("Viết bản cam kết năm 2026")
    expect(visitor.main.locator("[data-live-text]")).to_have_text(re.compile("Tự lưu|Đã lưu"))


def saved(visitor):
    expect(visitor.main.locator("[data-live-text]")).to_have_text(re.compile("^Đã lưu"))


def again(visitor):
    visitor.open(visitor.page.url.removeprefix(visitor.site.url).partition("#")[0])


def test_rows_come_and_go_without_a_reload(enter):
    member = enter("tu.vda01")
    begin(member)
    before = contents(member).count()

    member.main.locator("button[name=add]").first.click()
    member.page.keyboard.type(WORDS)
    saved(member)
    again(member)

    expect(contents(member)).to_have_count(before + 1)
    expect(contents(member).nth(1)).to_have_value(WORDS)

    row = member.main.locator(".slot").nth(1)
    row.get_by_text("Chuyển mục, xóa").click()
    row.get_by_text("Xóa nội dung này", exact=True).click()
    row.get_by_role("button", name="Xóa", exact=True).click()
    saved(member)
    again(member)

    expect(contents(member)).to_have_count(before)


def test_a_row_written_without_network_arrives_later(enter):
    member = enter("tu.vda01")
    member.open("/pledges")
    member.follow(re.compile("^Viết tiếp"))
    expect(member.main.locator("[data-live-text]")).to_have_text(re.compile("Tự lưu|Đã lưu"))
    before = contents(member).count()

    member.page.context.set_offline(True)
    member.main.locator("button[name=add]").last.click()
    member.page.keyboard.type(OFFLINE)
    expect(member.main.locator("[data-live-text]")).to_contain_text("đang giữ trên máy này")
    member.page.context.set_offline(False)
    saved(member)
    again(member)

    expect(contents(member)).to_have_count(before + 1)
    expect(contents(member).last).to_have_value(OFFLINE)


def test_a_deadline_of_another_year_is_said_beside_its_field(enter):
    member = enter("tu.vda01")
    member.open("/pledges")
    member.follow(re.compile("^Viết tiếp"))
    row = member.main.locator(".slot").first

    row.get_by_label("Thời hạn").fill("2027-02-01")

    expect(row.locator(".field-error")).to_contain_text("trong năm 2026")
    row.get_by_label("Thời hạn").fill("2026-12-20")
    expect(row.locator(".field-error")).to_have_count(0)
    saved(member)


def test_what_is_offered_is_taken_over_without_a_reload(enter):
    member = enter("dangvien.cb1")
    member.open("/pledges")
    own = member.main.get_by_role("link", name=re.compile("bản cam kết năm 2026$")).first
    pledge = (own.get_attribute("href") or "").removesuffix("/results")
    member.open(pledge)
    member.follow("Viết lại")
    member.main.get_by_label("Lý do viết lại").fill("Được giao thêm nhiệm vụ.")
    member.press("Viết lại")
    before = contents(member).count()
    offered = member.main.locator("button[name=take]").first
    words = offered.get_attribute("data-content")

    offered.click()
    saved(member)
    expect(member.main.locator("#sources").get_by_text("Đã đưa vào").first).to_be_visible()
    again(member)

    expect(contents(member)).to_have_count(before + 1)
    assert words in [one.input_value() for one in contents(member).all()]
    expect(member.main.locator("#sources").get_by_text("Đã đưa vào").first).to_be_visible()


def test_what_is_typed_after_submitting_elsewhere_is_refused_and_kept(enter):
    writer, other = enter("sang.bn95"), enter("sang.bn95")
    for one in (writer, other):
        one.open("/pledges")
        one.follow(re.compile("^Viết tiếp"))
    for part in other.main.locator("section").filter(has=other.page.locator("[name=add]")).all():
        if part.get_by_label("Nội dung cam kết").count() == 0:
            part.locator("[name=add]").click()
    for row in contents(other).all():
        row.fill(WORDS)
    other.press("Xem lại và nộp")
    other.confirm("Nộp bản cam kết", "Nộp")
    assert other.sees("Đã nộp")

    contents(writer).first.fill(OFFLINE)

    expect(writer.main.get_by_text("đã nộp nên không sửa được nữa").first).to_be_visible()
    expect(contents(writer).first).to_have_value(OFFLINE)
