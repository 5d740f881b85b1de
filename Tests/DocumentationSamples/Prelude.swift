import DirectusSDK
import Foundation

// What the documentation's samples use and do not declare. They are compiled, not run, so nothing here has a value; the
// test suite of "Testing your app" runs, and uses none of this.

private func sample<Value>() -> Value {
    fatalError("Samples of the documentation are compiled only.")
}

// MARK: Clients

/// The samples' client can do everything.
var client: DirectusClient<RESTAndGraphQL, Session> { sample() }
var service: DirectusTokenClient { sample() }

// MARK: Values

var url: URL { sample() }
var file: URL { sample() }
var email: String { sample() }
var password: String { sample() }
var newPassword: String { sample() }
var otp: String { sample() }
var token: String { sample() }
var refreshToken: String { sample() }
var expiry: Date { sample() }
var role: String { sample() }
var share: String { sample() }
var secret: String { sample() }
var hash: String { sample() }
var id: String { sample() }
var ids: [String] { sample() }
var query: Query { sample() }
var item: [String: String] { sample() }
var items: [[String: String]] { sample() }
var document: String { sample() }
var error: DirectusError { sample() }

struct Article: Decodable, Sendable {
    var id: Int
    var title: String
}

/// What a GraphQL document answers.
struct Articles: Decodable, Sendable {
    var articles: [String]
}

// MARK: The app around the samples

struct SignInScreen {
    init(because reason: SignOutReason) {}
}

func show(_ screen: SignInScreen) {}
func show(_ text: String) {}
func showHome(note: String? = nil) {}
func showOnce(_ codes: [String]) {}
func showQRCode(_ url: String) {}
func hidePasswordForm() {}
func addButton(_ label: String, driver: String) {}
@discardableResult
func askForOneTimePassword() -> String { sample() }

/// A secret store, for a storage of one's own.
struct Vault: Sendable {
    var isOpen: Bool
    func read(_ name: String) throws -> Data? { sample() }
    func write(_ name: String, _ bytes: Data) throws {}
    func remove(_ name: String) throws {}
}

#if !canImport(Security)
    /// Stands in for the keychain's storage where there is no keychain, with the same initialiser.
    struct KeychainStorage: AuthenticationStorage {
        init(service: String, account: String = "default", accessGroup: String? = nil, lockFile: URL? = nil) {}
        func get() async throws -> AuthenticationData? { sample() }
        func set(_ data: AuthenticationData?) async throws {}
    }
#endif
