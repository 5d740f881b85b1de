import Foundation
import SallyportCore
import Synchronization
import TestSupport
import Testing

/// A killed process loses nothing that it answered (design section 4, "Durability").
@Suite("Being killed", .timeLimit(.minutes(10)))
struct CrashTests {
    /// So that every refresh rotates.
    static let environment = ["SESSION_REFRESH_GRACE_PERIOD": "0s"]

    @Test("kill -9 amid refreshes of twenty clients costs no session and revives none, three times in a row")
    func kill() async throws {
        try await Site.use { site in
            var generator = SeededGenerator(seed: 9)
            var server = try await site.serve(Self.environment.merging(Administrator.environment) { $1 })
            var living = try await signIn(20, at: server)
            var ended: [Wallet] = []
            for refreshes in [60, 140, 220] {
                let doomed = server
                // Those who will sign out on the way stand beside the twenty.
                let leaving = try await signIn(6, at: doomed)
                let deadline = Deadline(after: refreshes + Int.random(in: 0..<40, using: &generator))
                let stays = leaving.map { _ in Int.random(in: 1...6, using: &generator) }
                async let left = signOut(leaving, afterRefreshes: stays, at: doomed, until: deadline)
                living = try await refresh(living, at: doomed, until: deadline)
                ended += try await left
                await doomed.kill()

                server = try await site.serve(Self.environment)
                for index in living.indices {
                    let answer = try await living[index].refresh(at: server)
                    #expect(answer.status == 200, "\(living[index].mode), \(answer.text)")
                    #expect(try await living[index].readSelf(at: server).status == 200)
                }
                for wallet in ended { try await expectDead(wallet, at: server) }
            }
            #expect(!ended.isEmpty)
        }
    }

    /// The last moment of a server: counts what it answered, and kills it in the middle of it.
    private final class Deadline: Sendable {
        private let answers: Int
        private let counted = Mutex(0)

        init(after answers: Int) {
            self.answers = answers
        }

        var isOver: Bool { counted.withLock { $0 >= answers } }

        func count(_ server: RunningServer) {
            let isLast = counted.withLock { counted in
                counted += 1
                return counted == answers
            }
            if isLast { server.program.send(SIGKILL) }
        }
    }

    private func signIn(_ count: Int, at server: RunningServer) async throws -> [Wallet] {
        try await concurrently(Array(0..<count)) { index in
            try await Wallet(signingInAt: server, TokenMode.allCases[index % TokenMode.allCases.count])
        }
    }

    /// All of them refresh as fast as they can until the server is gone.
    private func refresh(
        _ wallets: [Wallet], at server: RunningServer, until deadline: Deadline
    ) async throws -> [Wallet] {
        try await concurrently(wallets) { wallet in
            var wallet = wallet
            do {
                while true {
                    let answer = try await wallet.refresh(at: server)
                    guard answer.status == 200 else {
                        Issue.record("a refresh was refused: \(answer.text)")
                        return wallet
                    }
                    deadline.count(server)
                }
            } catch {
                guard deadline.isOver else { throw error }
                return wallet
            }
        }
    }

    /// Each refreshes some times and signs out.
    ///
    /// - Returns: those whose sign-out was answered.
    private func signOut(
        _ wallets: [Wallet], afterRefreshes counts: [Int], at server: RunningServer, until deadline: Deadline
    ) async throws -> [Wallet] {
        try await concurrently(Array(zip(wallets, counts))) { wallet, count in
            var wallet = wallet
            do {
                for _ in 0..<count { try await wallet.refresh(at: server) }
                return try await wallet.signOut(at: server).status == 204 ? wallet : nil
            } catch {
                guard deadline.isOver else { throw error }
                return nil
            }
        }.compactMap(\.self)
    }

    private func expectDead(_ wallet: Wallet, at server: RunningServer) async throws {
        var wallet = wallet
        #expect(try await wallet.readSelf(at: server).status == 401)
        #expect(try await wallet.refresh(at: server).status == 401)
    }
}
