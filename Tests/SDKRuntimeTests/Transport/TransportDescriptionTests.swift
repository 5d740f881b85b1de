import Foundation
import SDKRuntime
import Testing

@Suite("What a log shows of requests and answers")
struct TransportDescriptionTests {
    @Test("a request shows no header, no body and no query")
    func request() throws {
        let request = TransportRequest(
            method: "POST", url: try #require(URL(string: "https://example.com/auth/refresh?access_token=s3cret")),
            headers: ["Authorization": "Bearer s3cret", "Cookie": "SID=s3cret"], body: Data("s3cret".utf8))
        let texts = ["\(request)", String(reflecting: request), printed(request), printed([request]), "\([request])"]
        #expect(texts.filter { $0.contains("s3cret") } == [])
        #expect("\(request)".contains("POST /auth/refresh"))
    }

    @Test("an answer shows no header and no body")
    func response() {
        let response = TransportResponse(
            status: 200, headers: ["Set-Cookie": "SID=s3cret"], body: Data("s3cret".utf8))
        let texts = ["\(response)", String(reflecting: response), printed(response), "\(Optional(response) as Any)"]
        #expect(texts.filter { $0.contains("s3cret") } == [])
        #expect("\(response)".contains("200"))
    }
}
