import Foundation
import SDKRuntime

/// The cookies of a client whose app signs in with REST commands: `rest(credentials: .include)`. They live as long as it.
actor CookieStore {
    private var jar = CookieJar()

    func header(for url: URL, now: Date) -> String? {
        jar.header(for: url, now: now)
    }

    func store(_ response: TransportResponse, from url: URL, now: Date) {
        jar.store(response.headers.values("Set-Cookie"), from: url, now: response.date ?? now)
    }
}
