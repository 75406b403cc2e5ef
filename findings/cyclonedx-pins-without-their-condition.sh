#!/usr/bin/env bash
# cyclonedx-bom 7.5.0 (cyclonedx-py): a pin that holds on one kind of machine alone, as `; sys_platform
# == 'win32'` says, becomes a part like any other. Neither its scope nor a property tells of the
# condition: it survives only in the description, amid the whole line of the pins with its hashes.
# Whoever asks advisories about the list hears of parts that this machine never had, and whoever
# tidies the descriptions away loses the condition.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet cyclonedx-bom==7.5.0
cat >"$folder/pins.txt" <<'PINS'
colorama==0.4.6 ; sys_platform == 'win32' \
    --hash=sha256:4f1d9991f5acc0ca119f9d443620b77f9d6b33703e51011c16baf57afb285fc6
segno==1.6.6 \
    --hash=sha256:28c7d081ed0cf935e0411293a465efd4d500704072cdb039778a2ab8736190c7
PINS
"$folder/venv/bin/cyclonedx-py" --version
"$folder/venv/bin/cyclonedx-py" requirements --output-reproducible "$folder/pins.txt" >"$folder/parts.json"
"$folder/venv/bin/python" - "$folder/parts.json" <<'PYTHON'
import json
import sys

parts = json.load(open(sys.argv[1]))["components"]
for part in parts:
    told = {name: part.get(name) for name in ("name", "scope", "properties", "description")}
    print(told)
windows = next(part for part in parts if part["name"] == "colorama")
said = windows.pop("description")
assert "sys_platform == 'win32'" in said and "--hash=sha256:" in said
assert "win32" not in json.dumps(windows), "the condition stands elsewhere too"
assert "scope" not in windows
PYTHON
