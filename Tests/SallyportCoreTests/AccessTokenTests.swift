import Crypto
import Testing

@testable import SallyportCore

/// HS256 and the claims, with RFC 7515's vector and the attacks of security.md 3f.30.
@Suite("Access tokens")
struct AccessTokenTests {
    let now = Timestamp(milliseconds: 1_780_660_800_000)
    let codec: AccessTokenCodec
    let refreshTokens: RefreshTokenCodec
    let signature = JSONWebSignature(secret: Secret(Array("fixture secret of this test, 32+ bytes".utf8)))

    init() {
        refreshTokens = RefreshTokenCodec(keys: KeyRing.fixture())
        codec = AccessTokenCodec(
            SigningSecrets(current: Secret(Array("fixture secret of this test, 32+ bytes".utf8))),
            refreshTokens: refreshTokens)
    }

    private var token: AccessToken {
        AccessToken(
            account: Account.ID(rawValue: "a0a0a0a0-0000-4000-8000-000000000001"), role: nil, hasAppAccess: true,
            hasAdminAccess: false, owesSecondFactor: false,
            binding: .bearer(Session.ID(rawValue: "50505050-0000-4000-8000-000000000001"), counter: 3),
            issuedAt: now.seconds, expiresAt: now.seconds + 900)
    }

    /// The claims of a good token, as the wire has them.
    private var claims: JSON.Object {
        [
            "id": .string(token.account.rawValue), "role": .null, "app_access": true, "admin_access": false,
            "sid": "50505050-0000-4000-8000-000000000001", "n": 3, "iat": .integer(now.seconds),
            "exp": .integer(now.seconds + 900), "iss": "directus",
        ]
    }

