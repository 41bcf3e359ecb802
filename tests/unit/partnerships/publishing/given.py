"""One partnership, as the others are told of it: ids, dates and figures."""

from datetime import date
from uuid import UUID

from contracts import Addressee, PartyFacts
from services.partnerships.domain.gates import Expectation
from services.partnerships.domain.proposal import Party, Proposal
from services.partnerships.domain.states import Case

PARTNERSHIP = UUID(int=1)
TOWN, SHOP = UUID(int=11), UUID(int=12)
CLERK, OWNER = UUID(int=21), UUID(int=22)
REVIEW, OUTCOME = UUID(int=31), UUID(int=41)
OBLIGATION, POINT = UUID(int=51), UUID(int=61)
HALL, PORTER = UUID(int=13), UUID(int=23)
NEWCOMER = Party(HALL, "business", PORTER)
PARTIES = (Party(TOWN, "municipality", CLERK), Party(SHOP, "business", OWNER))
FACTS = (
    PartyFacts(organisation_id=TOWN, role="municipality", contact_id=CLERK),
    PartyFacts(organisation_id=SHOP, role="business", contact_id=OWNER),
)
CASE = Case("HTK-BID-2024-0007", "bid", 3, Proposal("Byen", PARTIES, ("G1.1",), {}))
ABOUT = {"partnership_id": PARTNERSHIP, "reference": "HTK-BID-2024-0007", "kind": "bid"}
SHOP_OWNER = Addressee(organisation_id=SHOP, contact_id=OWNER, role="business")
NEW_YEAR, END = date(2025, 1, 1), date(2029, 12, 31)
HASH = "ab" * 32
EXPECTED = (Expectation(SHOP, "tid", "hænder"),)
