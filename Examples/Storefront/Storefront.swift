import Foundation
import MedusaSDK

/// Signs a customer up, in and out at a shop with Medusa 1's interface, and says what happens.
///
///     Storefront URL EMAIL    asks for the password; signs up if there is no account with the address
@main
struct Storefront {
    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        guard arguments.count == 2, let url = URL(string: arguments[0]) else {
            exit(saying: "usage: Storefront URL EMAIL", status: 2)
        }
        let visit = Visit(
            shop: MedusaClient(baseURL: url, maxRetries: 2), email: arguments[1], password: ask("Password: "))
        do throws(MedusaError) {
            try await visit.signUp()
            try await visit.signIn()
            try await visit.signInWithToken()
        } catch {
            // The description never holds the password.
            exit(saying: "\(error)", status: 1)
        }
    }

    /// Asks on a terminal without showing what is typed, else reads a line.
    private static func ask(_ prompt: String) -> String {
        if isatty(STDIN_FILENO) == 1, let typed = getpass(prompt) { return String(cString: typed) }
        return readLine() ?? ""
    }

    private static func exit(saying message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        Foundation.exit(status)
    }
}

/// What one customer does in the shop.
struct Visit {
    let shop: MedusaClient
    let email: String
    let password: String

    func signUp() async throws(MedusaError) {
        guard try await !shop.auth.exists(email: email).payload else {
            return print("There is an account with the address \(email).")
        }
        let customer = try await shop.customers.create(email: email, password: password, firstName: "Ada").payload
        print("Signed up as \(customer.email).")
        try await signOut()
    }

    func signIn() async throws(MedusaError) {
        let customer = try await shop.auth.authenticate(email: email, password: password).payload
        print("Signed in as \(customer.email).")
        print("The shop calls the customer \(try await shop.customers.retrieve().payload.firstName ?? "nothing").")
        try await signOut()
    }

    func signInWithToken() async throws(MedusaError) {
        try await shop.auth.getToken(email: email, password: password)
        print("Signed in as \(try await shop.auth.getSession().payload.email) with a token.")
        try await signOut()
    }

    /// Signs out, and asks the shop whether it is so.
    private func signOut() async throws(MedusaError) {
        try await shop.auth.deleteSession()
        do throws(MedusaError) {
            print("Still signed in as \(try await shop.auth.getSession().payload.email).")
        } catch  where error.type == .unauthorized {
            print("Signed out.")
        }
    }
}
