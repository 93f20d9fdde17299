"""What vendors run for the platform: Streamkap a source, and Confluent Cloud an agent of Flink SQL."""

from __future__ import annotations

from provider_lib.constructs import Construct, Secret
from provider_lib.constructs.confluent import FlinkAgent
from provider_lib.constructs.streamkap import Source

TRIAGE = """\
Read a customer's review of an order. Answer with one word: `delivery`, `product` or `praise`.
Look the order up when the review does not say what it is about.
"""


def capture_loyalty(scope: Construct, name: str, host: str) -> Source:
    """Have Streamkap capture customers' points; the programme's database is in a network that only it reaches."""
    return Source(
        scope,
        "loyalty",
        name=name,
        connector="postgresql",
        config={
            "database.hostname.user.defined": host,
            "database.user": "streamkap",
            "database.dbname": "loyalty",
            "schema.include.list": "public",
            "table.include.list.user.defined": "public.accounts,public.points",
        },
        secrets={"database.password": Secret.env("LOYALTY_DB_PASSWORD")},
    )


def triage_reviews(scope: Construct, name: str, kafka_cluster: str) -> FlinkAgent:
    """Sort reviews into queues, for a Flink SQL statement of the team that answers them."""
    return FlinkAgent(
        scope,
        "triage",
        kafka_cluster_id=kafka_cluster,
        name=name,
        model="review-model",
        prompt=TRIAGE,
        description="Sorts reviews into delivery, product and praise",
        tools=["lookup-order"],
        properties={"max_iterations": "3"},
    )
