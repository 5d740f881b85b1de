import Foundation
import SDKRuntime

/// What all parts of a client share: where the server is, and how to get there.
struct ClientCore: Sendable {
    let url: URL
    let options: ClientOptions

    /// The URL of a path of the API. The base URL's own path stays in front of it, its query and fragment do not count
    /// (`specs/directus.md` 5.1).
    ///
    /// - Parameter path: with a leading slash, percent-encoded.
    /// - Throws: `invalidArgument` for a base URL that is not http or https.
    func url(path: String, parameters: [(name: String, value: String)] = []) throws(DirectusError) -> URL {
        guard let origin = Origin(url) else {
            throw .invalidArgument(
                "'\(url.scheme ?? "")' is no address of a Directus: give a URL such as https://directus.example.com.")
        }
        let host = origin.host.contains(":") ? "[\(origin.host)]" : origin.host
        let port = url.port.map { ":\($0)" } ?? ""
        var base = URLComponents(url: url, resolvingAgainstBaseURL: true)?.percentEncodedPath ?? ""
        while base.hasSuffix("/") { base.removeLast() }
        let slash = path.hasPrefix("/") ? "" : "/"
        let query = parameters.isEmpty ? "" : (path.contains("?") ? "&" : "?") + FormEncoding.encode(parameters)
        let text = "\(origin.scheme)://\(host)\(port)\(base)\(slash)\(path)\(query)"
        guard let result = URL(string: text, encodingInvalidCharacters: false) else {
            throw .invalidArgument(
                "'\(path.prefix { $0 != "?" })' is no path: percent-encode what is not plain text in it.")
        }
        return result
    }

    /// Sends once.
    ///
    /// - Throws: `invalidArgument` for a line break or another control character in the method or the header, which a
    ///   transport may drop without a word: then a token would be missing.
    func send(_ request: TransportRequest) async throws(DirectusError) -> TransportResponse {
        for field in request.headers.fields where Self.hasControls(field.name + field.value) {
            throw .invalidArgument("The value of \(field.name) holds a line break or another control character.")
        }
        if Self.hasControls(request.method) { throw .invalidArgument("The method is none.") }
        do {
            return try await options.transport.send(request)
        } catch {
            throw DirectusError(transport: error)
        }
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
    }

    /// Sends, and again where that does no harm: what only reads or can be done twice, when the server is overloaded and
    /// says when to come back, or when the connection broke.
    ///
    /// - Parameter isRepeatable: whether it may be sent twice at all.
    func sendAgainIfNeeded(_ request: TransportRequest, isRepeatable: Bool) async throws(DirectusError)
        -> TransportResponse
    {
        let backoff = Backoff(base: .milliseconds(500), cap: options.retries.longestWait)
        var attempt = 1
        while true {
            let mayRepeat =
                isRepeatable && attempt < options.retries.attempts && RetryPolicy.isIdempotent(request.method)
            let wait: Duration
            do throws(DirectusError) {
                let response = try await send(request)
                let asked = response.retryAfter(now: options.clock.now)
                guard mayRepeat, [429, 503].contains(response.status), let asked, asked <= options.retries.longestWait
                else { return response }
                wait = asked
            } catch {
                guard mayRepeat, error.code == .network else { throw error }
                wait = backoff.wait(afterFailures: attempt, chance: options.chance())
            }
            do { try await options.clock.sleep(for: wait) } catch { throw .cancelled }
            attempt += 1
        }
    }
}
