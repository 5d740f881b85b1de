import SallyportCore

extension Preparations {
    /// `users/`, `roles/` and `utils/`: the bearers are Alice's, who has signed in once more since.
    static let administration: [String: Preparation] = [
        "users/create-weak-password-admin": { stage in
            try await setPolicy("/^.{8,}$/", stage)
            return [:]
        },
        "users/create-invalid-email": { stage in
            // The policy is taken back before `tfa/`, and says nothing to this case.
            try await setPolicy(nil, stage)
            return [:]
        },
        "utils/hash-generate": { stage in [.bearer: try await stage.signIn().access] },
        "utils/random-string": { stage in [.bearer: try stage.shown(.bearer, in: "utils/hash-generate")] },
        "roles/me": { stage in [.bearer: try stage.shown(.bearer, in: "utils/hash-generate")] },
    ]
}
