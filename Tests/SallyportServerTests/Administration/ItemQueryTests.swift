import SallyportCore
import TestSupport
import Testing

/// The query parameters of Directus, on whichever engine (Directus spec sections 3.7 and 5.9).
@Suite("Queries of items")
struct ItemQueryTests {
    /// Accounts with known values beside the fixture's.
    private static func people(_ server: TestServer) async throws -> Asker {
        _ = try await Fixture.make(on: server)
        let administrator = Asker.administrator(server)
        let people: [(String, String?, String?, String)] = [
            ("ada", "Ada", "London", "active"), ("grace", "Grace", "New York", "draft"),
            ("alan", "Alan", "london", "active"), ("edsger", nil, "", "archived"),
            ("barbara", "100%_B\\a", nil, "active"),
        ]
        for (name, first, location, status) in people {
            _ = try await administrator.make(
                "/users",
                [
                    "email": .string("\(name)@people.example"), "first_name": JSON(first), "location": JSON(location),
                    "status": .string(status), "tags": ["x"],
                ])
        }
        return administrator
    }

    /// The names before the `@` of those that a filter finds among the people.
    private static func found(_ filter: String, _ asker: Asker) async throws -> [String] {
        let all = #"{"_and":[{"email":{"_ends_with":"@people.example"}},\#(filter)]}"#
        let emails = try await asker.list("/users", "email", ["filter": all, "sort": "email", "fields": "email"])
        return emails.compactMap { $0.string?.split(separator: "@").first.map(String.init) }
    }

