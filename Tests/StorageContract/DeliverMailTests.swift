import SallyportCore
import TestSupport
import Testing

/// How the mail queue is worked off: what goes out, when it is tried again, when it is given up.
@Suite("Storage contract: delivering mail")
struct DeliverMailTests {
    private struct Scene: Sendable {
        var core: Core
        var vault: any Vault
        var clock: ManualClock
        var pigeonhole: Pigeonhole
        var account: Account
    }

    private static func run(_ engine: Engine, _ body: @Sendable (Scene) async throws -> Void) async throws {
        try await engine.run { vault, clock async throws in
            let keys = try await KeyRing.open(vault, secret: Samples.secret)
            let pigeonhole = Pigeonhole()
            let core = Samples.core(on: vault, keys: keys, mail: pigeonhole, clock: clock.clock)
            let account = Samples.account()
            try await vault.write(.durable) { try $0.insert(account, profile: Profile(), at: clock.now) }
            try await body(
                Scene(core: core, vault: vault, clock: clock, pigeonhole: pigeonhole, account: account))
        }
    }

    private static let ada = EmailAddress("ada@example.com")

    @Test("a letter goes out once, with a link that works", arguments: Engine.allCases)
    func once(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            try await scene.core.requestPasswordReset(EmailAddress("ADA@example.com"), url: nil, in: .team)
            #expect(try await scene.core.deliverMail() == .sent)
            #expect(try await scene.core.deliverMail() == .idle)
            let letter = try #require(scene.pigeonhole.letters.first)
            #expect(scene.pigeonhole.letters.count == 1)
            #expect(letter.recipient.text == "ada@example.com")
            #expect(letter.lifetime == .seconds(86_400))
            let link = try #require(letter.link?.reveal())
            let token = try #require(link.split(separator: "=").last)
            #expect(link == "https://auth.example.com/admin/reset-password?token=\(token)")
            try await scene.core.resetPassword(
                token: String(token), password: Password("a new horse 10"), client: Client())
        }
    }

    @Test("a request for an address that nobody has writes the same row, and sends nothing", arguments: Engine.allCases)
    func nobody(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            try await scene.core.requestPasswordReset(EmailAddress("nobody@example.com"), url: nil, in: .team)
            #expect(try await scene.core.deliverMail() == .passedOver)
            #expect(try await scene.core.deliverMail() == .idle)
            #expect(scene.pigeonhole.attempts == 0)
        }
    }

    @Test(
        "a letter that is not taken is tried again after 15 s, 30 s and so on to five minutes, with the same link",
        arguments: Engine.allCases)
    func retries(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            scene.pigeonhole.refuse(MailFailure("away", .away))
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            #expect(try await scene.core.deliverMail() == .failed)
            for pause in [15, 30, 60, 120, 240, 300, 300] {
                scene.clock.advance(by: .milliseconds(pause * 1000 - 1))
                #expect(try await scene.core.deliverMail() == .idle, "\(pause) s")
                scene.clock.advance(by: .milliseconds(1))
                #expect(try await scene.core.deliverMail() == .failed, "\(pause) s")
            }
            scene.pigeonhole.refuse(nil)
            scene.clock.advance(by: .seconds(300))
            #expect(try await scene.core.deliverMail() == .sent)
            #expect(scene.pigeonhole.letters.count == 1)
            let tokens = try await scene.vault.read { reading in
                try reading.goodTokens(.passwordReset, of: scene.account.id, at: scene.clock.now)
            }
            #expect(tokens.count == 1)
        }
    }

    @Test("a letter that is refused for good is given up at once", arguments: Engine.allCases)
    func refused(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            scene.pigeonhole.refuse(MailFailure("no such mailbox", .refused))
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            #expect(try await scene.core.deliverMail() == .passedOver)
            scene.pigeonhole.refuse(nil)
            scene.clock.advance(by: .seconds(86_000))
            #expect(try await scene.core.deliverMail() == .idle)
            #expect(scene.pigeonhole.attempts == 1)
        }
    }

    @Test("a letter that is not taken now holds up no other", arguments: Engine.allCases)
    func postponed(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            scene.pigeonhole.refuse(MailFailure("greylisted", .postponed))
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            #expect(try await scene.core.deliverMail() == .passedOver)
            #expect(try await scene.core.deliverMail() == .idle)
            scene.pigeonhole.refuse(nil)
            scene.clock.advance(by: .seconds(15))
            #expect(try await scene.core.deliverMail() == .sent)
        }
    }

    @Test("who asks again within a minute has a mail already", arguments: Engine.allCases)
    func impatience(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            for (pause, outcome) in [(0, .sent), (59_999, .passedOver), (1, .sent)] as [(Int, DeliverMail.Outcome)] {
                scene.clock.advance(by: .milliseconds(pause))
                try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
                #expect(try await scene.core.deliverMail() == outcome, "\(pause) ms")
            }
            #expect(scene.pigeonhole.letters.count == 2)
        }
    }

    @Test("however many links there are, an account gets a mail a minute", arguments: Engine.allCases)
    func flood(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            for index in 0..<10 {
                for outcome in [.sent, .passedOver] as [DeliverMail.Outcome] {
                    try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
                    #expect(try await scene.core.deliverMail() == outcome, "\(index)")
                }
                scene.clock.advance(by: .seconds(60))
            }
            #expect(scene.pigeonhole.letters.count == 10)
            #expect(Set(scene.pigeonhole.letters.compactMap { $0.link?.reveal() }).count == 5)
        }
    }

    @Test("a notice is tried for four days, a link for as long as it is good", arguments: Engine.allCases)
    func patience(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            scene.pigeonhole.refuse(MailFailure("away", .away))
            let now = scene.clock.now
            try await scene.vault.write(.durable) { transaction in
                let invited = OneTimeToken(
                    id: OneTimeToken.ID(rawValue: Samples.id()), purpose: .invitation, account: scene.account.id,
                    emailKey: "ada@example.com", created: now, expires: now + .seconds(7 * 86_400))
                try transaction.insert(invited)
                for (kind, token) in [(.passwordChanged, nil), (.invitation, invited.id)]
                    as [(Letter.Kind, OneTimeToken.ID?)]
                {
                    try transaction.enqueue(
                        QueuedLetter(
                            id: QueuedLetter.ID(rawValue: Samples.id()), kind: kind, realm: .team, email: Self.ada,
                            account: scene.account.id, token: token, created: now))
                }
            }
            scene.clock.advance(by: .seconds(4 * 86_400))
            for _ in 0..<2 { #expect(try await scene.core.deliverMail() == .failed) }
            scene.pigeonhole.refuse(nil)
            scene.clock.advance(by: .seconds(300))
            #expect(try await scene.core.deliverMail() == .sent)
            #expect(try await scene.core.deliverMail() == .idle)
            #expect(scene.pigeonhole.letters.map(\.kind) == [.invitation])
        }
    }

    @Test("the one process that sends takes up at its start what it had in its hands", arguments: Engine.allCases)
    func resume(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            let now = scene.clock.now
            _ = try await scene.vault.write(.durable) { try $0.claimLetter(until: now + .seconds(300), at: now) }
            #expect(try await scene.core.deliverMail() == .idle)
            try await scene.core.deliverMail.resume()
            #expect(try await scene.core.deliverMail() == .sent)
        }
    }

    @Test("a link that has expired, or was used, is not sent", arguments: Engine.allCases)
    func pointless(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            scene.pigeonhole.refuse(MailFailure("away", .away))
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            #expect(try await scene.core.deliverMail() == .failed)
            scene.pigeonhole.refuse(nil)
            scene.clock.advance(by: .seconds(86_400))
            #expect(try await scene.core.deliverMail() == .passedOver)
            #expect(try await scene.core.deliverMail() == .idle)
            #expect(scene.pigeonhole.letters.isEmpty)
        }
    }

    @Test(
        "a node that dies with a letter in its hands leaves it to another after its lease", arguments: Engine.allCases)
    func lease(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            let now = scene.clock.now
            let taken = try await scene.vault.write(.durable) { transaction in
                try transaction.claimLetter(until: now + .seconds(300), at: now)
            }
            #expect(taken != nil)
            scene.clock.advance(by: .milliseconds(299_999))
            #expect(try await scene.core.deliverMail() == .idle)
            scene.clock.advance(by: .milliseconds(1))
            #expect(try await scene.core.deliverMail() == .sent)
            #expect(scene.pigeonhole.letters.count == 1)
        }
    }

    @Test(
        "of four nodes that work off forty letters together, none sends one that another has sent",
        arguments: Engine.allCases)
    func nodes(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            let keys = try await KeyRing.open(scene.vault, secret: Samples.secret)
            try await scene.vault.write(.durable) { transaction in
                for _ in 0..<40 {
                    try transaction.enqueue(
                        QueuedLetter(
                            id: QueuedLetter.ID(rawValue: Samples.id()), kind: .passwordChanged, realm: .team,
                            email: Self.ada, account: scene.account.id, created: scene.clock.now))
                }
            }
            try await withThrowingTaskGroup(of: Void.self) { tasks in
                for _ in 0..<4 {
                    let node = Samples.core(
                        on: scene.vault, keys: keys, mail: scene.pigeonhole, clock: scene.clock.clock)
                    tasks.addTask {
                        // Behind another's lock a node may find nothing; forty times that is all of them.
                        for _ in 0..<200 where scene.pigeonhole.letters.count < 40 { _ = try await node.deliverMail() }
                    }
                }
                try await tasks.waitForAll()
            }
            let ids = scene.pigeonhole.letters.map(\.id)
            #expect(ids.count == 40)
            #expect(Set(ids).count == 40)
        }
    }

    @Test(
        "words are in the account's language, else in the project's; names are those of the account",
        arguments: Engine.allCases)
    func language(engine: Engine) async throws {
        try await Self.run(engine) { scene in
            try await scene.vault.write(.durable) { transaction in
                try transaction.set("default_language", to: "de-DE")
                try transaction.set("project_name", to: "Hafen")
                try transaction.set("project_color", to: "#112233")
            }
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            _ = try await scene.core.deliverMail()
            var profile = Profile(firstName: "Ada", lastName: "L")
            profile.language = "en-US"
            try await scene.vault.write(.durable) { [profile] in try $0.update(profile, of: scene.account.id) }
            scene.clock.advance(by: .seconds(60))
            try await scene.core.requestPasswordReset(Self.ada, url: nil, in: .team)
            _ = try await scene.core.deliverMail()
            #expect(scene.pigeonhole.letters.map(\.languages) == [["de-DE"], ["en-US", "de-DE"]])
            #expect(scene.pigeonhole.letters.map(\.firstName) == [nil, "Ada"])
            #expect(
                scene.pigeonhole.letters.map(\.project)
                    == Array(
                        repeating: Letter.Project(name: "Hafen", color: "#112233", url: "https://auth.example.com"),
                        count: 2))
        }
    }
}
