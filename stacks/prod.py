"""Stage prod: all orders are taken in Europe; America has what it needs to serve customers when Europe is away."""

from __future__ import annotations

from provider_lib.constructs import App, Stack
from stacks.platform import Estate
from stacks.replication import replicate_loyalty, replicate_sales
from stacks.services import capture_loyalty, triage_reviews


class Prod(Stack):
    """What the shop runs on."""

    def __init__(self, app: App) -> None:
        super().__init__(app, "prod", version="1.4.2")
        europe = Estate(
            self,
            "eu",
            name="orders-prod-eu",
            tier="production",
            brokers=[f"kafka-{number}.eu.shop.example:9092" for number in (1, 2, 3)],
            registry="http://registry.eu.shop.example:8081",
            key_rotation="2026-08",
            tasks=4,
        )
        europe.capture_orders("shop-db.eu.shop.example")
        europe.capture_catalogue("catalogue-db.eu.shop.example", server_id=5403)
        europe.poll_stock("jdbc:oracle:thin:@warehouse.eu.shop.example:1521/STOCK")
        europe.collect_tracking("shop-carriers")
        europe.archive("shop-lake")
        europe.report("jdbc:postgresql://reporting-db.eu.shop.example:5432/reporting")
        europe.index("https://search.eu.shop.example:9200")
        europe.show_orders("views")
        europe.analyse("shop.eu-central-1")

        loyalty = capture_loyalty(self, "loyalty", "loyalty-db.shop.example")
        replicate_loyalty(europe, loyalty)
        triage_reviews(self, "review-triage", "lkc-prd001")

        america = Estate(
            self,
            "us",
            name="orders-prod-us",
            tier="production",
            brokers=[f"kafka-{number}.us.shop.example:9092" for number in (1, 2, 3)],
            registry="http://registry.us.shop.example:8081",
            key_rotation="2026-08",
            tasks=2,
        )
        replicate_sales(america, europe)
        america.show_orders("views")
