import HTTPTypes
import Hummingbird
import SallyportCore

/// `Set-Cookie` of a store session (medusa.md A1.3; M7): no `Max-Age`, as there, but `SameSite=Lax`, and `Secure` under https.
struct SessionCookie: Sendable {
    let isSecure: Bool

    /// Gives the browser the session, and what says that it has signed in before.
    func set(_ value: Secret<String>, device: DeviceToken?, in response: inout Response, at now: Timestamp) {
        add("connect.sid=\(value.reveal())", until: now + .seconds(36_000), to: &response)
        if let device {
            add("sallyport_device=\(device.text)", until: now + DeviceToken.lifetime, to: &response)
        }
    }

    /// Takes the session from the browser.
    func clear(in response: inout Response) {
        add("connect.sid=", until: Timestamp(milliseconds: 0), to: &response)
    }

    private func add(_ pair: String, until expiry: Timestamp, to response: inout Response) {
        let secure = isSecure ? "; Secure" : ""
        response.headers.append(
            HTTPField(
                name: .setCookie, value: "\(pair); Path=/; Expires=\(expiry.httpDate); HttpOnly\(secure); SameSite=Lax")
        )
    }
}
