"""An account beyond what Terraform asks of it: how what it holds is now, and what a person has done to it."""

from __future__ import annotations

from collections.abc import Sequence

from provider_lib.contract import Values
from provider_lib.rest.api.unforeseen import foreseen
from provider_lib.rest.mapping.private import Private
from provider_lib.rest.object.listing import SharedLists
from provider_lib.rest.object.remote import NO_SECRETS, Remote
from provider_lib.rest.object.shared_answers import SharedAnswers
from provider_lib.rest.operations.look import Looked, look, recall
from provider_lib.rest.operations.position import position
from provider_lib.rest.operations.steer import steer
from provider_lib.rest.provider import TIME_TO_CHECK, RestProvider


class RestAccount(RestProvider):
    """The accounts that the settings lead to."""

    def position(self, name: str, identity: Values) -> tuple[str, ...] | None:
        """How far an object of an account has come, each part as JSON; None when it is not there."""
        resource = self._declared.resources[name]
        remote = self._remote(resource, dict.fromkeys(resource.fields()) | identity, NO_SECRETS, "update")
        with self._redactor.masking(), foreseen(f"read the position of {remote.name}"):
            return position(remote)

    def forget(self) -> None:
        """Forget what the servers said: who looks again means to see what there is by now."""
        self._lists, self._answers = SharedLists(), SharedAnswers()

    def learn(self, name: str, stored: Values) -> None:
        """Mask from now on what a state has of an object that nobody may see, whichever server quotes it."""
        self._learn(self._declared.resources[name], stored)

    def look(self, name: str, stored: Values, private: bytes, *, only_health: bool = False) -> Looked | None:
        """What a state has, as its server has it now; None when it is definitely gone. Nothing is kept of it.

        Args:
            only_health: whether it is enough to know that it is as it should be.
        """
        kept = Private.load(private)
        remote = self._known(name, stored, kept)
        with self._redactor.masking(), foreseen(f"read {remote.name}"):
            return look(remote, kept, only_health=only_health)

    def recall(self, name: str, stored: Values) -> Looked:
        """What a state has, as it was then; no server is asked."""
        return recall(self._declared.resources[name], stored)

    def steer(self, name: str, stored: Values, private: bytes, order: str, tasks: Sequence[str]) -> None:
        """Have an object turned to a desired state, or restarted, at once and whatever the code says.

        Args:
            order: a desired state, RESTART or RESTART_FAILED.
            tasks: the numbers of those that have failed.

        Raises:
            ConfigError: its API has no call for that.
            SluiceError: the server refuses it, or cannot be reached.
        """
        remote = self._known(name, stored, Private.readable(private))
        with self._redactor.masking(), foreseen(f"{order} {remote.name}"):
            steer(remote, order, tasks)

    def _known(self, name: str, stored: Values, private: Private) -> Remote:
        """An object as a state has it, with which a person waits for something."""
        resource = self._declared.resources[name]
        self._learn(resource, stored)
        return self._stored(self._known_target(resource, stored).within(TIME_TO_CHECK), resource, stored, private)
