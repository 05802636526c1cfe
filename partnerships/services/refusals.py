"""Saving with refusals: what is wrong, in which field, with which value, and what to do."""

from typing import Any, NoReturn

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction


def refuse(field: str, sentence: str, *, error_code: str | None = None, **values: Any) -> NoReturn:
    """Raises a `ValidationError` on the field. The sentence's `%(name)s` places are filled with the values.

    `error_code` is for callers that answer one refusal in a way of its own.
    """
    raise ValidationError({field: ValidationError(sentence, code=error_code, params=values)})


def refuse_if(condition: bool, field: str, sentence: str, *, error_code: str | None = None, **values: Any) -> None:
    """Refuses when the condition holds."""
    if condition:
        refuse(field, sentence, error_code=error_code, **values)


def broken_constraint(error: Exception, model: type[models.Model]) -> ValidationError | None:
    """The refusal that stands for a database error; None when the error is no broken constraint of the model."""
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for constraint in model._meta.constraints:
        if constraint.name == name:
            return ValidationError({NON_FIELD_ERRORS: constraint.get_violation_error_message()})
    return None


def save(record: models.Model) -> None:
    """Validates the row with all its constraints, then writes it.

    A constraint that another transaction broke in between is refused in the same words.
    """
    record.full_clean()
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        refusal = broken_constraint(error, type(record))
        if refusal is None:
            raise
        raise refusal from error
