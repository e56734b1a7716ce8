# SPDX-License-Identifier: MIT
"""imported.py MODULE…: the files of the system's Python that it reads to import these, a line each."""
import importlib
import pathlib
import sys

for name in sys.argv[1:]:
    importlib.import_module(name)
for module in list(sys.modules.values()):
    file = getattr(module, "__file__", None)
    if file and file.startswith("/usr/lib/"):
        print(file)
        cached = getattr(module, "__cached__", None)
        if cached and pathlib.Path(cached).exists():
            print(cached)
