from app.access.permissions import Role


def test_a_signed_in_secretary_sees_what_waits_for_them(sign_in):
    page = sign_in(Role.SECRETARY).get("/")

    assert page.status_code == 200
    assert "Bí thư chi bộ" in page.text


def test_a_stranger_is_asked_to_sign_in(client):
    assert client.get("/").location == "/sign-in?next=/"


def test_a_wrong_password_is_said_and_the_name_is_kept(client, make):
    make.account(username="hanh")

    page = client.post("/sign-in", data={"username": "hanh", "password": "khong dung"})

    assert "Tên đăng nhập hoặc mật khẩu chưa đúng." in page.text
    assert 'value="hanh"' in page.text
