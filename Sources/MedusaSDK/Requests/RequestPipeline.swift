import Foundation
import OrderedJSON
import SDKRuntime

/// Puts together what a request says about the client. The two versions differ in this, and in nothing else of the way.
protocol HeaderRules: Sendable {
    /// The client's own fields, for every call.
    var common: HeaderFields { get }

    /// The header of a call but for its cookies.
    ///
    /// - Parameter token: the kept one, if the call may use it.
    func headers(for call: Call, token: String?) -> HeaderFields
}

/// The way of a call: credentials, header, sending, sending again, cookies, reading.
struct RequestPipeline: Sendable {
    let endpoint: Endpoint
    let rules: any HeaderRules
    let retries: Retries
    let session: KeptSession
    let options: MedusaOptions

    func send(_ call: Call) async throws(MedusaError) -> Answer {
        let url = try endpoint.url(call.path, query: call.query)
        let ticket = try await ticket(for: call)
        let request = try await request(for: call, url: url, ticket: ticket)
        let response = try await sendAgainIfNeeded(request, for: call, ticket: ticket)
        if let ticket { await observe(response, from: url, of: call, ticket: ticket) }
        let document = try AnswerReader.document(of: response, to: request, now: options.clock.now)
        return Answer(document: document, response: response, url: url, ticket: ticket)
    }

    private func ticket(for call: Call) async throws(MedusaError) -> SessionTicket? {
        if call.hasOwnCredentials { return nil }
        switch call.purpose {
        case .ordinary: return try await session.ticket()
        case .signIn: return try await session.ticketToSignIn()
        case .signOut(let ticket): return ticket
        }
    }

    /// Keeps the cookies of an answer, but for those of a sign-in that went well, which replace what was kept.
    private func observe(
        _ response: TransportResponse, from url: URL, of call: Call, ticket: SessionTicket
    ) async {
        switch call.purpose {
        case .signIn where response.isSuccess, .signOut: await session.learnTime(from: response)
        case .ordinary, .signIn: await session.observe(response, from: url, ticket: ticket)
        }
    }

    private func request(
        for call: Call, url: URL, ticket: SessionTicket?
    ) async throws(MedusaError) -> TransportRequest {
        var headers = rules.headers(for: call, token: ticket?.record?.accessToken)
        if let record = ticket?.record, headers["Cookie"] == nil, rules.common["Cookie"] == nil {
            headers["Cookie"] = await session.cookieHeader(of: record, for: url)
        }
        // A transport may drop such a field without a word: then a token would be missing.
        for field in headers.fields where Self.hasControls(field.name + field.value) {
            throw .invalidArgument("The value of \(field.name) holds a line break or another control character.")
        }
        if Self.hasControls(call.method) { throw .invalidArgument("The method is none.") }
        return TransportRequest(
            method: call.method, url: url, headers: headers, body: call.body.map { Data($0.bytes) },
            timeout: options.timeout)
    }

    private func sendAgainIfNeeded(
        _ request: TransportRequest, for call: Call, ticket: SessionTicket?
    ) async throws(MedusaError) -> TransportResponse {
        var number = 1
        while true {
            let outcome = await send(request)
            guard let wait = retries.wait(before: number, after: outcome, to: request, now: options.clock.now) else {
                return try outcome.get()
            }
            do { try await options.clock.sleep(for: wait) } catch { throw .cancelled }
            // What goes out bears the credentials that it was made with: not after they have ended here. (A sign-out's have.)
            if let ticket, !call.isSignOut, await session.epoch != ticket.epoch { throw .superseded }
            number += 1
        }
    }

    private func send(_ request: TransportRequest) async -> Result<TransportResponse, MedusaError> {
        do {
            return .success(try await options.transport.send(request))
        } catch {
            return .failure(MedusaError(transport: error))
        }
    }

    private static func hasControls(_ text: String) -> Bool {
        text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }
    }
}

/// It knows keys, tokens and cookies: its description shows the server's origin only.
extension RequestPipeline: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    var description: String { endpoint.origin.isEmpty ? "no address" : endpoint.origin }
    var debugDescription: String { description }
    var customMirror: Mirror { Mirror(self, children: ["server": description]) }
}
