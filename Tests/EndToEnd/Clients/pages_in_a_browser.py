"""Looks at the server's own pages in headless Chromium, as people use them: on a phone and on a desk, with the keyboard
alone, without scripts, in the light and in the dark.

    pages_in_a_browser.py --url URL --token ADMINISTRATOR'S --outbox FOLDER --artefacts FOLDER
    pages_in_a_browser.py --url URL --set-up-link LINK --artefacts FOLDER

The server must be new, and know --url as its PUBLIC_URL. Every check is told; the failed ones again at the end.
"""

import argparse
import email
import email.policy
import json
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

# What stands above each page. A page is told by it.
REQUEST = "Reset your password"
REQUESTED = "Check your mailbox"
NEW_PASSWORD = "Choose a new password"
PASSWORD_SET = "Your password is set"
INVITATION = "Welcome: choose a password"
ACCEPTED = "Your account is ready"
VERIFICATION = "Confirm your e-mail address"
VERIFIED = "Your address is confirmed"
REFUSED = "This link does not work"
WELCOME = "Sallyport is running"
SET_UP = "Make the first administrator"
SET_UP_DONE = "The administrator is made"

POLICY = "/^.{10,}$/"
WEAK = "tiny-one"
# After that many seconds something hangs. It is less than the tests allow, so that the browser is ended here.
LONGEST = 240


class Checks:
    """Tells each check, and keeps those that failed."""

    def __init__(self):
        self.place = ""
        self.failed = []

    def that(self, what, holds, came=None):
        what = f"{self.place}: {what}" if self.place else what
        if holds:
            print(f"ok: {what}", flush=True)
        else:
            line = f"FAILED: {what}" + ("" if came is None else f"; came {came!r}")
            print(line, flush=True)
            self.failed.append(line)

    def equal(self, what, came, expected):
        self.that(f"{what}: {expected!r}", came == expected, came)

    def none(self, what, found):
        self.that(what, not found, found)


