"""Meetings of an invented branch, as the queries would gather them."""

from dataclasses import replace
from datetime import date, time

from app.assignments.rules import ReviewOutcome
from app.meetings.document import Letterhead
from app.meetings.rules.life import MeetingMode, MeetingType
from app.meetings.rules.points import PointFigures
from app.meetings.rules.roll import Presence, RollLine, figures_of
from app.meetings.rules.votes import Majority, VoteMethod
from app.minutes.document import (
    Absence,
    Dues,
    Item,
    MinutesData,
    PartTime,
    Person,
    ReviewedTask,
    RollData,
    Section,
    SelfAssessment,
    Spoken,
    Task,
    Trouble,
    VoteData,
)
from app.people.rules import Status

LETTERHEAD = Letterhead(
    over="Đảng bộ Văn phòng UBND tỉnh",
    issuer="Chi bộ Thông tin – Tin học",
    name="Chi bộ Thông tin – Tin học",
    symbol="CB",
    place="Huế",
    style="hd05",
)


def lines(number: int, status: Status, presence: Presence = Presence.PRESENT) -> list[RollLine]:
    return [RollLine(status, presence)] * number


ROLL = RollData(
    figures=figures_of(
        [
            *lines(13, Status.OFFICIAL),
            *lines(1, Status.OFFICIAL, Presence.EXCUSED),
            *lines(1, Status.OFFICIAL, Presence.UNEXCUSED),
            *lines(1, Status.EXEMPT, Presence.NOT_REQUIRED),
            *lines(1, Status.TEMPORARY_AWAY, Presence.NOT_REQUIRED),
            *lines(2, Status.PROBATIONARY),
            *lines(1, Status.TEMPORARY_IN),
        ]
    ),
    excused=(Absence("Hoàng Đức Thắng", "Đi công tác theo quyết định của Chánh Văn phòng."),),
    unexcused=("Phan Thanh Long",),
    part_time=(PartTime("Đặng Thùy Dung", late_minutes=20), PartTime("Lê Hoài Ân", 0, 15)),
)

STEPS = (
    Section(
        "step_1",
        "1",
        "Thông báo thời sự; phổ biến chủ trương, chính sách và chỉ đạo của cấp trên",
        "Thời sự, chủ trương",
        (
            Item(
                "Thời sự trong nước",
                presenter="Trần Thị Hạnh",
                content="Kinh tế quý IV giữ đà tăng; giải ngân đầu tư công đạt 71,4 % kế hoạch.",
            ),
            Item("Thời sự quốc tế", presenter="Trần Thị Hạnh"),
            Item(
                "Chỉ đạo của cấp ủy cấp trên",
                presenter="Trần Thị Hạnh",
                content="Đảng ủy yêu cầu hoàn thành chuyển đổi hồ sơ điện tử trước ngày 15/12.",
                sources="Công văn số 34-CV/ĐU, ngày 20/10/2026 của Đảng ủy Văn phòng.\n"
                "Bản tin sinh hoạt chi bộ tháng 11/2026",
            ),
        ),
    ),
    Section(
        "step_2",
        "2",
        "Đánh giá nhiệm vụ tháng trước; đề ra nhiệm vụ tháng tiếp theo và phân công",
        "Nhiệm vụ tháng trước, tháng sau",
        (
            Item(
                "Kết quả nhiệm vụ của chi bộ tháng trước",
                slot="branch_results",
                presenter="Lê Minh Khôi",
                content="Chi bộ lãnh đạo vận hành ổn định hệ thống thông tin báo cáo.\n"
                "- Số văn bản ký số đạt 98 %;\n- không có sự cố mất dữ liệu.",
                conclusion="Cần nêu rõ nguyên nhân của việc chậm.",
            ),
            Item(
                "Nhiệm vụ tháng tiếp theo",
                slot="next_tasks",
                presenter="Trần Thị Hạnh",
                content="Hoàn thiện phương án sao lưu; kiểm tra an toàn thông tin tại 7 đơn vị.",
            ),
        ),
    ),
    Section(
        "step_3",
        "3",
        "Công tác giáo dục chính trị tư tưởng",
        "Chính trị tư tưởng",
        (
            Item(
                "Giáo dục chính trị tư tưởng gắn với học tập và làm theo Bác",
                presenter="Nguyễn Thu Trang",
                content="Kể câu chuyện Bác Hồ tiết kiệm thời gian, liên hệ việc họp đúng giờ.",
            ),
            Item(
                "Nhận xét, nắm bắt tình hình tư tưởng",
                presenter="Trần Thị Hạnh",
                content="Một số đồng chí băn khoăn về sắp xếp lại bộ máy.",
                is_restricted=True,
            ),
        ),
    ),
    Section(
        "step_4",
        "4",
        "Phát triển đảng viên; biểu dương, khen thưởng; giáo dục, giúp đỡ đảng viên",
        "Phát triển đảng viên, khen thưởng",
        is_without_content=True,
        reason="Trong tháng không có hồ sơ quần chúng ưu tú.",
    ),
)

REVIEWS = (
    ReviewedTask(
        "Tập huấn chữ ký số cho 3 phòng",
        "Nguyễn Thu Trang",
        date(2026, 10, 20),
        ReviewOutcome.DONE,
        result="Đã tập huấn 42 lượt người.",
        is_on_time=True,
    ),
    ReviewedTask(
        "Rà soát tài khoản công vụ không sử dụng",
        "Hoàng Đức Thắng",
        date(2026, 10, 25),
        ReviewOutcome.CARRIED_OVER,
        reason="Chờ danh sách của hai đơn vị",
        new_due_on=date(2026, 11, 30),
    ),
    ReviewedTask(
        "In sổ tay hướng dẫn",
        "Võ Văn Bình",
        date(2026, 10, 28),
        ReviewOutcome.CANCELLED,
        reason="Đã có bản điện tử",
    ),
)

