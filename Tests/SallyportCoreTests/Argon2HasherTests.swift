import Testing

@testable import SallyportCore

@Suite("Hashing passwords")
struct Argon2HasherTests {
    let cheap = Argon2Hasher(parameters: Argon2Parameters(memory: 64, time: 1), width: 2)

    @Test("a hash is in PHC form with the parameters that were asked for, and salted")
    func form() async throws {
        let one = try await cheap.hash(Password("correct horse 9"))
        let two = try await cheap.hash(Password("correct horse 9"))
        #expect(one.encoded.hasPrefix("$argon2id$v=19$m=64,t=1,p=1$"))
        #expect(one != two)
        #expect(one.parameters == Argon2Parameters(memory: 64, time: 1))
        #expect("\(one)" == "<redacted>")
    }

    @Test(
        "a password is verified as the bytes that came",
        arguments: ["x", "correct horse 9", String(repeating: "p", count: 73), "nul\0inside", "🐴", "e\u{301}", " "])
    func bytes(text: String) async throws {
        let hash = try await cheap.hash(Password(text))
        #expect(try await cheap.verify(Password(text), against: hash) == .right)
        #expect(try await cheap.verify(Password(text + "x"), against: hash) == .wrong)
        #expect(try await cheap.verify(Password(String(text.dropLast())), against: hash) == .wrong)
    }

    @Test("composed and decomposed characters are different passwords: nothing is normalised")
    func normalisation() async throws {
        let hash = try await cheap.hash(Password("e\u{301}"))
        #expect(try await cheap.verify(Password("\u{E9}"), against: hash) == .wrong)
    }

    @Test("a hash that a real Directus made, with four lanes, is verified (recording utils/hash-generate-anon)")
    func directus() async throws {
        let stored = PasswordHash(
            encoded:
                "$argon2id$v=19$m=65536,t=3,p=4$dpXALpIuOFAeMPIWtPUjFA$6U2IkK89/0T/4yM4Z+ZMX+ZFq840U32bsz3eeQriNeo")
        let hasher = Argon2Hasher(parameters: Argon2Parameters(), width: 1)
        #expect(try await hasher.verify(Password("x"), against: stored) == .right)
        #expect(try await hasher.verify(Password("y"), against: stored) == .wrong)
    }

    @Test("other parameters are right, and outdated")
    func outdated() async throws {
        let hash = try await cheap.hash(Password("correct horse 9"))
        let dearer = Argon2Hasher(parameters: Argon2Parameters(memory: 128, time: 2), width: 1)
        #expect(try await dearer.verify(Password("correct horse 9"), against: hash) == .outdated)
        #expect(try await dearer.verify(Password("wrong"), against: hash) == .wrong)
    }

    @Test(
        "attack 42: hash bombs and strings of other kinds are wrong passwords, at once",
        arguments: [
            "$argon2id$v=19$m=4194304,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$argon2id$v=19$m=64,t=4294967295,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$argon2id$v=19$m=64,t=1,p=4096$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$argon2id$v=19$m=9223372036854775807,t=9223372036854775807,p=1$c2FsdA$aGFzaA",
            "$argon2d$v=19$m=64,t=1,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGhhc2g",
            "$2b$31$abcdefghijklmnopqrstuv", "$argon2id$", "", "correct horse 9", "$argon2id$v=19$m=-1,t=0,p=0$a$b",
        ])
    func bombs(encoded: String) async throws {
        #expect(try await cheap.verify(Password("correct horse 9"), against: PasswordHash(encoded: encoded)) == .wrong)
    }

    @Test("D22: when the wait would be too long, a hash is refused at once, with the time to stay away")
    func overload() async throws {
        let slow = Argon2Hasher(parameters: Argon2Parameters(), width: 1)
        let failures = await withTaskGroup(of: Duration?.self) { tasks in
            for _ in 0..<60 {
                tasks.addTask {
                    do throws(HashFailure) {
                        _ = try await slow.hash(Password("x"))
                        return nil
                    } catch {
                        guard case .overloaded(let wait) = error else { return nil }
                        return wait
                    }
                }
            }
            return await tasks.reduce(into: [Duration]()) { all, wait in wait.map { all.append($0) } }
        }
        // About fifteen fit into two seconds; whatever the machine, sixty do not.
        #expect(failures.count > 10)
        #expect(failures.allSatisfy { $0 > .seconds(2) })
    }

    @Test(
        "what is added to a cheaper hash is the work that it lacks, in no more memory than a hash takes",
        arguments: [64, 1000, 65_535, 65_536, 65_537, 99_999, 131_071, 163_840, 196_600, 196_608, 1_000_003])
    func padding(work: Int) throws {
        let parameters = Argon2Parameters(memory: 65_536, time: 3)
        let cost = try #require(Argon2Hasher.padding(of: work, like: parameters))
        #expect(cost.memory <= parameters.memory)
        #expect((work - cost.time + 1...work).contains(cost.memory * cost.time))
    }

    @Test("nothing is added where nothing lacks", arguments: [-65_536, 0])
    func noPadding(work: Int) {
        #expect(Argon2Hasher.padding(of: work, like: Argon2Parameters()) == nil)
    }
}
