import Foundation

/// A message as Python's email package reads it: none of our own code takes part.
package struct ReadLetter: Sendable, Decodable {
    package struct Address: Sendable, Decodable {
        package let name: String
        package let address: String
        package let count: Int
    }

    package let headers: [String]
    package let from: Address
    package let to: Address
    package let subject: String
    package let date: Double
    package let id: String
    package let language: String
    package let automatic: String
    package let type: String
    package let partTypes: [String]
    package let text: String
    package let html: String
    /// What it found wrong.
    package let defects: [String]

    package init(_ bytes: some Sequence<UInt8>) async throws {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "read_letter.py")
        let text = String(decoding: Array(bytes), as: UTF8.self)
        let folder = FileManager.default.temporaryDirectory.appending(path: "sallyport-mail-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let finished = await Finished(
            try Program(
                Python.interpreter(), [script.path], environment: ["PYTHONUTF8": "1"], in: folder,
                record: folder.appending(path: "python"), input: text))
        guard finished.succeeded else { throw Failure(description: "\(finished)") }
        self = try JSONDecoder().decode(ReadLetter.self, from: Data(finished.output.utf8))
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }
}
