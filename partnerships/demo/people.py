"""The four people who can sign in to the demo world."""

from dataclasses import dataclass

from .places import YUNBU
from .world import Label

DEMO_PASSWORD = "gongxin-demo"  # noqa: S105 - fictional people in a fictional world


@dataclass(frozen=True, slots=True)
class SignIn:
    """A demo account. `organization` is a key of the world; an analyst has a grant over `division` instead."""

    username: str
    password: str
    role: str
    name: Label
    description: Label
    organization: str | None = None
    division: str | None = None


DEMO_SIGN_INS = (
    SignIn(
        "official",
        DEMO_PASSWORD,
        "staff",
        Label("周映川", "Zhou Yingchuan"),
        Label("云埠区民政局工作人员", "staff of the Yunbu District Civil Affairs Bureau"),
        organization=f"civil-{YUNBU.code}",
    ),
    SignIn(
        "manager",
        DEMO_PASSWORD,
        "ngo_manager",
        Label("陈禾", "Chen He"),
        Label("星禾社会工作服务中心（机构X）负责人", "manager of Organization X"),
        organization="organization-x",
    ),
    SignIn(
        "analyst",
        DEMO_PASSWORD,
        "analyst",
        Label("林知微", "Lin Zhiwei"),
        Label("研究云埠区的分析人员", "analyst with a grant over Yunbu District"),
        division=YUNBU.code,
    ),
    SignIn(
        "admin",
        DEMO_PASSWORD,
        "administrator",
        Label("系统管理员", "Administrator"),
        Label("系统管理员", "administrator, sees and may do everything"),
    ),
)
