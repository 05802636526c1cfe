"""Names for NGOs and their partners, in both languages. Any likeness to an existing organization is chance."""

from .world import Label

FIRST = tuple(
    Label(*pair.split("="))
    for pair in [
        "青=Qing",
        "晨=Chen",
        "春=Chun",
        "暖=Nuan",
        "和=He",
        "融=Rong",
        "益=Yi",
        "乐=Le",
        "心=Xin",
        "安=An",
        "瑞=Rui",
        "同=Tong",
        "友=You",
        "善=Shan",
        "恒=Heng",
        "新=Xin",
        "明=Ming",
        "启=Qi",
        "望=Wang",
        "知=Zhi",
        "沐=Mu",
        "朴=Pu",
        "嘉=Jia",
        "清=Qing",
        "众=Zhong",
        "行=Xing",
        "里=Li",
        "苇=Wei",
        "拾=Shi",
        "邻=Lin",
    ]
)
SECOND = tuple(
    Label(*pair.split("="))
    for pair in [
        "藤=teng",
        "舟=zhou",
        "桥=qiao",
        "芽=ya",
        "帆=fan",
        "林=lin",
        "川=chuan",
        "泉=quan",
        "柚=you",
        "苗=miao",
        "笙=sheng",
        "澜=lan",
        "屿=yu",
        "岸=an",
        "灯=deng",
        "径=jing",
        "田=tian",
        "穗=sui",
        "檐=yan",
        "榆=yu",
        "渡=du",
        "麦=mai",
        "葵=kui",
        "梨=li",
    ]
)


def brand(index: int) -> Label:
    """The index-th two-character name; different for every index below the number of pairs."""
    first, second = FIRST[index % len(FIRST)], SECOND[index // len(FIRST) % len(SECOND)]
    return Label(first.zh + second.zh, first.en + second.en)


AGENCIES = {
    "养老服务": Label("为老服务中心", "Elder Service Centre"),
    "儿童与青少年": Label("青少年社会工作服务中心", "Youth Social Work Centre"),
    "社区治理": Label("社区发展服务中心", "Community Development Centre"),
    "残障服务": Label("助残服务中心", "Disability Service Centre"),
    "家庭与妇女": Label("家庭社会工作服务中心", "Family Social Work Centre"),
    "心理健康": Label("心理服务中心", "Psychological Service Centre"),
    "社区矫正与禁毒": Label("帮教社会工作服务社", "Rehabilitation Social Work Agency"),
    "救助与帮扶": Label("社会工作服务中心", "Social Work Service Centre"),
    "志愿服务": Label("志愿服务中心", "Volunteer Service Centre"),
    "环境保护": Label("环境教育中心", "Environmental Education Centre"),
    "文化与社区教育": Label("社区文化促进中心", "Community Culture Centre"),
}
ASSOCIATIONS = {
    "养老服务": Label("老年服务协会", "Association for Services to the Elderly"),
    "儿童与青少年": Label("青少年发展促进会", "Youth Development Association"),
    "社区治理": Label("社区治理促进会", "Community Governance Association"),
    "残障服务": Label("残障者家长协会", "Association of Parents of People with Disabilities"),
    "家庭与妇女": Label("家庭教育协会", "Family Education Association"),
    "心理健康": Label("心理卫生协会", "Mental Health Association"),
    "社区矫正与禁毒": Label("禁毒志愿者协会", "Association of Drug Prevention Volunteers"),
    "救助与帮扶": Label("慈善义工协会", "Charity Volunteers Association"),
    "志愿服务": Label("志愿者协会", "Volunteers Association"),
    "环境保护": Label("绿色行动协会", "Green Action Association"),
    "文化与社区教育": Label("民间文化协会", "Folk Culture Association"),
}
FOUNDATION = Label("公益基金会", "Public Benefit Foundation")

PARTNERS = {
    "school": (Label("实验小学", "Experimental Primary School"), Label("第三中学", "No. 3 Middle School")),
    "university": (Label("职业技术学院", "Vocational College"), Label("师范学院", "Normal College")),
    "hospital": (Label("社区卫生服务中心", "Community Health Centre"), Label("人民医院", "People's Hospital")),
    "enterprise": (Label("物业服务有限公司", "Property Services Ltd"), Label("食品有限公司", "Foods Ltd")),
    "community": (Label("社区居民委员会", "Residents' Committee"),),
    "public_institution": (Label("图书馆", "Library"), Label("文化馆", "Cultural Centre")),
    "media": (Label("融媒体中心", "Media Centre"),),
}
