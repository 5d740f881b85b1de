"""Signs customers in from a storefront's page in headless Chromium, whose rules for cookies and other origins are the real ones.

    storefront_in_a_browser.py --url URL --shop-port PORT --key PUBLISHABLE-KEY

The server must be new, and allow the origin http://127.0.0.1:PORT. Beside it stands a page of another origin, which nobody allows.
"""

import argparse
import http.server
import json
import signal
import sys
import tempfile
import threading

from selenium.webdriver.support.wait import WebDriverWait

from pages_in_a_browser import LONGEST, Browser, Checks, give_up

EMAIL, PASSWORD = "ada@example.com", "a password of the store"
SECOND = "grace@example.com"
REFUSED = "the browser lets no script read it"

CALL = """
const [url, method, body, headers, done] = arguments;
fetch(url, {method, credentials: "include", headers: {"Content-Type": "application/json", ...headers},
            body: body === null ? undefined : JSON.stringify(body)})
    .then(async answer => done([answer.status, await answer.text()]), () => done([null, null]));
"""
FORM = """
const [url, fields] = arguments;
const form = document.body.appendChild(document.createElement("form"));
Object.assign(form, {action: url, method: "post", enctype: "text/plain"});
const input = form.appendChild(document.createElement("input"));
Object.assign(input, {name: JSON.stringify(fields).slice(0, -1) + ', "x": "', value: '"}'});
form.submit();
"""


class EmptyPage(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!DOCTYPE html><title>A page</title>")

    def log_message(self, *arguments):
        pass


def serve(port):
    """A page of its own origin."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), EmptyPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}/"


class Page:
    """Scripts of a page, that call the store."""

    def __init__(self, browser, address, store):
        self.browser, self.address, self.store = browser, address, store

    def open(self):
        self.browser.driver.get(self.address)

    def call(self, method, path, body=None, **headers):
        """Status and body; the status is None for what the browser does not let a script read."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        status, text = self.browser.driver.execute_async_script(CALL, self.store + path, method, body, names)
        try:
            return status, json.loads(text)
        except (TypeError, ValueError):
            return status, text


def sign_in_to_the_first(checks, shop, other):
    shop.open()
    status, _ = shop.call("GET", "/store/auth")
    checks.equal("nobody is signed in", status, 401)
    status, _ = shop.call("POST", "/store/customers", {"email": EMAIL, "password": PASSWORD, "first_name": "Ada"})
    checks.equal("a customer registers", status, 200)
    status, body = shop.call("GET", "/store/auth")
    checks.equal("and is signed in", (status, body["customer"]["email"]), (200, EMAIL))
    checks.equal("no script sees the cookie", shop.browser.run("return document.cookie"), "")
    status, body = shop.call("POST", "/store/customers/me", {"phone": "1"}, Idempotency_Key="1", x_publishable_api_key="pk")
    checks.equal("a call with headers that are asked for first", (status, body["customer"]["phone"]), (200, "1"))

    other.open()
    for method, path in [("GET", "/store/auth"), ("POST", "/store/customers/me"), ("DELETE", "/store/auth")]:
        status, _ = other.call(method, path, {"first_name": "Eve"} if method == "POST" else None)
        checks.equal(f"a foreign page's {method} {path}: {REFUSED}", status, None)
    # A form needs no permission, and the cookie goes along: another port is the same site.
    target = other.store + "/store/customers/me"
    other.browser.run(FORM, target, {"first_name": "Eve"})
    WebDriverWait(other.browser.driver, 30).until(lambda driver: driver.current_url == target)

    shop.open()
    status, body = shop.call("GET", "/store/customers/me")
    checks.equal("it has changed nothing, and ended nothing", (status, body["customer"]["first_name"]), (200, "Ada"))
    checks.equal("the customer signs out", shop.call("DELETE", "/store/auth"), (200, "OK"))
    checks.equal("and is signed out", shop.call("GET", "/store/customers/me"), (401, "Unauthorized"))
    status, _ = shop.call("POST", "/store/auth", {"email": EMAIL, "password": "wrong"})
    checks.equal("a wrong password is refused, and the page may read it", status, 401)
    status, _ = shop.call("POST", "/store/auth", {"email": EMAIL, "password": PASSWORD})
    checks.equal("the customer signs in again", status, 200)


def sign_in_to_the_second(checks, shop, key):
    shop.open()
    credentials = {"email": SECOND, "password": PASSWORD}
    status, body = shop.call("POST", "/auth/customer/emailpass/register", credentials)
    checks.equal("version 2: somebody registers", status, 200)
    bearer = {"Authorization": "Bearer " + body["token"], "x_publishable_api_key": key}
    status, _ = shop.call("POST", "/store/customers", {"email": SECOND}, **bearer)
    checks.equal("and becomes a customer", status, 200)
    _, body = shop.call("POST", "/auth/customer/emailpass", credentials)
    status, _ = shop.call("POST", "/auth/session", None, Authorization="Bearer " + body["token"])
    checks.equal("the token opens a session", status, 200)
    status, body = shop.call("GET", "/store/customers/me", None, x_publishable_api_key=key)
    checks.equal("its cookie says who it is", (status, body["customer"]["email"]), (200, SECOND))
    checks.equal("the session ends", shop.call("DELETE", "/auth/session"), (200, {"success": True}))
    status, _ = shop.call("GET", "/store/customers/me", None, x_publishable_api_key=key)
    checks.equal("for good", status, 401)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="the server's address, without a slash at the end")
    parser.add_argument("--shop-port", required=True, type=int)
    parser.add_argument("--key", required=True)
    arguments = parser.parse_args()
    checks = Checks()
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST)
    with tempfile.TemporaryDirectory(prefix="sallyport-browser-", ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            shop = Page(browser, serve(arguments.shop_port), arguments.url)
            sign_in_to_the_first(checks, shop, Page(browser, serve(0), arguments.url))
            sign_in_to_the_second(checks, shop, arguments.key)
        finally:
            signal.alarm(0)
            browser.quit()
    if checks.failed:
        print("\n".join(checks.failed), file=sys.stderr)
        sys.exit(1)
    print("ok: the storefront's page works")


if __name__ == "__main__":
    main()
