"""Stage staging: every flow of production, on one estate and with production's shapes but not its customers."""

from __future__ import annotations

from provider_lib.constructs import App, Stack
from stacks.platform import Estate
from stacks.replication import replicate_loyalty
from stacks.services import capture_loyalty, triage_reviews


class Staging(Stack):
    """Where a release of the platform proves itself."""

    def __init__(self, app: App) -> None:
        super().__init__(app, "staging", version="1.5.0")
        estate = Estate(
            self,
            "orders",
            name="orders-staging",
            tier="staging",
            brokers=["kafka-1.staging.shop.example:9092", "kafka-2.staging.shop.example:9092"],
            registry="http://registry.staging.shop.example:8081",
            key_rotation="2026-09",
            tasks=2,
        )
        estate.capture_orders("shop-db.staging.shop.example")
        estate.capture_catalogue("catalogue-db.staging.shop.example", server_id=5402)
        estate.poll_stock("jdbc:oracle:thin:@warehouse.staging.shop.example:1521/STOCK")
        estate.collect_tracking("shop-carriers-staging")
        estate.archive("shop-lake-staging")
        estate.report("jdbc:postgresql://reporting-db.staging.shop.example:5432/reporting")
        estate.index("https://search.staging.shop.example:9200")
        estate.show_orders("views_staging")
        estate.analyse("shop-staging.eu-central-1")

        loyalty = capture_loyalty(self, "loyalty-staging", "loyalty-db.staging.shop.example")
        replicate_loyalty(estate, loyalty)
        triage_reviews(self, "review-triage-staging", "lkc-stg001")
