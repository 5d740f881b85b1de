"""Proves the administration with the unmodified client directus-sdk-py: users, roles and policies, and every way that it
has to ask for them."""

import json

from directus_sdk_py import DirectusClient
from directus_sdk_py.main import DirectusQueryBuilder, DOp, SQLToDirectusConverter

from checks import Works, check, options


def refusal(call, *arguments, **named):
    """The code with which the server refused the call: directus-sdk-py raises the answer's errors, or its text."""
    try:
        call(*arguments, **named)
    except AssertionError as refused:
        errors = refused.args[0]
        [error] = json.loads(errors)["errors"] if isinstance(errors, str) else errors
        return error["extensions"]["code"]
    return "no refusal"


def administer_roles(client):
    """Returns the ids of a role and of a policy that it holds: whoever has the role may read users' names."""
    with Works("makes a role with a policy with a permission in one call"):
        role = client.post("/roles", json={
            "name": "Readers",
            "policies": [{"policy": {
                "name": "Readers",
                "permissions": [{
                    "collection": "directus_users", "action": "read", "fields": ["id", "first_name"],
                    "permissions": {"status": {"_eq": "active"}},
                }],
            }}],
        })["data"]
    check("the role is what was sent", (role["name"], len(role["policies"])), ("Readers", 1))
    with Works("reads what the role holds"):
        found = client.get(f"/roles/{role['id']}", params={"fields": "policies.policy.*,policies.policy.permissions.*"})
    policy = found["policies"][0]["policy"]
    check("the policy is what was sent", (policy["name"], policy["admin_access"]), ("Readers", False))
    check("so is its permission",
          [(permission["action"], permission["fields"], permission["permissions"])
           for permission in policy["permissions"]],
          [("read", ["id", "first_name"], {"status": {"_eq": "active"}})])
    with Works("changes the policy"):
        changed = client.patch(f"/policies/{policy['id']}", json={"description": "They read."})["data"]
    check("the policy has changed", changed["description"], "They read.")
    return role["id"], policy["id"]


