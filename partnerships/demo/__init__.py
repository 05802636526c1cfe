"""The demo world: a fictional Chinese city, its government bodies and NGOs, and ten years between them."""

from .generate import SEED, build_world
from .people import DEMO_PASSWORD, DEMO_SIGN_INS, SignIn
from .world import ENDS_AT, ENDS_ON, World

__all__ = ["DEMO_PASSWORD", "DEMO_SIGN_INS", "ENDS_AT", "ENDS_ON", "SEED", "SignIn", "World", "build_world"]
