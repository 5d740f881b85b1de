package import Foundation

extension TransportResponse {
    /// How long the server asks to wait: `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3), the date held
    /// against the answer's own `Date`, so that a wrong clock of this device does not matter.
    ///
    /// - Parameter now: this device's time, for an answer without `Date`.
    package func retryAfter(now: Date) -> Duration? {
        guard let text = headers["Retry-After"], !text.isEmpty else { return nil }
        let seconds: Double
        if text.allSatisfy({ $0.isASCII && $0.isNumber }) {
            seconds = Double(text) ?? .infinity
        } else if let date = HTTPDate.parse(text) {
            seconds = date.timeIntervalSince(self.date ?? now)
        } else {
            return nil
        }
        // A server that asks for more means to say never; nobody's clock can count to it.
        return .seconds(min(max(0, seconds), 86_400))
    }

    /// When the server says that it answered; `nil` without a `Date`, or when a cache answered in its stead.
    package var date: Date? {
        headers["Age"] == nil ? headers["Date"].flatMap(HTTPDate.parse) : nil
    }
}
