import Foundation
import SDKRuntime

/// Signing in and out. The last sign-in counts: it takes the place of all that was kept, so that a request never carries one
/// customer's cookie and another's token, of which the server takes the cookie (`specs/medusa.md` A1.6).
extension KeptSession {
    /// Keeps the cookies that an answer signed somebody in with.
    ///
    /// - Parameter ticket: what the sign-in began with; `nil` when the caller brought credentials.
    /// - Throws: `cookieRefused` when there is none, `superseded`, `storageUnavailable`.
    func signIn(withCookiesOf answer: Answer, ticket: SessionTicket?) async throws(MedusaError) {
        guard let ticket else { return }
        let lines = answer.response.headers.values("Set-Cookie")
        let (cookies, refusals) = cookies(of: ticket.record, after: lines, from: answer.url)
        guard !cookies.isEmpty else { throw Self.withoutCookie(refusals) }
        try await keep(newRecord(cookies: cookies), ticket: ticket)
    }

    /// Keeps a token that somebody signed in with.
    ///
    /// - Throws: `superseded`, `storageUnavailable`.
    func signIn(token: String, ticket: SessionTicket?) async throws(MedusaError) {
        guard let ticket else { return }
        try await keep(newRecord(token: token), ticket: ticket)
    }

    private func keep(_ record: AuthenticationData, ticket: SessionTicket) async throws(MedusaError) {
        let outcome = await writing.withLock { await self.write(record, ticket: ticket) }
        try outcome.get()
    }

    private func write(_ record: AuthenticationData, ticket: SessionTicket) async -> Result<Void, MedusaError> {
        guard epoch == ticket.epoch else { return .failure(.superseded) }
        do {
            try await storage.set(record)
        } catch {
            return .failure(.storageUnavailable(error))
        }
        // Whoever signs out meanwhile waits for this, and then takes it away.
        if epoch == ticket.epoch { unwrittenEnd = nil }
        return .success(())
    }

    /// Puts a new token in the place of the one that the request went out with.
    ///
    /// - Throws: `superseded` when that one does not count any more, `storageUnavailable`.
    func replaceToken(with token: String, ticket: SessionTicket?) async throws(MedusaError) {
        guard let ticket else { return }
        let outcome = await writing.withLock { await self.write(token: token, ticket: ticket) }
        try outcome.get()
    }

    private func write(token: String, ticket: SessionTicket) async -> Result<Void, MedusaError> {
        do throws(MedusaError) {
            guard let current = try await stored(), current.loginID == ticket.record?.loginID else {
                return .failure(.superseded)
            }
            var next = current
            next.accessToken = token
            return try await replace(current, with: next) ? .success(()) : .failure(.superseded)
        } catch {
            return .failure(error)
        }
    }

    /// Ends the session here, at once and whatever happens.
    ///
    /// - Returns: what the server is to be told of, and why the storage could not be written.
    func end() async -> (ticket: SessionTicket?, problem: MedusaError?) {
        epoch += 1
        let mine = epoch
        unwrittenEnd = mine
        let problem = await writing.withLock { await self.clear(epoch: mine) }
        return (untold.map { SessionTicket(record: $0, epoch: mine) }, problem)
    }

    private func clear(epoch mine: Int) async -> MedusaError? {
        do throws(MedusaError) {
            if var record = try await stored() {
                untold = record
                while try await !replace(record, with: nil) {
                    // Another process wrote: a newer cookie of this session, or somebody else's sign-in, which stays.
                    guard let newer = try await stored(), newer.loginID == record.loginID else { break }
                    record = newer
                    untold = newer
                }
            }
            if unwrittenEnd == mine { unwrittenEnd = nil }
            return nil
        } catch {
            return error
        }
    }

    /// The server knows of the end.
    func wasTold(of ticket: SessionTicket?) {
        if untold == ticket?.record { untold = nil }
    }

    private func replace(
        _ old: AuthenticationData, with new: AuthenticationData?
    ) async throws(MedusaError) -> Bool {
        do {
            return try await storage.replace(old, with: new)
        } catch {
            throw .storageUnavailable(error)
        }
    }

    private static func withoutCookie(_ refusals: [CookieJar.Refusal]) -> MedusaError {
        let reason =
            switch refusals.first {
            case .secureOverHTTP(let name)?:
                "The server sets the cookie '\(name)' as Secure, but the connection is http: give the client an https URL."
            case .foreignDomain(let name, let domain)?:
                "The server sets the cookie '\(name)' for \(domain), which is not its own domain."
            case nil:
                "The server sets no cookie. Behind a proxy it needs 'X-Forwarded-Proto: https' to set a Secure one."
            }
        return MedusaError(type: .cookieRefused, message: reason)
    }
}
