import Foundation
import SDKRuntime

/// The cookies and the token of one client. (In JavaScript tokens are the whole process's, and nothing clears them:
/// `specs/medusa.md` A6.4.)
///
/// The storage is the truth and is read at every use, so that clients and processes that share one agree. What is written
/// is written in one lane, and only if what it is based on still counts: `epoch` counts sign-ins and sign-outs of this
/// client, `loginID` tells sign-ins apart across clients and processes. So a late answer brings no ended session back.
actor KeptSession {
    let origin: String
    let storage: any AuthenticationStorage
    let clock: any SessionClock
    /// Whether cookies are kept and sent.
    let keepsCookies: Bool

    private var time = ServerTime()
    var epoch = 0
    /// The sign-out that is not written yet: until then what is stored does not count.
    var unwrittenEnd: Int?
    /// Sessions that have ended here, and of which the server could not be told.
    var untold: [AuthenticationData] = []
    let writing = AsyncLock()

    init(origin: String, storage: any AuthenticationStorage, clock: any SessionClock, keepsCookies: Bool) {
        self.origin = origin
        self.storage = storage
        self.clock = clock
        self.keepsCookies = keepsCookies
    }

    // MARK: Reading

    /// What an ordinary request goes out with.
    func ticket() async throws(MedusaError) -> SessionTicket {
        while true {
            let before = epoch
            let record = try await counting()
            // Else it may be what was before a sign-in or sign-out.
            if before == epoch { return SessionTicket(record: record, epoch: before) }
        }
    }

    /// What a request that signs somebody in goes out with. From now on nothing counts that began before.
    func ticketToSignIn() async throws(MedusaError) -> SessionTicket {
        epoch += 1
        let mine = epoch
        return SessionTicket(record: try await counting(), epoch: mine)
    }

    private func counting() async throws(MedusaError) -> AuthenticationData? {
        unwrittenEnd == nil ? try await stored() : nil
    }

    /// What is stored, if it is a Medusa client's for this server: tokens go to no other.
    func stored() async throws(MedusaError) -> AuthenticationData? {
        do {
            let record = try await storage.get()
            return record?.mode == .medusa && record?.origin == origin ? record : nil
        } catch {
            throw .storageUnavailable(error)
        }
    }

    private func storedNow() async -> Result<AuthenticationData?, MedusaError> {
        do throws(MedusaError) { return .success(try await stored()) } catch { return .failure(error) }
    }

    /// The `Cookie` header for a request.
    func cookieHeader(of record: AuthenticationData, for url: URL) -> String? {
        keepsCookies ? CookieJar(record.cookies).header(for: url, now: serverTime) : nil
    }

    // MARK: Cookies on the way

    private var serverTime: Date { time.time(at: clock.now) }

    /// Learns the server's time, which cookies end by.
    func learnTime(from response: TransportResponse) {
        time.learn(from: response.date, now: clock.now)
    }

    /// Keeps the cookies of an answer.
    func observe(_ response: TransportResponse, from url: URL, ticket: SessionTicket) async {
        learnTime(from: response)
        let lines = response.headers.values("Set-Cookie")
        guard keepsCookies, !lines.isEmpty else { return }
        await writing.withLock { await self.store(lines, from: url, ticket: ticket) }
    }

    /// A storage that is in trouble is no reason to lose the answer: Medusa's cookie stays the same for a session's life, so
    /// what is lost is its renewed date.
    private func store(_ lines: [String], from url: URL, ticket: SessionTicket) async {
        guard case .success(let current) = await storedNow(), epoch == ticket.epoch,
            current?.loginID == ticket.record?.loginID
        else { return }
        let (cookies, _) = cookies(of: current, after: lines, from: url)
        guard cookies != current?.cookies ?? [] else { return }
        var next = current ?? newRecord()
        next.cookies = cookies
        _ = try? await storage.replace(current, with: next)
    }

    /// A record's cookies as they are after an answer, and what of the answer's was refused.
    func cookies(
        of record: AuthenticationData?, after lines: [String], from url: URL
    ) -> ([Cookie], [CookieJar.Refusal]) {
        var jar = CookieJar(record?.cookies ?? [])
        let refusals = jar.store(lines, from: url, now: serverTime)
        return (jar.cookies, refusals)
    }

    /// A record of a sign-in of its own.
    func newRecord(token: String? = nil, cookies: [Cookie] = []) -> AuthenticationData {
        AuthenticationData(
            accessToken: token, mode: .medusa, cookies: cookies, loginID: UUID().uuidString, origin: origin)
    }
}
