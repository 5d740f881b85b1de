import DirectusSDK
import SDKRuntime
import Testing

@Suite("Commands of /auth")
struct AuthenticationCommandTests {
    @Test(
        "signing in posts the payload, the one-time password and the mode, in this order",
        arguments: [
            CommandCase(
                .login(email: "ada@example.com", password: "pw"), "POST", "/auth/login",
                #"{"email":"ada@example.com","password":"pw","mode":"cookie"}"#),
            CommandCase(
                .login(email: "ada@example.com", password: "pw", otp: "123456", mode: .json), "POST", "/auth/login",
                #"{"email":"ada@example.com","password":"pw","otp":"123456","mode":"json"}"#),
            CommandCase(
                .login(email: "ada@example.com", password: "pw", mode: .session, provider: "second"), "POST",
                "/auth/login/second", #"{"email":"ada@example.com","password":"pw","mode":"session"}"#),
            CommandCase(
                .login(identifier: "ada", password: "pw", provider: "ldap"), "POST", "/auth/login/ldap",
                #"{"identifier":"ada","password":"pw","mode":"cookie"}"#),
        ])
    func login(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "refresh and logout name the mode, and the token in json mode only",
        arguments: [
            CommandCase(.refresh(), "POST", "/auth/refresh", #"{"mode":"cookie"}"#),
            CommandCase(.refresh(mode: .session), "POST", "/auth/refresh", #"{"mode":"session"}"#),
            CommandCase(
                .refresh(mode: .json, refreshToken: "r1"), "POST", "/auth/refresh",
                #"{"mode":"json","refresh_token":"r1"}"#),
            CommandCase(.refresh(mode: .cookie, refreshToken: "r1"), "POST", "/auth/refresh", #"{"mode":"cookie"}"#),
            CommandCase(.logout(), "POST", "/auth/logout", #"{"mode":"cookie"}"#),
            CommandCase(
                .logout(mode: .json, refreshToken: "r1"), "POST", "/auth/logout",
                #"{"mode":"json","refresh_token":"r1"}"#),
            CommandCase(.logout(mode: .session, refreshToken: "r1"), "POST", "/auth/logout", #"{"mode":"session"}"#),
        ])
    func refreshAndLogout(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "passwords are reset by mail",
        arguments: [
            CommandCase(
                .passwordRequest("ada@example.com"), "POST", "/auth/password/request",
                #"{"email":"ada@example.com"}"#),
            CommandCase(
                .passwordRequest("ada@example.com", resetURL: "https://app.example.com/reset"), "POST",
                "/auth/password/request",
                #"{"email":"ada@example.com","reset_url":"https://app.example.com/reset"}"#),
            CommandCase(
                .passwordReset("t0ken", "n\"ew"), "POST", "/auth/password/reset",
                #"{"token":"t0ken","password":"n\"ew"}"#),
        ])
    func password(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "providers are listed, with a bare flag for those with a session",
        arguments: [
            CommandCase(.readProviders(), "GET", "/auth"),
            CommandCase(.readProviders(sessionOnly: false), "GET", "/auth"),
            CommandCase(.readProviders(sessionOnly: true), "GET", "/auth?sessionOnly"),
        ])
    func providers(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "a share is opened with its password, in cookie mode unless said otherwise",
        arguments: [
            CommandCase(.authenticateShare("s1"), "POST", "/shares/auth", #"{"share":"s1","mode":"cookie"}"#),
            CommandCase(
                .authenticateShare("s1", password: "pw", mode: .json), "POST", "/shares/auth",
                #"{"share":"s1","password":"pw","mode":"json"}"#),
        ])
    func share(command: CommandCase) async throws {
        try await command.check()
    }
}
