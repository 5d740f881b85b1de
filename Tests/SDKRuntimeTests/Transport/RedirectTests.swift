import Foundation
import SDKRuntime
import Testing

@Suite("Redirects", .timeLimit(.minutes(1)))
struct RedirectTests {
    private let transport = URLSessionTransport()
    private let secrets: HeaderFields = ["Authorization": "Bearer s3cret", "Cookie": "SID=s3cret"]

    @Test(
        "a redirect within the origin is followed, with the credentials", arguments: [301, 302, 303, 307, 308],
        [true, false])
    func sameOrigin(status: Int, isRelative: Bool) async throws {
        let server = try LoopbackServer { request in
            let port = request.values("Host").joined()
            let target = isRelative ? "/new?a=%2F" : "http://\(port)/new?a=%2F"
            return request.target == "/old"
                ? .answer(status, ["Location": target]) : .answer(200, [:], body: Data("new".utf8))
        }
        let response = try await transport.send(TransportRequest(url: server.url("/old"), headers: secrets))
        #expect(response.status == 200)
        #expect(response.body == Data("new".utf8))
        #expect(server.requests.map(\.target) == ["/old", "/new?a=%2F"])
        #expect(server.requests.map { $0.values("Authorization") } == [["Bearer s3cret"], ["Bearer s3cret"]])
        #expect(server.requests.map { $0.values("Cookie") } == [["SID=s3cret"], ["SID=s3cret"]])
    }

    @Test(
        "a redirect to another origin is the answer itself, and nobody there hears of it",
        arguments: [301, 302, 303, 307, 308])
    func otherOrigin(status: Int) async throws {
        let other = try LoopbackServer { _ in .answer() }
        let location = other.url("/stolen").absoluteString
        let server = try LoopbackServer { _ in .answer(status, ["Location": location], body: Data("moved".utf8)) }
        let response = try await transport.send(TransportRequest(url: server.url("/old"), headers: secrets))
        #expect(response.status == status)
        #expect(response.headers["Location"] == location)
        #expect(other.requests.isEmpty)
        #expect(server.requests.count == 1)
    }

    @Test("a request that follows no redirect gets it as its answer, within the origin too")
    func notFollowed() async throws {
        let server = try LoopbackServer { _ in .answer(302, ["Location": "/new"]) }
        var request = TransportRequest(url: server.url("/old"), headers: secrets)
        request.followsRedirects = false
        let response = try await transport.send(request)
        #expect(response.status == 302)
        #expect(server.requests.map(\.target) == ["/old"])
    }

    @Test("nor after a redirect within the origin", arguments: ["GET", "POST"])
    func otherOriginInTheEnd(method: String) async throws {
        let other = try LoopbackServer { _ in .answer() }
        let location = other.url("/stolen").absoluteString
        let server = try LoopbackServer { request in
            .answer(307, ["Location": request.target == "/one" ? "/two" : location])
        }
        let response = try await transport.send(
            TransportRequest(
                method: method, url: server.url("/one"), headers: secrets, body: method == "POST" ? Data("a".utf8) : nil
            ))
        #expect(response.status == 307)
        #expect(response.headers["Location"] == location)
        #expect(other.requests.isEmpty)
        #expect(server.requests.map(\.target) == ["/one", "/two"])
    }

    @Test("a target without a scheme may name another origin too")
    func otherHostWithoutScheme() async throws {
        let other = try LoopbackServer { _ in .answer() }
        let server = try LoopbackServer { [port = other.port] _ in
            .answer(302, ["Location": "//127.0.0.1:\(port)/stolen"])
        }
        #expect(try await transport.send(TransportRequest(url: server.url("/old"), headers: secrets)).status == 302)
        #expect(other.requests.isEmpty)
    }

    @Test("another name of this machine is another origin")
    func otherName() async throws {
        let server = try LoopbackServer { request in
            let port = request.values("Host").joined().split(separator: ":").last ?? ""
            return .answer(302, ["Location": "http://localhost:\(port)/stolen"])
        }
        let response = try await transport.send(TransportRequest(url: server.url("/old"), headers: secrets))
        #expect(response.status == 302)
        #expect(server.requests.map(\.target) == ["/old"])
    }

