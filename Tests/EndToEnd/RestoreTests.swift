import Foundation
import SallyportCore
import TestSupport
import Testing

/// Rule 5.5: the database lost its last moments to a power cut, or was restored from a backup.
@Suite("Going on with an older database", .timeLimit(.minutes(10)))
struct RestoreTests {
    @Test(
        "every session that the copy knows goes on with its newest token, and none that was ended before",
        arguments: [SIGTERM, SIGKILL])
    func restore(endOfCopied signal: Int32) async throws {
        try await Site.use { site in
            let copied = try await site.serve(CrashTests.environment.merging(Administrator.environment) { $1 })
            let modes = (0..<12).map { TokenMode.allCases[$0 % TokenMode.allCases.count] }
            var living = try await concurrently(modes) { try await Wallet(signingInAt: copied, $0) }
            var ended = try await concurrently(modes) { try await Wallet(signingInAt: copied, $0) }
            for index in ended.indices {
                try await ended[index].refresh(at: copied)
                #expect(try await ended[index].signOut(at: copied).status == 204)
            }
            let idle = try await Wallet(signingInAt: copied)
            await copied.stop(signal)
            let copy = try await site.database.copy(at: site)

            let lost = try await site.serve(CrashTests.environment)
            let strangers = try await concurrently(TokenMode.allCases) { try await Wallet(signingInAt: lost, $0) }
            let before = living
            living = try await concurrently(living) { wallet in
                var wallet = wallet
                for _ in 0..<25 {
                    let answer = try await wallet.refresh(at: lost)
                    #expect(answer.status == 200, "\(answer.text)")
                }
                return wallet
            }
            await lost.kill()
            try await site.database.restore(copy, at: site)

            let restored = try await site.serve(CrashTests.environment)
            for index in living.indices {
                // Some show the access token first, others refresh at once.
                if index % 2 == 0 { #expect(try await living[index].readSelf(at: restored).status == 200) }
                let answer = try await living[index].refresh(at: restored)
                #expect(answer.status == 200, "\(living[index].mode), \(answer.text)")
                #expect(try await living[index].readSelf(at: restored).status == 200)
                #expect(try await living[index].refresh(at: restored).status == 200)
            }
            for var wallet in ended + strangers {
                #expect(try await wallet.readSelf(at: restored).status == 401)
                #expect(try await wallet.refresh(at: restored).status == 401)
            }
            #expect(try await idle.readSelf(at: restored).status == 200)

            let warnings = restored.log.split(separator: "\n").filter { $0.contains("A session was behind its token") }
            #expect(warnings.count == living.count)
            #expect(warnings.allSatisfy { $0.contains("warning") })
            let rows = try await site.database.query(
                "SELECT count(*) FROM activity WHERE action = 'session_restored'", at: site)
            #expect(rows == ["\(living.count)"])

            // What is older than the restored session is a stolen copy again.
            for (var thief, var owner) in zip(before, living) {
                #expect(try await thief.refresh(at: restored).status == 401)
                #expect(try await owner.refresh(at: restored).status == 401)
            }
        }
    }
}
