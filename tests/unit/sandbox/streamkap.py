"""What the tests of the Streamkap part do over and over."""

from __future__ import annotations

from typing import Any

import httpx

POSTGRESQL = {
    "database.hostname.user.defined": "db.example.com",
    "database.port.user.defined": 5433,
    "database.user": "cdc",
    "database.password": "s3cret",
    "database.dbname": "shop",
    "schema.include.list": "public",
    "table.include.list.user.defined": "public.orders, public.items",
}
CLICKHOUSE = {
    "hostname": "ch.example.com",
    "connection.username": "sink",
    "connection.password": "s3cret",
    "database": "shop",
}


class Streamkap(httpx.Client):
    """An HTTP client of Streamkap."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, trust_env=False)

    def exchange(self, client: str = "sandbox-client", secret: str = "4f1c-9b27-e08d") -> httpx.Response:
        return self.post("/auth/access-token", json={"client_id": client, "secret": secret})

    def log_in(self, client: str = "sandbox-client") -> None:
        self.headers["Authorization"] = f"Bearer {self.exchange(client).json()['accessToken']}"

    def make_source(self, name: str = "orders", query: str = "?wait=true", **fields: Any) -> dict[str, Any]:
        body = {"name": name, "connector": "postgresql", "config": POSTGRESQL, **fields}
        answer = self.post(f"/sources{query}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def make_destination(self, name: str = "lake", query: str = "?wait=true", **fields: Any) -> dict[str, Any]:
        body = {"name": name, "connector": "clickhouse", "config": CLICKHOUSE, **fields}
        answer = self.post(f"/destinations{query}", json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def one(self, path: str) -> dict[str, Any] | None:
        """The object at ``path``, out of its envelope."""
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        found = answer.json()["result"]
        assert answer.json() == {
            "result": found,
            "page": 1,
            "page_size": 10,
            "total": len(found),
            "has_next": False,
        }
        return found[0] if found else None