    @Test("RFC 7515 appendix A.1: the example's signature is verified")
    func vector() throws {
        let key = try #require(
            Base64URL.decode(
                "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow".utf8))
        let text = """
            eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.\
            eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
            dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
            """
        let parts = try #require(JSONWebSignature.Parts(text))
        #expect(JSONWebSignature(secret: Secret(key)).verifies(parts))
        #expect(parts.claims["iss"] == "joe")
    }

    @Test("what is signed is read again")
    func roundTrip() throws {
        #expect(try codec.decode(codec.encode(token).reveal(), at: now) == token)
    }

    @Test("the claims are Directus', in its order, and ours before the times")
    func wire() throws {
        let parts = try #require(JSONWebSignature.Parts(codec.encode(token).reveal()))
        #expect(
            parts.claims.members.map(\.name)
                == ["id", "role", "app_access", "admin_access", "sid", "n", "iat", "exp", "iss"])
        #expect(JSON.object(parts.header).text == #"{"alg":"HS256","typ":"JWT"}"#)
    }

    @Test("exp is over at its second, not before")
    func expiry() throws {
        let text = codec.encode(token).reveal()
        _ = try codec.decode(text, at: now + .milliseconds(899_999))
        #expect(throws: AccessTokenCodec.Refusal.expired(session: nil)) {
            try codec.decode(text, at: now + .seconds(900))
        }
    }

    @Test(
        "a header that asks for anything but HS256 is refused, though its signature be ours",
        arguments: [
            #"{"alg":"none"}"#, #"{"alg":"None"}"#, #"{"alg":"nOnE"}"#, #"{"alg":"HS512"}"#, #"{"alg":"hs256"}"#,
            #"{"alg":"RS256"}"#, #"{"alg":["HS256"]}"#, #"{"typ":"JWT"}"#, #"{"alg":"HS256","crit":["exp"]}"#,
            #"{"alg":"none","alg":"HS384"}"#,
        ])
    func algorithms(header: String) {
        #expect(throws: AccessTokenCodec.Refusal.invalid) { try codec.decode(sign(header, claims), at: now) }
    }

    @Test("a key that the header names is not looked at", arguments: ["kid", "jku", "jwk", "x5u", "x5c"])
    func headerKeys(name: String) throws {
        let header = "{\"alg\":\"HS256\",\"\(name)\":\"../../../../dev/null' OR 1=1 --\"}"
        #expect(try codec.decode(sign(header, claims), at: now) == token)
    }

    @Test("an empty or missing signature is refused")
    func unsigned() throws {
        let text = codec.encode(token).reveal()
        let unsigned = text.split(separator: ".").prefix(2).joined(separator: ".")
        #expect(throws: AccessTokenCodec.Refusal.invalid) { try codec.decode(unsigned + ".", at: now) }
        #expect(throws: AccessTokenCodec.Refusal.foreign) { try codec.decode(unsigned, at: now) }
    }

    @Test("one bit changed anywhere, and it is refused")
    func tampering() throws {
        let text = Array(codec.encode(token).reveal().utf8)
        for index in text.indices where text[index] != UInt8(ascii: ".") {
            var changed = text
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            let changedText = String(decoding: changed, as: UTF8.self)
            #expect(throws: AccessTokenCodec.Refusal.self) { try codec.decode(changedText, at: now) }
        }
    }

    @Test(
        "an expiry that is no number of seconds is refused",
        arguments: ["\"1780664400\"", "null", "[1780664400]", "true", "{}"])
    func oddExpiry(value: String) throws {
        let text = try sign(#"{"alg":"HS256"}"#, claims.replacing("exp", with: JSON(parsing: value.utf8)))
        #expect(throws: AccessTokenCodec.Refusal.invalid) { try codec.decode(text, at: now) }
    }

    @Test("an infinite expiry is refused, one with a fraction is taken down")
    func numbers() throws {
        let infinite = try sign(#"{"alg":"HS256"}"#, claims.replacing("exp", with: JSON(parsing: "1e999".utf8)))
        #expect(throws: AccessTokenCodec.Refusal.invalid) { try codec.decode(infinite, at: now) }
        let fraction = sign(#"{"alg":"HS256"}"#, claims.replacing("exp", with: .number(Double(now.seconds) + 1.5)))
        _ = try codec.decode(fraction, at: now)
        #expect(throws: AccessTokenCodec.Refusal.expired(session: nil)) {
            try codec.decode(fraction, at: now + .seconds(1))
        }
    }

    @Test("a token of the future is not yet good", arguments: [1, 61])
    func notBefore(seconds: Int64) throws {
        let text = sign(#"{"alg":"HS256"}"#, claims.replacing("nbf", with: .integer(now.seconds + seconds)))
        #expect(throws: AccessTokenCodec.Refusal.invalid) { try codec.decode(text, at: now) }
        _ = try codec.decode(text, at: now + .seconds(seconds))
    }

    @Test("another issuer's token is none of ours", arguments: ["other", "Directus", ""])
    func issuers(issuer: String) {
        let text = sign(#"{"alg":"HS256"}"#, claims.replacing("iss", with: .string(issuer)))
        #expect(throws: AccessTokenCodec.Refusal.foreign) { try codec.decode(text, at: now) }
    }

    @Test(
        "without a claim that Directus needs, it is invalid", arguments: ["role", "app_access", "admin_access", "exp"])
    func missingClaims(name: String) {
        let text = sign(#"{"alg":"HS256"}"#, claims.without(name))
        #expect(throws: AccessTokenCodec.Refusal.invalid) { try codec.decode(text, at: now) }
    }

    @Test("D2: a genuine token without a session is bound to nothing, and refused")
    func unbound() {
        let text = sign(#"{"alg":"HS256"}"#, claims.without("sid").without("n"))
        #expect(throws: AccessTokenCodec.Refusal.unbound) { try codec.decode(text, at: now) }
    }

    @Test(
        "a session claim that we did not make is refused",
        arguments: ["x", "", "A" + String(repeating: "A", count: 63)])
    func foreignSession(session: String) {
        let text = sign(#"{"alg":"HS256"}"#, claims.replacing("session", with: .string(session)))
        #expect(throws: AccessTokenCodec.Refusal.forged) { try codec.decode(text, at: now) }
    }

    @Test("a token of enormous length is not even decoded")
    func enormous() {
        let text = sign(
            #"{"alg":"HS256"}"#, claims.replacing("id", with: .string(String(repeating: "x", count: 10_000))))
        #expect(throws: AccessTokenCodec.Refusal.foreign) { try codec.decode(text, at: now) }
    }

    private func sign(_ header: String, _ claims: JSON.Object) -> String {
        let content = Base64URL.text(Array(header.utf8)) + "." + Base64URL.text(JSON.object(claims).bytes)
        let key = SymmetricKey(data: Array("fixture secret of this test, 32+ bytes".utf8))
        let mac = HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key)
        return content + "." + Base64URL.text(Array(mac))
    }
}

extension JSON.Object {
    fileprivate func without(_ name: String) -> Self {
        var object = Self()
        for member in members where member.name != name { object.append(member.name, member.value) }
        return object
    }

    fileprivate func replacing(_ name: String, with value: JSON) -> Self {
        var object = without(name)
        object.append(name, value)
        return object
    }
}
