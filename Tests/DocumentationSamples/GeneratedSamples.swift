// swift-format-ignore-file
// Made by Scripts/check-samples from the documentation's samples: change them there, and run it again.
import DirectusSDK
import Foundation
import Testing

/// README.md
enum ReadmeSamples {
    static func sample1() async throws {
        // Package.swift: .package(url: "…", branch: "main", traits: []), and .product(name: "DirectusSDK", package: "sallyport")

        let client = DirectusClient(url: url, authentication: .json, storage: FileStorage(url: file))
        try await client.login(email: email, password: password)
        let me = try await client.request(.readMe(), as: DirectusUser.self)
        let articles = try await client.request(
            .readItems("articles", Query(fields: ["id", "title"], filter: ["status": .eq("published")], limit: 10)),
            as: [Article].self)
        let editors = try await client.request(
            .readUsers(Query(fields: ["email", ["role": ["name"]]], filter: ["role": ["name": .eq("Editor")]])),
            as: [DirectusUser].self)
        try await client.logout()
        _ = client
        _ = me
        _ = articles
        _ = editors
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/ChoosingAMode.md
enum ChoosingAModeSamples {
    static func sample1() async throws {
        let client = DirectusClient(url: url, authentication: .json)
        try await client.login(email: email, password: password, mode: .session)
        _ = client
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/DirectusSDK.md
enum DirectusSDKSamples {
    static func sample1() async throws {
        let client = DirectusClient(url: url, authentication: .json, storage: FileStorage(url: file))
        try await client.login(email: email, password: password)
        let me = try await client.request(.readMe(), as: DirectusUser.self)
        _ = client
        _ = me
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/EmailLogin.md
enum EmailLoginSamples {
    static func sample1() async throws {
        let client = createDirectus(url)
            .with(.authentication(.json))
            .with(.rest())
            .with(.graphql())
        _ = client
    }

    static func sample2() async throws {
        let tokens = try await client.login(email: email, password: password)
        _ = tokens
    }

    static func sample3() async throws {
        do throws(DirectusError) {
            try await client.login(email: email, password: password)
        } catch where error.code == .invalidOTP {
            let otp = askForOneTimePassword()
            try await client.login(email: email, password: password, otp: otp)
        }
    }

    static func sample4() async throws {
        try await client.login(email: email, password: password, mode: .session)
    }

    static func sample5() async throws {
        try await client.login(email: email, password: password, provider: "staff")
        try await client.login(identifier: "ada", password: password, provider: "ldap")
    }

    static func sample6() async throws {
        let mutation = """
            mutation SignIn($email: String!, $password: String!, $otp: String) {
                auth_login(email: $email, password: $password, otp: $otp) { access_token refresh_token expires }
            }
            """
        let answer = try await client.query(
            mutation, variables: ["email": .string(email), "password": .string(password), "otp": JSON(otp)], scope: .system)
        let accessToken = answer["auth_login"]?["access_token"]?.string
        _ = mutation
        _ = answer
        _ = accessToken
    }

    static func sample7() async throws {
        let browserLike = createDirectus(url).with(.graphql(credentials: .include))
        let mutation = """
            mutation SignIn($email: String!, $password: String!) {
                auth_login(email: $email, password: $password, mode: session) { expires }
            }
            """
        _ = try await browserLike.query(
            mutation, variables: ["email": .string(email), "password": .string(password)], scope: .system)
        let me = try await browserLike.query("{ users_me { email } }", scope: .system)
        _ = browserLike
        _ = mutation
        _ = me
    }

    static func sample8() async throws {
        try await client.refresh()
    }

    static func sample9() async throws {
        let tokens = try await client.request(.refresh(mode: .json, refreshToken: refreshToken))
        _ = tokens
    }

    static func sample10() async throws {
        let browserLike = createDirectus(url).with(.rest(credentials: .include))
        try await browserLike.request(.login(email: email, password: password, mode: .cookie))
        try await browserLike.request(.refresh(mode: .cookie))
        try await browserLike.request(.logout(mode: .cookie))
        _ = browserLike
    }

    static func sample11() async throws {
        let mutation = """
            mutation Refresh($token: String!) {
                auth_refresh(refresh_token: $token) { access_token refresh_token expires }
            }
            """
        let answer = try await client.query(mutation, variables: ["token": .string(refreshToken)], scope: .system)
        _ = mutation
        _ = answer
    }

    static func sample12() async throws {
        try await client.logout()
    }

    static func sample13() async throws {
        try await client.request(.logout(mode: .json, refreshToken: refreshToken))
    }

    static func sample14() async throws {
        _ = try await client.query(
            "mutation SignOut($token: String!) { auth_logout(refresh_token: $token) }",
            variables: ["token": .string(refreshToken)], scope: .system)
    }

    static func sample15() async throws {
        _ = try await client.query("mutation { auth_logout(mode: session) }", scope: .system)
    }

    static func sample16() async throws {
        try await client.request(.passwordRequest(email))
    }

    static func sample17() async throws {
        try await client.request(.passwordRequest(email, resetURL: "https://example.com/reset"))
    }

    static func setNewPassword(from link: URL, _ password: String) async throws {
        let parameters = URLComponents(url: link, resolvingAgainstBaseURL: true)?.queryItems ?? []
        guard let token = parameters.first(where: { $0.name == "token" })?.value else { return }
        try await client.request(.passwordReset(token, password))
    }

    static func sample19() async throws {
        _ = try await client.query(
            "mutation Reset($token: String!, $password: String!) { auth_password_reset(token: $token, password: $password) }",
            variables: ["token": .string(token), "password": .string(newPassword)], scope: .system)
        _ = try await client.query(
            "mutation Ask($email: String!) { auth_password_request(email: $email) }", variables: ["email": .string(email)],
            scope: .system)
    }

    static func sample20() async throws {
        try await client.request(.createUser(["email": email, "password": password, "role": role]))
        try await client.request(.inviteUser(email, role, inviteURL: "https://example.com/welcome"))
        try await client.request(.acceptUserInvite(token, password))
        try await client.request(.registerUser(email, password, firstName: "Ada", lastName: "Lovelace"))
        try await client.request(.registerUserVerify(token))
    }

    static func sample21() async throws {
        let secret = try await client.request(.generateTwoFactorSecret(password))
        showQRCode(secret.otpauthURL)
        let firstCode = askForOneTimePassword()
        try await client.request(.enableTwoFactor(secret.secret, firstCode))
        _ = secret
        _ = firstCode
    }

    static func sample22() async throws {
        let recovery = try await client.request(.replaceRecoveryCodes(password))
        showOnce(recovery.codes)
        let remaining = try await client.request(.countRecoveryCodes())
        _ = recovery
        _ = remaining
    }

    static func sample23() async throws {
        let list = try await client.request(.readProviders())
        if list.disableDefault { hidePasswordForm() }
        for provider in list.providers { addButton(provider.label ?? provider.name, driver: provider.driver) }
        _ = list
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/Errors.md
enum ErrorsSamples {
    static func sample1() async throws {
        do {
            let bytes = try Data(contentsOf: file)
            try await client.request(.createItem("files", ["size": bytes.count]))
        } catch let error as DirectusError where error.code == .forbidden {
            show("You may not do this.")
        }
    }

    static func patiently<Value: Sendable>(
        _ work: () async throws(DirectusError) -> Value
    ) async throws(DirectusError) -> Value {
        do throws(DirectusError) {
            return try await work()
        } catch {
            guard error.isRetryable else { throw error }
            try? await Task.sleep(for: error.retryAfter ?? .seconds(2))
            return try await work()
        }
    }

    static func sample3() async throws {
        var options = ClientOptions()
        options.retries = .never
        options.timeout = .seconds(10)
        let client = DirectusClient(url: url, authentication: .json, options: options)
        _ = options
        _ = client
    }

    static func load() async throws(DirectusError) -> [JSON] {
        do throws(DirectusError) {
            return try await client.request(.readItems("articles")).array ?? []
        } catch where error.code == .cancelled {
            return []
        }
    }

    static func sample5() async throws {
        do throws(DirectusError) {
            let answer = try await client.query("{ articles { title } secrets { text } }")
            print(answer)
        } catch {
            let titles = error.data?["articles"]
            print(titles ?? .null, error.errors.map(\.message))
        }
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/GettingStarted.md
enum GettingStartedSamples {
    struct Backend {
        let client: DirectusSessionClient

        init(url: URL, folder: URL) {
            client = DirectusClient(
                url: url, authentication: .json, storage: FileStorage(url: folder.appending(path: "session.json")))
        }
    }

    static func sample2() async throws {
        let client = createDirectus(url)
            .with(.authentication(.json, storage: FileStorage(url: file)))
            .with(.rest())
        _ = client
    }

    static func sample3() async throws {
        let service = DirectusClient(url: url, token: token)
        let articles = try await service.request(.readItems("articles"))
        _ = service
        _ = articles
    }

    static func sample4() async throws {
        do throws(DirectusError) {
            try await client.login(email: email, password: password)
        } catch {
            switch error.code {
            case .invalidOTP: askForOneTimePassword()
            case .invalidCredentials: show("E-mail or password is wrong.")
            case _ where error.isRetryable: show("Try again in a moment.")
            default: show("Signing in failed (\(error.code)).")
            }
        }
    }

    static func sample5() async throws {
        for await state in client.authenticationChanges {
            switch state {
            case .loading: break
            case .signedIn(.fresh): showHome()
            case .signedIn(.stale): showHome(note: "No connection; what you see may be old.")
            case .signedOut(let reason): show(SignInScreen(because: reason))
            }
        }
    }

    struct Article: Codable, Sendable {
        var id: Int
        var title: String
        var published: Date?
    }

    static func sample7() async throws {
        let articles = try await client.request(
            .readItems(
                "articles",
                Query(
                    fields: ["id", "title", "published"], filter: ["status": .eq("published")], sort: ["-published"],
                    limit: 10)),
            as: [Article].self)

        let title = try await client.request(.readItem("articles", 7))["title"]?.string

        let new = try await client.request(.createItem("articles", ["title": "Hello", "views": 0]), as: Article.self)
        try await client.request(.updateItem("articles", new.id, ["title": "Hello, world"]))
        try await client.request(.deleteItem("articles", new.id))

        print(articles.count, title ?? "")
        _ = articles
        _ = title
        _ = new
    }

    static func sample8() async throws {
        let list = try await client.response(for: .readItems("articles", Query(limit: 10, meta: "filter_count")))
        let count = list.meta?["filter_count"]
        _ = list
        _ = count
    }

    static func sample9() async throws {
        try? await client.logout()
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/MovingFromJavaScript.md
enum MovingFromJavaScriptSamples {
    static func sample1() async throws {
        _ = createDirectus(url)
    }

    static func sample2() async throws {
        _ = try createDirectus("https://directus.example.com")
    }

    static func sample3() async throws {
        _ = createDirectus(url).with(.rest())
    }

    static func sample4() async throws {
        _ = createDirectus(url).with(.graphql())
    }

    static func sample5() async throws {
        _ = createDirectus(url).with(.authentication())
    }

    static func sample6() async throws {
        _ = createDirectus(url).with(.staticToken(token))
    }

    static func sample7() async throws {
        _ = DirectusClient(url: url, authentication: .json)
    }

    static func sample8() async throws {
        _ = DirectusClient(url: url, token: token)
    }

    static func sample9() async throws {
        _ = client.url
    }

    static func sample10() async throws {
        _ = createDirectus(url, options: ClientOptions(transport: URLSessionTransport()))
    }

    static func sample11() async throws {
        _ = ClientOptions(timeout: .seconds(10))
    }

    static func sample12() async throws {
        _ = ClientOptions(retries: .never)
    }

    static func sample13() async throws {
        _ = createDirectus(url).with(.authentication(.json))
    }

    static func sample14() async throws {
        _ = createDirectus(url).with(.authentication())
    }

    static func sample15() async throws {
        _ = createDirectus(url).with(.authentication(.json, autoRefresh: false))
    }

    static func sample16() async throws {
        _ = createDirectus(url).with(.authentication(.json, refreshBeforeExpiry: .seconds(60)))
    }

    static func sample17() async throws {
        _ = createDirectus(url).with(.authentication(.json, storage: MemoryStorage()))
    }

    static func sample18() async throws {
        _ = createDirectus(url).with(.authentication(.cookie, credentials: .include))
    }

    static func sample19() async throws {
        _ = try await client.login(email: email, password: password)
    }

    static func sample20() async throws {
        _ = try await client.login(email: email, password: password, otp: otp)
    }

    static func sample21() async throws {
        _ = try await client.login(email: email, password: password, mode: .session)
    }

    static func sample22() async throws {
        _ = try await client.login(email: email, password: password, provider: "staff")
    }

    static func sample23() async throws {
        _ = try await client.login(identifier: "ada", password: password, provider: "ldap")
    }

    static func sample24() async throws {
        _ = try await client.refresh()
    }

    static func sample25() async throws {
        _ = try await client.logout()
    }

    static func sample26() async throws {
        _ = try await client.getToken()
    }

    static func sample27() async throws {
        _ = try await client.setToken(token)
    }

    static func sample28() async throws {
        _ = try await client.setToken(nil)
    }

    static func sample29() async throws {
        _ = await client.stopRefreshing()
    }

    static func sample30() async throws {
        for await state in client.authenticationChanges { print(state) }
    }

    static func sample31() async throws {
        _ = MemoryStorage()
    }

    static func sample32() async throws {
        _ = FileStorage(url: file)
    }

    static func sample33() async throws {
        _ = KeychainStorage(service: "com.example.app")
    }

    static func sample34() async throws {
        _ = await service.getToken()
    }

    static func sample35() async throws {
        _ = await service.setToken(token)
    }

    static func sample36() async throws {
        _ = try await client.request(.readMe())
    }

    static func sample37() async throws {
        _ = try await client.request(.readMe(), as: DirectusUser.self)
    }

    static func sample38() async throws {
        _ = createDirectus(url).with(.rest(credentials: .include))
    }

    static func sample39() async throws {
        _ = createDirectus(url).with(.rest(onRequest: { $0 }))
    }

    static func sample40() async throws {
        _ = createDirectus(url).with(.rest(onResponse: { response, _ in response }))
    }

    static func sample41() async throws {
        _ = createDirectus(url).with(.rest(onError: { error, _ in error }))
    }

    static func sample42() async throws {
        _ = try await client.request(.withToken(token, .readMe()))
    }

    static func sample43() async throws {
        _ = try await client.request(.withOptions(.readMe()) { $0.timeout = .seconds(5) })
    }

    static func sample44() async throws {
        _ = try await client.request(.withSearch(.readItems("articles", query)))
    }

    static func sample45() async throws {
        _ = try await client.request(.withHooks(.readMe(), onRequest: { $0 }, onResponse: { response, _ in response }))
    }

    static func sample46() async throws {
        _ = try await client.request(.customEndpoint(path: "/shop/pay", method: "POST", parameters: ["dry": true], body: item))
    }

    static func sample47() async throws {
        _ = try await client.request(.customEndpoint(path: "/custom/endpoint"))
    }

    static func sample48() async throws {
        _ = try await client.query(document)
    }

    static func sample49() async throws {
        _ = try await client.query(document, as: Articles.self)
    }

    static func sample50() async throws {
        _ = try await client.query(document, variables: ["id": 7])
    }

    static func sample51() async throws {
        _ = try await client.query(document, scope: .system)
    }

    static func sample52() async throws {
        _ = createDirectus(url).with(.graphql(credentials: .include))
    }

    static func sample53() async throws {
        _ = try await client.response(for: .readItems("articles", query)).meta
    }

    static func sample54() async throws {
        _ = try await client.request(.readProviders()).disableDefault
    }

    static func sample55() async throws {
        _ = !error.errors.isEmpty
    }

    static func sample56() async throws {
        _ = error.code
    }

    static func sample57() async throws {
        _ = error.message
    }

    static func sample58() async throws {
        _ = error.errors
    }

    static func sample59() async throws {
        _ = error.status
    }

    static func sample60() async throws {
        _ = try await client.request(.login(email: email, password: password, otp: otp, mode: .json, provider: "staff"))
    }

    static func sample61() async throws {
        _ = try await client.request(.login(identifier: "ada", password: password, provider: "ldap"))
    }

    static func sample62() async throws {
        _ = try await client.request(.refresh(refreshToken: refreshToken))
    }

    static func sample63() async throws {
        _ = try await client.request(.logout(refreshToken: refreshToken))
    }

    static func sample64() async throws {
        _ = try await client.request(.authenticateShare(share, password: password, mode: .json))
    }

    static func sample65() async throws {
        _ = try await client.request(.passwordRequest(email, resetURL: "https://example.com/reset"))
    }

    static func sample66() async throws {
        _ = try await client.request(.passwordReset(token, newPassword))
    }

    static func sample67() async throws {
        _ = try await client.request(.readProviders(sessionOnly: true))
    }

    static func sample68() async throws {
        _ = try await client.request(.inviteUser(email, role, inviteURL: "https://example.com/welcome"))
    }

    static func sample69() async throws {
        _ = try await client.request(.acceptUserInvite(token, password))
    }

    static func sample70() async throws {
        _ = try await client.request(.registerUser(email, password, verificationURL: nil, firstName: "Ada", lastName: nil))
    }

    static func sample71() async throws {
        _ = try await client.request(.registerUserVerify(token))
    }

    static func sample72() async throws {
        _ = try await client.request(.generateTwoFactorSecret(password))
    }

    static func sample73() async throws {
        _ = try await client.request(.enableTwoFactor(secret, otp))
    }

    static func sample74() async throws {
        _ = try await client.request(.disableTwoFactor(otp))
    }

    static func sample75() async throws {
        _ = try await client.request(.replaceRecoveryCodes(password, otp))
    }

    static func sample76() async throws {
        _ = try await client.request(.countRecoveryCodes())
    }

    static func sample77() async throws {
        _ = try await client.request(.readMe(query))
    }

    static func sample78() async throws {
        _ = try await client.request(.updateMe(item, query))
    }

    static func sample79() async throws {
        _ = try await client.request(.readUsers(query))
    }

    static func sample80() async throws {
        _ = try await client.request(.readUser(id, query))
    }

    static func sample81() async throws {
        _ = try await client.request(.createUser(item, query))
    }

    static func sample82() async throws {
        _ = try await client.request(.createUsers(items, query))
    }

    static func sample83() async throws {
        _ = try await client.request(.updateUser(id, item, query))
    }

    static func sample84() async throws {
        _ = try await client.request(.updateUsers(ids, item, query))
    }

    static func sample85() async throws {
        _ = try await client.request(.updateUsersBatch(items, query))
    }

    static func sample86() async throws {
        _ = try await client.request(.deleteUser(id))
    }

    static func sample87() async throws {
        _ = try await client.request(.deleteUsers(ids))
    }

    static func sample88() async throws {
        _ = try await client.request(.readRolesMe(query))
    }

    static func sample89() async throws {
        _ = try await client.request(.readRoles(query))
    }

    static func sample90() async throws {
        _ = try await client.request(.readRole(id, query))
    }

    static func sample91() async throws {
        _ = try await client.request(.createRole(item, query))
    }

    static func sample92() async throws {
        _ = try await client.request(.createRoles(items, query))
    }

    static func sample93() async throws {
        _ = try await client.request(.updateRole(id, item, query))
    }

    static func sample94() async throws {
        _ = try await client.request(.updateRoles(ids, item, query))
    }

    static func sample95() async throws {
        _ = try await client.request(.updateRolesBatch(items, query))
    }

    static func sample96() async throws {
        _ = try await client.request(.deleteRole(id))
    }

    static func sample97() async throws {
        _ = try await client.request(.deleteRoles(ids))
    }

    static func sample98() async throws {
        _ = try await client.request(.readPolicyGlobals())
    }

    static func sample99() async throws {
        _ = try await client.request(.readPolicies(query))
    }

    static func sample100() async throws {
        _ = try await client.request(.readPolicy(id, query))
    }

    static func sample101() async throws {
        _ = try await client.request(.createPolicy(item, query))
    }

    static func sample102() async throws {
        _ = try await client.request(.createPolicies(items, query))
    }

    static func sample103() async throws {
        _ = try await client.request(.updatePolicy(id, item, query))
    }

    static func sample104() async throws {
        _ = try await client.request(.updatePolicies(ids, item, query))
    }

    static func sample105() async throws {
        _ = try await client.request(.updatePoliciesBatch(items, query))
    }

    static func sample106() async throws {
        _ = try await client.request(.deletePolicy(id))
    }

    static func sample107() async throws {
        _ = try await client.request(.deletePolicies(ids))
    }

    static func sample108() async throws {
        _ = try await client.request(.readUserPermissions())
    }

    static func sample109() async throws {
        _ = try await client.request(.readItemPermissions("articles", 7))
    }

    static func sample110() async throws {
        _ = try await client.request(.readItemPermissions("settings"))
    }

    static func sample111() async throws {
        _ = try await client.request(.readPermissions(query))
    }

    static func sample112() async throws {
        _ = try await client.request(.readPermission(7, query))
    }

    static func sample113() async throws {
        _ = try await client.request(.createPermission(item, query))
    }

    static func sample114() async throws {
        _ = try await client.request(.createPermissions(items, query))
    }

    static func sample115() async throws {
        _ = try await client.request(.updatePermission(7, item, query))
    }

    static func sample116() async throws {
        _ = try await client.request(.updatePermissions([7, 8], item, query))
    }

    static func sample117() async throws {
        _ = try await client.request(.updatePermissionsBatch(items, query))
    }

    static func sample118() async throws {
        _ = try await client.request(.deletePermission(7))
    }

    static func sample119() async throws {
        _ = try await client.request(.deletePermissions([7, 8]))
    }

    static func sample120() async throws {
        _ = try await client.request(.readAccesses(query))
    }

    static func sample121() async throws {
        _ = try await client.request(.readAccess(id, query))
    }

    static func sample122() async throws {
        _ = try await client.request(.createAccess(item, query))
    }

    static func sample123() async throws {
        _ = try await client.request(.createAccesses(items, query))
    }

    static func sample124() async throws {
        _ = try await client.request(.updateAccess(id, item, query))
    }

    static func sample125() async throws {
        _ = try await client.request(.updateAccesses(ids, item, query))
    }

    static func sample126() async throws {
        _ = try await client.request(.updateAccessesBatch(items, query))
    }

    static func sample127() async throws {
        _ = try await client.request(.deleteAccess(id))
    }

    static func sample128() async throws {
        _ = try await client.request(.deleteAccesses(ids))
    }

    static func sample129() async throws {
        _ = try await client.request(.readSettings(query))
    }

    static func sample130() async throws {
        _ = try await client.request(.updateSettings(item, query))
    }

    static func sample131() async throws {
        _ = try await client.request(.readActivities(query))
    }

    static func sample132() async throws {
        _ = try await client.request(.readActivity(7, query))
    }

    static func sample133() async throws {
        _ = try await client.request(.readSessions(query))
    }

    static func sample134() async throws {
        _ = try await client.request(.readSession(id, query))
    }

    static func sample135() async throws {
        _ = try await client.request(.endSession(id))
    }

    static func sample136() async throws {
        _ = try await client.request(.endSessions(ids))
    }

    static func sample137() async throws {
        _ = try await client.request(.endOtherSessions())
    }

    static func sample138() async throws {
        _ = try await client.request(.serverPing())
    }

    static func sample139() async throws {
        _ = try await client.request(.serverInfo())
    }

    static func sample140() async throws {
        _ = try await client.request(.serverHealth())
    }

    static func sample141() async throws {
        _ = try await client.request(.readOpenApiSpec())
    }

    static func sample142() async throws {
        _ = try await client.request(.readGraphqlSdl(.system))
    }

    static func sample143() async throws {
        _ = try await client.request(.generateHash("text"))
    }

    static func sample144() async throws {
        _ = try await client.request(.verifyHash("text", hash))
    }

    static func sample145() async throws {
        _ = try await client.request(.randomString(length: 16))
    }

    static func sample146() async throws {
        _ = try await client.request(.readItems("articles", query))
    }

    static func sample147() async throws {
        _ = try await client.request(.readItem("articles", 7, query))
    }

    static func sample148() async throws {
        _ = try await client.request(.readSingleton("settings", query))
    }

    static func sample149() async throws {
        _ = try await client.request(.createItem("articles", item, query))
    }

    static func sample150() async throws {
        _ = try await client.request(.createItems("articles", items, query))
    }

    static func sample151() async throws {
        _ = try await client.request(.updateItem("articles", 7, item, query))
    }

    static func sample152() async throws {
        _ = try await client.request(.updateItems("articles", [1, 2], item, query))
    }

    static func sample153() async throws {
        _ = try await client.request(.updateItems("articles", where: query, item))
    }

    static func sample154() async throws {
        _ = try await client.request(.updateItemsBatch("articles", items, query))
    }

    static func sample155() async throws {
        _ = try await client.request(.updateSingleton("settings", item, query))
    }

    static func sample156() async throws {
        _ = try await client.request(.deleteItem("articles", 7))
    }

    static func sample157() async throws {
        _ = try await client.request(.deleteItems("articles", [1, 2]))
    }

    static func sample158() async throws {
        _ = try await client.request(.deleteItems("articles", where: query))
    }

    static func sample159() async throws {
        _ = try await client.request(.aggregate("articles", [.count("*"), .sum("price", "tax")], groupBy: ["year(published)"], query: query))
    }

    static func sample160() async throws {
        _ = Query(fields: ["id", ["author": ["name", ["avatar": ["id"]]]]])
    }

    static func sample161() async throws {
        _ = Query(fields: [["blocks": .of(["header": ["title"]])]])
    }

    static func sample162() async throws {
        _ = Query(fields: ["*"])
    }

    static func sample163() async throws {
        _ = Query(filter: ["status": .eq("published")])
    }

    static func sample164() async throws {
        _ = Query(filter: ["age": .all(.gte(18), .lt(65))])
    }

    static func sample165() async throws {
        _ = Filter.and(["a": .eq(1)], ["b": .eq(2)])
    }

    static func sample166() async throws {
        _ = Filter.or(["a": .eq(1)], ["b": .eq(2)])
    }

    static func sample167() async throws {
        _ = Query(filter: ["tags": .some(["name": .eq("swift")])])
    }

    static func sample168() async throws {
        _ = Query(filter: ["tags": .none(["name": .eq("c")])])
    }

    static func sample169() async throws {
        _ = Query(filter: ["year(date)": .eq(2026)])
    }

    static func sample170() async throws {
        _ = Query(filter: Filter(json: ["status": ["_eq": "published"]]))
    }

    static func sample171() async throws {
        _ = Query(search: "text")
    }

    static func sample172() async throws {
        _ = Query(sort: ["-date", "title"])
    }

    static func sample173() async throws {
        _ = Query(limit: 10, offset: 20)
    }

    static func sample174() async throws {
        _ = Query(limit: -1, page: 2)
    }

    static func sample175() async throws {
        _ = Query(deep: ["translations": Deep(filter: ["language": .eq("de")], limit: 1)])
    }

    static func sample176() async throws {
        _ = Query(alias: ["all": "tags"])
    }

    static func sample177() async throws {
        _ = Query(aggregate: [.count("*"), .countDistinct("author"), .avg("price"), .min("price"), .max("price")])
    }

    static func sample178() async throws {
        _ = Query(groupBy: ["author"])
    }

    static func sample179() async throws {
        _ = Query(version: "draft", versionRaw: true)
    }

    static func sample180() async throws {
        _ = Query(meta: "*", custom: ["export": "json", "number": 42])
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/StoringTokens.md
enum StoringTokensSamples {
    static func sample1() async throws {
        let app = DirectusClient(
            url: url, authentication: .json, storage: KeychainStorage(service: "com.example.app"))
        let tool = DirectusClient(
            url: url, authentication: .json,
            storage: FileStorage(url: URL.homeDirectory.appending(path: ".config/example/session.json")))
        _ = app
        _ = tool
    }

    static func sharedStorage(group: String, container: URL) -> KeychainStorage {
        KeychainStorage(
            service: "com.example.app", accessGroup: group, lockFile: container.appending(path: "session.lock"))
    }

    static func start(storage: some AuthenticationStorage, isFirstStart: Bool) async throws {
        if isFirstStart { try await storage.set(nil) }
    }

    struct VaultStorage: AuthenticationStorage {
        let vault: Vault

        func get() async throws -> AuthenticationData? {
            guard vault.isOpen else { throw StorageUnavailable("The vault is locked. Open it and try again.") }
            guard let bytes = try vault.read("directus") else { return nil }
            return try JSONDecoder().decode(AuthenticationData.self, from: bytes)
        }

        func set(_ data: AuthenticationData?) async throws {
            guard let data else { return try vault.remove("directus") }
            try vault.write("directus", JSONEncoder().encode(data))
        }
    }

    static func sample5() async throws {
        let storage = FileStorage(url: file)
        try await storage.set(AuthenticationData(accessToken: token, refreshToken: refreshToken, expiresAt: expiry))
        let client = DirectusClient(url: url, authentication: .json, storage: storage)
        _ = storage
        _ = client
    }
}

/// Sources/DirectusSDK/DirectusSDK.docc/TestingYourApp.md
enum TestingYourAppSamples {
    /// Answers as the test says, and remembers what it was asked.
    actor ScriptedServer: HTTPTransport {
        private(set) var requests: [TransportRequest] = []
        private let answer: @Sendable (TransportRequest) throws -> TransportResponse

        init(_ answer: @escaping @Sendable (TransportRequest) throws -> TransportResponse) {
            self.answer = answer
        }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            requests.append(request)
            return try answer(request)
        }
    }

    static func json(_ value: JSON, status: Int = 200) -> TransportResponse {
        TransportResponse(status: status, headers: ["Content-Type": "application/json"], body: Data(value.bytes))
    }

    static func refusal(_ status: Int, _ code: DirectusError.Code) -> TransportResponse {
        json(["errors": [["message": "No.", "extensions": ["code": .string(code.rawValue)]]]], status: status)
    }

    struct StoppedClock: SessionClock {
        let now: Date

        func sleep(for duration: Duration) async throws {
            // Nobody waits in these tests. It ends when the client does.
            try await Task.sleep(for: .seconds(86_400))
        }
    }

    @Suite("Coming back after an hour")
    struct ComingBackTests {
        let storage = MemoryStorage()
        let noon = Date(timeIntervalSince1970: 1_780_660_800)

        func client(_ server: ScriptedServer, hours: Double) -> DirectusSessionClient {
            let options = ClientOptions(
                transport: server, clock: StoppedClock(now: noon.addingTimeInterval(hours * 3600)), retries: .never)
            return DirectusClient(
                url: URL(string: "https://directus.example.com")!, authentication: .json, storage: storage,
                options: options)
        }

        func works(_ request: TransportRequest) -> TransportResponse {
            switch request.url.path {
            case "/auth/login", "/auth/refresh":
                json(["data": ["access_token": "a", "refresh_token": "b", "expires": 900_000]])
            case "/users/me": json(["data": ["email": "ada@example.com"]])
            default: refusal(404, .routeNotFound)
            }
        }

        @Test func `the token is replaced before it is used`() async throws {
            let server = ScriptedServer { works($0) }
            try await client(server, hours: 0).login(email: "ada@example.com", password: "secret")
            let me = try await client(server, hours: 1).request(.readMe(), as: DirectusUser.self)
            #expect(me.email == "ada@example.com")
            #expect(await server.requests.map(\.url.path) == ["/auth/login", "/auth/refresh", "/users/me"])
        }

        @Test func `without a network nobody is signed out`() async throws {
            try await client(ScriptedServer { works($0) }, hours: 0).login(email: "ada@example.com", password: "secret")
            let offline = client(ScriptedServer { _ in throw URLError(.notConnectedToInternet) }, hours: 1)
            let error = await #expect(throws: DirectusError.self) { try await offline.request(.readMe()) }
            #expect(error?.code == .network)
            #expect(await storage.get() != nil)
            for await state in offline.authenticationChanges where state != .loading {
                #expect(state == .signedIn(.stale))
                break
            }
        }

        @Test func `a wrong password says so`() async {
            let server = ScriptedServer { _ in refusal(401, .invalidCredentials) }
            let error = await #expect(throws: DirectusError.self) {
                try await client(server, hours: 0).login(email: "ada@example.com", password: "wrong")
            }
            #expect(error?.code == .invalidCredentials)
            #expect(error?.isRetryable == false)
        }
    }

    struct LockedStorage: AuthenticationStorage {
        func get() async throws -> AuthenticationData? { throw StorageUnavailable("The device is locked.") }
        func set(_ data: AuthenticationData?) async throws { throw StorageUnavailable("The device is locked.") }
    }

    static func sample6() async throws {
        let client = DirectusClient(url: url, authentication: .json, storage: LockedStorage())
        do throws(DirectusError) {
            try await client.request(.readMe())
        } catch {
            print(error.code == .storageUnavailable, error.isRetryable)
        }
        _ = client
    }

    static func sample7() async throws {
        let options = ClientOptions(chance: { 0.5 })
        let client = DirectusClient(url: url, authentication: .json, options: options)
        _ = options
        _ = client
    }

    static func titles(_ client: some RESTClient) async throws(DirectusError) -> [String] {
        let articles = try await client.request(.readItems("articles", Query(fields: ["title"])))
        return (articles.array ?? []).compactMap { $0["title"]?.string }
    }
}

/// Sources/DirectusSDK/Client/AuthenticationClient.swift
enum AuthenticationClientCommentSamples {
    static func signIn(_ client: some AuthenticationClient) async throws(DirectusError) {
        try await client.login(email: email, password: password)
    }
}

/// Sources/DirectusSDK/Client/DirectusClient.swift
enum DirectusClientCommentSamples {
    static func sample1() async throws {
        let client = DirectusClient(url: url, authentication: .json, storage: FileStorage(url: file))
        let composed = createDirectus(url).with(.rest()).with(.authentication(.json))
        let service = DirectusClient(url: url, token: token)
        _ = client
        _ = composed
        _ = service
    }
}

/// Sources/DirectusSDK/Commands/CommandModifiers.swift
enum CommandModifiersCommentSamples {
    static func sample1() async throws {
        try await client.request(.withOptions(.readMe()) { $0.timeout = .seconds(5) })
    }
}

/// Sources/DirectusSDK/Errors/DirectusError.swift
enum DirectusErrorCommentSamples {
    static func sample1() async throws {
        do throws(DirectusError) {
            try await client.login(email: email, password: password)
        } catch {
            switch error.code {
            case .invalidOTP: askForOneTimePassword()
            case .invalidCredentials: show("E-mail or password is wrong.")
            case _ where error.isRetryable: show("Try again in a moment.")
            default: show("Signing in failed (\(error.code)).")
            }
        }
    }
}

/// Sources/DirectusSDK/Models/Relation.swift
enum RelationCommentSamples {
    static func sample1() async throws {
        let fields: [Field] = ["id", ["role": ["id", "name"]]]
        let users = try await client.request(.readUsers(Query(fields: fields)), as: [DirectusUser].self)
        print(users.map { $0.role?.item?.name ?? "no role" })
        _ = fields
        _ = users
    }
}

/// Sources/DirectusSDK/Query/Field.swift
enum FieldCommentSamples {
    static func sample1() async throws {
        let fields: [Field] = ["id", "title", ["author": ["name", ["avatar": ["id"]]]]]     // author.name,author.avatar.id
        let anyOf: [Field] = [["blocks": .of(["header": ["title"], "text": ["body"]])]]     // blocks:header.title,…
        _ = fields
        _ = anyOf
    }
}

/// Sources/DirectusSDK/Query/Filter.swift
enum FilterCommentSamples {
    static func sample1() async throws {
        let filter: Filter = [
            "status": .eq("published"),
            "author": ["name": .icontains("ada")],
            "year(date_created)": .all(.gte(2024), .lt(2026)),
        ]
        let either: Filter = .or(["featured": .eq(true)], ["views": .gt(1000)])
        _ = filter
        _ = either
    }
}

/// Sources/DirectusSDK/Query/Query.swift
enum QueryCommentSamples {
    static func sample1() async throws {
        let query = Query(
            fields: ["id", "title"], filter: ["status": .eq("published")], sort: ["-date_created"], limit: 10)
        _ = query
    }
}

/// Sources/SDKRuntime/Session/AuthenticationChanges.swift
enum AuthenticationChangesCommentSamples {
    static func sample1() async throws {
        for await state in client.authenticationChanges {
            if case .signedOut(let reason) = state { show(SignInScreen(because: reason)) }
        }
    }
}

/// Sources/SDKRuntime/Transport/HTTPTransport.swift
enum HTTPTransportCommentSamples {
    struct AlwaysPong: HTTPTransport {
        func send(_ request: TransportRequest) async throws -> TransportResponse {
            TransportResponse(status: 200, headers: ["Content-Type": "text/plain"], body: Data("pong".utf8))
        }
    }
}
