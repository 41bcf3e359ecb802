"""Three partnerships over two years, rich enough to fill a whole document."""

from services.reporting.domain.facts import Fact
from tests.unit.reporting.given import Story, promise, registered


def three_partnerships() -> list[Fact]:
    """One that does well, one that is behind, one still under preparation."""
    return [
        registered("2024-01-02", "Alfa", "green"),
        registered("2024-01-02", "Beta", "tech", "green"),
        registered("2024-01-02", "Gamma", "finance"),
        *_town_centre().facts,
        *_industrial_area().facts,
        *_preparing().facts,
    ]


def _town_centre() -> Story:
    story = Story("HTK-BID-2024-0001")
    story.proposed("2024-01-10", "G1.1", "G2.2", title="Taastrup bymidte")
    story.balloted("2024-02-10")
    story.decided("2024-02-20")
    story.in_force(
        "2024-04-01",
        promise("business_area_upgraded", "0", y2024="5000", y2025="12000"),
        promise("vacancy_rate", "9.5", y2024="8.5", y2025="7.5"),
        promise("biodiversity_projects", "1", "G2.2", y2024="3", y2025="5"),
        promise("satisfaction_overall", "3.4", "G1.2", y2024="3.6", y2025="3.8"),
    )
    story.reported("2025-07-01", "t1", "business_area_upgraded", "7250", "2025-06-30")
    story.accepted("2025-07-10", "t1", "register_verified")
    story.reported("2025-12-20", "t2", "business_area_upgraded", "5100", "2025-12-15")
    story.accepted("2025-12-22", "t2")
    story.reported("2025-12-20", "t3", "vacancy_rate", "8.2", "2025-12-15")
    story.accepted("2025-12-22", "t3", "register_verified")
    story.reported("2025-12-20", "t4", "biodiversity_projects", "6", "2025-12-15")
    story.accepted("2025-12-22", "t4", "partner_attested")
    story.reported("2025-12-28", "t5", "satisfaction_overall", "3.9", "2025-12-15")
    story.reported("2025-12-28", "t6", "ordinary_hires", "3", "2025-12-15")
    story.accepted("2025-12-29", "t6")
    story.reviewed("2025-04-01")
    story.rated("2025-04-10", "Alfa", 4)
    story.rated("2025-04-11", "Beta", 5)
    story.rated("2025-04-12", "Gamma", 3)
    story.review_concluded("2025-05-02")
    story.met("2025-04-20", "meeting", 8, 6)
    return story


def _industrial_area() -> Story:
    story = Story("HTK-BID-2024-0002")
    story.proposed(
        "2024-03-01",
        "G1.1",
        title="Erhvervsområdet Høje-Taastrup C med Selsmosen og de grønne kiler",
    )
    story.decided("2024-05-01")
    story.in_force(
        "2024-09-01",
        promise("business_area_upgraded", "1500", y2024="2000", y2025="9000"),
        promise("vacancy_rate", "12.0", y2025="11.0"),
        partners=("Delta", "Epsilon"),
    )
    story.reported("2025-11-01", "i1", "business_area_upgraded", "900", "2025-10-31")
    story.accepted("2025-11-08", "i1", "claimed")
    story.reported("2025-11-01", "i2", "vacancy_rate", "12.6", "2025-10-31")
    story.accepted("2025-11-08", "i2")
    story.reported(
        "2025-11-20", "i3", "vacancy_rate", "12.4", "2025-10-31", restates="i2"
    )
    story.accepted("2025-11-21", "i3")
    story.reported("2025-11-20", "i4", "companies_involved", "40", "2025-10-31")
    story.returned("2025-11-21", "i4")
    story.rated("2025-09-10", "Delta", 2)
    story.rated("2025-09-11", "Epsilon", 4)
    return story


def _preparing() -> Story:
    story = Story("HTK-BID-2025-0003")
    story.proposed("2025-10-01", title="Hedehusene station")
    story.balloted("2025-11-05", passed=False)
    return story
