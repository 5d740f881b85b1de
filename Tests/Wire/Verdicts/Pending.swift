/// Cases that a later issue brings, under its subject.
enum Pending {
    enum Subject: String, CaseIterable, Sendable {
        case secondFactor = "Two-factor sign-in and throttling"
        case graphQL = "GraphQL"
        case singleSignOn = "Single sign-on"
    }

    /// Of the groups that are replayed.
    static let cases: [Configuration: [Subject: [String]]] = [
        .standard: [
            .secondFactor: [
                "login/tfa-no-otp",
                "login/tfa-wrong-otp",
                "login/tfa-short-otp",
                "login/tfa-letters-otp",
                "login/tfa-wrong-password-no-otp",
                "login/tfa-wrong-password-good-otp",
                "login/tfa-no-otp-session",
                "login/tfa-ok-otp",
                "login/tfa-ok-otp-replayed",
                "login/tfa-otp-one-step-back",
                "login/tfa-otp-one-step-ahead",
                "login/tfa-otp-two-steps-back",
                "login/tfa-otp-with-space",
                "login/tfa-ok-otp-session",
                "login/brute-1-wrong-password(attempts=3)",
                "login/brute-3-wrong-password(attempts=3)",
                "login/brute-4-wrong-password(attempts=3)",
                "login/brute-5-wrong-password(attempts=3)",
                "login/brute-correct-password-after-lock",
                "users/brute-status",
            ]
        ],
        .providers: [
            .singleSignOn: [
                "provider/list",
                "provider/github-redirect",
                "provider/github-redirect-param",
                "provider/github-redirect-disallowed",
                "provider/github-callback-no-cookie",
                "provider/github-post",
            ],
            .graphQL: ["provider/graphql-login"],
        ],
    ]

    /// The groups that are not replayed at all.
    static let groups: [String: Subject] = [
        "tfa": .secondFactor,
        "graphql": .graphQL,
    ]

    /// The subject that brings a case; `nil` if none has to.
    static func subject(of recording: Recording) -> Subject? {
        if let subject = groups[recording.group] { return subject }
        let subjects = Configuration(rawValue: recording.configuration).flatMap { cases[$0] } ?? [:]
        return subjects.first { $0.value.contains(recording.name) }?.key
    }
}