    private static let filters: [(String, [String])] = [
        (#"{}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"status":{"_eq":"active"}}"#, ["ada", "alan", "barbara"]),
        (#"{"status":"active"}"#, ["ada", "alan", "barbara"]),
        (#"{"status":{"_neq":"active"}}"#, ["edsger", "grace"]),
        (#"{"status":{"_in":["draft","archived"]}}"#, ["edsger", "grace"]),
        (#"{"status":{"_in":"draft,archived"}}"#, ["edsger", "grace"]),
        (#"{"status":{"_in":[]}}"#, []),
        (#"{"status":{"_nin":["draft","archived"]}}"#, ["ada", "alan", "barbara"]),
        (#"{"status":{"_nin":[]}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"first_name":{"_null":true}}"#, ["edsger"]),
        (#"{"first_name":{"_null":false}}"#, ["ada", "alan", "barbara", "grace"]),
        (#"{"first_name":{"_nnull":true}}"#, ["ada", "alan", "barbara", "grace"]),
        (#"{"first_name":{"_eq":null}}"#, ["edsger"]),
        (#"{"location":{"_empty":true}}"#, ["barbara", "edsger"]),
        (#"{"location":{"_nempty":true}}"#, ["ada", "alan", "grace"]),
        (#"{"location":{"_contains":"ondo"}}"#, ["ada", "alan"]),
        (#"{"location":{"_contains":"London"}}"#, ["ada"]),
        (#"{"location":{"_ncontains":"London"}}"#, ["alan", "edsger", "grace"]),
        (#"{"location":{"_icontains":"LONDON"}}"#, ["ada", "alan"]),
        (#"{"location":{"_starts_with":"Lon"}}"#, ["ada"]),
        (#"{"location":{"_istarts_with":"LON"}}"#, ["ada", "alan"]),
        (#"{"location":{"_nstarts_with":"Lon"}}"#, ["alan", "edsger", "grace"]),
        (#"{"location":{"_nistarts_with":"lon"}}"#, ["edsger", "grace"]),
        (#"{"location":{"_ends_with":"York"}}"#, ["grace"]),
        (#"{"location":{"_iends_with":"york"}}"#, ["grace"]),
        (#"{"location":{"_nends_with":"York"}}"#, ["ada", "alan", "edsger"]),
        (#"{"location":{"_niends_with":"york"}}"#, ["ada", "alan", "edsger"]),
        // What means something to `LIKE` means nothing here, and no quote ends a text.
        (#"{"first_name":{"_contains":"%_"}}"#, ["barbara"]),
        (#"{"first_name":{"_contains":"\\"}}"#, ["barbara"]),
        (#"{"first_name":{"_contains":"' OR 1=1 --"}}"#, []),
        (#"{"first_name":{"_starts_with":"1__"}}"#, []),
        (#"{"first_name":{"_ends_with":"a much longer text than the value"}}"#, []),
        (#"{"first_name":{"_gt":"B"}}"#, ["grace"]),
        (#"{"first_name":{"_gte":"Grace"}}"#, ["grace"]),
        (#"{"first_name":{"_lt":"Ada"}}"#, ["barbara"]),
        (#"{"first_name":{"_lte":"Ada"}}"#, ["ada", "barbara"]),
        (#"{"first_name":{"_between":["Ada","Alan"]}}"#, ["ada", "alan"]),
        (#"{"first_name":{"_nbetween":["Ada","Alan"]}}"#, ["barbara", "grace"]),
        (#"{"_or":[{"status":{"_eq":"draft"}},{"first_name":{"_eq":"Ada"}}]}"#, ["ada", "grace"]),
        (#"{"_and":[{"status":{"_eq":"active"}},{"_or":[{"location":{"_null":true}}]}]}"#, ["barbara"]),
        (#"{"_or":[]}"#, []),
        (#"{"status":{"_neq":"draft","_nin":["archived"]}}"#, ["ada", "alan", "barbara"]),
        (#"{"email_notifications":{"_eq":true}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"email_notifications":{"_eq":"false"}}"#, []),
        (#"{"last_access":{"_null":true}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"last_access":{"_gt":"$NOW(-1 day)"}}"#, []),
        (#"{"password":{"_null":true}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"role":{"_null":true}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"role":{"name":{"_eq":"Member"}}}"#, []),
        (#"{"policies":{"_none":{"id":{"_nnull":true}}}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"policies":{"_null":true}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"count(policies)":{"_eq":0}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
        (#"{"id":{"_eq":"$CURRENT_USER"}}"#, []),
        (#"{"id":{"_neq":"$CURRENT_USER"}}"#, ["ada", "alan", "barbara", "edsger", "grace"]),
    ]

    @Test("each operator finds what it says")
    func operators() async throws {
        try await TestServer.run { server in
            let asker = try await Self.people(server)
            for (filter, names) in Self.filters {
                #expect(try await Self.found(filter, asker) == names, "\(filter)")
            }
        }
    }

    @Test("relations are followed in filters, fields, orders and `deep`, to one and to many")
    func relations() async throws {
        try await TestServer.run { server in
            let asker = try await Self.people(server)
            #expect(
                try await asker.list(
                    "/roles", "name", ["filter": #"{"users":{"_some":{"email":{"_eq":"alice@example.com"}}}}"#])
                    == ["Member"])
            #expect(
                try await asker.list(
                    "/roles", "name", ["filter": #"{"users":{"_none":{"email":{"_eq":"alice@example.com"}}}}"#])
                    == ["Administrator"])
            let member = try await asker.data(
                "GET", "/roles",
                [
                    "filter[name][_eq]": "Member", "fields": "name,users.email,users.role.name",
                    "deep":
                        #"{"users":{"_limit":2,"_offset":1,"_sort":"-email","_filter":{"status":{"_eq":"active"}}}}"#,
                ])
            #expect(
                member == [
                    [
                        "name": "Member",
                        "users": [
                            ["email": "ext@example.com", "role": ["name": "Member"]],
                            ["email": "erin@example.com", "role": ["name": "Member"]],
                        ],
                    ]
                ])
            let policies = try await asker.data(
                "GET", "/policies",
                ["filter[name][_eq]": "Member", "fields": "name,roles.role.name,permissions.action,users"])
            #expect(
                policies == [
                    [
                        "name": "Member", "roles": [["role": ["name": "Member"]]],
                        "permissions": [["action": "update"]], "users": [],
                    ]
                ])
            // Those without a role first, then by its name.
            let ordered = try await asker.list(
                "/users", "email", ["sort": "-role.name,email", "limit": "1", "fields": "email"])
            #expect(ordered == ["alice@example.com"])
        }
    }

    @Test("pages, limits and counts")
    func pages() async throws {
        try await TestServer.run { server in
            let asker = try await Self.people(server)
            let filter = #"{"email":{"_ends_with":"@people.example"}}"#
            func names(_ query: KeyValuePairs<String, String>) async throws -> [JSON] {
                try await asker.list("/users", "email", query)
            }
            #expect(
                try await names(["filter": filter, "sort": "-email", "limit": "2", "fields": "email"])
                    == ["grace@people.example", "edsger@people.example"])
            #expect(
                try await names(["filter": filter, "sort": "email", "limit": "2", "page": "3", "fields": "email"])
                    == ["grace@people.example"])
            #expect(
                try await names(["filter": filter, "sort": "email", "offset": "4", "limit": "-1", "fields": "email"])
                    == ["grace@people.example"])
            #expect(try await names(["filter": filter, "limit": "0"]).isEmpty)
            #expect(try await names(["filter": filter, "page": "9223372036854775807"]).isEmpty)
            let answer = try await asker("GET", "/users", ["filter": filter, "limit": "1", "meta": "*"])
            #expect(answer.json["meta"] == ["total_count": 19, "filter_count": 5])
            let counted = try await asker("GET", "/users", ["search": "PEOPLE.example", "meta": "filter_count"])
            #expect(counted.json["meta"] == ["filter_count": 5])
        }
    }

    @Test("values over many rows, in groups")
    func aggregates() async throws {
        try await TestServer.run { server in
            let asker = try await Self.people(server)
            let filter = #"{"email":{"_ends_with":"@people.example"}}"#
            func data(_ query: KeyValuePairs<String, String>) async throws -> JSON {
                try await asker.data("GET", "/users", query)
            }
            #expect(try await data(["filter": filter, "aggregate[count]": "*"]) == [["count": "5"]])
            #expect(
                try await data(["filter": filter, "aggregate": #"{"count":["first_name","id"]}"#])
                    == [["count": ["first_name": "4", "id": "5"]]])
            #expect(
                try await data(["filter": filter, "aggregate[countDistinct]": "status"])
                    == [["countDistinct": ["status": "3"]]])
            #expect(
                try await data([
                    "filter": filter, "aggregate[count]": "*", "groupBy": "status", "sort": "-status",
                ]) == [
                    ["status": "draft", "count": "1"], ["status": "archived", "count": "1"],
                    ["status": "active", "count": "3"],
                ])
            #expect(
                try await data(["filter": filter, "aggregate[max]": "first_name"])
                    == [["max": ["first_name": "Grace"]]])
        }
    }

    @Test("dates are compared as such, and taken apart in UTC")
    func dates() async throws {
        try await TestServer.run { server in
            let asker = try await Self.people(server)
            _ = try await Visitor(server)
            let parts = "year(last_access),month(last_access),day(last_access),weekday(last_access),hour(last_access)"
            let alice = try await asker.data(
                "GET", "/users",
                ["filter": #"{"year(last_access)":{"_eq":2026}}"#, "fields": "email,last_access,\(parts)"])
            // The clock of the tests stands at 2026-06-05T12:00:00Z, a Friday.
            #expect(
                alice == [
                    [
                        "email": "alice@example.com", "last_access": "2026-06-05T12:00:00.000Z",
                        "last_access_year": 2026,
                        "last_access_month": 6, "last_access_day": 5, "last_access_weekday": 5, "last_access_hour": 12,
                    ]
                ])
            for (filter, count) in [
                (#"{"last_access":{"_gt":"2026-06-05T11:59:59Z"}}"#, 1), (#"{"last_access":{"_lte":"2026-06-05"}}"#, 0),
                (#"{"last_access":{"_between":["2026-06-05","2026-06-06"]}}"#, 1),
                (#"{"last_access":{"_lt":"$NOW(+1 hour)"}}"#, 1), (#"{"last_access":{"_gt":"$NOW"}}"#, 0),
            ] {
                #expect(try await asker.list("/users", "email", ["filter": filter]).count == count, "\(filter)")
            }
        }
    }

    @Test(
        "what cannot be answered is refused with the reason",
        arguments: [
            ("/users?filter={", 400, "has to be valid JSON"), ("/users?filter=[]", 400, "has to be an object"),
            ("/users?filter[email][_like]=x", 400, "no filter operator \"_like\""),
            ("/users?filter[email][_intersects]=x", 400, "no filter operator \"_intersects\""),
            ("/users?filter[nope][_eq]=x", 403, "field \"nope\" in collection \"directus_users\""),
            ("/users?filter[role][nope][_eq]=x", 403, "field \"nope\" in collection \"directus_roles\""),
            ("/users?fields=role.nope", 403, "Queried in role."), ("/users?fields=email.nope", 403, "nope"),
            ("/users?filter[last_access][_gt]=yesterday", 400, "does not suit the field \"last_access\""),
            ("/users?filter[email_notifications][_eq]=maybe", 400, "does not suit"),
            ("/users?filter[first_name][_between]=a", 400, "needs two values"),
            ("/users?filter[year(email)][_eq]=1", 400, "no function of the field \"email\""),
            ("/users?filter[century(last_access)][_eq]=1", 400, "no function \"century\""),
            ("/users?filter[tags][_contains]=x", 400, "looks into texts"),
            ("/users?sort=nope", 403, "nope"), ("/users?sort=policies", 400, "cannot be sorted by"),
            ("/users?limit=-2", 400, "limit"), ("/users?limit=many", 400, "limit"), ("/users?offset=-1", 400, "offset"),
            ("/users?page=0", 400, "page"), ("/users?aggregate[median]=id", 400, "median"),
            ("/users?aggregate[sum]=email", 400, "sum"), ("/users?deep=7", 400, "deep"),
            ("/users?fields=*.*.*.*.*.*.*", 400, "100 relations"),
            ("/users?filter[last_access][_eq]=$CURRENT_USER", 400, "does not suit"),
            ("/users?filter[last_access][_in]=$CURRENT_ROLES", 400, "does not suit"),
            ("/permissions?filter[id][_eq]=$NOW", 400, "does not suit"),
            ("/permissions?filter[id][_eq]=9223372036854775808", 400, "does not suit"),
            ("/sessions?filter[current][_eq]=true", 400, "cannot be filtered by"),
            ("/sessions?sort=current", 400, "cannot be sorted by"),
            ("/users?fields=role.users.role.users.role.users.role.users.role.users.role.id", 400, "10 relations"),
        ])
    func refusals(path: String, status: Int, words: String) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let answer = try await Asker.administrator(server)(
                "GET", path.replacing("{", with: "%7B").replacing("\"", with: "%22"))
            #expect(answer.status == status)
            #expect(answer.errorCode == (status == 400 ? "INVALID_QUERY" : "FORBIDDEN"))
            #expect(answer.errorMessage?.contains(words) == true, "\(answer.text)")
        }
    }

    @Test("texts that nothing can hold find nothing", arguments: ["/users?search=%00", "/users?search=a%00b"])
    func controlCharacters(path: String) async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let answer = try await Asker.administrator(server)("GET", path)
            #expect(answer.status == 200)
            #expect(answer.json["data"] == [])
        }
    }

    @Test("relations that go to and fro do not multiply without end")
    func multiplication() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let answer = try await Asker.administrator(server)(
                "GET", "/users", ["fields": "role.users.role.users.role.users.role.users.role.users.id"])
            #expect(answer.status == 400)
            #expect(answer.errorMessage?.contains("200000 items") == true, "\(answer.text.prefix(200))")
        }
    }

    @Test("a filter that is too large is refused, and not run")
    func largeFilter() async throws {
        try await TestServer.run { server in
            _ = try await Fixture.make(on: server)
            let many = JSON.array((0..<3000).map { .string("x\($0)") })
            let answer = try await Asker.administrator(server)(
                "SEARCH", "/users", body: ["query": ["filter": ["email": ["_in": many]]]])
            #expect(answer.status == 400)
            #expect(answer.errorMessage?.contains("2000") == true)
        }
    }
}
