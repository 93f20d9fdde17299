"""Whatever was in clear for a moment is masked from then on."""

from __future__ import annotations

from provider_lib.rest.mapping.seals import Seals
from provider_lib.sealing import IDENTITY_VARIABLE, is_sealed, new_identity


def test_a_secret_is_masked_when_it_is_sealed_and_when_it_is_opened() -> None:
    identity, recipient = new_identity()
    masked: list[str] = []
    sealed = Seals({}, lambda *texts: masked.extend(texts)).sealed("hunter22", [recipient])
    assert (is_sealed(sealed), masked) == (True, ["hunter22"])
    masked.clear()
    assert Seals({IDENTITY_VARIABLE: identity}, lambda *texts: masked.extend(texts)).opened(sealed) == "hunter22"
    assert {"hunter22", identity} <= set(masked)
    assert Seals({}, lambda *_: None).opened(sealed) is None
