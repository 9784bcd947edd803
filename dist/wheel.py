"""Packs a program as a wheel, so that `pip install` puts it on the PATH. No Python is in it.

    dist/wheel.py PROGRAM VERSION PLATFORMS FOLDER

PLATFORMS are the wheel's platform tags, joined by dots. The same program gives the same bytes.
"""

import base64
import hashlib
import os
import sys
import time
import zipfile

program, version, platforms, folder = sys.argv[1:]
# zip files know no time before 1980
when = time.gmtime(max(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), 315532800))[:6]
info = f"gongshi-{version}.dist-info"
name = "gongshi.exe" if program.endswith(".exe") else "gongshi"

with open(program, "rb") as file:
    binary = file.read()
with open("README.md", encoding="utf-8") as file:
    readme = file.read()

files = {
    f"gongshi-{version}.data/scripts/{name}": binary,
    f"{info}/METADATA": f"""Metadata-Version: 2.1
Name: gongshi
Version: {version}
Summary: A static site generator for Chinese disclosure notices: read, checked, indexed, searchable.
License: MIT OR Apache-2.0
Description-Content-Type: text/markdown

{readme}""".encode(),
    f"{info}/WHEEL": "".join(
        ["Wheel-Version: 1.0\nGenerator: gongshi dist/wheel.py\nRoot-Is-Purelib: false\n"]
        + [f"Tag: py3-none-{platform}\n" for platform in platforms.split(".")]
    ).encode(),
}
for licence in ["LICENSE-MIT", "LICENSE-APACHE"]:
    with open(licence, "rb") as file:
        files[f"{info}/licenses/{licence}"] = file.read()

record = ""
for path, content in files.items():
    digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
    record += f"{path},sha256={digest},{len(content)}\n"
files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()

with zipfile.ZipFile(os.path.join(folder, f"gongshi-{version}-py3-none-{platforms}.whl"), "w") as wheel:
    for path, content in files.items():
        entry = zipfile.ZipInfo(path, when)
        entry.external_attr = (0o100755 if "/scripts/" in path else 0o100644) << 16
        entry.create_system = 3  # Unix, whose modes are above
        entry.compress_type = zipfile.ZIP_DEFLATED
        wheel.writestr(entry, content)
