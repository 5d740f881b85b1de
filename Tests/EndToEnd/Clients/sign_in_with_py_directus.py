"""Proves the server with the unmodified client py-directus: sign-in, own user, refresh, sign-out, refusals."""

import asyncio

import httpx
from py_directus import Directus
from py_directus.directus_response import DirectusException

from checks import Works, check, options

# In seconds. httpx waits for 5, in which a machine that is busy with other tests may not make a hash.
PATIENCE = 60


async def refusal(call):
    """The status and the code with which the server refused the call, as py-directus tells them."""
    try:
        await call
    except DirectusException as refused:
        return refused.status_code, refused.code
    return "no refusal"


async def sign_in_and_out(url, email, password):
    """Returns the access token of the session that it ended."""
    statuses = []

    async def note_status(response):
        statuses.append(response.status_code)

    # py-directus lets its user bring the HTTP connection; ours notes how the server answered.
    async with httpx.AsyncClient(event_hooks={"response": [note_status]}, timeout=PATIENCE) as connection:
        with Works("signs in with e-mail and password"):
            client = await Directus(url, email=email, password=password, connection=connection)

        with Works("reads the current user"):
            user = (await client.me()).item
        check("the current user is the one who signed in", user.email, email)

        first_refresh_token = client.refresh_token
        with Works("refreshes"):
            await client.refresh()
        check("the refresh token was replaced", client.refresh_token != first_refresh_token, True)

        with Works("reads the current user with the new access token"):
            user = (await client.me()).item
        check("the current user is still the same", user.email, email)

        # By itself logout() sends neither a body nor a token, so that no server can tell which session to end (Directus
        # answers 400). The refresh token is sent along by the connection: as the cookie from which Directus takes it.
        access_token = client.token
        connection.cookies.set("directus_refresh_token", client.refresh_token)
        await client.logout()  # returns False even when it worked: it waits for a 200, Directus answers 204
        check("signs out: the server answers 204", statuses[-1], 204)
        check("signed out, the client holds no token", (client.token, client.refresh_token), (None, None))
        return access_token


async def main():
    given = options(__doc__)
    access_token = await sign_in_and_out(given.url, given.email, given.password)

    async with httpx.AsyncClient(timeout=PATIENCE) as connection:
        stranger = await Directus(given.url, token=access_token, connection=connection)
        check("the signed-out access token no longer opens /users/me",
              await refusal(stranger.me()), (401, "INVALID_CREDENTIALS"), (401, "TOKEN_EXPIRED"))

        wrong = Directus(given.url, email=given.email, password=given.password + "-wrong", connection=connection)
        check("a wrong password is refused", await refusal(wrong), (401, "INVALID_CREDENTIALS"))
        check("a refused client holds no token", wrong.token, None)


asyncio.run(main())
