"""Proves the server with the unmodified client directus-sdk-py: sign-in, own user, refresh, sign-out, refusals."""

from directus_sdk_py import DirectusClient

from checks import Works, check, options


def refusal(call):
    """The code with which the server refused the call: directus-sdk-py raises the answer's list of errors."""
    try:
        call()
    except AssertionError as refused:
        [error] = refused.args[0]
        return error["extensions"]["code"]
    return "no refusal"


def main():
    given = options(__doc__)

    # login() tells by what it returns: the tokens, or {"errors": message}. It raises nothing when it is refused.
    client = DirectusClient(given.url)
    with Works("the sign-in is answered"):
        answer = client.login(given.email, given.password)
    check("signs in with e-mail and password", sorted(answer), ["access_token", "expires", "refresh_token"])

    with Works("reads the current user"):
        user = client.me()
    check("the current user is the one who signed in", user["email"], given.email)

    # refresh() must be handed the token: without it, it sends null instead of the one that the client keeps.
    first_refresh_token = client.refresh_token
    with Works("refreshes"):
        client.refresh(client.refresh_token)
    check("the refresh token was replaced", client.refresh_token != first_refresh_token, True)

    with Works("reads the current user with the new access token"):
        user = client.me()
    check("the current user is still the same", user["email"], given.email)

    # logout() does not look at the answer: only the refusals below tell whether the session has ended.
    access_token = client.get_token()
    with Works("the sign-out is answered"):
        client.logout()
    check("signed out, the client holds no token", (client.get_token(), client.refresh_token), ("", None))
    check("without a token the client is refused", refusal(client.me), "INVALID_CREDENTIALS")

    stranger = DirectusClient(given.url, token=access_token)
    check("the signed-out access token no longer opens /users/me",
          refusal(stranger.me), "INVALID_CREDENTIALS", "TOKEN_EXPIRED")

    wrong = DirectusClient(given.url)
    check("a wrong password is refused",
          wrong.login(given.email, given.password + "-wrong"), {"errors": "Invalid user credentials."})
    check("a refused client holds no token", wrong.get_token(), "")


main()
