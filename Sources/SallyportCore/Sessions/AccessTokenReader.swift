/// Reads access tokens that were signed by any node, also by one that knows a new `SECRET` before this one does.
public struct AccessTokenReader: Sendable {
    let codec: AccessTokenCodec
    let followSecret: FollowSecret

    /// Reads a token's text, or remembers what it read. Whether its session lives is for the caller to ask.
    ///
    /// - Throws: ``AuthenticationFailure/unavailable(_:)`` when the signature is unknown, and nobody can tell whether it is
    ///   another node's.
    func verify(
        _ text: String, at now: Timestamp
    ) async throws(AuthenticationFailure) -> Result<AccessToken, AccessTokenCodec.Refusal> {
        let epoch = codec.signatures.epoch
        let first = Result { () throws(AccessTokenCodec.Refusal) in try codec.verify(text, at: now) }
        guard case .failure(.invalid) = first, try await followSecret.hasChanged(since: epoch) else { return first }
        return Result { () throws(AccessTokenCodec.Refusal) in try codec.verify(text, at: now) }
    }

    /// The refresh token that a session cookie bears.
    ///
    /// - Parameter allowsExpired: for whoever signs out: a genuine token ends its session, however old it is (rule 5.4).
    /// - Returns: `nil` if the cookie holds an access token of another mode, which bears none.
    /// - Throws: ``AuthenticationFailure`` for what is no genuine token.
    public func refreshToken(
        inCookie text: String, at now: Timestamp, allowsExpired: Bool
    ) async throws(AuthenticationFailure) -> RefreshToken? {
        switch try await verify(text, at: now) {
        case .success(let token):
            if case .cookie(let token) = token.binding { return token }
            return nil
        case .failure(.expired(let token?)) where allowsExpired: return token
        case .failure(.outdated(let token?)): return token
        case .failure(.expired), .failure(.outdated): throw .tokenExpired
        case .failure(.invalid): throw .invalidToken
        case .failure(.foreign), .failure(.unbound), .failure(.forged): throw .invalidCredentials
        }
    }
}
