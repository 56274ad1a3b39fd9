"""Grounds picked from the register, and what a topical resolution is drafted from."""

from datetime import date

import pytest
import time_machine
from sqlalchemy import select

from app.audit.events import Event
from app.audit.models import AuditEntry
from app.documents.text import render_text
from app.extensions import db
from app.kernel.clock import moment_of
from app.library.models import HigherDocument
from app.meetings.models import Conclusion
from app.meetings.rules.life import MeetingType
from app.resolutions.models import Resolution
from app.resolutions.queries import document_of, get_resolution, proposal_for
from app.resolutions.rules import ResolutionKind
from app.resolutions.service import draft_resolution
from app.topics.models import Difficulty
from tests.factory import NOW
from tests.minutes.sittings import TOPIC, called
from tests.resolutions.circulation import TEXTS, drafted


@pytest.fixture(autouse=True)
def _in_november():
    with time_machine.travel(moment_of(date(2026, 11, 10), 8), tick=False):
        yield


def registered(organisation, symbol, title, *, kind="Chỉ thị", issuer="Ban Bí thư"):
    document = HigherDocument(
        organisation=organisation,
        symbol=symbol,
        kind=kind,
        issued_on=date(2025, 7, 23),
        issuer=issuer,
        title=title,
        folded="",
        added_at=NOW,
        added_by="Văn phòng",
    )
    db.session.add(document)
    db.session.flush()
    return document


@pytest.fixture
def work(make):
    sitting, resolution = drafted(
        make, bases="Chỉ thị số 50CT/TW, ngày 23/7/2025 của Ban Bí thư;\nĐiều lệ Đảng."
    )
    committee = sitting.branch.parent
    first = registered(committee, "50-CT/TW", "về sắp xếp tổ chức bộ máy")
    second = registered(
        committee, "12-NQ/TU", "về chuyển đổi số", kind="Nghị quyết", issuer="Tỉnh ủy"
    )
    db.session.commit()
    return sitting, resolution, first, second


@pytest.fixture
def secretary(work, make, sign_in):
    return sign_in(account=make.account(member=work[0].secretary, at=work[0].branch))


def test_picked_grounds_come_first_in_their_order_and_are_said_once(secretary, work):
    _, resolution, first, second = work
    url = f"/resolutions/{resolution.id}/grounds"
    form = {"ground_1": str(second.id), "ground_3": str(first.id), "version": resolution.version}
    assert "Chỉ thị số 50-CT/TW: về sắp xếp" in secretary.get(url).text

    assert secretary.post(url, data=form).status_code == 302

    text = render_text(document_of(get_resolution(resolution.id)))
    grounds = text[text.index("- Căn cứ") : text.index("Ngày 03")].strip().split("\n\n")
    assert grounds == [
        "- Căn cứ Nghị quyết số 12-NQ/TU, ngày 23/7/2025 của Tỉnh ủy, về chuyển đổi số;",
        "- Căn cứ Chỉ thị số 50-CT/TW, ngày 23/7/2025 của Ban Bí thư, về sắp xếp tổ chức bộ máy;",
        "- Căn cứ Điều lệ Đảng.",
    ]
    facts = db.session.scalars(
        select(AuditEntry.facts).where(AuditEntry.event == Event.GROUNDS_CHANGED.value)
    ).one()
    assert facts["after"] == {"grounds": ["12-NQ/TU", "50-CT/TW"]}


def test_a_stale_choice_of_grounds_changes_nothing(secretary, work):
    _, resolution, first, second = work
    url = f"/resolutions/{resolution.id}/grounds"
    version = resolution.version
    secretary.post(url, data={"ground_1": str(first.id), "version": version})

    stale = secretary.post(url, data={"ground_1": str(second.id), "version": version})

    assert stale.status_code == 409
    [ground] = get_resolution(resolution.id).grounds
    assert ground.document_id == first.id


def test_a_document_of_elsewhere_is_not_offered(secretary, work, make):
    _, resolution, *_ = work
    foreign = registered(make.organisation(), "99-KL/TU", "về việc khác")
    db.session.commit()
    url = f"/resolutions/{resolution.id}/grounds"

    assert "99-KL/TU" not in secretary.get(url).text
    page = secretary.post(url, data={"ground_1": str(foreign.id), "version": resolution.version})

    assert "Chọn một giá trị trong danh sách." in page.text


