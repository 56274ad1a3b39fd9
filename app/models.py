"""Every table, so that the metadata is whole wherever the application is created."""

from app.assignments import models as assignments
from app.audit import models as audit
from app.dissemination import models as dissemination
from app.files import models as files
from app.jobs import models as jobs
from app.library import models as library
from app.mail import models as mail
from app.meetings import models as meetings
from app.minutes import models as minutes
from app.numbering import models as numbering
from app.observers import models as observers
from app.organisations import models as organisations
from app.people import models as people
from app.personal_plans import models as personal_plans
from app.petitions import models as petitions
from app.pledges import models as pledges
from app.programmes import models as programmes
from app.regulations import models as regulations
from app.resolutions import models as resolutions
from app.revisions import models as revisions
from app.scoring import models as scoring
from app.search import models as search
from app.topics import models as topics
from app.upkeep import models as upkeep

__all__ = [
    "assignments",
    "audit",
    "dissemination",
    "files",
    "jobs",
    "library",
    "mail",
    "meetings",
    "minutes",
    "numbering",
    "observers",
    "organisations",
    "people",
    "personal_plans",
    "petitions",
    "pledges",
    "programmes",
    "regulations",
    "resolutions",
    "revisions",
    "scoring",
    "search",
    "topics",
    "upkeep",
]
