"""The vendors' own words for their APIs, to which requests of the provider and answers of the sandbox are held."""
