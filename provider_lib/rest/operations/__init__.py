"""What Terraform asks of a resource, a data source or an action: a file for each call."""