    @Test(
        "a redirect that leads out of the web is the answer itself",
        arguments: ["file:///etc/passwd", "ftp://127.0.0.1/", "javascript:alert(1)", "data:,a", "https:", "//"])
    func otherScheme(location: String) async throws {
        let server = try LoopbackServer { _ in .answer(302, ["Location": location], body: Data("moved".utf8)) }
        let response = try await transport.send(TransportRequest(url: server.url("/old"), headers: secrets))
        #expect(response.status == 302)
        #expect(server.requests.count == 1)
    }

    @Test("307 and 308 send the same method and body again", arguments: [307, 308], ["POST", "PATCH", "SEARCH"])
    func sameMethod(status: Int, method: String) async throws {
        let server = try LoopbackServer { request in
            request.target == "/old" ? .answer(status, ["Location": "/new"]) : .answer()
        }
        let request = TransportRequest(
            method: method, url: server.url("/old"), headers: ["Content-Type": "application/json"],
            body: Data("{}".utf8))
        #expect(try await transport.send(request).status == 200)
        #expect(server.requests.map(\.method) == [method, method])
        #expect(server.requests.map(\.body) == [Data("{}".utf8), Data("{}".utf8)])
    }

    @Test("a circle of redirects ends with an error")
    func circle() async throws {
        let server = try LoopbackServer { _ in .answer(302, ["Location": "/again"]) }
        let error = await #expect(throws: URLError.self) {
            try await transport.send(TransportRequest(url: server.url("/again")))
        }
        #expect(error?.code == .httpTooManyRedirects)
        #expect(server.requests.count < 100)
    }

    @Test(
        "a redirect that would make a GET of what writes is the answer: nothing was written",
        arguments: [("POST", 301), ("POST", 302), ("POST", 303), ("PATCH", 303), ("DELETE", 302)])
    func writing(method: String, status: Int) async throws {
        let server = try LoopbackServer { _ in .answer(status, ["Location": "/new"]) }
        let request = TransportRequest(
            method: method, url: server.url("/old"), headers: ["Content-Type": "application/json"],
            body: Data("{}".utf8))
        #expect(try await transport.send(request).status == status)
        #expect(server.requests.map(\.target) == ["/old"])
    }

    @Test("HEAD stays HEAD", arguments: [301, 302, 303, 307, 308])
    func head(status: Int) async throws {
        let server = try LoopbackServer { $0.target == "/old" ? .answer(status, ["Location": "/new"]) : .answer() }
        #expect(try await transport.send(TransportRequest(method: "HEAD", url: server.url("/old"))).status == 200)
        #expect(server.requests.map(\.method) == ["HEAD", "HEAD"])
    }

    @Test(
        "a target is relative to the page that names it (RFC 3986 section 5.4)",
        arguments: [
            ("home", "/admin/home"), ("./home", "/admin/home"), ("../home", "/home"), ("?a=b", "/admin/login?a=b"),
            ("/a%2Fb?c=%20+", "/a%2Fb?c=%20+"), ("home/", "/admin/home/"),
        ])
    func relative(location: String, target: String) async throws {
        let server = try LoopbackServer { request in
            request.target == "/admin/login" ? .answer(302, ["Location": location]) : .answer()
        }
        #expect(try await transport.send(TransportRequest(url: server.url("/admin/login"))).status == 200)
        #expect(server.requests.map(\.target) == ["/admin/login", target])
    }

    @Test("what is no redirect is the answer itself, whatever it names", arguments: [200, 201, 300, 304, 404, 503])
    func noRedirect(status: Int) async throws {
        let server = try LoopbackServer { _ in .answer(status, ["Location": "/new"]) }
        #expect(try await transport.send(TransportRequest(url: server.url("/old"))).status == status)
        #expect(server.requests.count == 1)
    }

    @Test("a redirect without a target is the answer itself")
    func noTarget() async throws {
        let server = try LoopbackServer { _ in .answer(302, [:], body: Data("moved".utf8)) }
        #expect(try await transport.send(TransportRequest(url: server.url())).status == 302)
    }
}
