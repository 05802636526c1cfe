"""Service fields: what NGOs work on, which bodies care about it, and what is bought."""

from typing import NamedTuple

from .world import Label


class Field(NamedTuple):
    """A service field. `bodies` are the kinds of body that buy it; `offers` are titles of services bought."""

    code: str
    label: Label
    share: float
    bodies: tuple[str, ...]
    offers: tuple[Label, ...]
    theme: Label


FIELDS = (
    Field(
        "TL-01",
        Label("养老服务", "Elder care"),
        0.17,
        ("civil", "street", "health"),
        (
            Label("居家养老服务项目", "Home-based elder care"),
            Label("独居老人探访关爱项目", "Visiting elders who live alone"),
            Label("长者日间照料中心运营项目", "Running an elder day-care centre"),
        ),
        Label("重阳敬老月", "the Double Ninth month of respect for elders"),
    ),
    Field(
        "TL-02",
        Label("儿童与青少年", "Children and youth"),
        0.14,
        ("youth", "education", "civil", "street"),
        (
            Label("困境儿童关爱保护项目", "Care for children in difficulty"),
            Label("青少年成长支持项目", "Support for growing up"),
            Label("四点半课堂服务项目", "After-school classes"),
        ),
        Label("未成年人保护宣传月", "the month of child protection"),
    ),
    Field(
        "TL-03",
        Label("社区治理", "Community governance"),
        0.14,
        ("street", "civil", "social_work"),
        (
            Label("社区协商议事项目", "Residents' deliberation"),
            Label("社区社会组织培育项目", "Nurturing community groups"),
            Label("楼院微治理项目", "Small-scale governance of courtyards"),
        ),
        Label("幸福社区创建", "the campaign for happy communities"),
    ),
    Field(
        "TL-04",
        Label("残障服务", "Disability services"),
        0.09,
        ("disabled", "civil", "health"),
        (
            Label("残疾人日间照料项目", "Day care for people with disabilities"),
            Label("孤独症儿童家庭支持项目", "Support for families of autistic children"),
            Label("残疾人辅助性就业项目", "Supported employment"),
        ),
        Label("全国助残日", "the national day of helping people with disabilities"),
    ),
    Field(
        "TL-05",
        Label("家庭与妇女", "Families and women"),
        0.08,
        ("women", "civil", "street"),
        (
            Label("家庭教育指导项目", "Guidance for parents"),
            Label("反家庭暴力支持项目", "Support against domestic violence"),
            Label("妇女能力建设项目", "Capacity-building for women"),
        ),
        Label("最美家庭寻访", "the search for exemplary families"),
    ),
    Field(
        "TL-06",
        Label("心理健康", "Mental health"),
        0.07,
        ("health", "education", "civil"),
        (
            Label("社会心理服务站运营项目", "Running a psychological service station"),
            Label("精神障碍社区康复项目", "Community rehabilitation after mental illness"),
            Label("校园心理健康项目", "Mental health at school"),
        ),
        Label("世界精神卫生日", "World Mental Health Day"),
    ),
    Field(
        "TL-07",
        Label("社区矫正与禁毒", "Community correction and drug rehabilitation"),
        0.06,
        ("justice", "street"),
        (
            Label("社区矫正帮教项目", "Support for people in community correction"),
            Label("社区戒毒康复项目", "Community drug rehabilitation"),
        ),
        Label("法治宣传周", "the week of law"),
    ),
    Field(
        "TL-08",
        Label("救助与帮扶", "Social assistance"),
        0.07,
        ("civil", "street", "labour"),
        (
            Label("低收入家庭个案服务项目", "Casework with low-income families"),
            Label("流动救助服务项目", "Outreach to people without shelter"),
            Label("救助对象需求评估项目", "Assessing the needs of assisted households"),
        ),
        Label("冬季送温暖行动", "the winter warmth campaign"),
    ),
    Field(
        "TL-09",
        Label("志愿服务", "Volunteering"),
        0.07,
        ("youth", "social_work", "street"),
        (
            Label("志愿服务站运营项目", "Running a volunteer station"),
            Label("志愿者培训与督导项目", "Training and supervising volunteers"),
        ),
        Label("学雷锋志愿服务月", "the volunteering month"),
    ),
    Field(
        "TL-10",
        Label("环境保护", "Environment"),
        0.04,
        ("environment", "street"),
        (
            Label("生活垃圾分类引导项目", "Guidance on sorting waste"),
            Label("河流观察与公众教育项目", "River watch and public education"),
        ),
        Label("世界环境日", "World Environment Day"),
    ),
    Field(
        "TL-11",
        Label("文化与社区教育", "Culture and community education"),
        0.07,
        ("culture", "education", "street"),
        (
            Label("社区文化活动项目", "Cultural life in the community"),
            Label("非遗进社区项目", "Living heritage in the community"),
        ),
        Label("全民阅读月", "the reading month"),
    ),
)
