"""Working days, Monday to Friday, as the method counts them."""

from datetime import date, timedelta

SATURDAY = 5


def add_workdays(day: date, number: int) -> date:
    """The working day `number` working days after a day; weekends are passed over."""
    while number > 0:
        day += timedelta(days=1)
        number -= day.weekday() < SATURDAY
    return day


def last_day_passed(today: date, number: int) -> date:
    """The last day whose `number`-th following working day lies before today."""
    day = today - timedelta(days=1)
    while add_workdays(day, number) >= today:
        day -= timedelta(days=1)
    return day
