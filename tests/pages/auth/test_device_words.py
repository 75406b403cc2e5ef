"""What a device is called in the list of one's sign-ins."""

import pytest
from flask import Flask

from clinic.web.devices import device_in_words

KIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (f"{IPHONE} {KIT} Version/18.1 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        (f"{IPHONE} {KIT} CriOS/141.0 Mobile/15E148 Safari/604.1", "Chrome on iPhone"),
        (
            f"Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) {KIT} FxiOS/145.0 Mobile/15E148",
            "Firefox on iPad",
        ),
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {KIT} Version/18.6 Safari/605.1.15",
            "Safari on Mac",
        ),
        (f"{WINDOWS} {CHROME} Safari/537.36 Edg/141.0.0.0", "Edge on Windows"),
        (f"{WINDOWS} {CHROME} Safari/537.36 OPR/120.0.0.0", "Opera on Windows"),
        (f"Mozilla/5.0 (Linux; Android 10; K) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Android 14; Mobile; rv:145.0) Firefox/145.0", "Firefox on Android"),
        (
            f"Mozilla/5.0 (Linux; Android 14; SM-S911B) SamsungBrowser/28.0 {CHROME}",
            "Samsung Internet on Android",
        ),
        (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {CHROME} Safari/537.36", "Chrome on Chrome OS"),
        ("curl/8.5.0", "curl"),
        ("", "a device that does not say what it is"),
        ("x" * 60_000, "a device that does not say what it is"),
    ],
)
def test_a_device_is_called_what_people_call_it(app: Flask, told: str, words: str) -> None:
    with app.test_request_context():
        assert device_in_words(told) == words
