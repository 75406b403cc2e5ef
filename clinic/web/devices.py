"""Names of devices in words, from what a browser tells of itself."""

from flask_babel import gettext as _
from ua_parser import parse

_LONGEST = 400
"""Letters that are looked at; browsers tell of themselves in fewer than half."""

_LONGEST_NAME = 40
_MADE_BY_APPLE = frozenset({"iPhone", "iPad", "Mac"})
"""Devices that people call by their name; others go by their system."""

_VARIANT = frozenset({"Mobile", "iOS", "WebView", "UI/WKWebView"})
"""What a name of a browser says of the device, which is said beside it."""


def device_in_words(user_agent: str) -> str:
    """Say what somebody would call the device: "Firefox on Android"."""
    told = parse(user_agent[:_LONGEST])
    browser = _plain(told.user_agent.family) if told.user_agent else ""
    system = told.os.family if told.os else ""
    if told.device and told.device.family in _MADE_BY_APPLE:
        system = told.device.family
    if browser and system:
        return _("%(browser)s on %(system)s", browser=browser, system=system[:_LONGEST_NAME])
    return browser or system or _("a device that does not say what it is")


def _plain(family: str) -> str:
    """Give the name of a browser alone: Mobile Safari is Safari."""
    return " ".join(word for word in family.split() if word not in _VARIANT)[:_LONGEST_NAME]
