"""Two-factor sign-in by the public door, with codes made by pyotp, an implementation of RFC 6238 that is not ours."""

import time

import httpx
import pyotp

from checks import check, options

options = options("Sets up a second factor, uses it, and removes it.")
# In seconds: a machine that is busy with other tests may not make a hash in less.
client = httpx.Client(base_url=options.url, timeout=60)
credentials = {"email": options.email, "password": options.password}


def sign_in(**more):
    return client.post("/auth/login", json={**credentials, **more})


def bearer(answer):
    return {"Authorization": f"Bearer {answer.json()['data']['access_token']}"}


def code_of(answer):
    return answer.json()["errors"][0]["extensions"]["code"]


def wait_for_another_code(app, shown):
    """A code is good once: the next one comes within thirty seconds."""
    while (code := app.now()) == shown:
        time.sleep(0.2)
    return code


session = bearer(sign_in())
generated = client.post("/users/me/tfa/generate", headers=session, json={"password": options.password})
check("generates a secret", generated.status_code, 200)
data = generated.json()["data"]
app = pyotp.parse_uri(data["otpauth_url"])
check("pyotp reads the otpauth address", app.secret == data["secret"] and app.digits == 6 and app.interval == 30, True)
check("it names the account", app.name == options.email and app.issuer == "Directus", True)

enabled = client.post("/users/me/tfa/enable", headers=session, json={"secret": data["secret"], "otp": app.now()})
check("pyotp's code enables it", enabled.status_code, 204)
check("a sign-in is asked for a code", code_of(sign_in()), "INVALID_OTP")

code = app.now()
first = sign_in(otp=code)
check("pyotp's code signs in", first.status_code, 200)
check("the same code does not sign in again", code_of(sign_in(otp=code)), "INVALID_OTP")

made = client.post("/users/me/tfa/recovery-codes", headers=bearer(first), json={"password": options.password})
codes = made.json()["data"]["recovery_codes"]
check("makes ten recovery codes", made.status_code == 200 and len(set(codes)) == 10, True)
recovered = sign_in(otp=codes[0])
check("a recovery code signs in", recovered.status_code, 200)
check("once", code_of(sign_in(otp=codes[0])), "INVALID_OTP")

code = wait_for_another_code(app, code)
disabled = client.post("/users/me/tfa/disable", headers=bearer(first), json={"otp": code})
check("pyotp's next code disables it", disabled.status_code, 204)
check("the other session is over", client.get("/users/me", headers=bearer(recovered)).status_code, 401)
check("signs in without a code", sign_in().status_code, 200)
