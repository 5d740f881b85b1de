"""Proves the administration with the unmodified client py-directus: users, roles and policies, and every way that it has to
ask for them."""

import asyncio

import httpx
import py_directus
from py_directus import Directus, F
from py_directus.aggregator import Agg
from py_directus.directus_response import DirectusException

from checks import Works, check, options

# In seconds. httpx waits for 5, in which a machine that is busy with other tests may not make a hash.
PATIENCE = 60


class Connection(httpx.AsyncClient):
    """py-directus hands the keys to delete to `delete`, which in httpx takes no body. It lets its user bring the connection."""

    async def delete(self, url, *, json=None, **named):
        return await self.request("DELETE", url, json=json, **named)


async def refusal(call):
    """The status and the code with which the server refused the call, as py-directus tells them."""
    try:
        await call
    except DirectusException as refused:
        return refused.status_code, refused.code
    return "no refusal"


async def administer_roles(client):
    """Returns the ids of a role and of a policy that it holds: whoever has the role may read users' names."""
    with Works("makes a policy with its permissions in one call"):
        policy = (await client.collection("directus_policies").create({
            "name": "Readers", "app_access": False,
            "permissions": [{
                "collection": "directus_users", "action": "read", "fields": ["id", "first_name"],
                "permissions": {"status": {"_eq": "active"}},
            }],
        })).item
    check("the policy has one permission", len(policy["permissions"]), 1)
    permission = (await client.collection("directus_permissions").read(policy["permissions"][0])).item
    check("the permission is what was sent",
          (permission["action"], permission["fields"], permission["permissions"], permission["policy"]),
          ("read", ["id", "first_name"], {"status": {"_eq": "active"}}, policy["id"]))

    with Works("makes a role"):
        role = (await client.collection(py_directus.DirectusRole).create({"name": "Readers", "icon": "badge"})).item
    check("the role is what was sent", (role.name, role.icon, role.users), ("Readers", "badge", []))
    with Works("gives the policy to the role"):
        await client.collection("directus_access").create({"role": role.id, "policy": policy["id"], "sort": 1})
    with Works("changes the role"):
        role = (await client.collection(py_directus.DirectusRole).update(role.id, {"description": "They read."})).item
    check("the role has changed", role.description, "They read.")
    found = (await client.collection("directus_roles").filter(policies__policy__name="Readers").read()).items
    check("the role is found by the policy's name", [item["id"] for item in found], [role.id])
    check("roles() has it too", role.id in [item.id for item in (await client.roles()).items], True)
    return role.id, policy["id"]


async def names(request, **how):
    """The first names that the request finds."""
    return [user["first_name"] for user in (await request.read(**how)).items_as_dict() or []]


