/// Cases that a later issue brings, under its subject.
enum Pending {
    enum Subject: String, CaseIterable, Sendable {
        case graphQL = "GraphQL"
        case singleSignOn = "Single sign-on"
    }

    /// Of the groups that are replayed.
    static let cases: [Configuration: [Subject: [String]]] = [
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
        ]
    ]

    /// The groups that are not replayed at all.
    static let groups: [String: Subject] = [
        "graphql": .graphQL
    ]

    /// The subject that brings a case; `nil` if none has to.
    static func subject(of recording: Recording) -> Subject? {
        if let subject = groups[recording.group] { return subject }
        let subjects = Configuration(rawValue: recording.configuration).flatMap { cases[$0] } ?? [:]
        return subjects.first { $0.value.contains(recording.name) }?.key
    }
}
