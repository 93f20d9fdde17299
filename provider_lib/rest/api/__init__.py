"""One API over HTTP: settings, credentials, requests, retries, errors."""
