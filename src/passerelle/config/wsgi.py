"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "passerelle.config.settings")
application = get_wsgi_application()

# What is loaded by now stays for good: looking through it for garbage again and again made every twentieth page late.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
