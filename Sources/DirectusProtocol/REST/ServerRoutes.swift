import HTTPTypes
import Hummingbird
import SallyportCore

/// `/server`, `/robots.txt` and `/` (Directus spec section 2.8; set-up: 2.7 and D25).
struct ServerRoutes: Sendable {
    let core: Core
    let options: DirectusOptions
    let clients: ClientReader

    /// The version of Directus whose wire this door speaks; clients ask for it to know what they may use.
    static let wireVersion = "11.17.4"

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "server/ping",
            get: { _, _ in Response(bytes: Array("pong".utf8), type: "text/html; charset=utf-8", headers: [:]) })
        router.route("server/info", get: { _, context in try await info(context.identity) })
        let check = DatabaseCheck(core: core)
        router.route("server/health", get: { _, context in await health(context.identity, check) })
        router.route("server/setup", post: { request, context in try await setUp(request, context) })
        router.route(
            "robots.txt",
            get: { _, _ in
                Response(
                    bytes: Array("User-agent: *\nDisallow: /".utf8), type: "text/plain; charset=utf-8", headers: [:])
            })
        if let target = options.rootRedirect {
            router.route(
                "",
                get: { _, _ in
                    Response(status: .found, headers: [.location: target, .contentLength: "0"])
                })
        }
    }

    /// `GET /server/info`
    private func info(_ identity: Identity?) async throws -> Response {
        do throws(AuthenticationFailure) {
            let (settings, isSetUp) = try await core.readSettings()
            var project = JSON.Object()
            for name in Self.projectSettings { project.append(name, settings[name]) }
            var data: JSON.Object = ["project": .object(project)]
            if identity != nil {
                data.append("rateLimit", Self.json(options.rateLimit))
                data.append("rateLimitGlobal", Self.json(options.globalRateLimit))
                data.append("extensions", ["limit": .null])
                data.append("queryLimit", ["default": 100, "max": -1])
                data.append("websocket", false)
            }
            if identity != nil || !isSetUp { data.append("version", .string(Self.wireVersion)) }
            data.append("setupCompleted", .bool(isSetUp))
            return Response(["data": .object(data)])
        } catch { throw DirectusError(error) }
    }

    /// In the order of recording `server/info-anon`.
    private static let projectSettings = [
        "project_name", "project_descriptor", "project_logo", "project_color", "default_appearance",
        "default_theme_light", "default_theme_dark", "theme_light_overrides", "theme_dark_overrides",
        "default_language", "public_foreground", "public_favicon", "public_note", "custom_css", "public_registration",
        "public_registration_verify_email", "public_background",
    ]

    private static func json(_ limit: RateLimiter.Limit?) -> JSON {
        guard let limit else { return false }
        return ["points": .integer(Int64(limit.points)), "duration": .integer(limit.window.wholeSeconds)]
    }

    /// `GET /server/health`: 503 when the database does not answer.
    private func health(_ identity: Identity?, _ check: DatabaseCheck) async -> Response {
        let duration = await check()
        let isSlow = duration.map { $0.milliseconds > Self.slow }
        let status: JSON = isSlow.map { $0 ? "warn" : "ok" } ?? "error"
        var body: JSON.Object = ["status": status]
        if identity?.rights.isAdministrator == true {
            body.append("releaseId", .string(Self.wireVersion))
            body.append("serviceId", .string(options.publicURL))
            body.append("checks", .object(checks(duration, status)))
        }
        return Response(
            .object(body), status: duration == nil ? .serviceUnavailable : .ok,
            type: "application/health+json; charset=utf-8")
    }

    /// What an administrator learns of the database (spec section 2.8).
    private func checks(_ duration: Duration?, _ status: JSON) -> JSON.Object {
        let gauge = core.gauge()
        var time: JSON.Object = ["status": status, "componentType": "datastore", "observedUnit": "ms"]
        time.append("observedValue", .integer((duration ?? DatabaseCheck.patience).milliseconds))
        time.append("threshold", .integer(Self.slow))
        var checks: JSON.Object = [:]
        checks.append("\(gauge.name):responseTime", [.object(time)])
        if let connections = gauge.connections {
            for (name, value) in [
                ("connectionsAvailable", connections.available), ("connectionsUsed", connections.used),
            ] {
                let check: JSON = [
                    "status": "ok", "componentType": "datastore", "observedValue": .integer(Int64(value)),
                ]
                checks.append("\(gauge.name):\(name)", [check])
            }
        }
        return checks
    }

    /// Milliseconds after which the database counts as slow (spec section 2.8).
    private static let slow: Int64 = 150

    /// `POST /server/setup`: `{"admin": {"email", "password", "first_name"?, "last_name"?}, "token"}`.
    private func setUp(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let administrator = body["admin"]
        // D25: without the token nobody learns even what a body should hold.
        guard let token = body["token"]?.string, core.setUp.accepts(token: token) else {
            throw DirectusError.forbidden()
        }
        guard let email = administrator?["email"]?.string else {
            throw DirectusError.invalidPayload(#""admin.email" is required"#)
        }
        guard let password = administrator?["password"]?.string else {
            throw DirectusError.invalidPayload(#""admin.password" is required"#)
        }
        do throws(AccountFailure) {
            try await core.setUp(
                SetUp.Administrator(
                    email: EmailAddress(email), password: Password(password),
                    firstName: administrator?["first_name"]?.string, lastName: administrator?["last_name"]?.string),
                token: token, client: clients.client(of: request, context))
        } catch { throw DirectusError(error) }
        return .nothing()
    }
}
