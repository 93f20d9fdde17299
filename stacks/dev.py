"""Stage dev: small, quick to rebuild, fed by databases with made-up orders."""

from __future__ import annotations

from provider_lib.constructs import App, Stack
from stacks.platform import Estate
from stacks.replication import replicate_loyalty
from stacks.services import capture_loyalty, triage_reviews


class Dev(Stack):
    """Where a change of the platform is tried first."""

    def __init__(self, app: App) -> None:
        super().__init__(app, "dev", version="1.5.0")
        estate = Estate(
            self,
            "orders",
            name="orders-dev",
            tier="development",
            brokers=["kafka.dev.shop.example:9092"],
            registry="http://registry.dev.shop.example:8081",
            key_rotation="2026-09",
        )
        estate.capture_orders("shop-db.dev.shop.example")
        estate.capture_catalogue("catalogue-db.dev.shop.example", server_id=5401)
        estate.archive("shop-lake-dev")
        estate.report("jdbc:postgresql://reporting-db.dev.shop.example:5432/reporting")
        estate.index("https://search.dev.shop.example:9200")
        estate.show_orders("views_dev")
        estate.analyse("shop-dev.eu-central-1")

        loyalty = capture_loyalty(self, "loyalty-dev", "loyalty-db.dev.shop.example")
        replicate_loyalty(estate, loyalty)
        triage_reviews(self, "review-triage-dev", "lkc-dev001")
