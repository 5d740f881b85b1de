import Foundation
public import OrderedJSON
public import SDKRuntime

/// A server that answers as the test says, and remembers what it was asked.
public actor ScriptedTransport: HTTPTransport {
    /// Answers the request; the number counts from 1.
    public typealias Script = @Sendable (_ request: TransportRequest, _ number: Int) async throws -> TransportResponse

    /// What was asked, in order.
    public private(set) var requests: [TransportRequest] = []
    private let script: Script
    private var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []

    public init(_ script: @escaping Script) {
        self.script = script
    }

    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        requests.append(request)
        let number = requests.count
        for watcher in watchers where watcher.count <= number { watcher.continuation.resume() }
        watchers.removeAll { $0.count <= number }
        return try await script(request, number)
    }

    /// What was asked, as soon as it is so much.
    public func requests(atLeast count: Int) async -> [TransportRequest] {
        if requests.count < count {
            await withCheckedContinuation { watchers.append((count, $0)) }
        }
        return requests
    }

    /// How many requests went to that path.
    public func count(of path: String) -> Int {
        requests.filter { $0.url.path == path }.count
    }
}

/// Holds whoever comes until it is opened.
public actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    public init() {}

    /// Returns once the gate is open.
    public func pass() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Lets everybody through, now and later.
    public func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

extension TransportResponse {
    /// An answer in JSON.
    public static func json(
        _ json: JSON, status: Int = 200, headers: HeaderFields = [:]
    ) -> TransportResponse {
        var fields = headers
        if fields["Content-Type"] == nil { fields["Content-Type"] = "application/json; charset=utf-8" }
        return TransportResponse(status: status, headers: fields, body: Data(json.bytes))
    }

    /// What `/auth/login` and `/auth/refresh` answer in json mode.
    public static func tokens(
        access: String, refresh: String, expires: Int64 = 900_000, headers: HeaderFields = [:]
    ) -> TransportResponse {
        .json(
            [
                "data": [
                    "expires": .integer(expires), "refresh_token": .string(refresh), "access_token": .string(access),
                ]
            ], headers: headers)
    }

    /// An error as Directus writes it.
    public static func error(
        _ status: Int, _ code: String, _ message: String = "No.", headers: HeaderFields = [:]
    ) -> TransportResponse {
        .json(
            ["errors": [["message": .string(message), "extensions": ["code": .string(code)]]]], status: status,
            headers: headers)
    }

    /// Nothing, as a logout answers.
    public static let noContent = TransportResponse(status: 204)
}

extension TransportRequest {
    /// The body, read as JSON.
    public var json: JSON? {
        body.flatMap { try? JSON(parsing: $0) }
    }
}
