import Foundation
import SallyportCore
import TestSupport

/// Somebody who asks the administration API, with a static token or with none.
struct Asker: Sendable {
    let server: TestServer
    var token: String?

    static func administrator(_ server: TestServer) -> Asker {
        Asker(server: server, token: Fixture.administratorToken)
    }

    /// - Parameter query: names and values, which are encoded here.
    @discardableResult
    func callAsFunction(
        _ method: String, _ path: String, _ query: KeyValuePairs<String, String> = [:], body: JSON? = nil
    ) async throws -> HTTPAnswer {
        let parameters = query.map { "\(Self.encoded($0))=\(Self.encoded($1))" }.joined(separator: "&")
        let target = parameters.isEmpty ? path : "\(path)?\(parameters)"
        let headers = token.map { [("Authorization", "Bearer \($0)")] } ?? []
        guard let body else { return try await server.client.send(method, target, headers: headers) }
        return try await server.client.send(method, target, headers: headers, json: body)
    }

    private static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    }

    /// An answer was to be 200, and is not.
    struct Refused: Error {
        var answer: HTTPAnswer
    }

    /// `data` of an answer that must be 200.
    @discardableResult
    func data(
        _ method: String, _ path: String, _ query: KeyValuePairs<String, String> = [:], body: JSON? = nil
    ) async throws -> JSON {
        let answer = try await self(method, path, query, body: body)
        guard answer.status == 200, let data = answer.json["data"] else { throw Refused(answer: answer) }
        return data
    }

    /// The key of what is made.
    func make(_ path: String, _ body: JSON) async throws -> String {
        let id = try await data("POST", path, body: body)["id"]
        return id?.string ?? id?.text ?? ""
    }

    /// One field of each item of a list.
    func list(_ path: String, _ field: String, _ query: KeyValuePairs<String, String> = [:]) async throws -> [JSON] {
        try await data("GET", path, query).array?.map { $0[field] ?? .null } ?? []
    }
}

extension HTTPAnswer {
    /// `errors[0].message`
    var errorMessage: String? { json["errors"]?.array?.first?["message"]?.string }
}
