# The quickstart in plain Terraform. URL and token come from SLUICE_LENSES_URL and SLUICE_LENSES_TOKEN.
terraform {
  required_providers {
    sluice = { source = "sluice.internal/sluice/sluice" }
  }
}

resource "sluice_lenses_environment" "orders" {
  name = "orders"
  tier = "development"

  metadata = {
    team = "order-platform"
  }
}

resource "sluice_lenses_connector" "orders_sink" {
  environment    = sluice_lenses_environment.orders.name
  cluster        = "connect"
  name           = "orders-sink"
  wait_for_agent = "5m"

  config = {
    "connector.class" = "io.confluent.connect.jdbc.JdbcSinkConnector"
    topics            = "orders"
    "connection.url"  = "jdbc:postgresql://db.example.com/orders"
  }

  secret_env = {
    "connection.password" = "ORDERS_DB_PASSWORD" # the name of a variable, not the password
  }
}

data "sluice_lenses_connectors" "all" {
  environment = sluice_lenses_environment.orders.name
  depends_on  = [sluice_lenses_connector.orders_sink]
}

output "connectors" {
  value = { for connector in data.sluice_lenses_connectors.all.connectors : connector.name => connector.state }
}

output "agent_key" {
  value     = sluice_lenses_environment.orders.agent_key
  sensitive = true
}
