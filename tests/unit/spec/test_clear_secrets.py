from __future__ import annotations

import pytest

from provider_lib.spec.clear_secrets import clear_secret

BY_NAME = "a secret by its name"
BY_FORM = "a text with credentials in it"


@pytest.mark.parametrize(
    "key",
    [
        "connection.password",
        "password",
        "database.password",
        "ssl.key.password",
        "connect.s3.aws.secret.key",
        "aws.secret.access.key",
        "clientSecret",
        "apiKey",
        "api_key",
        "x-api-key",
        "Authorization",
        "sasl.jaas.config",
        "consumer.override.sasl.jaas.config",
        "basic.auth.user.info",
        "snowflake.private.key",
        "auth.token",
        "azure.account.key",
        "connect.gcp.credentials",
    ],
)
def test_the_name_of_a_key_tells_a_secret(key: str) -> None:
    assert clear_secret(key, "hunter2") == BY_NAME


@pytest.mark.parametrize(
    "key",
    [
        "connection.user",
        "key.converter",
        "tokens.per.second",
        "secret.name",
        "sasl.oauthbearer.token.endpoint.url",
        "basic.auth.credentials.source",
        "ssl.keystore.location",
        "password.encoder.algorithm",
        "aws.credentials.provider.class",
        "primary.key",
        "message.key",
        "passwords",
    ],
)
def test_a_key_that_only_speaks_of_secrets_holds_none(key: str) -> None:
    assert clear_secret(key, "USER_INFO") is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "${file:/etc/connect/db.properties:password}",
        'login required password="${env:PW}";',
        "true",
        "ENC(Zm9v)",
        "{cipher}0a1b",
        "vault:v1:abc",
        "$ANSIBLE_VAULT;1.1;AES256\n6233",
        "$2b$12$KIXQ0f",
        "https://login.example.com/token",
        "/etc/keys/gcp.json",
        "~/keys/gcp.json",
    ],
)
def test_what_refers_to_a_secret_is_none(value: str) -> None:
    assert clear_secret("db.password", value) is None


@pytest.mark.parametrize(
    "value",
    [
        "jdbc:postgresql://db:5432/shop?user=jo&password=hunter2",
        "jdbc:sqlserver://db;user=jo;password=hunter2;",
        "https://jo:hunter2@example.com/x",
        "mongodb://jo:hunter2@example.com",
        "redis://:hunter2@cache",
        "DefaultEndpointsProtocol=https;AccountName=jo;AccountKey=aGk=;",
        "Endpoint=sb://x/;SharedAccessKeyName=n;SharedAccessKey=aGk=",
        "https://x.blob.example.com/c?sv=1&sig=abc",
        'PlainLoginModule required username="jo" password="hunter2";',
        "-----BEGIN RSA PRIVATE KEY-----\nMII",
    ],
)
def test_credentials_are_told_wherever_they_stand(value: str) -> None:
    assert clear_secret("", value) == BY_FORM


@pytest.mark.parametrize(
    "value",
    [
        "jdbc:postgresql://db:5432/shop?user=jo&password=${file:/x:pw}",
        "https://jo:${env:PW}@example.com",
        "https://example.com/users@home:8080/",
        "INSERT INTO lake:orders SELECT * FROM orders",
        "mongodb://db1:27017,db2:27017/shop",
        "-----BEGIN CERTIFICATE-----",
        "a:b@c",
    ],
)
def test_a_text_without_credentials_is_left_alone(value: str) -> None:
    assert clear_secret("", value) is None
