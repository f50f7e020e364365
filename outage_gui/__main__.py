"""`python -m outage_gui` is `outage-gui`."""

import sys

from outage_gui.cli import main

sys.exit(main())