async def administer_users(client, role):
    """Returns the users' ids, by their first names."""
    def users():
        return client.collection("directus_users")

    with Works("makes users in one call"):
        made = (await users().create([
            {"first_name": name, "last_name": last, "email": f"{name.lower()}@clients.example", "role": role,
             "password": f"the-password-of-{name}", "title": title, "tags": ["pioneer"]}
            for name, last, title in [("Ada", "Lovelace", "Countess"), ("Grace", "Hopper", "Admiral"),
                                      ("Alan", "Turing", None), ("Barbara", "Liskov", "Professor")]
        ])).items
    check("they come in their order", [user["first_name"] for user in made], ["Ada", "Grace", "Alan", "Barbara"])
    check("their passwords are not shown", {user["password"] for user in made}, {"**********"})
    ids = {user["first_name"]: user["id"] for user in made}

    with Works("reads one user as a model"):
        ada = (await client.collection(py_directus.DirectusUser).read(ids["Ada"])).item
    check("it is the user", (ada.email, ada.role, ada.status, ada.tags),
          ("ada@clients.example", role, "active", ["pioneer"]))

    for method in ["search", "get"]:
        def found(request):
            return names(request.filter(email__ends_with="@clients.example"), method=method)

        check(f"{method}: sorts by a field", await found(users().sort("first_name")),
              ["Ada", "Alan", "Barbara", "Grace"])
        check(f"{method}: sorts by several fields", await found(users().sort("role").sort("last_name", asc=False)),
              ["Alan", "Ada", "Barbara", "Grace"])
        check(f"{method}: limit and page", await found(users().sort("first_name").limit(3).page(2)), ["Grace"])
        check(f"{method}: limit and offset", await found(users().sort("first_name").limit(1).offset(1)), ["Alan"])
        check(f"{method}: no limit", len(await found(users().limit(-1))), 4)
        check(f"{method}: a value alone is equal", await found(users().filter(first_name="Ada")), ["Ada"])
        check(f"{method}: several conditions", await found(
            users().filter(first_name__starts_with="A", last_name__contains="ring")), ["Alan"])
        check(f"{method}: a list", await found(
            users().filter(first_name__in=["Ada", "Grace"]).sort("first_name")), ["Ada", "Grace"])
        check(f"{method}: none of a list", await found(
            users().filter(first_name__nin=["Ada", "Grace", "Alan"])), ["Barbara"])
        check(f"{method}: between", await found(
            users().filter(first_name__between=["B", "H"]).sort("first_name")), ["Barbara", "Grace"])
        check(f"{method}: null", await found(users().filter(title__null=True)), ["Alan"])
        check(f"{method}: not null", len(await found(users().filter(title__nnull=True))), 3)
        check(f"{method}: whatever the case", await found(users().filter(last_name__icontains="LOVE")), ["Ada"])
        check(f"{method}: either", await found(
            users().filter(F(first_name="Ada") | F(last_name="Liskov")).sort("first_name")), ["Ada", "Barbara"])
        check(f"{method}: both of an either and another", await found(
            users().filter((F(first_name="Ada") | F(first_name="Alan")) & F(title__nnull=True))), ["Ada"])
        check(f"{method}: a related item's field", len(await found(users().filter(role__name="Readers"))), 4)
        check(f"{method}: search", await found(users().search("liskov")), ["Barbara"])
        check(f"{method}: search that finds nothing", await found(users().search("babbage")), [])

        answer = await users().filter(role__name="Readers").fields("first_name", "role.name").sort("first_name").limit(
            1).include_count().read(method=method)
        check(f"{method}: fields, of related items too", answer.items,
              [{"first_name": "Ada", "role": {"name": "Readers"}}])
        check(f"{method}: counts", (answer.filtered_count, answer.total_count), (4, 5))

        answer = await users().filter(role__name="Readers").aggregate(
            Agg("*"), Agg(operator="countDistinct", fields="title")).read(method=method)
        check(f"{method}: aggregates", answer.item, {"count": "4", "countDistinct": {"title": "3"}})
        answer = await users().filter(role__name="Readers").aggregate(Agg("*")).group_by("title").read(method=method)
        check(f"{method}: groups", sorted(str(group["title"]) for group in answer.items),
              ["Admiral", "Countess", "None", "Professor"])

    with Works("changes one user"):
        ada = (await users().update(ids["Ada"], {"title": "Analyst"})).item
    check("it has changed", ada["title"], "Analyst")
    with Works("changes several users alike"):
        changed = (await users().update([ids["Alan"], ids["Grace"]], {"location": "Bletchley"})).items
    check("they have changed", [user["location"] for user in changed], ["Bletchley", "Bletchley"])
    return ids


async def stay_within_limits(url, connection):
    """What somebody with the role may and may not do."""
    member = await Directus(url, email="grace@clients.example", password="the-password-of-Grace", connection=connection)
    users = (await member.collection("directus_users").sort("first_name").fields("*").read()).items
    check("a member sees what the policy permits", {tuple(user) for user in users}, {("id", "first_name")})
    check("a member may not read another field",
          await refusal(member.collection("directus_users").fields("email").read()), (403, "FORBIDDEN"))
    check("a member may not look for another field",
          await refusal(member.collection("directus_users").filter(email__contains="ada").read()), (403, "FORBIDDEN"))
    check("a member may not make users",
          await refusal(member.collection("directus_users").create({"email": "eve@clients.example"})),
          (403, "FORBIDDEN"))
    check("a member may not read the settings", await refusal(member.read_settings()), (403, "FORBIDDEN"))


async def main():
    given = options(__doc__)
    await py_directus.async_init(given.url)
    async with Connection(timeout=PATIENCE) as connection:
        with Works("signs in with e-mail and password"):
            client = await Directus(given.url, email=given.email, password=given.password, connection=connection)
        role, policy = await administer_roles(client)
        ids = await administer_users(client, role)
        await stay_within_limits(given.url, connection)

        check("an address that is taken is refused",
              await refusal(client.collection("directus_users").create({"email": "ADA@clients.example"})),
              (400, "RECORD_NOT_UNIQUE"))
        with Works("changes the settings"):
            await client.update_settings({"project_descriptor": "proven"})
        check("they have changed", (await client.read_settings()).item["project_descriptor"], "proven")
        made = (await client.collection("directus_activity").filter(
            action="create", collection="directus_users").sort("-id").limit(4).read()).items
        check("the log tells who was made", {entry["item"] for entry in made}, set(ids.values()))

        with Works("deletes one user, and several"):
            await client.collection("directus_users").delete(ids.pop("Ada"))
            await client.collection("directus_users").delete(list(ids.values()))
        check("they are gone", await names(client.collection("directus_users").filter(role=role)), [])
        with Works("deletes the role and the policy"):
            await client.collection("directus_roles").delete(role)
            await client.collection("directus_policies").delete([policy])
        check("the role is gone", await refusal(client.collection("directus_roles").read(role)), (403, "FORBIDDEN"))
        check("the policy is gone", await refusal(client.collection("directus_policies").read(policy)),
              (403, "FORBIDDEN"))


asyncio.run(main())
