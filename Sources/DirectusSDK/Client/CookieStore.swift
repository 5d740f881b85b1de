import Foundation
import SDKRuntime

/// The cookies of a client whose app signs in with REST commands: `rest(credentials: .include)`. They live as long as it.
actor CookieStore {
    private var jar = CookieJar()
    private var time = ServerTime()

    func header(for url: URL, now: Date) -> String? {
        jar.header(for: url, now: time.time(at: now))
    }

    func store(_ response: TransportResponse, from url: URL, now: Date) {
        time.learn(from: response.date, now: now)
        jar.store(response.headers.values("Set-Cookie"), from: url, now: time.time(at: now))
    }
}
