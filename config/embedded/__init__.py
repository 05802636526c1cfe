"""The embedded PostgreSQL: a database server inside the data folder, for use without DATABASE_URL."""