STATEMENTS = (
    Spoken("Võ Văn Bình", "Nhất trí; đề nghị bổ sung thời hạn từng đơn vị.", "step_2"),
    Spoken("Đặng Thùy Dung", "Đề nghị chia hai đợt kiểm tra.", "step_2", is_dissent=True),
    Spoken("Nguyễn Văn Lộc", "Chi bộ chuẩn bị chu đáo.", "", role="đại biểu cấp trên"),
)

TASKS = (
    Task("Hoàn thiện phương án sao lưu dữ liệu", "Lê Minh Khôi", date(2026, 11, 20)),
    Task(
        "Kiểm tra an toàn thông tin đợt một tại 4 đơn vị",
        "Võ Văn Bình",
        date(2026, 11, 25),
        "Đặng Thùy Dung, Đoàn thanh niên",
    ),
)

VOTES = (
    VoteData(
        "Thông qua nghị quyết tháng 11 năm 2026",
        Majority.ORDINARY,
        VoteMethod.SHOW_OF_HANDS,
        in_favour=12,
        against=0,
        other=1,
        invalid=0,
        vote_base=15,
        voters_present=13,
        needed=8,
        is_passed=True,
    ),
    VoteData(
        "Đề nghị kết nạp quần chúng Lê Thị Mơ vào Đảng.",
        Majority.TWO_THIRDS,
        VoteMethod.SECRET_BALLOT,
        in_favour=9,
        against=2,
        other=0,
        invalid=1,
        vote_base=15,
        voters_present=13,
        needed=10,
        is_passed=False,
    ),
)

REGULAR = MinutesData(
    letterhead=LETTERHEAD,
    is_adopted=True,
    type=MeetingType.REGULAR,
    period=date(2026, 11, 1),
    held_on=date(2026, 11, 3),
    place="Phòng họp tầng 3, Văn phòng UBND tỉnh",
    began=time(14, 0),
    ended=time(15, 40),
    chair=Person("Trần Thị Hạnh", "Bí thư chi bộ"),
    minute_taker=Person("Nguyễn Thu Trang", "Chi ủy viên"),
    observers=(Person("Nguyễn Văn Lộc", "Đảng ủy viên, theo dõi chi bộ"),),
    guests=(Person("Lê Thị Mơ", "quần chúng ưu tú"),),
    roll=ROLL,
    dues=Dues(16, 17, "Một đồng chí nộp bù trong tuần do đi công tác"),
    sections=STEPS,
    reviews=REVIEWS,
    statements=STATEMENTS,
    conclusion="Chủ trì tiếp thu các ý kiến, nhất trí kiểm tra thành hai đợt.",
    conclusions=(
        "Hoàn thiện phương án sao lưu trước ngày 20/11.",
        "Kiểm tra an toàn thông tin tại 7 đơn vị, chia hai đợt.",
    ),
    tasks=TASKS,
    votes=VOTES,
    self_assessment=SelfAssessment(
        93, "Tốt", "Một nhiệm vụ chưa hoàn thành đúng hạn.", "Kiểm tra tiến độ ngày 15 hằng tháng."
    ),
    is_read_back=True,
)

TOPIC = Section(
    "topical",
    "",
    "Sinh hoạt chuyên đề",
    "Chuyên đề",
    (
        Item(
            "Mục đích, yêu cầu",
            presenter="Trần Thị Hạnh",
            content="Làm rõ việc cần làm để hồ sơ không còn giấy.",
        ),
        Item(
            "Trình bày chuyên đề",
            presenter="Lê Minh Khôi",
            content="1. Thực trạng: 40 % hồ sơ còn lưu giấy.\n"
            "2. Giải pháp: số hóa cuốn chiếu.\n- Quý IV hai đơn vị;\n- quý I các đơn vị còn lại.",
        ),
        Item("Kết luận chuyên đề", content="Chọn hai đơn vị làm điểm trong quý IV."),
    ),
)

TROUBLES = (
    Trouble("Máy quét hỏng hai chiếc, hồ sơ chờ số hóa.", TASKS[0].text, TASKS[0]),
    Trouble("Cán bộ lớn tuổi ngại ký số.", "Mỗi phòng có một đồng chí kèm cặp."),
)

TOPICAL = replace(
    REGULAR,
    type=MeetingType.TOPICAL,
    topic="Chuyển đổi số trong công tác văn phòng cấp ủy",
    sections=(TOPIC,),
    reviews=(),
    statements=(Spoken("Võ Văn Bình", "Đơn vị tôi xin làm điểm.", "topical"),),
    conclusion="",
    conclusions=("1. Giao Phòng Hành chính làm điểm.",),
    tasks=TASKS[:1],
    troubles=TROUBLES,
    votes=(),
    self_assessment=SelfAssessment(),
)

COMBINED = replace(
    REGULAR,
    type=MeetingType.COMBINED,
    topic=TOPICAL.topic,
    mode=MeetingMode.HYBRID,
    roll=replace(ROLL, points=(PointFigures("Hội trường A", 10), PointFigures("Trạm phía bắc", 6))),
    sections=(*STEPS, TOPIC),
    troubles=TROUBLES,
)

BARE = MinutesData(
    letterhead=replace(LETTERHEAD, style="hd36"),
    type=MeetingType.REGULAR,
    period=date(2025, 11, 1),
    held_on=date(2025, 11, 3),
    place="Phòng họp tầng 3",
    sections=tuple(replace(step, items=(), is_without_content=False) for step in STEPS),
)