def topical(make, meeting_type=MeetingType.TOPICAL):
    sitting = called(make, meeting_type=meeting_type)
    sitting.write("presentation", "Hồ sơ điện tử đạt 60 %.")
    sitting.write("conclusion", "1. Số hóa hồ sơ còn lại.\n- đợt một trong tháng 12;")
    for position, (section, text) in enumerate(
        [("topical", "Tập huấn kỹ năng số."), (None, "Nộp đảng phí đúng hạn.")], start=1
    ):
        db.session.add(
            Conclusion(meeting=sitting.meeting, position=position, section=section, text=text)
        )
    db.session.flush()
    return sitting


def test_a_topical_resolution_is_drafted_from_the_topics_own_conclusion(make):
    sitting = topical(make)

    texts = proposal_for(sitting.meeting, ResolutionKind.TOPICAL)

    assert texts["abstract"] == f"về {TOPIC[:1].lower()}{TOPIC[1:]}"
    assert texts["assessment"] == "1. Hồ sơ điện tử đạt 60 %."
    assert texts["tasks"].startswith(
        "1. Số hóa hồ sơ còn lại.\n- đợt một trong tháng 12;\n2. Tập huấn kỹ năng số."
    )


def test_in_a_combined_meeting_each_resolution_takes_its_own_part(make):
    sitting = topical(make, MeetingType.COMBINED)

    monthly = proposal_for(sitting.meeting, ResolutionKind.REGULAR)
    of_topic = proposal_for(sitting.meeting, ResolutionKind.TOPICAL)

    assert "đảng phí" in monthly["tasks"]
    assert "Tập huấn" not in monthly["tasks"]
    assert "Tập huấn" in of_topic["tasks"]
    assert "đảng phí" not in of_topic["tasks"]
    assert "tháng 11" in monthly["abstract"]


@pytest.mark.parametrize("meeting_type", [MeetingType.TOPICAL, MeetingType.COMBINED])
def test_the_difficulties_of_the_topic_go_into_its_own_resolution_once(make, meeting_type):
    sitting = topical(make, meeting_type)
    meeting, accountable = sitting.meeting, sitting.members[3]
    task = make.assignment(
        meeting=meeting,
        accountable=accountable,
        text="Mua thêm máy quét.",
        due_on=date(2026, 12, 20),
    )
    for position, (text, solution, assignment) in enumerate(
        [
            ("Thiếu máy quét.", "Mua thêm máy quét.", task),
            ("Ít người biết làm.", "Mời người hướng dẫn", None),
        ],
        start=1,
    ):
        db.session.add(
            Difficulty(
                meeting=meeting,
                position=position,
                text=text,
                solution=solution,
                assignment=assignment,
            )
        )
    make.assignment(meeting=meeting, accountable=accountable, text="Báo cáo kết quả")
    db.session.flush()

    monthly = proposal_for(meeting, ResolutionKind.REGULAR)
    of_topic = proposal_for(meeting, ResolutionKind.TOPICAL)

    assert of_topic["assessment"].endswith("2. Thiếu máy quét.\n3. Ít người biết làm.")
    assert (
        f"Mua thêm máy quét: đồng chí {accountable.name} chịu trách nhiệm; "
        "hoàn thành trước ngày 20/12/2026.\n"
    ) in of_topic["tasks"]
    assert of_topic["tasks"].endswith(". Mời người hướng dẫn.")
    assert "máy quét" not in of_topic["arrangements"]
    assert "báo cáo kết quả" in of_topic["arrangements"]
    assert "máy quét" not in " ".join(monthly.values())


def test_a_topical_resolution_is_titled_and_divided_as_one(make):
    sitting = topical(make, MeetingType.COMBINED)
    resolution = draft_resolution(
        sitting.meeting, TEXTS, kind=ResolutionKind.TOPICAL, by=sitting.by, now=NOW
    )
    db.session.flush()

    text = render_text(document_of(resolution))

    assert "NGHỊ QUYẾT CHUYÊN ĐỀ" in text
    assert "I- TÌNH HÌNH, KẾT QUẢ" in text
    assert "II- NHIỆM VỤ, GIẢI PHÁP" in text


def test_in_a_combined_meeting_the_kind_is_chosen(make, sign_in):
    sitting = topical(make, MeetingType.COMBINED)
    secretary = sign_in(account=make.account(member=sitting.secretary, at=sitting.branch))
    url = f"/meetings/{sitting.meeting.id}/resolutions/new"
    assert "Tập huấn" in secretary.get(f"{url}?kind=topical").text
    assert "Tập huấn" not in secretary.get(url).text

    secretary.post(url, data={**TEXTS, "kind": "topical"})

    [resolution] = get_all()
    assert resolution.kind is ResolutionKind.TOPICAL


def get_all():
    return db.session.scalars(select(Resolution)).all()
