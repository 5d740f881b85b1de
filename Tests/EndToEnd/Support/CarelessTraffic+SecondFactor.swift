import Foundation
import SallyportCore
import TestSupport

extension CarelessTraffic {
    /// A second factor that is set up, used, misused and turned off. (The codes themselves are six digits, which stand anywhere.)
    mutating func secondFactor() async throws -> [HTTPAnswer] {
        let email = "tim@example.com"
        let password = make("password of who has a second factor")
        func signIn(_ code: String? = nil) async throws -> HTTPAnswer {
            var body: JSON.Object = ["email": .string(email), "password": .string(password)]
            if let code { body.append("otp", .string(code)) }
            return try await send("POST", "/auth/login", .object(body))
        }
        var answers = [
            try await send(
                "POST", "/users", headers: [("Authorization", "Bearer \(staticToken)")],
                ["email": .string(email), "password": .string(password)]),
            try await signIn(),
        ]
        let header = ("Authorization", "Bearer \(answers[1].json["data"]?["access_token"]?.string ?? "")")
        let own: JSON = ["password": .string(password)]
        let generated = try await send("POST", "/users/me/tfa/generate", headers: [header], own)
        let seed = secrets.keep(generated.json["data"]?["secret"]?.string ?? "no seed", "seed")
        let now = Timestamp(milliseconds: Int64(Date.now.timeIntervalSince1970 * 1000))
        let enabling: JSON = ["secret": .string(seed), "otp": .string(TimeCode.text(seed: seed, at: now))]
        answers += [
            generated, try await send("POST", "/users/me/tfa/enable", headers: [header], enabling),
            try await send("POST", "/users/me/tfa/enable", headers: [header], enabling),
            try await signIn(), try await signIn(make("wrong one-time password")),
        ]
        let codes = try await send("POST", "/users/me/tfa/recovery-codes", headers: [header], own)
        answers.append(codes)
        for code in codes.json["data"]?["recovery_codes"]?.array ?? [] {
            secrets.keep(code.string ?? "no code", "recovery code")
        }
        let code = codes.json["data"]?["recovery_codes"]?.array?.first?.string ?? "no code"
        answers += [
            try await signIn(code), try await signIn(code),
            try await send("POST", "/users/me/tfa/disable", headers: [header], ["otp": .string(make("wrong code"))]),
        ]
        return answers
    }
}
