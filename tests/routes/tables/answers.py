"""Answers that many routes share. Cells: visitor, staff, NGO manager, analyst, administrator; own/foreign object."""

ANYBODY = "200 200 200 200 200"
WHO_SIGNED_IN = "sign-in 200 200 200 200"
WHO_SEES_IT = "sign-in 200/404 200/404 200/404 200"
# A form by which something is recorded on an object: an analyst sees the object and may not.
WHO_RECORDS = "sign-in 200/404 200/404 403/404 200"
# The same form, sent empty: what is missing is said.
SAYS_WHAT_IS_MISSING = "sign-in 422/404 422/404 403/404 422"
NOBODY = "404 404 404 404 404"
