"""Looking at everything that we own: each API is asked once for all stacks that reach it alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import replace
from functools import partial
from typing import Self

from provider_lib.errors import SluiceError
from provider_lib.fleet.owned import Block, Owned
from provider_lib.fleet.status import Status, status_of, status_then, status_without
from provider_lib.rest import AT_ONCE, RestAccount
from provider_lib.spec import Cause, Declarations


class Fleet:
    """What we own, and the accounts that have it.

    Args:
        owned: what it is.
        declared: the catalogue.
        environ: the environment, with settings and the values behind ``secret_env``.
        causes: why things fail, in the order in which they are looked for.
        everything: all that the states have, whose secrets are masked wherever a server quotes them; what is owned when
            left out.
    """

    def __init__(
        self,
        owned: Sequence[Owned],
        declared: Declarations,
        environ: Mapping[str, str],
        causes: Sequence[Cause] = (),
        everything: Sequence[Owned] = (),
    ) -> None:
        self.owned = tuple(owned)
        self._everything = tuple(everything or owned)
        self._declared = declared
        self._environ = environ
        self._causes = causes
        self._accounts: list[tuple[Block, RestAccount]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection."""
        for _, account in self._accounts:
            account.close()

    def narrow(self, places: Sequence[int]) -> None:
        """Go on with those alone that stand in these places."""
        self.owned = tuple(self.owned[place] for place in places)

    def look(self, *, positions: bool = False, only_health: bool = False) -> list[Status]:
        """How everything is now, in the order in which it is owned.

        Args:
            positions: ask also how far each has come, which takes a request for each.
            only_health: do not ask what others changed of what runs as it should, which may take a request for each.
        """
        for block, account in self._accounts:
            account.configure(dict(block))  # what was told before is old
        accounts = [self.account(item.block) for item in self.owned]
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                return list(
                    pool.map(partial(self._look, positions=positions, only_health=only_health), self.owned, accounts)
                )
            except BaseException:
                self._give_up(pool)
                raise

    def recall(self) -> list[Status]:
        """How everything was when the states were written, in the order in which it is owned; no server is asked."""
        with closing(RestAccount(self._declared, {})) as account:
            return [self._recall(item, account) for item in self.owned]

    def _give_up(self, pool: ThreadPoolExecutor) -> None:
        """End what is under way soon: a person has pressed Ctrl-C."""
        pool.shutdown(wait=False, cancel_futures=True)
        for _, account in self._accounts:
            account.give_up()

    def account(self, block: Block) -> RestAccount:
        """What reaches the APIs by the settings of a provider block."""
        known = next((account for other, account in self._accounts if other is block or other == block), None)
        if known is None:
            known = RestAccount(self._declared, self._environ)
            known.configure(dict(block))
            for item in self._everything:  # what one server says may quote what another has
                with suppress(SluiceError):  # said when it is looked at
                    known.learn(item.resource.type_name, item.attributes(known))
            self._accounts.append((block, known))
        return known

    def _look(self, owned: Owned, account: RestAccount, *, positions: bool, only_health: bool) -> Status:
        kind = owned.resource.type_name
        try:
            attributes = owned.attributes(account)
            looked = account.look(kind, attributes, owned.stored.private, only_health=only_health)
            status = status_of(owned, looked, self._causes)
        except SluiceError as error:
            return status_without(owned, error)
        if not positions or owned.resource.handover is None:
            return status
        with suppress(SluiceError):  # a server that is too old to tell is no reason to tell nothing
            identity = {name: attributes[name] for name in owned.resource.identity_fields()}
            return replace(status, position=account.position(kind, identity))
        return status

    def _recall(self, owned: Owned, account: RestAccount) -> Status:
        try:
            then = account.recall(owned.resource.type_name, owned.attributes(account))
            return status_then(owned, then, self._causes)
        except SluiceError as error:
            return status_without(owned, error)
