import HTTPTypes
import Hummingbird
import SallyportCore

/// `/utils`: hashes (D15) and random texts (Directus spec section 2.8).
struct UtilityRoutes: Sendable {
    let core: Core
    let options: DirectusOptions

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route("utils/hash/generate", post: { request, context in try await generate(request, context) })
        router.route("utils/hash/verify", post: { request, context in try await verify(request, context) })
        router.route("utils/random/string", get: { request, _ in try random(request) })
    }

    private func generate(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let text = try Self.text("string", in: body)
        let caller = Caller(context.identity, client: Client())
        let hash = try await translated { () async throws(ItemFailure) in
            try await core.hashTexts.generate(text, for: caller)
        }
        return Response(["data": .string(hash.encoded)], headers: Self.notStored)
    }

    private func verify(_ request: Request, _ context: some DirectusContext) async throws -> Response {
        let body = try await request.jsonBody(upTo: options.maximumPayload)
        let (text, hash) = (try Self.text("string", in: body), try Self.text("hash", in: body))
        let caller = Caller(context.identity, client: Client())
        let matches = try await translated { () async throws(ItemFailure) in
            try await core.hashTexts.verify(text, against: hash, for: caller)
        }
        return Response(["data": .bool(matches)], headers: [:])
    }

    private static func text(_ name: String, in body: JSON) throws(DirectusError) -> String {
        guard let text = body[name]?.string, !text.isEmpty else { throw .invalidPayload("\"\(name)\" is required") }
        return text
    }

    /// 32 of the 64 characters of base64url unless the query says otherwise, of the system's secure generator.
    private func random(_ request: Request) throws(DirectusError) -> Response {
        let given = QueryParameters(request.uri.query?[...])["length"]
        guard let length = given.map({ Int($0) }) ?? 32 else {
            throw .invalidQuery("\"length\" must be a number")
        }
        guard length >= 1 else { throw .invalidQuery("\"length\" must be greater than or equal to 1") }
        guard length <= 500 else { throw .invalidQuery("\"length\" must be less than or equal to 500") }
        let text = String((0..<length).map { _ in Self.alphabet[Int.random(in: 0..<64)] })
        return Response(["data": .string(text)], headers: Self.notStored)
    }

    /// D18: somebody will make a token of it. Otherwise these answers have no headers of a route's (recordings `utils/…`).
    private static let notStored: HTTPFields = [.cacheControl: "no-store"]

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}
