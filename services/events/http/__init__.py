"""The routes of events: gatherings for staff, invitations for those invited."""

from fastapi import APIRouter

from services.events.http import gatherings, invitations, planning

router = APIRouter()
router.include_router(gatherings.router)
router.include_router(planning.router)
router.include_router(invitations.router)
