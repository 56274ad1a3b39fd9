"""A branch's programme of the year: planned, registered, decided by the committee above."""

from enum import StrEnum


class PlanStatus(StrEnum):
    DRAFT = "draft"
    REGISTERED = "registered"
    APPROVED = "approved"
    RETURNED = "returned"


PLAN_STATUS_LABELS = {
    PlanStatus.DRAFT: "Nháp",
    PlanStatus.REGISTERED: "Đã đăng ký",
    PlanStatus.APPROVED: "Đã duyệt",
    PlanStatus.RETURNED: "Yêu cầu bổ sung",
}

# What counts as registered in every figure.
COUNTED = frozenset({PlanStatus.REGISTERED, PlanStatus.APPROVED})


class TopicGroup(StrEnum):
    """CT 50-CT/TW (2025), mục 2."""

    FOLLOWING_UNCLE_HO = "following_uncle_ho"
    INTEGRITY = "integrity"
    PARTY_BUILDING = "party_building"
    TRADITION = "tradition"
    LOCAL_DEVELOPMENT = "local_development"
    PROFESSIONAL = "professional"
    OTHER = "other"


TOPIC_GROUP_LABELS = {
    TopicGroup.FOLLOWING_UNCLE_HO: "Học tập và làm theo Bác",
    TopicGroup.INTEGRITY: ("Cần, kiệm, liêm, chính; phòng, chống tham nhũng, lãng phí, tiêu cực"),
    TopicGroup.PARTY_BUILDING: "Xây dựng Đảng và hệ thống chính trị",
    TopicGroup.TRADITION: "Truyền thống cách mạng",
    TopicGroup.LOCAL_DEVELOPMENT: "Phát triển địa phương",
    TopicGroup.PROFESSIONAL: "Hiệu quả chuyên môn của cơ quan, đơn vị",
    TopicGroup.OTHER: "Khác",
}
