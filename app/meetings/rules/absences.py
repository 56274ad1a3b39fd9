"""Absence announced beforehand."""

from enum import StrEnum


class AbsenceDecision(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
