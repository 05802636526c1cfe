"""The human page of the API, read from the OpenAPI schema itself."""
