import DirectusSDK
import Testing

@Suite("Commands of one's own account")
struct AccountCommandTests {
    @Test(
        "somebody is invited, and accepts",
        arguments: [
            CommandCase(
                .inviteUser("bob@example.com", "r1"), "POST", "/users/invite",
                #"{"email":"bob@example.com","role":"r1"}"#),
            CommandCase(
                .inviteUser("bob@example.com", "r1", inviteURL: "https://app.example.com/i"), "POST", "/users/invite",
                #"{"email":"bob@example.com","role":"r1","invite_url":"https://app.example.com/i"}"#),
            CommandCase(
                .acceptUserInvite("t0ken", "pw"), "POST", "/users/invite/accept",
                #"{"token":"t0ken","password":"pw"}"#),
        ])
    func invitation(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "somebody registers, and confirms the address",
        arguments: [
            CommandCase(
                .registerUser("bob@example.com", "pw"), "POST", "/users/register",
                #"{"email":"bob@example.com","password":"pw"}"#),
            CommandCase(
                .registerUser(
                    "bob@example.com", "pw", verificationURL: "https://app.example.com/v", firstName: "Bob",
                    lastName: "Ř"), "POST", "/users/register",
                #"{"email":"bob@example.com","password":"pw","verification_url":"https://app.example.com/v","#
                    + #""first_name":"Bob","last_name":"Ř"}"#),
            CommandCase(.registerUserVerify("a.b-c_d"), "GET", "/users/register/verify-email?token=a.b-c_d"),
            CommandCase(.registerUserVerify("a+b&c"), "GET", "/users/register/verify-email?token=a%2Bb%26c"),
        ])
    func registration(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "two-factor sign-in is turned on with the secret first, and off",
        arguments: [
            CommandCase(.generateTwoFactorSecret("pw"), "POST", "/users/me/tfa/generate", #"{"password":"pw"}"#),
            CommandCase(
                .enableTwoFactor("KVKFKRCPNZQUYMLX", "123456"), "POST", "/users/me/tfa/enable",
                #"{"secret":"KVKFKRCPNZQUYMLX","otp":"123456"}"#),
            CommandCase(.disableTwoFactor("123456"), "POST", "/users/me/tfa/disable", #"{"otp":"123456"}"#),
            CommandCase(.replaceRecoveryCodes("pw"), "POST", "/users/me/tfa/recovery-codes", #"{"password":"pw"}"#),
            CommandCase(
                .replaceRecoveryCodes("pw", "123456"), "POST", "/users/me/tfa/recovery-codes",
                #"{"password":"pw","otp":"123456"}"#),
            CommandCase(.countRecoveryCodes(), "GET", "/users/me/tfa/recovery-codes"),
        ])
    func twoFactor(command: CommandCase) async throws {
        try await command.check()
    }

    @Test(
        "the account is read and changed, and what it may do is read",
        arguments: [
            CommandCase(.readMe(), "GET", "/users/me"),
            CommandCase(.readMe(Query(fields: ["id", "email"])), "GET", "/users/me?fields=id%2Cemail"),
            CommandCase(
                .updateMe(["first_name": "Ada"] as JSON, Query(fields: ["id"])), "PATCH", "/users/me?fields=id",
                #"{"first_name":"Ada"}"#),
            CommandCase(.readRolesMe(Query(fields: ["id"])), "GET", "/roles/me?fields=id"),
            CommandCase(.readPolicyGlobals(), "GET", "/policies/me/globals"),
            CommandCase(.readUserPermissions(), "GET", "/permissions/me"),
        ])
    func account(command: CommandCase) async throws {
        try await command.check()
    }
}
