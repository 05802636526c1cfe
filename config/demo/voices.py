"""What the demo's people say to the judgements: a reply and an objection of Organization X's manager."""

REPLY = """2021年以前的合作多由街道口头安排，没有书面记录，因此未计入。我们已请街道补充当年的会议纪要。
Before 2021 most of our work was arranged by word of mouth and nothing was written down, so it does not count here. We
have asked the street office for the minutes of those years."""
GROUNDS = """2023年第二期款项于当年12月28日到账，系统按次年1月计算。银行回单随后补交。
The second instalment of 2023 reached us on 28 December; it was counted for January. The bank's receipt follows."""


def speak_up() -> None:
    """Records both, once; nothing where the demo's manager has no partnership that was assessed."""
    from partnerships.models import Partnership, User
    from trust.models import Objection, Reply
    from trust.services.objections import object_to_reading
    from trust.services.replies import reply_to_judgement

    manager = User.objects.filter(username="manager").first()
    if manager is None or Reply.objects.exists() or Objection.objects.exists():
        return
    partnerships = list(Partnership.objects.filter(ngo=manager.organization, latest_assessment__isnull=False))
    for partnership in partnerships[-1:]:
        reply_to_judgement(by=manager, partnership=partnership, text=REPLY)
    for partnership in partnerships[1:2]:
        object_to_reading(by=manager, partnership=partnership, about="R3", grounds=GROUNDS)
