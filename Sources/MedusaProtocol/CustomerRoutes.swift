import Hummingbird
import SallyportCore

/// `/store/customers`, which the interfaces share (medusa.md A3, B4).
struct CustomerRoutes: Sendable {
    let core: Core
    let options: MedusaOptions
    let visitors: Visitors
    let limits: StoreLimits

    func add<Context: RequestContext>(
        to router: StoreRoutes<Context>, client: @escaping @Sendable (Request, Context) -> Client
    ) {
        router.route(
            "store/customers",
            post: { request, context in
                let body = try await request.jsonBody()
                return try await version(request, body) == .first
                    ? try await register(request, body, client(request, context)) : try await become(request, body)
            })
        router.route(
            "store/customers/me",
            get: { request, _ in
                try await show(request, try await version(request, [:]))
            },
            post: { request, context in
                let body = try await request.jsonBody()
                let version = try await version(request, body)
                try await change(request, body, version, client(request, context))
                return try await show(request, version)
            })
    }

    /// Which interface a request means (``MedusaDoor``): one that shows a credential of the second means it, whatever else it
    /// shows; the second has no password here, and always a publishable key.
    private func version(_ request: Request, _ body: JSON.Object) async throws -> StoreCredential.Version {
        let shown = try await visitors.all(request)
        if shown.contains(where: { $0.credential.version == .second }) { return .second }
        return !shown.isEmpty || body["password"] != nil || request.publishableKey == nil ? .first : .second
    }

    private func show(_ request: Request, _ version: StoreCredential.Version) async throws -> Response {
        let identity = try await identity(request, version)
        do throws(StoreFailure) {
            let view = CustomerView(try await core.store.read(identity.account.id))
            return Response(json: ["customer": version == .first ? view.first(.billingAddress) : view.second])
        } catch { throw MedusaError(error) }
    }

    private func identity(_ request: Request, _ version: StoreCredential.Version) async throws -> StoreIdentity {
        guard version == .second else { return try await visitors.customer(request) }
        try await demandPublishableKey(request)
        return try await visitors.identity(request, isCustomer: true)
    }

    /// Medusa.md B1.4.
    private func demandPublishableKey(_ request: Request) async throws {
        guard let key = request.publishableKey else {
            throw MedusaError.notAllowed(
                """
                Publishable API key required in the request header: x-publishable-api-key. You can manage your keys in \
                settings in the dashboard.
                """)
        }
        do throws(StoreFailure) {
            guard try await core.store.publishableKeys.isGood(key) else {
                throw StoreFailure.invalid("")
            }
        } catch .invalid {
            throw MedusaError.notAllowed("A valid publishable key is required to proceed with the request")
        } catch { throw MedusaError(error) }
    }

    /// `POST /store/customers` of the first interface: a customer, signed in by cookie.
    private func register(_ request: Request, _ body: JSON.Object, _ client: Client) async throws -> Response {
        var validator = ClassValidator(body)
        var details = CustomerDetails()
        let email = validator.field("email", .email)
        let password = validator.field("password", .string)
        details.firstName = validator.field("first_name", .string, isOptional: true).map(\.string)
        details.lastName = validator.field("last_name", .string, isOptional: true).map(\.string)
        details.phone = validator.field("phone", .string, isOptional: true).map(\.string)
        try validator.finish()
        // M2
        guard password != "" else { throw MedusaError.invalid("password should not be empty") }
        try limits.takeRegistration(client)
        let session: StoreSession
        do throws(StoreFailure) {
            session = try await core.store.register(
                RegisterCustomer.Request(
                    email: EmailAddress(email?.string ?? ""), password: Password(password?.string ?? ""),
                    details: details, client: client), .first)
        } catch { throw MedusaError(error) }
        do throws(StoreFailure) {
            let view = CustomerView(try await core.store.read(session.account.id))
            var response = Response(json: ["customer": view.first(.billingAddress)])
            SessionCookie(isSecure: options.isSecure).set(
                core.store.sessions.cookie(session.credential), device: nil, in: &response, at: core.clock())
            await visitors.endFormer(of: request, client, but: session.credential.session)
            return response
        } catch { throw MedusaError(error) }
    }

