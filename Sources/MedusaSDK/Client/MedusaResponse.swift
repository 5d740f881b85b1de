public import OrderedJSON
public import SDKRuntime

/// An answer that went well: what was asked for, and what stands around it. `ResponsePromise` in JavaScript, where the
/// body's fields lie beside a field `response` (`specs/medusa.md` A6.6).
public struct MedusaResponse<Payload: Sendable>: Sendable {
    /// What was asked for.
    public let payload: Payload
    /// The whole JSON answer; `nil` for one that is not JSON, such as the text `OK`.
    public let document: JSON?
    /// The status code.
    public let status: Int
    /// The header fields; each cookie that was set is a line of its own.
    public let headers: HeaderFields

    /// An answer with these parts; for tests of your own.
    public init(payload: Payload, document: JSON? = nil, status: Int = 200, headers: HeaderFields = [:]) {
        self.payload = payload
        self.document = document
        self.status = status
        self.headers = headers
    }

    /// The whole JSON answer as a type of yours: for fields that a plug-in of the server adds.
    ///
    /// - Throws: `decodingFailed` when it does not fit, `invalidResponse` when the answer is not JSON.
    public func decoded<Value: Decodable>(as type: Value.Type = Value.self) throws(MedusaError) -> Value {
        guard let document else { throw .notJSON(status: status, headers: headers) }
        return try PayloadDecoder.decode(type, from: document)
    }
}

/// An answer may hold tokens: its description shows the status only.
extension MedusaResponse: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "status \(status)" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: ["response": description]) }
}
