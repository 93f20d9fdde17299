"""A pipeline of Streamkap from a shop's PostgreSQL to Snowflake, tagged so that its team finds it."""

from provider_lib.constructs import App, Secret, Stack
from provider_lib.constructs.streamkap import Destination, Pipeline, Source, Tag

app = App()
stack = Stack(app, "shop", version="1.0.0")
team = Tag(stack, "team", name="order-platform", type=["sources", "destinations", "pipelines"])
shop = Source(
    stack,
    "shop-db",
    name="shop",
    connector="postgresql",
    config={
        "database.hostname.user.defined": "shop-db.shop.example",
        "database.user": "streamkap",
        "database.dbname": "shop",
        "schema.include.list": "public",
        "table.include.list.user.defined": "public.orders,public.payments",
    },
    secrets={"database.password": Secret.env("SHOP_DB_PASSWORD")},
    tags=[team.id],
)
warehouse = Destination(
    stack,
    "warehouse",
    name="warehouse",
    connector="snowflake",
    config={
        "snowflake.url.name": "shop.snowflakecomputing.com",
        "snowflake.user.name": "STREAMKAP",
        "snowflake.private.key.passphrase.secured": "false",
        "snowflake.database.name": "SHOP",
        "snowflake.schema.name": "RAW",
    },
    secrets={"snowflake.private.key": Secret.env("SNOWFLAKE_KEY")},
    tags=[team.id],
)
Pipeline(
    stack,
    "shop-to-warehouse",
    name="shop-to-warehouse",
    source={"id": shop, "name": shop, "connector": shop, "topics": ["public.orders", "public.payments"]},
    destination={"id": warehouse, "name": warehouse, "connector": warehouse},
    tags=[team.id],
)
app.synth()
