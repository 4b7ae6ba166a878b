"""The door for the web server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.bare.settings"
application = get_wsgi_application()

# As the product does it: the ratio is of pages, not of how the interpreter tidies up.
gc.collect()
gc.freeze()
