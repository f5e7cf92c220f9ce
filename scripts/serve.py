"""`python3 scripts/serve.py [arguments of kiosk serve]`: installs what is needed, then serves."""

import sys

from environment import become, ready

if __name__ == "__main__":
    # -P: a folder named kiosk where the command is typed must not be taken for the program.
    become([str(ready()), "-P", "-m", "kiosk", "serve", *sys.argv[1:]])
