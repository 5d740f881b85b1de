import HTTPTypes
import Hummingbird
import NIOCore
import SallyportCore

extension Request {
    /// The body as the original's parser takes it (spec sections 0.2 and 1.2): a JSON object or array, whatever the method;
    /// nothing, or another content type, counts as `{}`.
    ///
    /// - Throws: 400 for broken JSON, a JSON primitive, too many bytes, and encodings that are not ours to undo.
    func jsonBody(upTo limit: Int) async throws -> JSON {
        guard let type = headers[.contentType], Self.isJSON(type) else { return [:] }
        if let charset = Self.charset(type), charset != "utf-8", charset != "utf8" {
            throw DirectusError.invalidPayload("unsupported charset \"\(charset.uppercased())\"")
        }
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw DirectusError.invalidPayload("unsupported content encoding \"\(encoding)\"")
        }
        guard let buffer = try await collect(upTo: limit) else {
            throw DirectusError.invalidPayload("request entity too large")
        }
        guard buffer.readableBytes > 0 else { return [:] }
        do throws(JSONSyntaxError) {
            let json = try JSON(parsing: buffer.readableBytesView)
            if json.array != nil || json.object != nil { return json }
        } catch {
            throw DirectusError.invalidPayload("\(error)")
        }
        throw DirectusError.invalidPayload("The body has to be a JSON object or array")
    }

    /// The whole body; `nil` if it is larger than the limit.
    ///
    /// What is too large is read to its end all the same, within reason, and thrown away: a client that is still sending
    /// when the connection closes sees a broken connection instead of the answer.
    private func collect(upTo limit: Int) async throws -> ByteBuffer? {
        if let length = headers[.contentLength].flatMap({ Int($0) }), length - Self.patience > limit { return nil }
        var collected = ByteBuffer()
        var count = 0
        for try await var part in body {
            count += part.readableBytes
            if count <= limit {
                collected.writeBuffer(&part)
            } else if count > limit + Self.patience {
                return nil
            }
        }
        return count <= limit ? collected : nil
    }

    /// How many bytes beyond the limit are read for politeness.
    private static let patience = 16 << 20

    private static func isJSON(_ type: String) -> Bool {
        let essence = type.prefix { $0 != ";" }
        return essence.trimmingSuffix { $0 == " " }.lowercased() == "application/json"
    }

    private static func charset(_ type: String) -> String? {
        for parameter in type.split(separator: ";").dropFirst() {
            let pair = parameter.split(separator: "=", maxSplits: 1)
            if pair.count == 2, pair[0].drop(while: { $0 == " " }).lowercased() == "charset" {
                return pair[1].filter { $0 != "\"" }.lowercased()
            }
        }
        return nil
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest.removeLast() }
        return rest
    }
}
