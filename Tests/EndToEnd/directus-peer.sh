#!/usr/bin/env bash
# Runs the SDK's end-to-end tests against any Directus (or Sallyport) that is reachable:
#
#     Tests/EndToEnd/directus-peer.sh URL EMAIL PASSWORD
#
# The account has to be an administrator's. It is signed in and out many times, its `location` and the project's
# `project_descriptor` are changed and set back, a wrong password is tried once in each mode, and users, roles and policies
# named `peer-…` are made and deleted again: take neither an account nor a server that others depend on. Give PASSWORD as
# `-` to be asked for it.
set -euo pipefail

if [[ $# -ne 3 ]]; then
    sed -n 's/^# \{0,1\}//; 2,9p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export DIRECTUS_PEER_URL=$1 DIRECTUS_PEER_EMAIL=$2 DIRECTUS_PEER_PASSWORD=$3
if [[ $DIRECTUS_PEER_PASSWORD == - ]]; then
    read -rsp "Password of $DIRECTUS_PEER_EMAIL: " DIRECTUS_PEER_PASSWORD
    echo
fi
exec swift test --no-parallel --filter 'EndToEnd\.DirectusPeer'