class Server:
    """The server over HTTP, without a browser."""

    def __init__(self, url, token):
        self.url = url
        self.token = token
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), NoRedirects())

    def send(self, method, path, body=None, headers=None):
        """An answer's status, headers and text; of whatever status."""
        request = urllib.request.Request(
            urllib.parse.urljoin(self.url, path), method=method, data=body, headers=headers or {})
        try:
            answer = self.opener.open(request, timeout=30)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        with answer:
            return answer.status, answer.headers, answer.read().decode()

    def administer(self, method, path, fields=None):
        status, _, text = self.send(
            method, path, None if fields is None else json.dumps(fields).encode(),
            {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        if status >= 300:
            raise RuntimeError(f"{method} {path}: {status} {text}")
        return json.loads(text)["data"] if text else None

    def sign_in(self, address, password):
        fields = json.dumps({"email": address, "password": password}).encode()
        return self.send("POST", "/auth/login", fields, {"Content-Type": "application/json"})[0]

    def status_of(self, address):
        query = urllib.parse.urlencode({"filter[email][_eq]": address, "fields": "status"})
        return [user["status"] for user in self.administer("GET", f"/users?{query}")]


class NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Mailbox:
    """The letters in the folder that the server writes them to."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def link(self, address):
        """The link in the only letter to that address; waits for it."""
        deadline = time.monotonic() + 30
        while True:
            letters = [letter for letter in self.letters() if letter["To"] == address]
            if letters:
                break
            if time.monotonic() > deadline:
                raise RuntimeError(f"No letter to {address} came into {self.folder}.")
            time.sleep(0.1)
        if len(letters) > 1:
            raise RuntimeError(f"{len(letters)} letters to {address} came.")
        plain, html = (letters[0].get_body([kind]).get_content() for kind in ("plain", "html"))
        links = re.findall(r"https?://\S+[?&]token=\S+", plain)
        if len(links) != 1 or f'href="{links[0]}"' not in html:
            raise RuntimeError(f"The letter to {address} must have one link, the same in text and HTML: {links}")
        return links[0]

    def letters(self):
        for file in self.folder.glob("*.eml"):
            yield email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


class Browser:
    """Chromium with a profile of its own, which talks with nobody but loopback."""

    def __init__(self, profile):
        programs = {name: shutil.which(name) for name in ("chromium", "chromedriver")}
        missing = [name for name, path in programs.items() if path is None]
        if missing:
            sys.exit(f"There is no {' and no '.join(missing)} on PATH: Scripts/install-packages test installs both.")
        # Selenium's own downloads and statistics.
        os.environ.update(SE_OFFLINE="true", SE_AVOID_STATS="true")
        options = webdriver.ChromeOptions()
        options.binary_location = programs["chromium"]
        for flag in [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", f"--user-data-dir={profile}",
            "--lang=en-US", "--no-first-run", "--no-default-browser-check", "--no-proxy-server",
            "--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
            "--disable-sync", "--disable-extensions", "--disable-breakpad", "--metrics-recording-only", "--no-pings",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ]:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        # What they leave behind in the temporary folder goes with the profile.
        service = Service(programs["chromedriver"], env={**os.environ, "TMPDIR": profile})
        self.driver = webdriver.Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(30)

    def quit(self):
        self.driver.quit()

    def command(self, name, **parameters):
        return self.driver.execute_cdp_cmd(name, parameters)

    def run(self, script, *arguments):
        """Runs a script of ours, which works where the page's own do not."""
        return self.driver.execute_script(script, *arguments)

    def take_shape(self, width, height, is_phone):
        self.command(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, mobile=is_phone,
            deviceScaleFactor=2 if is_phone else 1)

    def switch_scripts(self, are_on):
        self.command("Emulation.setScriptExecutionDisabled", value=not are_on)

    def take_scheme(self, scheme):
        self.command("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, link):
        self.driver.get(link)

    @property
    def address(self):
        return self.driver.current_url

    @property
    def text(self):
        return self.driver.find_element(By.TAG_NAME, "body").text

    def controls(self):
        """All that somebody can get to, in the order of the document."""
        return self.driver.find_elements(By.CSS_SELECTOR, "a[href], button, input:not([type=hidden]), select, textarea")

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def focused(self):
        return self.driver.switch_to.active_element

    def tab_to(self, element):
        for _ in range(len(self.controls()) + 2):
            if self.focused() == element:
                return
            self.press(Keys.TAB)
        raise RuntimeError("The Tab key does not lead there.")

    def fill(self, values, by_keyboard):
        """Writes into the fields that have these ids, and sends the form; waits for the page that comes."""
        before = self.driver.find_element(By.TAG_NAME, "html")
        for field, value in values.items():
            element = self.driver.find_element(By.ID, field)
            if by_keyboard:
                self.tab_to(element)
                self.press(value)
            else:
                element.click()
                element.send_keys(value)
        button = self.driver.find_element(By.CSS_SELECTOR, "button[type=submit]")
        if by_keyboard:
            self.tab_to(button)
            self.press(Keys.ENTER)
        else:
            button.click()
        WebDriverWait(self.driver, 30).until(lambda driver: driver.find_element(By.TAG_NAME, "html") != before)
        WebDriverWait(self.driver, 30).until(lambda driver: self.run("return document.readyState") == "complete")

    def accessible(self):
        """What assistive technology is told: a list of role, name, description and whether it is a wrong entry."""
        nodes = self.command("Accessibility.getFullAXTree")["nodes"]
        for node in nodes:
            if not node.get("ignored"):
                properties = {each["name"]: each["value"].get("value") for each in node.get("properties", [])}
                yield {
                    "role": node["role"]["value"], "name": node.get("name", {}).get("value", ""),
                    "description": node.get("description", {}).get("value", ""),
                    "invalid": properties.get("invalid") == "true", "level": properties.get("level"),
                }


# Contrast as WCAG 2.2 counts it. Colours that are not computed to rgb() count as a failure, not as none.
COLOURS = """
function parse(text) {
    const found = text.match(/^rgba?\\(([\\d.]+), ([\\d.]+), ([\\d.]+)(?:, ([\\d.]+))?\\)$/)
    if (!found) throw new Error("no such colour: " + text)
    return [1, 2, 3].map(i => Number(found[i])).concat(found[4] === undefined ? 1 : Number(found[4]))
}
function over(front, back) {
    return [0, 1, 2].map(i => front[i] * front[3] + back[i] * (1 - front[3])).concat(1)
}
function canvas() {
    const probe = document.body.appendChild(document.createElement("i"))
    probe.style.color = "Canvas"
    const colour = parse(getComputedStyle(probe).color)
    probe.remove()
    return colour
}
function behind(element) {
    const layers = []
    for (let each = element; each; each = each.parentElement) {
        const style = getComputedStyle(each)
        if (style.backgroundImage !== "none" || style.opacity !== "1") throw new Error("nobody can tell its colour")
        layers.push(parse(style.backgroundColor))
    }
    return layers.reverse().reduce((back, front) => over(front, back), canvas())
}
function luminance(colour) {
    const [r, g, b] = colour.map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
function contrast(colour, back) {
    const [low, high] = [over(parse(colour), back), back].map(luminance).sort((a, b) => a - b)
    return Math.round((high + 0.05) / (low + 0.05) * 100) / 100
}
"""

FAINT_TEXTS = COLOURS + """
const faint = []
for (const element of document.body.querySelectorAll("*")) {
    const isField = element.matches("input:not([type=hidden]), textarea, select")
    const hasText = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim())
    if (!isField && !hasText || !element.getClientRects().length) continue
    const ratio = contrast(getComputedStyle(element).color, behind(element))
    if (ratio < 4.5) faint.push(`${element.tagName} ${element.textContent.trim()} ${ratio}`)
}
return faint
"""

# A border that tells where a field is needs 3 : 1 (WCAG 1.4.11).
FAINT_FIELDS = COLOURS + """
const faint = []
for (const element of document.querySelectorAll("input:not([type=hidden])")) {
    const ratio = contrast(getComputedStyle(element).borderBottomColor, behind(element.parentElement))
    if (ratio < 3) faint.push(`${element.id} ${ratio}`)
}
return faint
"""

RING = COLOURS + """
const style = getComputedStyle(arguments[0])
return {
    seen: arguments[0].matches(":focus-visible") && style.outlineStyle !== "none",
    width: parseFloat(style.outlineWidth),
    contrast: contrast(style.outlineColor, behind(arguments[0].parentElement)),
}
"""

LOW_CONTROLS = """
return arguments[0].map(e => [e.tagName + " " + (e.id || e.textContent), e.getBoundingClientRect().height])
    .filter(([, height]) => height < 44)
"""

SPILL = "return [document.documentElement.scrollWidth, innerWidth]"


class Visit:
    """Somebody with one device."""

    def __init__(self, checks, browser, server, artefacts, width, height):
        self.checks = checks
        self.browser = browser
        self.server = server
        self.artefacts = artefacts
        self.width = width
        self.height = height
        # The phone taps and has no scripts; at the desk nobody has a pointer.
        self.is_phone = width < 600
        browser.take_shape(width, height, self.is_phone)
        browser.switch_scripts(not self.is_phone)

    def fill(self, **values):
        self.browser.fill(values, by_keyboard=not self.is_phone)

    def open(self, link):
        self.browser.open(link)

    def head(self, what, method, link, status, fields=None):
        """What a page's answer must say before its text."""
        self.checks.place = f"{what}, {method} without a browser"
        body = None if fields is None else urllib.parse.urlencode(fields).encode()
        came, headers, _ = self.server.send(method, link, body, {"Accept": "text/html"})
        self.checks.equal("its status", came, status)
        policy = [part.strip() for part in headers.get("Content-Security-Policy", "").split(";")]
        wanted = ["default-src 'self'", "form-action 'self'", "frame-ancestors 'self'", "base-uri 'self'",
            "object-src 'none'", "script-src-attr 'none'"]
        self.checks.none("the content security policy has it all", [part for part in wanted if part not in policy])
        for name, value in {
            "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
            **({} if status == 302 else {"Content-Type": "text/html; charset=utf-8"}),
        }.items():
            self.checks.equal(name, headers.get(name), value)
        return headers

    def look(self, name, heading, says="", problem="", is_sent=False):
        """Checks the page that is open, and keeps pictures of it.

        `says` stands somewhere on it; `problem` is part of what is told as an error. `is_sent`: a form led here, and
        the address must have no token any more.
        """
        checks, browser = self.checks, self.browser
        checks.place = f"{name} at {self.width} px"
        checks.equal("the title", browser.driver.title, f"{heading} · Sallyport")
        checks.equal("the language", browser.run("return document.documentElement.lang"), "en")
        if says:
            checks.that(f"it says «{says}»", says in browser.text, browser.text)
        if is_sent:
            checks.equal("the address has no token", urllib.parse.urlsplit(browser.address).query, "")
        self.look_as_assistive_technology(heading, problem)
        self.look_at_measures()
        for scheme in ["light", "dark"]:
            browser.take_scheme(scheme)
            checks.place = f"{name} at {self.width} px, {scheme}"
            browser.driver.save_screenshot(str(self.artefacts / f"{name}-{self.width}-{scheme}.png"))
            checks.none("text has a contrast of 4.5", browser.run(FAINT_TEXTS))
            checks.none("the edges of fields have a contrast of 3", browser.run(FAINT_FIELDS))
        checks.place = f"{name} at {self.width} px"
        self.look_at_focus()
        browser.take_scheme("light")
        checks.none("the page loads nothing else", browser.run(
            "return performance.getEntriesByType('resource').map(each => each.name)"))
        checks.none("nothing breaks the content security policy", [
            entry["message"] for entry in browser.driver.get_log("browser")
            if "Content Security Policy" in entry["message"]])

    def look_as_assistive_technology(self, heading, problem):
        checks, nodes = self.checks, list(self.browser.accessible())
        checks.equal("headings", [node["name"] for node in nodes if node["role"] == "heading"], [heading])
        checks.equal("landmarks", [node["role"] for node in nodes if node["role"] == "main"], ["main"])
        for field in self.browser.driver.find_elements(By.CSS_SELECTOR, "input:not([type=hidden])"):
            label = self.browser.driver.find_elements(By.CSS_SELECTOR, f"label[for='{field.get_attribute('id')}']")
            texts = [each.text for each in label]
            checks.that(f"the field is called {field.accessible_name!r}, as its label says",
                bool(field.accessible_name) and texts == [field.accessible_name], texts)
            checks.that("the browser knows what to fill in", bool(field.get_attribute("autocomplete")))
        alerts = self.browser.driver.find_elements(By.CSS_SELECTOR, "[role=alert]")
        told = [alert.text for alert in alerts]
        if not problem:
            checks.equal("alerts", told, [])
            return
        checks.that(f"an alert says «{problem}»", len(told) == 1 and problem in told[0], told)
        checks.equal("alerts for assistive technology", len([node for node in nodes if node["role"] == "alert"]), 1)
        fields = [node for node in nodes if node["role"] == "textbox"]
        if fields:
            wrong = [node["description"] for node in fields if node["invalid"]]
            checks.that("one field is told to be wrong, and the alert describes it",
                len(wrong) == 1 and problem in wrong[0], wrong)
            checks.equal("it has the focus, so that it is read out",
                self.browser.focused().get_attribute("aria-invalid"), "true")

    def look_at_measures(self):
        checks, browser = self.checks, self.browser
        for width in [self.width, 320] if self.is_phone else [self.width]:
            browser.take_shape(width, self.height, self.is_phone)
            content, window = browser.run(SPILL)
            checks.that(f"nothing has to be scrolled sideways at {width} px", content <= window, content)
        browser.take_shape(self.width, self.height, self.is_phone)
        checks.none("buttons, links and fields are at least 44 px high", browser.run(LOW_CONTROLS, browser.controls()))

    def look_at_focus(self):
        """The Tab key leads to every control, in their order, and one sees where it is."""
        checks, browser = self.checks, self.browser
        controls = browser.controls()
        seen = []
        for _ in range(len(controls) + 3):
            browser.press(Keys.TAB)
            element = browser.focused()
            if element not in controls:
                continue
            if element in seen:
                break
            seen.append(element)
            for scheme in ["light", "dark"]:
                browser.take_scheme(scheme)
                ring = browser.run(RING, element)
                checks.that(f"«{element.accessible_name}» has a focus ring that one sees in the {scheme}",
                    ring["seen"] and ring["width"] >= 2 and ring["contrast"] >= 3, ring)
        start = controls.index(seen[0]) if seen else 0
        checks.that(
            f"the Tab key leads to all controls ({len(controls)}), in their order",
            seen == controls[start:] + controls[:start], [element.accessible_name for element in seen])

    def look_for_refusal_of_nothing(self):
        """An empty form isn't sent."""
        before = self.browser.address
        self.browser.driver.find_element(By.CSS_SELECTOR, "button[type=submit]").click()
        self.checks.that("an empty form isn't sent", self.browser.address == before
            and self.browser.run("return !document.querySelector('form').checkValidity()"))


def token_of(link):
    return urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["token"][0]


def reset_password(visit, mailbox):
    server, checks = visit.server, visit.checks
    address, old, new = f"forgetful-{visit.width}@example.com", "the-old-password", "the-new-password"
    server.administer("POST", "/users", {"email": address, "password": old})
    page = f"{server.url}/admin/reset-password"

    visit.head("the request for a mail", "GET", page, 200)
    visit.open(page)
    visit.look("reset-1-request", REQUEST)
    visit.look_for_refusal_of_nothing()
    visit.fill(email="nobody@example.com")
    unknown = visit.browser.text
    visit.open(page)
    visit.fill(email=address)
    visit.look("reset-2-requested", REQUESTED, is_sent=True)
    checks.equal("the same is said to who has no account", visit.browser.text, unknown)

    link = mailbox.link(address)
    checks.that("the mail's link leads to the page", link.startswith(f"{page}?token="), link.split("token=")[0])
    visit.head("the link", "GET", link, 200)
    visit.open(link)
    visit.look("reset-3-new-password", NEW_PASSWORD)
    visit.look_for_refusal_of_nothing()
    visit.fill(password=WEAK)
    visit.look("reset-4-weak-password", NEW_PASSWORD, problem="This password is not accepted", is_sent=True)
    checks.that("the weak password is not on the page", WEAK not in visit.browser.driver.page_source)
    checks.equal("the weak password is nobody's", server.sign_in(address, WEAK), 401)
    visit.fill(password=new)
    visit.look("reset-5-done", PASSWORD_SET, is_sent=True)
    checks.that("the token is not on the page", token_of(link) not in visit.browser.driver.page_source)
    checks.equal("the new password signs in", server.sign_in(address, new), 200)
    checks.equal("the old one does not", server.sign_in(address, old), 401)

    visit.head("the used link", "GET", link, 403)
    visit.head("the used token", "POST", page, 403, {"token": token_of(link), "password": "yet-another-password"})
    checks.equal("the new password still signs in", server.sign_in(address, new), 200)
    visit.open(link)
    visit.look("reset-6-used-link", REFUSED, problem="has been used")
    visit.browser.driver.find_element(By.LINK_TEXT, "Ask for a new mail").click()
    WebDriverWait(visit.browser.driver, 30).until(lambda driver: driver.title.startswith(REQUEST))
    checks.equal("its link leads to the request", visit.browser.address, page)
    visit.head("a wrong link", "GET", f"{page}?token=wrong", 403)
    visit.open(f"{page}?token=wrong")
    visit.look("reset-7-wrong-link", REFUSED, problem="This link is not complete")


def accept_invitation(visit, mailbox, role):
    server, checks = visit.server, visit.checks
    address, password = f"guest-{visit.width}@example.com", "the-password-of-a-guest"
    page = f"{server.url}/admin/accept-invite"
    server.administer("POST", "/users/invite", {"email": address, "role": role})

    link = mailbox.link(address)
    checks.that("the mail's link leads to the page", link.startswith(f"{page}?token="), link.split("token=")[0])
    visit.head("the invitation", "GET", link, 200)
    visit.open(link)
    visit.look("invitation-1", INVITATION)
    visit.look_for_refusal_of_nothing()
    visit.fill(password=WEAK)
    visit.look("invitation-2-weak-password", INVITATION, problem="This password is not accepted", is_sent=True)
    checks.equal("nothing is accepted yet", server.status_of(address), ["invited"])
    visit.fill(password=password)
    visit.look("invitation-3-accepted", ACCEPTED, is_sent=True)
    checks.equal("the account", server.status_of(address), ["active"])
    checks.equal("the password signs in", server.sign_in(address, password), 200)

    visit.head("the used invitation", "GET", link, 403)
    visit.head("its token", "POST", page, 403, {"token": token_of(link), "password": "yet-another-password"})
    checks.equal("the password still signs in", server.sign_in(address, password), 200)
    visit.open(link)
    checks.equal("no link leads back to here", len(visit.browser.controls()), 0)
    visit.look("invitation-4-used-link", REFUSED, problem="has been used")
    visit.open(f"{page}?token=wrong")
    visit.look("invitation-5-wrong-link", REFUSED, problem="This link is not complete")


def verify_address(visit, mailbox):
    server, checks = visit.server, visit.checks
    address, password = f"newcomer-{visit.width}@example.com", "the-password-of-a-newcomer"
    fields = json.dumps({"email": address, "password": password}).encode()
    page = f"{server.url}/admin/verify-email"
    checks.equal("somebody registers",
        server.send("POST", "/users/register", fields, {"Content-Type": "application/json"})[0], 204)

    link = mailbox.link(address)
    checks.that("the mail's link leads to the server",
        link.startswith(f"{page}?token="), link.split("token=")[0])
    visit.head("the link of a registration", "GET", link, 200)
    original = f"{server.url}/users/register/verify-email?token={token_of(link)}"
    location = visit.head("what the original's link leads to", "GET", original, 302)["Location"]
    checks.equal("the same page", urllib.parse.urljoin(original, location), link)
    visit.open(link)
    visit.look("registration-1-confirm", VERIFICATION)
    checks.equal("the address is the page's", visit.browser.address.split("?")[0], page)
    visit.open(link)
    checks.equal("who only looks confirms nothing", server.status_of(address), ["unverified"])
    checks.equal("and cannot sign in", server.sign_in(address, password), 401)
    visit.fill()
    visit.look("registration-2-confirmed", VERIFIED, is_sent=True)
    checks.equal("the account", server.status_of(address), ["active"])
    checks.equal("the password signs in", server.sign_in(address, password), 200)

    visit.head("the used link of a registration", "GET", f"{page}?token={token_of(link)}", 403)
    visit.head("its token", "POST", page, 403, {"token": token_of(link)})
    visit.open(link)
    checks.equal("no link leads back to here", len(visit.browser.controls()), 0)
    visit.look("registration-3-used-link", REFUSED, problem="has been used")
    visit.open(f"{page}?token=wrong")
    visit.look("registration-4-wrong-link", REFUSED, problem="This link is not complete")


def look_at_all(checks, browser, server, mailbox, artefacts):
    server.administer("PATCH", "/settings", {"auth_password_policy": POLICY, "public_registration": True})
    role = server.administer("POST", "/roles", {"name": "Guests"})["id"]
    for width, height in [(375, 812), (1280, 800)]:
        visit = Visit(checks, browser, server, artefacts, width, height)
        visit.open(f"{server.url}/admin")
        visit.look("welcome", WELCOME, says=server.url)
        reset_password(visit, mailbox)
        accept_invitation(visit, mailbox, role)
        verify_address(visit, mailbox)


def set_up(checks, browser, server, link, artefacts):
    address, password = "owner@example.com", "the-password-of-the-owner"
    for width, height in [(375, 812), (1280, 800)]:
        visit = Visit(checks, browser, server, artefacts, width, height)
        visit.head("the set-up", "GET", link, 200)
        visit.open(link)
        visit.look("set-up-1", SET_UP)
        visit.look_for_refusal_of_nothing()
    # A browser takes it for an address; the server does not.
    visit.fill(email="owner@example", password=password)
    visit.look("set-up-2-wrong-address", SET_UP, problem="This is no e-mail address", is_sent=True)
    visit.browser.run("document.querySelector('#email').value = ''")
    visit.fill(email=address, password=password)
    visit.look("set-up-3-done", SET_UP_DONE, says=address, is_sent=True)
    checks.equal("the administrator signs in", server.sign_in(address, password), 200)
    visit.head("the used set-up", "GET", link, 403)
    visit.open(link)
    visit.look("set-up-4-used-link", REFUSED)


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True, help="the server's address, without a slash at the end")
    parser.add_argument("--token", help="an administrator's static token")
    parser.add_argument("--outbox", help="the folder where the server's mail lands")
    parser.add_argument("--set-up-link", help="looks at the pages of the set-up alone")
    parser.add_argument("--artefacts", required=True, type=Path, help="the folder for pictures of the pages")
    return parser.parse_args()


def give_up(*_):
    raise TimeoutError(f"It took more than {LONGEST} s.")


def main():
    arguments = options()
    arguments.artefacts.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    server = Server(arguments.url, arguments.token)
    signal.signal(signal.SIGALRM, give_up)
    signal.alarm(LONGEST)
    with tempfile.TemporaryDirectory(prefix="sallyport-browser-", ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            if arguments.set_up_link:
                link = urllib.parse.urljoin(arguments.url, arguments.set_up_link)
                set_up(checks, browser, server, link, arguments.artefacts)
            else:
                look_at_all(checks, browser, server, Mailbox(arguments.outbox), arguments.artefacts)
        except Exception as error:
            # What has failed before may say why.
            checks.that(f"it goes on: {type(error).__name__}: {error}", False)
        finally:
            signal.alarm(0)
            browser.quit()
    if checks.failed:
        sys.exit("\n".join([f"{len(checks.failed)} checks failed:", *checks.failed]))
    print("ok: all pages are as they should be")


if __name__ == "__main__":
    main()
