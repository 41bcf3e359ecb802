"""Derived tables, emptied and filled again from the stream: the rows are the same."""

from collections.abc import Callable

from chassis import jetstream, rebuilding
from chassis.dialling import NatsAccess
from chassis.rebuilding import NothingDerived
from chassis.settings import BadSettingError, Settings
from medspil import composition
from medspil.operating import reached

type Progress = Callable[[int], None]  # is told how many messages are left


async def rebuild(settings: Settings, name: str, progress: Progress) -> int:
    """Fill what a service derived anew; return how many messages it took in.

    Where a Medspil runs, it serves the old rows until the new ones are complete.
    """
    async with reached(settings) as complete:
        (service,) = composition.services(composition.site(complete), name)
        client = await jetstream.connect(NatsAccess.of(complete), "medspil-rebuild")

        async def tell(left: int) -> None:
            progress(left)

        await service.database.open()
        try:
            return await rebuilding.rebuild(service, client, tell)
        except NothingDerived as error:
            raise BadSettingError(
                f"{name} keeps nothing that can be derived again."
            ) from error
        finally:
            await service.database.close()
            await client.close()
