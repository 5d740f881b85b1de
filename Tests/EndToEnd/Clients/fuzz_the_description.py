"""Sends what the served description allows and what it forbids, by schemathesis, and compares the answers with it.

    fuzz_the_description.py --url URL --token ADMINISTRATOR'S --as administrator|member|nobody

Each finding comes with the curl command that shows it again. The cases are the same in each run.
"""

import argparse
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from checks import check

MEMBERS_TOKEN = "members-own-static-token"
# What nobody may find. `unsupported_method` wants 405, where Directus answers 404; what Directus ignores or converts
# instead of rejecting (unknown parameters and fields, a number for a text), `negative_data_rejection` would call accepted.
CHECKS = [
    "not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
    "response_schema_conformance", "use_after_free",
]


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="the server's address, without a slash at the end")
    parser.add_argument("--token", required=True, help="an administrator's static token")
    parser.add_argument("--as", dest="caller", required=True, choices=["administrator", "member", "nobody"])
    parser.add_argument("--examples", type=int, default=6, help="cases of each operation")
    parser.add_argument("--phases", default="fuzzing,stateful", help="`coverage` takes many minutes")
    parser.add_argument("--seed", type=int, default=20261129, help="another one makes other cases")
    parser.add_argument("further", nargs="*", help="options of schemathesis, after --")
    return parser.parse_args()


def send(url, token, method, path, body=None):
    request = urllib.request.Request(
        url + path, method=method, data=None if body is None else json.dumps(body).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)["data"]


def make_member(url, token):
    """Somebody who may see some fields of some accounts, and change some of his own."""
    own = {"id": {"_eq": "$CURRENT_USER"}}
    policy = send(url, token, "POST", "/policies", {
        "name": "Members", "app_access": True,
        "permissions": [
            {"collection": "directus_users", "action": "read", "fields": ["id", "first_name", "role"]},
            {"collection": "directus_users", "action": "read", "fields": ["email", "status"], "permissions": own},
            {"collection": "directus_users", "action": "update", "permissions": own,
                "fields": ["first_name", "last_name", "title", "tags", "description", "email_notifications"]},
            {"collection": "directus_roles", "action": "create", "fields": ["*"]},
            {"collection": "directus_roles", "action": "read", "fields": ["*"]},
            {"collection": "directus_policies", "action": "read", "fields": ["*"]},
            {"collection": "directus_access", "action": "read", "fields": ["*"]},
        ],
    })
    role = send(url, token, "POST", "/roles", {"name": "Members", "policies": {"create": [{"policy": policy["id"]}]}})
    send(url, token, "POST", "/users", {
        "email": "member@example.com", "role": role["id"], "token": MEMBERS_TOKEN,
        "password": "members-own-password",
    })


def fuzz(url, token, arguments):
    here = Path(__file__).resolve().parent
    environment = dict(os.environ, SCHEMATHESIS_HOOKS="fuzzing_hooks", PYTHONPATH=str(here), COLUMNS="160")
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{url}/server/specs/oas", "--url", url,
        "--checks", ",".join(CHECKS), "--phases", arguments.phases, "--max-examples", str(arguments.examples),
        "--seed", str(arguments.seed), "--generation-database", "none",
        "--generation-allow-x00", "true", "--generation-with-security-parameters", "false",
        "--request-timeout", "10", "--warnings", "off", "--suppress-health-check", "all", "--no-color",
        *(["--header", f"Authorization: Bearer {token}"] if token else []), *arguments.further,
    ]
    return subprocess.run(command, env=environment).returncode


def main():
    arguments = options()
    token = {"administrator": arguments.token, "member": MEMBERS_TOKEN, "nobody": None}[arguments.caller]
    make_member(arguments.url, arguments.token)
    check(f"schemathesis finds nothing as {arguments.caller}", fuzz(arguments.url, token, arguments), 0)
    if token:
        # Whoever lost his credential on the way found nothing afterwards.
        try:
            rights = send(arguments.url, token, "GET", "/policies/me/globals")
        except urllib.error.HTTPError as refusal:
            rights = f"a refusal, {refusal.code}"
        check("its credential is good to the end", rights, {
            "app_access": True, "admin_access": arguments.caller == "administrator", "enforce_tfa": False,
        })


main()
