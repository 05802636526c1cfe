"""The fictional city, its three districts and their streets and towns. The leading 98 is no Chinese division code."""

from .world import Division, Label

CITY = Division("980100", Label("汀澜市", "Tinglan City"), "city")
YUNBU = Division("980102", Label("云埠区", "Yunbu District"), "district", CITY.code)
QIWU = Division("980103", Label("栖梧区", "Qiwu District"), "district", CITY.code)
QINGYAN = Division("980104", Label("青砚区", "Qingyan District"), "district", CITY.code)
DISTRICTS = (YUNBU, QIWU, QINGYAN)


def _street(district: Division, number: int, zh: str, en: str) -> Division:
    return Division(f"{district.code}{number:03d}", Label(zh, en), "street", district.code)


STREETS = (
    _street(YUNBU, 1, "织云街道", "Zhiyun Street"),
    _street(YUNBU, 2, "渡口街道", "Dukou Street"),
    _street(YUNBU, 3, "鹤鸣街道", "Heming Street"),
    _street(YUNBU, 4, "长桁街道", "Changheng Street"),
    _street(YUNBU, 101, "柳汀镇", "Liuting Town"),
    _street(QIWU, 1, "梧桐里街道", "Wutongli Street"),
    _street(QIWU, 2, "书院坪街道", "Shuyuanping Street"),
    _street(QIWU, 3, "月台街道", "Yuetai Street"),
    _street(QIWU, 4, "石鼓巷街道", "Shiguxiang Street"),
    _street(QIWU, 101, "芦塘镇", "Lutang Town"),
    _street(QINGYAN, 1, "墨池街道", "Mochi Street"),
    _street(QINGYAN, 2, "听泉街道", "Tingquan Street"),
    _street(QINGYAN, 3, "桑园里街道", "Sangyuanli Street"),
    _street(QINGYAN, 4, "北崖街道", "Beiya Street"),
    _street(QINGYAN, 101, "云脚镇", "Yunjiao Town"),
)

DIVISIONS = (CITY, *DISTRICTS, *STREETS)
BY_CODE = {division.code: division for division in DIVISIONS}


def district_of(code: str) -> str:
    """The district a division lies in; the city's code for the city itself."""
    return code[:6]
