import Hummingbird

extension Request {
    /// The fields of a form that a page has sent; `nil` if it is none, or larger than a form is.
    func form<Fields: Decodable>(_: Fields.Type) async throws -> Fields? {
        guard let buffer = try? await body.collect(upTo: 64 * 1024) else { return nil }
        return try? URLEncodedFormDecoder().decode(Fields.self, from: String(buffer: buffer))
    }
}
