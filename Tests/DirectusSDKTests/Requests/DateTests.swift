import DirectusSDK
import Foundation
import OrderedJSON
import SDKRuntime
import SDKTestSupport
import Testing

@Suite("Dates")
struct DateTests {
    private struct Item: Codable, Sendable {
        let date: Date
    }

    private static func read(_ text: String) async throws -> Date {
        let fixture = try RequestFixture { _, _ in .json(["data": ["date": .string(text)]]) }
        return try await fixture.client.request(.readItem("articles", 1), as: Item.self).date
    }

    /// 1780653600 is 2026-06-05T10:00:00Z.
    @Test(
        "are read in the forms of timestamp, dateTime and date fields",
        arguments: [
            ("2026-06-05T10:00:00.000Z", 1_780_653_600), ("2026-06-05T10:00:00Z", 1_780_653_600),
            ("2026-06-05T10:00:00.250Z", 1_780_653_600.25), ("2026-06-05T12:00:00+02:00", 1_780_653_600),
            ("2026-06-05T12:00:00.500+02:00", 1_780_653_600.5), ("2026-06-05T10:00:00", 1_780_653_600),
            ("2026-06-05T10:00:00.250", 1_780_653_600.25), ("2026-06-05", 1_780_617_600),
            ("1969-12-31T23:59:59.000Z", -1),
        ])
    func forms(text: String, seconds: Double) async throws {
        #expect(abs(try await Self.read(text).timeIntervalSince1970 - seconds) < 0.000_5)
    }

    @Test(
        "that are none are named by their place, not guessed",
        arguments: [
            "", "s3cret", "10:00:00", "2026-06-05 nonsense", "2026-13-01", "2026-06-05T10:00:00Zs3cret",
            "2026-06-05T10:00:00+02:00Z", "2026-06-05T", " 2026-06-05", "2026-06-05Z",
        ])
    func none(text: String) async throws {
        let error = await #expect(throws: DirectusError.self) { () async throws in try await Self.read(text) }
        #expect(error?.code == .decodingFailed)
        #expect(error?.message.contains("date") == true)
        #expect(error?.message.contains("s3cret") == false)
    }

    @Test(
        "are written as Directus writes them, and survive being read and written",
        arguments: [
            "2026-06-05T10:00:00.000Z", "2026-06-05T10:00:00.123Z", "2026-06-05T10:00:00.001Z",
            "2026-06-05T10:00:00.999Z", "2026-06-05T10:00:00.407Z", "1969-12-31T23:59:59.871Z",
            "2038-01-19T03:14:08.010Z",
        ])
    func written(text: String) async throws {
        let date = try await Self.read(text)
        let fixture = try RequestFixture()
        _ = try await fixture.client.request(
            .createItem("articles", Item(date: date), Query(filter: ["date": .eq(date)])))
        let request = try await fixture.onlyRequest()
        #expect(request.text == #"{"date":"\#(text)"}"#)
        #expect(request.parameters == [#"filter={"date":{"_eq":"\#(text)"}}"#])
    }
}
