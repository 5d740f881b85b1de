import SDKRuntime

/// What a request went out with: what comes of it is kept only if that still counts.
struct SessionTicket: Sendable {
    /// What was kept then.
    let record: AuthenticationData?
    /// How many sign-ins and sign-outs of this client had begun.
    let epoch: Int
}

extension AuthenticationMode {
    /// Marks a record as a Medusa client's: its token in `accessToken`, its cookies in `cookies`.
    static let medusa = AuthenticationMode(rawValue: "medusa")
}
