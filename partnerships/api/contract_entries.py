"""What is sent about a contract after it was signed."""

from rest_framework import serializers

from partnerships.models import Contract, Evaluation, Party

from .entries import EntrySerializer, ProvedSerializer, money

SAYS_ITS_ANOTHER = "True where you know that it is another contract than one much like it on record."


class CorrectionEntrySerializer(ProvedSerializer):
    """What is wrong in a contract, with its right values, and why. What is left out stays as it is.

    `terminated_on` null takes an early ending back, `closed_on` null a closing.
    """

    title = serializers.CharField(max_length=1000, required=False)
    title_en = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    method = serializers.ChoiceField(Contract.Method.choices, required=False)
    catalogue_code = serializers.CharField(max_length=50, required=False, allow_blank=True)
    signed_on = serializers.DateField(required=False)
    starts_on = serializers.DateField(required=False)
    ends_on = serializers.DateField(required=False, help_text="The last day of the original term.")
    value = money(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    terminated_on = serializers.DateField(required=False, allow_null=True)
    termination_party = serializers.ChoiceField(Party.choices, required=False)
    termination_fault = serializers.ChoiceField(Party.choices, required=False)
    termination_reason = serializers.CharField(max_length=10_000, required=False)
    closed_on = serializers.DateField(required=False, allow_null=True)
    closing_note = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    reason = serializers.CharField(max_length=2000, help_text="What was wrong.")
    despite_duplicates = serializers.BooleanField(required=False, help_text=SAYS_ITS_ANOTHER)


class AmendmentEntrySerializer(ProvedSerializer):
    """A signed change of the term, the value or the content."""

    signed_on = serializers.DateField()
    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    new_ends_on = serializers.DateField(required=False, allow_null=True, help_text="The new last day.")
    new_value = money(required=False, allow_null=True)
    description = serializers.CharField(max_length=10_000, required=False, allow_blank=True)


class RenewalEntrySerializer(ProvedSerializer):
    """The contract that follows this one. What is not said of its title, method and currency is as in this one."""

    title = serializers.CharField(max_length=1000, required=False)
    title_en = serializers.CharField(max_length=1000, required=False, allow_blank=True)
    number = serializers.CharField(max_length=100, required=False, allow_blank=True)
    method = serializers.ChoiceField(Contract.Method.choices, required=False)
    catalogue_code = serializers.CharField(max_length=50, required=False, allow_blank=True)
    signed_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField(help_text="The last day of the term.")
    value = money(required=False, allow_null=True)
    currency = serializers.CharField(max_length=3, required=False)
    despite_duplicates = serializers.BooleanField(required=False, help_text=SAYS_ITS_ANOTHER)


class SuspensionEntrySerializer(ProvedSerializer):
    """Work rests from a day on."""

    started_on = serializers.DateField()
    reason = serializers.CharField(max_length=10_000)


class ResumptionEntrySerializer(EntrySerializer):
    """Work goes on from a day on."""

    ended_on = serializers.DateField(help_text="The day work goes on.")


class EndingEntrySerializer(ProvedSerializer):
    """The contract was ended early: by whom, through whose fault, and why. It is the word of your side."""

    terminated_on = serializers.DateField()
    party = serializers.ChoiceField(Party.choices, help_text="Who ended it.")
    fault = serializers.ChoiceField(Party.choices, help_text="Whose fault it was.")
    reason = serializers.CharField(max_length=10_000)


class ClosingEntrySerializer(EntrySerializer):
    """Everything is settled."""

    closed_on = serializers.DateField()
    closing_note = serializers.CharField(max_length=10_000, required=False, allow_blank=True)
    despite_open = serializers.BooleanField(
        required=False, help_text="True to close the contract although something is still open."
    )


class MilestoneEntrySerializer(ProvedSerializer):
    """Something the NGO has to deliver by a day."""

    title = serializers.CharField(max_length=300)
    due_on = serializers.DateField()


class ReachedEntrySerializer(ProvedSerializer):
    """A milestone was reached."""

    reached_on = serializers.DateField()


class EvaluationEntrySerializer(ProvedSerializer):
    """An evaluation or acceptance. A score is given with its maximum."""

    phase = serializers.ChoiceField(Evaluation.Phase.choices)
    held_on = serializers.DateField()
    result = serializers.ChoiceField(Evaluation.Result.choices)
    score = serializers.DecimalField(max_digits=6, decimal_places=3, min_value=0, required=False, allow_null=True)
    score_maximum = serializers.DecimalField(
        max_digits=6, decimal_places=3, min_value=0, required=False, allow_null=True
    )
    evaluator = serializers.CharField(max_length=300, required=False, allow_blank=True)
    is_independent = serializers.BooleanField(
        required=False,
        help_text="True where the evaluator, who is named, belongs to neither side. Staff may record that.",
    )
    paid_for_by = serializers.ChoiceField(Party.choices, required=False, allow_blank=True)

    elsewhere = {"recorded_side": "is_independent"}
