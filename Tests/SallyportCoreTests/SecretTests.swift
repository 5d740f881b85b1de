import SallyportCore
import Testing

@Suite("Secrets")
struct SecretTests {
    @Test("a secret prints itself nowhere")
    func printing() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(Password("hunter2"), to: &dumped)
        dump(PasswordHash(encoded: "hunter2"), to: &dumped)
        for text in [
            "\(secret)", secret.debugDescription, String(reflecting: secret), dumped, "\(Password("hunter2"))",
        ] {
            #expect(!text.contains("hunter2"))
        }
    }
}
