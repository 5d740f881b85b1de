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
        let cookies = try sessionCookies(after: lines, from: answer.url, ticket: ticket)
        try await keep(newRecord(cookies: cookies), ticket: ticket)
    }

    /// The cookies after an answer that opens a session.
    ///
    /// - Throws: `cookieRefused` when no session's is among them, or when one of the answer's was refused and none took its
    ///   place. (Medusa sends none anew to whoever has its session already.)
    private func sessionCookies(
        after lines: [String], from url: URL, ticket: SessionTicket
    ) throws(MedusaError) -> [Cookie] {
        let (cookies, refusals) = cookies(of: ticket.record, after: lines, from: url)
        let sessions = cookies.filter(Self.isSession)
        let former = ticket.record?.cookies ?? []
        guard sessions.contains(where: { !former.contains($0) }) || (refusals.isEmpty && !sessions.isEmpty) else {
            throw Self.withoutCookie(refusals)
        }
        return cookies
    }

    /// By the name that it has unless configured otherwise, and by the form that every name has (`specs/medusa.md` A1.3). Others
    /// are a proxy's.
    private static func isSession(_ cookie: Cookie) -> Bool {
        cookie.name == "connect.sid" || cookie.value.hasPrefix("s%3A") || cookie.value.hasPrefix("s:")
    }

    /// Takes away what was kept before a sign-in that brought nothing to keep: it was another customer's.
    ///
    /// - Throws: `storageUnavailable`.
    func forget(_ ticket: SessionTicket?) async throws(MedusaError) {
        guard let ticket, let record = ticket.record else { return }
        let outcome = await writing.withLock { () async -> Result<Void, MedusaError> in
            guard await self.epoch == ticket.epoch else { return .success(()) }
            do throws(MedusaError) {
                _ = try await self.replace(record, with: nil)
                return .success(())
            } catch { return .failure(error) }
        }
        try outcome.get()
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
        try await renew(ticket) { $0.accessToken = token }
    }

    /// Puts the cookies of a new session in the place of what the request went out with.
    ///
    /// - Throws: `superseded` when that does not count any more, `cookieRefused`, `storageUnavailable`.
    func replaceCookies(withCookiesOf answer: Answer, ticket: SessionTicket?) async throws(MedusaError) {
        guard let ticket else { return }
        let lines = answer.response.headers.values("Set-Cookie")
        let cookies = try sessionCookies(after: lines, from: answer.url, ticket: ticket)
        try await renew(ticket) { record in
            record.accessToken = nil
            record.cookies = cookies
        }
    }

    private func renew(
        _ ticket: SessionTicket, _ change: @escaping @Sendable (inout AuthenticationData) -> Void
    ) async throws(MedusaError) {
        let outcome = await writing.withLock { await self.write(ticket, change) }
        try outcome.get()
    }

    /// Changes what is stored as long as it is of the same sign-in, whoever else changes it meanwhile.
    private func write(
        _ ticket: SessionTicket, _ change: @Sendable (inout AuthenticationData) -> Void
    ) async -> Result<Void, MedusaError> {
        do throws(MedusaError) {
            while let current = try await stored(), current.loginID == ticket.record?.loginID, unwrittenEnd == nil {
                var next = current
                change(&next)
                if try await replace(current, with: next) { return .success(()) }
            }
            return .failure(.superseded)
        } catch {
            return .failure(error)
        }
    }

    /// Ends the session here, at once and whatever happens.
    ///
    /// - Returns: what the server is to be told of, the latest first, and why the storage could not be written.
    func end() async -> (tickets: [SessionTicket], problem: MedusaError?) {
        epoch += 1
        let mine = epoch
        unwrittenEnd = mine
        let problem = await writing.withLock { await self.clear(epoch: mine) }
        return (untold.reversed().map { SessionTicket(record: $0, epoch: mine) }, problem)
    }

    private func clear(epoch mine: Int) async -> MedusaError? {
        do throws(MedusaError) {
            if var record = try await stored() {
                owe(record)
                while try await !replace(record, with: nil) {
                    // Another process wrote: a newer cookie of this session, or somebody else's sign-in, which stays.
                    guard let newer = try await stored(), newer.loginID == record.loginID else { break }
                    record = newer
                    owe(newer)
                }
            }
            if unwrittenEnd == mine { unwrittenEnd = nil }
            return nil
        } catch {
            return error
        }
    }

    /// Remembers a session that has ended here until the server knows.
    private func owe(_ record: AuthenticationData) {
        untold.removeAll { $0.loginID == record.loginID }
        untold.append(record)
    }

    /// The server knows of the end.
    func wasTold(of ticket: SessionTicket) {
        untold.removeAll { $0 == ticket.record }
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
