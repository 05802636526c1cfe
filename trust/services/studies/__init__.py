"""Studies of the method on the partnerships on record, kept with their date, number and command."""

from .keeping import study_agreement, study_everything, study_robustness, study_sensitivity

__all__ = ["study_agreement", "study_everything", "study_robustness", "study_sensitivity"]
