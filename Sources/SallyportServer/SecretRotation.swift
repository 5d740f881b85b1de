import Foundation
import SallyportCore
import SallyportSQL

/// Changes `SECRET` of an installation while its nodes serve, with the configuration that they will be started with next.
public enum SecretRotation {
    /// Wraps every key with the new secret, and has the nodes told; returns when they may be started with it.
    ///
    /// - Throws: ``InstallationFailure``; then nothing was changed.
    public static func begin(_ configuration: ServerConfiguration) async throws(InstallationFailure) {
        try await onVault(configuration) { vault throws(InstallationFailure) in
            guard let next = configuration.secret else { return try await replaceKept(configuration, vault) }
            guard let previous = configuration.previousSecret else {
                throw InstallationFailure(
                    """
                    SECRET_PREVIOUS is missing. Set SECRET to the new secret, and SECRET_PREVIOUS to the one that the \
                    nodes have now.
                    """)
            }
            do throws(RotationFailure) {
                try await RotateSecret(vault: vault)(from: previous.bytes, to: next.bytes)
            } catch { throw InstallationFailure(error, configuration) }
        }
        // A node may have looked just before.
        try? await Task.sleep(for: RotateSecret.notice)
    }

    /// Ends the change: the old secret opens nothing any more.
    ///
    /// - Throws: ``InstallationFailure``; then nothing was changed.
    public static func finish(_ configuration: ServerConfiguration) async throws(InstallationFailure) {
        try await onVault(configuration) { vault throws(InstallationFailure) in
            let kept = try configuration.dataFolder.map(SecretFile.kept(in:)) ?? nil
            guard let secret = configuration.secret ?? kept else {
                throw InstallationFailure("SECRET is missing.")
            }
            do throws(RotationFailure) {
                try await RotateSecret(vault: vault).finish(with: secret.bytes)
            } catch { throw InstallationFailure(error, configuration) }
        }
    }

    /// Completes what somebody began and was killed over, before the keys are opened.
    ///
    /// - Returns: the kept secret now; `nil` if nothing was begun.
    static func resumed(
        _ configuration: ServerConfiguration, _ vault: any Vault
    ) async throws(InstallationFailure) -> Secret<String>? {
        guard configuration.secret == nil, let folder = configuration.dataFolder,
            let next = try SecretFile.next(in: folder), let kept = try SecretFile.kept(in: folder)
        else { return nil }
        do throws(RotationFailure) {
            try await RotateSecret(vault: vault)(from: kept.bytes, to: next.bytes)
        } catch {
            switch error {
            case .alreadyDone: break
            // It was refused then, too, and did not get to clean up.
            case .underWay:
                SecretFile.dropNext(in: folder)
                return nil
            // An older copy of the database, perhaps.
            case .noKeys, .wrongSecret, .sameSecret, .nothingToFinish: return nil
            case .unavailable: throw InstallationFailure(error, configuration)
            }
        }
        try SecretFile.putNextInPlace(in: folder)
        return next
    }

    /// The new secret is on disk before the keys are wrapped with it, and takes its place after: whoever is killed in
    /// between finds both.
    private static func replaceKept(
        _ configuration: ServerConfiguration, _ vault: any Vault
    ) async throws(InstallationFailure) {
        if configuration.previousSecret != nil {
            throw InstallationFailure(
                """
                SECRET_PREVIOUS is given, and SECRET is not. Set SECRET to the new secret; or leave out both, and a new \
                one is made and kept.
                """)
        }
        guard let folder = configuration.dataFolder, let kept = try SecretFile.kept(in: folder) else {
            throw InstallationFailure("There is no kept secret to change: SECRET is missing.")
        }
        let next = try SecretFile.makeNext(in: folder)
        do throws(RotationFailure) {
            try await RotateSecret(vault: vault)(from: kept.bytes, to: next.bytes)
        } catch {
            switch error {
            // By a command that was killed afterwards.
            case .alreadyDone: return try SecretFile.putNextInPlace(in: folder)
            // Nobody knows what became of it: the next start will find out.
            case .unavailable: break
            case .underWay, .noKeys, .wrongSecret, .sameSecret, .nothingToFinish: SecretFile.dropNext(in: folder)
            }
            throw InstallationFailure(error, configuration)
        }
        try SecretFile.putNextInPlace(in: folder)
    }

    private static func onVault<Value>(
        _ configuration: ServerConfiguration, _ body: (any Vault) async throws(InstallationFailure) -> Value
    ) async throws(InstallationFailure) -> Value {
        if let folder = configuration.dataFolder, case .sqlite(let path) = configuration.database {
            guard FileManager.default.fileExists(atPath: path) else {
                throw InstallationFailure("There is no database \(path), and so no keys to wrap.", kind: .refused)
            }
            _ = folder
        }
        do {
            return try await configuration.database.withDatabase { database in
                try await Migrations.apply(to: database)
                return try await body(Self.vault(on: database))
            }
        } catch { throw await InstallationFailure(error, configuration.database) }
    }

    private static func vault(on database: some SQLDatabase) -> any Vault {
        SQLVault(database)
    }
}

extension InstallationFailure {
    fileprivate init(_ failure: RotationFailure, _ configuration: ServerConfiguration) {
        switch failure {
        case .sameSecret:
            self.init("SECRET and SECRET_PREVIOUS are the same. Make a new SECRET with: openssl rand -base64 48")
        case .noKeys:
            self.init("This database has no keys yet: nothing was ever started on it.", kind: .refused)
        case .wrongSecret:
            self.init(
                configuration.secret == nil
                    ? "The kept secret is not the one that the keys are wrapped with."
                    : """
                    The keys are wrapped with another secret. Set SECRET to the new secret, and SECRET_PREVIOUS to the \
                    one that the nodes have now.
                    """)
        case .alreadyDone:
            self.init(
                """
                The keys are wrapped with this SECRET already. Start the nodes with it; then \
                `sallyport secret rotate --finish`.
                """, kind: .refused)
        case .underWay:
            self.init(
                """
                An earlier change of SECRET is not finished. When every node has been started with that SECRET: \
                `sallyport secret rotate --finish`, then change it again.
                """, kind: .refused)
        case .nothingToFinish: self.init("No change of SECRET is under way.", kind: .refused)
        case .unavailable(let error):
            self.init("The database does not answer: \(error). Try again.", kind: .unavailable)
        }
    }
}