    /// `POST /store/customers` of the second interface: the second step of signing up.
    private func become(_ request: Request, _ body: JSON.Object) async throws -> Response {
        try await demandPublishableKey(request)
        let identity = try await visitors.identity(request, isCustomer: false)
        if identity.credential.isCustomer {
            throw MedusaError.invalid("Request already authenticated as a customer.")
        }
        var schema = StrictSchema(body)
        let email = schema.optional("email")
        let details = CustomerDetails(&schema)
        try schema.finish()
        if let email = email ?? nil, EmailAddress(email) != identity.account.email {
            throw MedusaError.invalid("Invalid request: 'email' has to be the one that was registered")
        }
        do throws(StoreFailure) {
            try await core.store.register.become(identity, details: details)
            return Response(json: ["customer": CustomerView(try await core.store.read(identity.account.id)).second])
        } catch { throw MedusaError(error, wrong: .anonymousInSecond) }
    }

    /// `POST /store/customers/me`
    private func change(
        _ request: Request, _ body: JSON.Object, _ version: StoreCredential.Version, _ client: Client
    ) async throws {
        let identity = try await identity(request, version)
        var changes = ChangeCustomer.Request()
        if version == .second {
            var schema = StrictSchema(body)
            changes.details = CustomerDetails(&schema)
            try schema.finish()
        } else {
            changes = try Self.changes(body)
        }
        if changes.email != nil || changes.password != nil { try limits.takeChange(of: identity.account.id, client) }
        do throws(StoreFailure) {
            try await core.store.change(changes, of: identity, client: client)
        } catch { throw MedusaError(error, wrong: version == .first ? .anonymous : .anonymousInSecond) }
    }

    /// Medusa.md A3.2.
    private static func changes(_ body: JSON.Object) throws -> ChangeCustomer.Request {
        var validator = ClassValidator(body)
        var changes = ChangeCustomer.Request()
        let address = validator.field("billing_address")
        changes.details.firstName = validator.field("first_name", .string, isOptional: true).map(\.string)
        changes.details.lastName = validator.field("last_name", .string, isOptional: true).map(\.string)
        let password = validator.field("password", .string, isOptional: true)
        changes.details.phone = validator.field("phone", .string, isOptional: true).map(\.string)
        let email = validator.field("email", .email, isOptional: true)
        changes.details.metadata = validator.field("metadata", .object, isOptional: true)?.object
        try validator.finish()
        changes.password = password?.string.map { Password($0) }
        changes.email = email?.string.map { EmailAddress($0) }
        switch address {
        case nil: break
        case .null?: changes.billingAddress = ChangeCustomer.Request.BillingAddress.none
        case .string(let id)?: changes.billingAddress = .existing(id)
        case let value?:
            guard let object = value.object else { throw MedusaError.invalid("billing_address must be an object") }
            var texts: [String: String?] = [:]
            for name in PostalAddress.names {
                guard let text = object[name] else { continue }
                guard text == .null || text.string != nil else { throw MedusaError.invalid("\(name) must be a string") }
                texts[name] = .some(text.string)
            }
            changes.billingAddress = .changed(
                texts, metadata: object["metadata"].flatMap { $0.object == nil ? nil : $0 })
        }
        return changes
    }
}

extension CustomerDetails {
    /// What the second interface takes of a customer (medusa.md B4).
    fileprivate init(_ schema: inout StrictSchema) {
        self.init()
        companyName = schema.optional("company_name")
        firstName = schema.optional("first_name")
        lastName = schema.optional("last_name")
        phone = schema.optional("phone")
        metadata = schema.object("metadata")
    }
}
