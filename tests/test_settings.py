"""Settings: what is read from the environment, and what stops the start."""

from dataclasses import replace
from pathlib import Path

import pytest
from flask import request

from clinic.app import create_app
from clinic.domain.post.mail import MailTransport
from clinic.key_files import load_keys
from clinic.settings import ROOT, Settings, WrongSetting, read_settings


def test_without_any_setting_the_clinic_is_this_machines_own() -> None:
    settings = read_settings({})

    assert settings.data == Path.home() / ".local/share/hearth"
    assert settings.key_file == Path.home() / ".local/share/hearth-keys.json"
    assert settings.database_url == f"sqlite:///{settings.data}/clinic.db"
    assert settings.address == ("127.0.0.1", 8000)
    assert not settings.is_secure


@pytest.mark.parametrize(
    ("bind", "address"),
    [
        ("127.0.0.1:8100", "http://127.0.0.1:8100"),
        ("[::1]:8100", "http://[::1]:8100"),
        ("0.0.0.0:8100", "http://127.0.0.1:8000"),
    ],
)
def test_on_another_port_of_this_machine_the_clinic_tells_that_port(
    bind: str, address: str
) -> None:
    assert read_settings({"CLINIC_BIND": bind}).base_url == address


def test_the_keys_lie_beside_the_data_folder_and_not_in_it() -> None:
    settings = read_settings({"CLINIC_DATA": "/srv/clinic/data"})

    assert settings.key_file == Path("/srv/clinic/data-keys.json")


@pytest.mark.parametrize("given", ["postgres://u:p@db/c", "postgresql://u:p@db/c"])
def test_a_postgresql_address_takes_the_driver_that_is_there(given: str) -> None:
    settings = read_settings({"CLINIC_DATABASE_URL": given})

    assert settings.database_url == "postgresql+psycopg://u:p@db/c"


def test_a_clinic_behind_tls_knows_its_host_and_that_cookies_may_insist() -> None:
    settings = read_settings({"CLINIC_BASE_URL": "https://clinic.example.org:8443/"})

    assert settings.is_secure
    assert settings.host == "clinic.example.org:8443"
    assert settings.base_url == "https://clinic.example.org:8443"


def test_the_server_may_be_bound_to_an_address_of_six_groups() -> None:
    assert read_settings({"CLINIC_BIND": "[::1]:8000"}).address == ("::1", 8000)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CLINIC_FOO", ""),
        ("CLINIC_BASEURL", "https://clinic.example.org"),
        ("CLINIC_BIND", "8000"),
        ("CLINIC_BIND", "localhost:8000"),
        ("CLINIC_BIND", "127.0.0.1:0"),
        ("CLINIC_BIND", "127.0.0.1:65536"),
        ("CLINIC_BIND", "127.0.0.1:8_000"),
        ("CLINIC_BIND", "127.0.0.1:http"),
        ("CLINIC_BASE_URL", "clinic.example.org"),
        ("CLINIC_BASE_URL", "ftp://clinic.example.org"),
        ("CLINIC_BASE_URL", "https://"),
        ("CLINIC_BASE_URL", "https://clinic.example.org/hearth"),
        ("CLINIC_BASE_URL", "https://clinic.example.org?x=1"),
        ("CLINIC_BASE_URL", "https://ada@clinic.example.org"),
        ("CLINIC_BASE_URL", "https://clinic.example.org:port"),
        ("CLINIC_BASE_URL", "https://[::1"),
        ("CLINIC_SMTP_URL", "mail.example.org"),
        ("CLINIC_SMTP_URL", "pop3://mail.example.org"),
        ("CLINIC_SMTP_URL", "smtp://"),
        ("CLINIC_SMTP_URL", "smtp://mail.example.org:0"),
        ("CLINIC_SMTP_URL", "smtp://mail.example.org:port"),
        ("CLINIC_SMTP_URL", "smtps://mail.example.org/path"),
        ("CLINIC_SMTP_URL", "smtps://user@mail.example.org"),
        ("CLINIC_SMTP_URL", "smtp://user:password@mail.example.org"),
        ("CLINIC_MAIL_FROM", "Riverside"),
        ("CLINIC_MAIL_FROM", "Riverside <hello@example.org>"),
        ("CLINIC_MAIL_FROM", "a@b@example.org, c@example.org"),
        ("CLINIC_DATABASE_URL", "mysql://db/c"),
        ("CLINIC_DATABASE_URL", "sqlite://"),
    ],
)
def test_a_setting_of_no_use_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(WrongSetting, match=f"^{name} "):
        read_settings({name: value})


