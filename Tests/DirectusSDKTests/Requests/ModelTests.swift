import DirectusSDK
import Foundation
import OrderedJSON
import SDKTestSupport
import Testing

@Suite("Directus' own items are read as the library's types")
struct ModelTests {
    private static let member = "be52aa3e-0cc6-4be1-ad17-8b92f72dfcdd"
    private static let alice = "d72b84e3-d0a9-4aca-a711-ac24fd4f41df"

    private func read<Model: Decodable & Sendable>(_ json: String, as type: Model.Type) async throws -> Model {
        let data = try JSON(parsing: json.utf8)
        let fixture = try RequestFixture { _, _ in .json(["data": data]) }
        return try await fixture.client.request(.customEndpoint(path: "/x"), as: type)
    }

    /// Recording `me/bearer-lowercase-scheme`.
    @Test("an account, with its role as a key")
    func user() async throws {
        let user = try await read(
            """
            {"id":"\(Self.alice)","first_name":"Alice","last_name":null,"last_page":null,
            "email":"alice@example.com","password":"**********","location":null,"title":null,"description":null,
            "tags":null,"provider":"default","avatar":null,"language":null,"appearance":null,"theme_light":null,
            "theme_dark":null,"tfa_secret":null,"status":"active","role":"\(Self.member)"}
            """, as: DirectusUser.self)
        #expect(user.firstName == "Alice")
        #expect(user.password == "**********")
        #expect(user.twoFactorSecret == nil)
        #expect(user.status == .active)
        #expect(user.role?.key == Self.member)
        #expect(user.role?.item == nil)
        #expect(user.policies == nil)
    }

    /// Recording `me/fields-star-role`.
    @Test("an account, with its role as an item")
    func role() async throws {
        let user = try await read(
            """
            {"id":"\(Self.alice)","status":"active","role":{"id":"\(Self.member)","name":"Member",
            "icon":"supervised_user_circle","description":null,"parent":null,"children":[],
            "users":["\(Self.alice)"]}}
            """, as: DirectusUser.self)
        let role = try #require(user.role?.item)
        #expect(user.role?.key == nil)
        #expect(role.name == "Member")
        #expect(role.icon == "supervised_user_circle")
        #expect(role.parent == nil)
        #expect(role.children == [])
        #expect(role.users?.map(\.key) == [Self.alice])
        #expect(role.policies == nil)
    }

    /// Spec sections 10.3 to 10.5.
    @Test("a policy, with what it permits and who holds it, as keys and as items")
    func policy() async throws {
        let keys = try await read(
            """
            {"id":"p1","name":"Readers","icon":"badge","description":null,"ip_access":["10.0.0.0/8","::1"],
            "enforce_tfa":true,"admin_access":false,"app_access":true,"permissions":[7,8],"users":[],"roles":["a1"]}
            """, as: DirectusPolicy.self)
        #expect(keys.ipAccess == ["10.0.0.0/8", "::1"])
        #expect(keys.enforcesTwoFactor == true && keys.hasAdminAccess == false && keys.hasAppAccess == true)
        #expect(keys.permissions?.map(\.key) == [7, 8])
        #expect(keys.users == [])
        #expect(keys.roles?.map(\.key) == ["a1"])
        let items = try await read(
            """
            {"permissions":[{"id":7,"collection":"directus_users","action":"read",
            "permissions":{"_and":[{"role":{"_eq":"$CURRENT_ROLE"}}]},"validation":null,"presets":{"status":"draft"},
            "fields":["id","email"],"policy":"p1"}],
            "roles":[{"id":"a1","role":{"id":"r1","parent":{"id":"r0"}},"user":null,"policy":{"id":"p1"},"sort":2}]}
            """, as: DirectusPolicy.self)
        let permission = try #require(items.permissions?.first?.item)
        #expect(permission.id == 7)
        #expect(permission.action == .read)
        #expect(permission.permissions == .and(["role": .eq("$CURRENT_ROLE")]))
        #expect(permission.validation == nil)
        #expect(permission.presets == ["status": "draft"])
        #expect(permission.fields == ["id", "email"])
        #expect(permission.policy?.key == "p1")
        let access = try #require(items.roles?.first?.item)
        #expect(access.role?.item?.parent?.item?.id == "r0")
        #expect(access.user == nil)
        #expect(access.policy?.item?.id == "p1")
        #expect(access.sort == 2)
    }

    /// Spec section 10.6.
    @Test("the settings, with null as no bound")
    func settings() async throws {
        let settings = try await read(
            """
            {"id":1,"project_name":"Fort","project_url":null,"project_color":"#6644FF","default_language":"en-US",
            "auth_login_attempts":25,"auth_password_policy":"/^.{8,}$/","public_registration":false,
            "public_registration_verify_email":true,"public_registration_role":"r1",
            "public_registration_email_filter":{"email":{"_ends_with":"@example.com"}},"module_bar":[1]}
            """, as: DirectusSettings.self)
        #expect(settings.projectName == "Fort")
        #expect(settings.projectURL == nil)
        #expect(settings.loginAttempts == 25)
        #expect(settings.passwordPolicy == "/^.{8,}$/")
        #expect(settings.allowsPublicRegistration == false)
        #expect(settings.verifiesRegisteredEmail == true)
        #expect(settings.publicRegistrationRole?.key == "r1")
        #expect(settings.publicRegistrationEmailFilter == ["email": .endsWith("@example.com")])
    }

    /// Spec section 10.7.
    @Test("an entry of the activity log, also of an action that the library has no name for")
    func activity() async throws {
        let entries = try await read(
            """
            [{"id":1,"action":"login","user":"\(Self.alice)","timestamp":"2026-06-05T10:00:00.000Z","ip":"::1",
            "user_agent":"curl/8","collection":"directus_users","item":"\(Self.alice)","comment":null,"origin":null},
            {"id":2,"action":"run","user":{"email":"alice@example.com"},"timestamp":"2026-06-05T10:00:00Z"},
            {"id":3,"action":"login_failed","user":null}]
            """, as: [DirectusActivity].self)
        #expect(entries.map(\.action) == [.login, "run", .loginFailed])
        #expect(entries[0].timestamp == Date(timeIntervalSince1970: 1_780_653_600))
        #expect(entries[1].timestamp == entries[0].timestamp)
        #expect(entries[0].userAgent == "curl/8")
        #expect(entries[0].user?.key == Self.alice)
        #expect(entries[1].user?.item?.email == "alice@example.com")
        #expect(entries[2].user == nil)
    }

    private struct Article: Decodable, Sendable {
        struct Author: Decodable, Sendable { let name: String }
        let author: Relation<Int, Author>
    }

    @Test("a relation serves types of one's own; what is neither a key nor such an item is named by its place")
    func ownRelation() async throws {
        #expect(try await read(#"{"author":7}"#, as: Article.self).author.key == 7)
        #expect(try await read(#"{"author":{"name":"Ada"}}"#, as: Article.self).author.item?.name == "Ada")
        let error = await #expect(throws: DirectusError.self) {
            try await read(#"{"author":{"name":4711}}"#, as: Article.self)
        }
        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("author.name") == true)
    }

    @Test("a relation is written as what it holds")
    func writtenRelation() throws {
        let relations: [Relation<String, [String: Int]>] = [.key("k"), .item(["a": 1])]
        #expect(try JSON(parsing: JSONEncoder().encode(relations)) == ["k", ["a": 1]])
    }
}
