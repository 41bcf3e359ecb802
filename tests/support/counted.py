"""What the demo leaves, counted by hand from the cast and the script.

A (7 parties, 5 voters), B (7, 5) and C (5, 4). In B somebody declines, so that a
second text is signed, and later an amendment. C rests for two months.
"""

DELIVERIES = {
    "ballot-opened": 5 + 5 + 4,
    "ballot-closed": 7 + 7 + 5,
    "decided": 7 + 7 + 5,
    "agreement-sent-for-signature": 6 + 6 + 4 + 6 + 6,  # the municipality is staff
    "signing-ended": 7 - 1,  # who declined knows it
    "agreement-concluded": 7 + 7 + 5 + 7,
    "agreement-took-effect": 7 + 7 + 5 + 7,
    "review-opened": 2 * (6 + 6 + 4),  # the municipality is staff
    "gathering-invited": 2 * (7 + 7 + 5) + 16,  # one speaks for two districts
    "review-concluded": 2 * (7 + 7 + 5),
    "suspended": 5,
    "resumed": 5,
}
LETTERS = 283 - 5 - 6

OUTCOMES_REPORTED = 6 + 7 + 4 + 1 + 1  # one was returned, one restated
HAPPENED = {
    "PartnershipProposed": 3,
    "ProposalSubmitted": 3,
    "CriterionAssessed": 3 * 4,
    "BallotOpened": 3,
    "VoteCast": 5 + 5 + 4,
    "BallotClosed": 3,
    "ProposalApproved": 3,
    "AgreementDrafted": 3 + 1 + 1,
    "AgreementSentForSignature": 3 + 1 + 1,
    "AgreementSigned": 7 + (1 + 7 + 7) + 5,
    "SigningEnded": 1,
    "AgreementConcluded": 3 + 1,
    "AgreementTookEffect": 3 + 1,
    "ObligationSettled": 3 + 3 + 2,
    "OutcomeReported": OUTCOMES_REPORTED,
    "OutcomeReturned": 1,
    "OutcomeAccepted": OUTCOMES_REPORTED - 1,
    "PartnershipSuspended": 1,
    "PartnershipResumed": 1,
    "ReviewOpened": 2 * 3,
    "StatementGiven": 2 * (7 + 7 + 5),
    "ReviewConcluded": 2 * 3,
    "ActionPointClosed": 3,
    "ActionPointVerified": 3,
}
GATHERED = {
    "GatheringProposed": 2 * 3 + 1,
    "GatheringScheduled": 2 * 3 + 1,
    "ContactsInvited": 2 * 3 + 1,
    "InvitationAnswered": 2 * (7 + 7 + 5) + 16,
    "AttendanceRecorded": 2 * 3 + 1,
}

HAPPENED_QUERY = "select type, count(*) from partnerships.event group by type"
GATHERED_QUERY = "select type, count(*) from events.event group by type"
DELIVERIES_QUERY = """
select news.event, count(*) from notifications.delivery
join notifications.news on news.message_id = delivery.message_id
where delivery.state = 'sent' group by news.event
"""
DOUBLE_QUERY = """
select contact_id, message_id from notifications.delivery
group by contact_id, message_id having count(*) > 1
"""
PARKED_QUERY = """
select id from partnerships.parked union all select id from events.parked
union all select id from notifications.parked union all select id from reporting.parked
"""
FACTS_QUERY = "select * from reporting.fact order by message_id"
