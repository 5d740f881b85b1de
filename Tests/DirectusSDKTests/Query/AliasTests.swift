import DirectusSDK
import Testing

@Suite("The parameter alias")
struct AliasTests {
    @Test("is JSON, in the order in which it was written")
    func ordered() async throws {
        try await QueryCase(
            Query(alias: ["z_tags": "tags", "a_tags": "tags"]), #"alias={"z_tags":"tags","a_tags":"tags"}"#
        ).check()
    }

    @Test("without anything in it is left out")
    func empty() async throws {
        try await QueryCase(Query(alias: [:])).check()
    }
}
