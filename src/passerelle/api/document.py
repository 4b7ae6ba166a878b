"""The API as one object, and its own description (OpenAPI 3.1).

The description is also kept in `openapi.json` beside this file; a test fails when the two differ. After reading the
difference: `OPENAPI=write python -m pytest tests/rooms/api/test_document.py` writes it anew.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError

from passerelle.api import schemas
from passerelle.api.routes import router
from passerelle.core.problems import DETAILS, TYPE, problem

SNAPSHOT = Path(__file__).with_name("openapi.json")
NAMESPACE = "api"

api = NinjaAPI(
    title="Passerelle",
    version="1",
    description="What the public pages show, for programs: to be read without an account. Texts are CC BY 4.0.",
    docs_url=None,
    openapi_url=None,
    urls_namespace=NAMESPACE,
)
api.add_router("", router)


@api.exception_handler(ValidationError)
def _refused(request: HttpRequest, refused: ValidationError) -> HttpResponse:
    errors = [{"where": ".".join(map(str, one["loc"])), "what": one["msg"]} for one in refused.errors]
    return problem(422, errors=errors)


def described() -> dict[str, Any]:
    """The description, with the errors each address may answer with."""
    told = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1")))
    told["components"]["schemas"]["Problem"] = schemas.Problem.model_json_schema()
    content = {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for way in told["paths"].values():
        for operation in way.values():
            for status in (400, 404, 405, 422, 429):
                operation["responses"][str(status)] = {"description": DETAILS[status], "content": content}
            operation["responses"]["304"] = {"description": "Not changed since the ETag that was sent."}
    return told


def written() -> str:
    return json.dumps(described(), indent=1, ensure_ascii=False, sort_keys=True) + "\n"
