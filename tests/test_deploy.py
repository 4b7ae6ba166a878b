"""What stands in deploy/ fits the program: a unit calls what exists, a setting is read, limits are the same."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from passerelle.config import cli, web
from passerelle.core.commands import backup
from tests.test_docs import sources

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
SERVICES = sorted(DEPLOY.glob("systemd/*.service"))
TIMERS = sorted(DEPLOY.glob("systemd/*.timer"))
NGINX = (DEPLOY / "nginx" / "passerelle.conf").read_text(encoding="utf-8")
INSTALL = (DEPLOY / "install.sh").read_text(encoding="utf-8")
SETTINGS = (DEPLOY / "passerelle.env").read_text(encoding="utf-8")


def said(file, key):
    return re.findall(rf"^{key}=(.*)$", file.read_text(encoding="utf-8"), re.M)


def asked_for(words):
    """What a command line of a unit means to the program; ends the test where it means nothing."""
    program, name, *rest = shlex.split(words)
    assert program == "/opt/passerelle/.venv/bin/passerelle"
    parser = argparse.ArgumentParser(parents=[cli._common()], allow_abbrev=False, exit_on_error=False)
    importlib.import_module(cli.COMMANDS[name].module).add_arguments(parser)
    return parser.parse_args(rest)


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_calls_a_command_that_exists_with_options_it_knows(unit):
    lines = [*said(unit, "ExecStartPre"), *said(unit, "ExecStart")]
    assert lines
    for words in lines:
        asked_for(words)


def test_every_timer_has_its_service_and_is_named_in_the_guide():
    guide = (DEPLOY / "README.md").read_text(encoding="utf-8")
    for timer in TIMERS:
        assert timer.with_suffix(".service") in SERVICES
        assert timer.stem in guide
    once = {unit for unit in SERVICES if said(unit, "Type") == ["oneshot"]}
    assert {unit.with_suffix(".timer") for unit in once} == set(TIMERS)


def test_what_a_unit_writes_to_is_open_to_it_and_made_by_the_script():
    for unit in SERVICES:
        for words in said(unit, "ExecStart"):
            given = vars(asked_for(words))
            for key in ("out", "into"):
                if folder := given.get(key):
                    open_to = said(unit, "ReadWritePaths")
                    assert any(str(folder).startswith(path) for path in open_to), unit.name
                    assert any(path in INSTALL for path in open_to), unit.name


@pytest.mark.parametrize("text", [SETTINGS, INSTALL], ids=["passerelle.env", "secrets.env"])
def test_a_setting_that_is_written_down_is_read(text):
    names = set(re.findall(r"\b((?:PASSERELLE|DATABASE|KEYS_DATABASE)_[A-Z_]+)=", text))
    assert len(names) > 2
    assert {name for name in names if f'"{name}"' not in sources("py")} == set()


def test_a_body_that_nginx_lets_through_is_one_that_passerelle_takes():
    allowed = re.search(r"client_max_body_size (\d+)m;", NGINX)
    assert allowed
    assert int(allowed[1]) << 20 == settings.UPLOAD_LIMIT + settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_nginx_asks_the_port_the_web_server_listens_on():
    port = re.search(r'PASSERELLE_PORT="(\d+)"', SETTINGS)[1]
    assert f"server 127.0.0.1:{port};" in NGINX
    assert 'PASSERELLE_PROXIES="1"' in SETTINGS
    # One proxy is trusted for one address: what the visitor sent is overwritten, not added to.
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert web.WORKERS >= 2


def test_no_log_of_nginx_names_a_visitor_or_an_address():
    kept = re.search(r"log_format passerelle '([^']*)'", NGINX)[1]
    assert set(re.findall(r"\$(\w+)", kept)) <= {
        "time_iso8601",
        "request_method",
        "status",
        "body_bytes_sent",
        "request_time",
        "upstream_response_time",
    }
    logs = re.findall(r"access_log ([^;]+);", NGINX)
    assert {line for line in logs if line != "off" and not line.endswith(" passerelle")} == set()
    assert re.findall(r"error_log \S+ (\w+);", NGINX) == ["crit"]


def test_roles_databases_and_doors_of_postgresql_are_those_of_the_settings():
    sql = (DEPLOY / "postgresql" / "databases.sql").read_text(encoding="utf-8")
    doors = (DEPLOY / "postgresql" / "pg_hba.conf").read_text(encoding="utf-8")
    map_ = (DEPLOY / "postgresql" / "pg_ident.conf").read_text(encoding="utf-8")
    found = re.findall(r'DATABASE_URL="postgresql:///(\w+)\?host=/run/postgresql&user=(\w+)"', SETTINGS)
    assert len({name for name, _role in found}) == len({role for _name, role in found}) == 2
    for name, role in found:
        assert f"('{name}')" in sql
        assert re.search(rf"^local\s+{name}\s+{role}\s+peer map=passerelle$", doors, re.M)
        assert re.search(rf"^passerelle\s+passerelle\s+{role}$", map_, re.M)


def test_backups_go_when_the_threat_model_says():
    words = said(DEPLOY / "systemd" / "passerelle-backup.service", "ExecStart")[0]
    given = asked_for(words)
    assert (given.days, given.check) == (backup.DAYS, True) == (30, True)


def test_every_service_is_walled_in_by_the_common_part():
    walls = (DEPLOY / "systemd" / "passerelle-.service.d" / "common.conf").read_text(encoding="utf-8")
    for wall in (
        "User=passerelle",
        "ProtectSystem=strict",
        "NoNewPrivileges=yes",
        "PrivateTmp=yes",
        "LimitCORE=0",
    ):
        assert wall in walls
    assert all(unit.name.startswith("passerelle-") for unit in SERVICES)


@pytest.mark.parametrize("script", [DEPLOY / "install.sh", DEPLOY / "passerelle"], ids=lambda file: file.name)
def test_a_script_can_be_read_by_the_shell(script):
    assert subprocess.run(["sh", "-n", script]).returncode == 0
    assert script.stat().st_mode & 0o111


def test_the_script_refuses_a_host_that_is_none():
    for words in ([], ["--host", "a b"], ["--host", "$(id)"], ["--what"]):
        done = subprocess.run(["sh", DEPLOY / "install.sh", *words], capture_output=True, text=True)
        assert done.returncode == 2
        assert "--host" in done.stderr
