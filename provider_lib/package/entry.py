"""What the executable of the package runs; PyInstaller starts from here and takes what it imports."""

from __future__ import annotations

from provider_lib.plugin import main

if __name__ == "__main__":
    main()
