import Crypto
import Foundation
import SallyportCore

/// Keeps the secret that was made at first start, readable for its owner only (design section 8).
enum SecretFile {
    private static let name = "secret"
    /// What will replace it, from before the keys are wrapped anew until after: a crash in between loses neither.
    private static let nextName = "secret.next"

    /// The configured secret, or the kept one, made when there is none.
    static func secret(of configuration: ServerConfiguration) throws(InstallationFailure) -> Secret<String> {
        guard let folder = configuration.dataFolder else {
            guard let secret = configuration.secret else {
                throw InstallationFailure("SECRET is missing: all nodes on one database need the same.")
            }
            return secret
        }
        try makeFolder(folder)
        if let secret = configuration.secret { return secret }
        return try made(folder + "/" + name)
    }

    /// The kept secret; `nil` without one.
    static func kept(in folder: String) throws(InstallationFailure) -> Secret<String>? {
        try read(folder + "/" + name)
    }

    /// What is about to replace the kept secret, or was, when somebody was killed over it; `nil` if nothing is.
    static func next(in folder: String) throws(InstallationFailure) -> Secret<String>? {
        try read(folder + "/" + nextName)
    }

    /// What is about to replace the kept secret, made when there is nothing yet.
    static func makeNext(in folder: String) throws(InstallationFailure) -> Secret<String> {
        try made(folder + "/" + nextName)
    }

    /// Replaces the kept secret, and waits for the disk.
    static func putNextInPlace(in folder: String) throws(InstallationFailure) {
        // Where somebody else was quicker, there is nothing left to do.
        guard rename(folder + "/" + nextName, folder + "/" + name) == 0 || errno == ENOENT else {
            throw InstallationFailure(
                """
                \(folder)/\(nextName) holds the secret that opens the database now, and could not be renamed to \
                \(folder)/\(name). Make the folder writable for this user, and start again.
                """)
        }
        synchronize(folder)
    }

    /// Forgets what was to replace the kept secret.
    static func dropNext(in folder: String) {
        unlink(folder + "/" + nextName)
    }

    /// The file's secret, made when there is none.
    private static func made(_ path: String) throws(InstallationFailure) -> Secret<String> {
        if let kept = try read(path) { return kept }
        let secret = SymmetricKey(size: .bits256).withUnsafeBytes { Secret(Base64URL.text(Array($0))) }
        guard create(path, secret) else {
            // Two at once: the other one was quicker.
            if let kept = try read(path) { return kept }
            throw InstallationFailure(
                "\(path) cannot be written. Make its folder writable for this user, or set SECRET.")
        }
        return secret
    }

    /// Makes the folder that a file is to be in.
    static func makeFolder(of path: String) throws(InstallationFailure) {
        let folder = (path as NSString).deletingLastPathComponent
        if !folder.isEmpty { try makeFolder(folder) }
    }

    private static func makeFolder(_ folder: String) throws(InstallationFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw InstallationFailure(
                "The folder \(folder) cannot be made. Make it, writable for this user, or set DB_FILENAME.")
        }
    }

    private static func read(_ path: String) throws(InstallationFailure) -> Secret<String>? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let mode = (try? FileManager.default.attributesOfItem(atPath: path))?[.posixPermissions] as? Int
        guard let mode, mode & 0o077 == 0 else {
            throw InstallationFailure("\(path) is readable for others. Run: chmod 600 \(path)")
        }
        guard let data = FileManager.default.contents(atPath: path), let text = String(data: data, encoding: .utf8)
        else {
            throw InstallationFailure("\(path) cannot be read. Make it readable for this user, or set SECRET.")
        }
        let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard secret.utf8.count >= 32 else {
            throw InstallationFailure(
                "\(path) holds no secret of 32 bytes or more. Restore it from a backup; without it the database is closed."
            )
        }
        return Secret(secret)
    }

    /// Writes the file beside its place and links it there, whole, so that a crash leaves a secret or none; and waits for the
    /// disk, because without the secret the database is closed.
    ///
    /// - Returns: `false` if the file is there already, or cannot be made.
    private static func create(_ path: String, _ secret: Secret<String>) -> Bool {
        let draft = "\(path).\(getpid())"
        unlink(draft)
        defer { unlink(draft) }
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL, 0o600)
        guard descriptor >= 0 else { return false }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        do {
            try file.write(contentsOf: Data((secret.reveal() + "\n").utf8))
            try file.synchronize()
        } catch { return false }
        guard link(draft, path) == 0 else { return false }
        synchronize((path as NSString).deletingLastPathComponent)
        return true
    }

    /// Waits until the disk has the folder's names.
    private static func synchronize(_ folder: String) {
        let descriptor = open(folder, O_RDONLY)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
