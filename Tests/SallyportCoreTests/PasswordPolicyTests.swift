import SallyportCore
import Testing

@Suite("The password policy")
struct PasswordPolicyTests {
    static let strong = #"/(?=^.{8,}$)(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\s).*$/"#

    @Test(
        "Directus' own choices allow what they say (spec section 2.4)",
        arguments: [
            (nil, "x", true), (nil, "", false), ("", "x", true), ("/^.{8,}$/", "12345678", true),
            ("/^.{8,}$/", "1234567", false), ("^a", "abc", true), ("^a", "bac", false), (strong, "Abcdef1!", true),
            (strong, "abcdef1!", false), (strong, "Abcdef 1!", false),
        ] as [(String?, String, Bool)])
    func choices(pattern: String?, password: String, isAllowed: Bool) throws {
        #expect(try PasswordPolicy(pattern: pattern).allows(Password(password)) == isAllowed)
    }
}
