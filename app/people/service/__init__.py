"""The verbs of members and accounts."""

from app.people.service.accounts import (
    change_password,
    close_account,
    create_account,
    end_role,
    grant_role,
    open_account,
    reopen_account,
    reset_password,
)
from app.people.service.corrections import correct_position, correct_status
from app.people.service.installation import FirstRun, begin_installation
from app.people.service.members import (
    add_member,
    begin_position,
    begin_status,
    change_member,
    end_position,
    end_status,
    transfer_member,
)
from app.people.service.passwords import one_time_password
from app.people.service.signing import (
    WRONG,
    TooManyAttempts,
    compare,
    session_key,
    sign_in,
    sign_out_everywhere,
)

__all__ = [
    "WRONG",
    "FirstRun",
    "TooManyAttempts",
    "add_member",
    "begin_installation",
    "begin_position",
    "begin_status",
    "change_member",
    "change_password",
    "close_account",
    "compare",
    "correct_position",
    "correct_status",
    "create_account",
    "end_position",
    "end_role",
    "end_status",
    "grant_role",
    "one_time_password",
    "open_account",
    "reopen_account",
    "reset_password",
    "session_key",
    "sign_in",
    "sign_out_everywhere",
    "transfer_member",
]
