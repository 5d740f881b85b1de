import Foundation
import SallyportCore
import SallyportMail

/// A letter for somebody, all of whose parts a test may change.
func sampleLetter(_ kind: Letter.Kind = .passwordReset, language: String = "en-US") -> Letter {
    let hasLink = kind.purpose != nil
    return Letter(
        id: "0190a1b2-0000-7000-8000-00000000c0de", kind: kind, recipient: EmailAddress("ada@example.com"),
        languages: [language],
        link: hasLink ? Secret("https://app.example.com/reset?token=abc.def-ghi&more=1") : nil,
        lifetime: hasLink ? .seconds(86_400) : nil, firstName: "Ada", lastName: "Lovelace",
        project: Letter.Project(name: "Engines", color: "#336699", url: "https://example.com"),
        date: Timestamp(seconds: 1_780_660_800))
}

/// A configuration that needs only a transport.
func sampleConfiguration(_ transport: MailConfiguration.Transport, templates: String? = nil) -> MailConfiguration {
    MailConfiguration(
        transport: transport, from: EmailAddress("no-reply@example.com"), publicHost: "auth.example.com",
        templatesFolder: templates)
}

/// A temporary folder while the body runs.
func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sallyport-mail-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
}
