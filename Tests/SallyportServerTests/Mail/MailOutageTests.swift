import SallyportCore
import TestSupport
import Testing

/// The mail server is away for a while: nobody waits for it, and nothing is lost.
@Suite("A mail server that is away", .timeLimit(.minutes(5)))
struct MailOutageTests {
    /// How a mail server is away.
    enum Outage: String, CaseIterable {
        /// Nobody listens.
        case refusing
        /// Whoever connects waits.
        case silent
    }

    @Test(
        "1,000 requests meanwhile are answered; once it is back, each mail comes, and none twice",
        arguments: Outage.allCases)
    func outage(outage: Outage) async throws {
        let port = try #require(try await FreePorts.take(1).first)
        let environment = [
            "EMAIL_TRANSPORT": "smtp", "EMAIL_SMTP_HOST": "127.0.0.1", "EMAIL_SMTP_PORT": "\(port)",
            "EMAIL_VERIFY_SETUP": "false",
        ]
        try await TestServer.run(environment) { server in
            let addresses = (0..<1000).map { "somebody\($0)@example.com" }
            try await server.vault.write(.durable) { transaction in
                for (index, address) in addresses.enumerated() {
                    let id = "00000000-0000-4000-8000-\(String(1_000_000_000_000 + index).dropFirst())"
                    try transaction.insert(
                        Account(id: Account.ID(rawValue: id), realm: .team, email: EmailAddress(address)),
                        profile: Profile(), at: server.clock.now)
                }
            }
            var options = SMTPServerProcess.Options()
            options.port = port
            switch outage {
            case .refusing: try await Self.ask(server, addresses)
            case .silent:
                options.isSilent = true
                try await SMTPServerProcess.use(options) { mail in
                    try await Self.ask(server, addresses)
                    #expect(try mail.received().isEmpty)
                }
                options.isSilent = false
            }
            try await SMTPServerProcess.use(options) { mail in
                // What was tried meanwhile waits for a few minutes.
                server.clock.advance(by: .seconds(300))
                server.core.mailSignal.raise()
                let letters = try await mail.letters(addresses.count)
                #expect(Set(letters.flatMap(\.recipients)) == Set(addresses))
                #expect(letters.count == addresses.count)
                // Whatever was still to be sent would be sent now.
                server.clock.advance(by: .seconds(3600))
                #expect(try await server.core.deliverMail() == .idle)
                #expect(try mail.received().count == addresses.count)
            }
        }
    }

    /// Asks for a mail to each of them, twenty at a time, and says how long that took.
    private static func ask(_ server: TestServer, _ addresses: [String]) async throws {
        let durations = try await withThrowingTaskGroup(of: [Duration].self) { tasks in
            for part in 0..<20 {
                tasks.addTask {
                    var durations: [Duration] = []
                    for index in stride(from: part, to: addresses.count, by: 20) {
                        let start = ContinuousClock.now
                        let answer = try await server.client.send(
                            "POST", "/auth/password/request", json: ["email": .string(addresses[index])])
                        durations.append(start.duration(to: .now))
                        #expect(answer.status == 204)
                    }
                    return durations
                }
            }
            return try await tasks.reduce(into: []) { $0 += $1 }.sorted()
        }
        print("mail server away: median \(durations[durations.count / 2]), worst \(durations[durations.count - 1])")
    }
}
