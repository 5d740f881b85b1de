import Hummingbird

extension Request {
    /// The fields of a form that a page has sent; `nil` if it is none.
    ///
    /// - Throws: 413, if it is larger than a form is.
    func form<Fields: Decodable>(_: Fields.Type) async throws -> Fields? {
        let buffer = try await body.collect(upTo: 64 * 1024)
        return try? URLEncodedFormDecoder().decode(Fields.self, from: String(buffer: buffer))
    }
}
