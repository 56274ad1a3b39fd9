from playwright.sync_api import expect


def test_a_wrong_password_is_said_without_saying_what_was_wrong(enter):
    visitor = enter()
    visitor.open("/sign-in")

    visitor.give_name("bithu.cb1", "khong-phai-mat-khau")

    assert visitor.heading == "Đăng nhập"
    assert visitor.sees("Tên đăng nhập hoặc mật khẩu chưa đúng")
    expect(visitor.field("Tên đăng nhập")).to_have_value("bithu.cb1")