def administer_users(client, role):
    """Returns the users' ids, by their first names."""
    ids = {}
    for name, last, title in [("Ada", "Lovelace", "Countess"), ("Grace", "Hopper", "Admiral"),
                              ("Alan", "Turing", None), ("Barbara", "Liskov", "Professor")]:
        with Works(f"makes {name}"):
            user = client.create_user({
                "first_name": name, "last_name": last, "email": f"{name.lower()}@clients.example", "role": role,
                "password": f"the-password-of-{name}", "title": title})["data"]
        check(f"{name} is what was sent, without the password",
              (user["first_name"], user["title"], user["password"]), (name, title, "**********"))
        ids[name] = user["id"]

    def found(query):
        return [user["first_name"] for user in client.get_users(query)]

    check("without a query, all users come", len(client.get_users()), 5)
    built = DirectusQueryBuilder
    check("conditions and order", found(
        built().field("role", DOp.EQUALS, role).field("first_name", DOp.STARTS_WITH, "A").sort("-first_name")
        .build()), ["Alan", "Ada"])
    check("either", found(built().or_condition([
        {"first_name": {DOp.EQUALS: "Ada"}}, {"title": {DOp.CONTAINS: "Prof"}}]).sort("first_name").build()),
        ["Ada", "Barbara"])
    check("nested", found(built().or_condition([{"first_name": {DOp.EQUALS: "Ada"}}, {"first_name": {
        DOp.EQUALS: "Alan"}}]).and_condition([{"title": {DOp.NULL: True}}]).build()), ["Alan"])
    check("in, between, not empty", found(
        built().field("first_name", DOp.IN, ["Ada", "Grace", "Barbara"]).field("last_name", DOp.BETWEEN, ["H", "M"])
        .field("title", DOp.NOT_EMPTY, True).sort("last_name").build()), ["Grace", "Barbara", "Ada"])
    pages = [found(built().field("role", DOp.EQUALS, role).sort("first_name").limit(2).page(page).build())
             for page in [1, 2, 3]]
    check("pages", pages, [["Ada", "Alan"], ["Barbara", "Grace"], []])
    check("limit and offset", found(
        built().field("role", DOp.EQUALS, role).sort("first_name").limit(1).offset(3).build()), ["Grace"])
    check("a related item's field", found({"query": {
        "filter": {"role": {"name": {"_eq": "Readers"}}}, "sort": ["first_name"], "fields": ["first_name"],
        "limit": -1}}), ["Ada", "Alan", "Barbara", "Grace"])
    check("what SQL is made into", found(SQLToDirectusConverter().convert(
        "SELECT * FROM users WHERE first_name = 'Ada' OR last_name = 'Turing' ORDER BY first_name DESC")),
        ["Alan", "Ada"])
    check("GET with a filter as JSON", [user["first_name"] for user in client.get("/users", params={
        "filter": json.dumps({"first_name": {"_eq": "Grace"}}), "fields": "first_name"})], ["Grace"])
    check("GET with a filter in brackets", [user["first_name"] for user in client.get("/users", params={
        "filter[_or][0][first_name][_eq]": "Grace", "filter[_or][1][first_name][_eq]": "Ada", "sort[]": "-first_name",
        "fields[]": ["id", "first_name"]})], ["Grace", "Ada"])

    with Works("changes one user"):
        ada = client.update_user(ids["Ada"], {"title": "Analyst"})["data"]
    check("it has changed", ada["title"], "Analyst")
    with Works("changes users, each by its own values"):
        changed = client.patch("/users", json=[
            {"id": ids["Alan"], "title": "Fellow"}, {"id": ids["Grace"], "title": "Commodore"}])["data"]
    check("they have changed", [user["title"] for user in changed], ["Fellow", "Commodore"])
    with Works("changes the users that fit a query"):
        client.patch("/users", json={
            "query": {"filter": {"role": {"_eq": role}}}, "data": {"location": "Bletchley"}})
    check("they have changed too", len(found({"query": {"filter": {"location": {"_eq": "Bletchley"}}}})), 4)
    return ids


def stay_within_limits(url):
    """What somebody with the role may and may not do."""
    member = DirectusClient(url)
    member.login("grace@clients.example", "the-password-of-Grace")
    check("a member sees what the policy permits",
          {tuple(user) for user in member.get_users()}, {("id", "first_name")})
    check("a member may not make users", refusal(member.create_user, {"email": "eve@clients.example"}), "FORBIDDEN")
    check("a member may not change users", refusal(member.update_user, member.me()["id"], {"title": "Queen"}),
          "FORBIDDEN")
    check("a member may not read another field",
          refusal(member.get, "/users", params={"fields": "email"}), "FORBIDDEN")
    check("a member may not read policies", refusal(member.get, "/policies"), "FORBIDDEN")


def main():
    given = options(__doc__)
    client = DirectusClient(given.url)
    with Works("signs in with e-mail and password"):
        client.login(given.email, given.password)
    role, policy = administer_roles(client)
    ids = administer_users(client, role)
    stay_within_limits(given.url)
    check("an address that is taken is refused",
          refusal(client.create_user, {"email": "ADA@clients.example"}), "RECORD_NOT_UNIQUE")
    check("a collection of Directus' own is not among the project's",
          refusal(client.get, "/items/directus_users"), "FORBIDDEN")

    with Works("deletes one user, and several"):
        client.delete_user(ids["Ada"])
        client.delete("/users", json=[ids["Alan"], ids["Grace"]])
    check("one is left", [user["id"] for user in client.get_users({"query": {"filter": {"role": {"_eq": role}}}})],
          [ids["Barbara"]])
    with Works("deletes the role and the policy"):
        client.delete(f"/roles/{role}")
        client.delete("/policies", json={"keys": [policy]})
    check("who had the role is suspended", client.get(f"/users/{ids['Barbara']}")["status"], "suspended")
    check("the policy is gone", refusal(client.get, f"/policies/{policy}"), "FORBIDDEN")


main()
