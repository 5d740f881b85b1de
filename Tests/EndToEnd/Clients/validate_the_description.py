"""Checks that the served description is valid OpenAPI 3.0, and small enough to be read by people's tools."""

import json
import sys
import urllib.request

from openapi_spec_validator import OpenAPIV30SpecValidator

from checks import check

LARGEST = 150_000

with urllib.request.urlopen(sys.argv[1] + "/server/specs/oas", timeout=60) as answer:
    text = answer.read()
description = json.loads(text)
problems = [f"{'/'.join(map(str, error.absolute_path))}: {error.message}" for error in
    OpenAPIV30SpecValidator(description).iter_errors()]
check("the description is valid OpenAPI 3.0", problems, [])
check(f"{len(text)} bytes are at most {LARGEST}", len(text) <= LARGEST, True)