@pytest.mark.parametrize(
    ("given", "way", "port"),
    [
        ("smtp://mail.example.org", MailTransport.PLAIN, 25),
        ("smtp://a:b@localhost:2525", MailTransport.PLAIN, 2525),
        ("smtp+starttls://a%40b:p%3Aq@mail.example.org", MailTransport.STARTTLS, 587),
        ("smtps://a:b@mail.example.org", MailTransport.TLS, 465),
    ],
)
def test_a_mail_server_is_named_by_its_address(given: str, way: MailTransport, port: int) -> None:
    named = {"CLINIC_SMTP_URL": given, "CLINIC_MAIL_FROM": "hello@example.org"}
    settings = read_settings(named)
    assert (settings.mail.way, settings.mail.port) == (way, port)
    assert "p:q" not in repr(settings)
    with pytest.raises(WrongSetting, match="^CLINIC_MAIL_FROM "):
        read_settings({"CLINIC_SMTP_URL": given})


def test_without_a_mail_server_mail_stays_in_a_folder() -> None:
    assert read_settings({}).mail.way is MailTransport.FOLDER
    assert read_settings({"CLINIC_SMTP_URL": "file:/srv/mail%20box"}).mail.folder == "/srv/mail box"
    assert read_settings({"CLINIC_SMTP_URL": "console:"}).mail.way is MailTransport.CONSOLE


def test_keys_may_not_come_into_the_data_folder_by_a_detour(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (tmp_path / "elsewhere").symlink_to(data)
    given = {"CLINIC_DATA": str(data), "CLINIC_KEY_FILE": str(tmp_path / "elsewhere/keys.json")}

    with pytest.raises(WrongSetting, match="must lie outside CLINIC_DATA"):
        read_settings(given)


def test_keys_are_made_once_and_read_ever_after(tmp_path: Path) -> None:
    settings = read_settings({"CLINIC_DATA": str(tmp_path / "data")})

    assert load_keys(settings) == load_keys(settings)
    assert settings.key_file.stat().st_mode & 0o777 == 0o600


def test_keys_are_not_remade_for_a_database_that_lies_elsewhere(tmp_path: Path) -> None:
    database = tmp_path / "elsewhere.db"
    database.write_bytes(b"what was written with other keys")
    given = {"CLINIC_DATA": str(tmp_path / "data"), "CLINIC_DATABASE_URL": f"sqlite:///{database}"}
    settings = read_settings(given)

    with pytest.raises(WrongSetting, match="recovery sheet"):
        load_keys(settings)
    assert not settings.key_file.exists()


def test_what_ships_with_the_program_is_found_from_any_folder() -> None:
    settings = read_settings({})

    assert settings.content == ROOT / "worksheets"
    assert all(path.is_dir() for path in (settings.content, settings.templates))
    assert settings.migrations.is_dir()


@pytest.mark.parametrize("given", ["-1", "6", "one", "1.5", "\u0661"])
def test_a_number_of_proxies_that_cannot_be_stops_the_start(given: str) -> None:
    with pytest.raises(WrongSetting, match="CLINIC_PROXIES must be a number from 0 to 5"):
        read_settings({"CLINIC_PROXIES": given})


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.9")])
def test_a_visitors_address_is_believed_from_as_many_proxies_as_there_are(
    proxies: int, address: str, settings: Settings
) -> None:
    app = create_app(replace(settings, proxies=proxies, database_url="sqlite://"))
    heard: list[str | None] = []
    app.before_request(lambda: heard.append(request.remote_addr))
    forwarded = {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}
    with app.test_client().get("/static/icon.svg", headers=forwarded) as answer:
        assert answer.status_code == 200
    assert heard == [address]
