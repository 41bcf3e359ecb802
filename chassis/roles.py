"""Makes a service's database role, and gives it its password without telling it.

The server gets what it would make of the password (RFC 5803), so that its logs and
statistics hold nothing with which one could log in.
"""

from base64 import b64encode
from hashlib import pbkdf2_hmac, sha256
from hmac import digest
from secrets import token_bytes

from chassis.postgres import OwnConnection
from chassis.primary import Primary

_ROUNDS = 4096  # as PostgreSQL's own
_SALT = 16  # bytes, as PostgreSQL's own
_LOCK = 4_212_019  # that of migrations: two of them must not change a role at once


async def make(owner: OwnConnection, service: str) -> None:
    """Make a service's role if it is missing; it may do nothing yet."""
    await owner.execute(MAKE_ROLE.format(role=f"medspil_{service}"))


async def give_password(owner_url: str, service: str, password: str) -> None:
    """Let the role medspil_<service> log in with this password and no other."""
    connection = await Primary(owner_url).connect()
    try:
        async with connection.transaction():
            await connection.execute("select pg_advisory_xact_lock($1)", _LOCK)
            statement = await connection.fetchval(
                "select format('alter role %I password %L', $1::text, $2::text)",
                f"medspil_{service}",
                verifier(password, token_bytes(_SALT)),
            )
            await connection.execute(statement)
    finally:
        await connection.close()


def verifier(password: str, salt: bytes) -> str:
    """Return what PostgreSQL keeps of a password made of printable ASCII."""
    salted = pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    stored = sha256(digest(salted, b"Client Key", sha256)).digest()
    server = digest(salted, b"Server Key", sha256)
    said, kept, own = (b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${_ROUNDS}:{said}${kept}:{own}"


MAKE_ROLE = """
do $$ begin
    create role {role} login;
exception when duplicate_object or unique_violation then null;
end $$
"""
