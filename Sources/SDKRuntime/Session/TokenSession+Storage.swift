import Foundation

/// Between belief and storage.
extension TokenSession {
    /// What could not be written yet: newer than the storage.
    struct Unsaved {
        let number: Int
        let data: AuthenticationData?
        var over: Overwritten
    }

    /// What a record may be written over.
    enum Overwritten {
        /// Whatever is there: a sign-in or sign-out, when it happens.
        case anything
        /// Only this: a refresh, and a sign-in or sign-out that comes late.
        case record(AuthenticationData?)
    }

    // MARK: Reading

    /// The session as the storage has it; as it is believed, while the storage is behind or unavailable.
    func current() async throws(Failure) -> AuthenticationData? {
        if Task.isCancelled { throw .cancelled }
        if let unsaved {
            // Nobody waits for a storage that is in trouble.
            startSaving()
            return unsaved.data
        }
        let before = revision
        do {
            let stored = try await read()
            // What changed meanwhile is newer than what was read before it.
            if revision == before, unsaved == nil { take(stored) }
            return known
        } catch {
            if let known { return known }
            if case .signedOut = state { return nil }
            throw .storageUnavailable(error)
        }
    }

    /// What is stored, if it is this server's: tokens go to no other.
    func read() async throws -> AuthenticationData? {
        let stored = try await storage.get()
        content = .some(stored)
        guard let origin = stored?.origin, origin != server.origin else { return stored }
        return nil
    }

    /// Takes over what the storage holds.
    func take(_ stored: AuthenticationData?) {
        guard stored != known || state == .loading else { return }
        guard let stored else {
            known = nil
            if case .signedOut = state { return }
            signedOut(state == .loading ? .noSession : .elsewhere)
            return
        }
        signedIn(stored)
    }

    // MARK: Writing

    /// Writes what is not written yet, and waits for it.
    ///
    /// - Throws: `storageUnavailable` when it could not be written; it will be, in the background.
    func save() async throws(Failure) {
        guard let number = unsaved?.number else { return }
        // Not the caller's task: a cancelled caller must not leave half of it done.
        let problem = await Task { await self.write() }.value
        guard unsaved?.number == number else { return }
        startSaving()
        throw .storageUnavailable(problem ?? StorageUnavailable("The storage cannot be written now."))
    }

    /// Writes what is not written yet, as soon as the storage lets it, and again at each use until then.
    func startSaving() {
        guard unsaved != nil else { return }
        if isSaving {
            wantsSaving = true
            return
        }
        saver?.cancel()
        let (clock, settings) = (clock, settings)
        isSaving = true
        saver = Task { [weak self] in
            var attempt = 0
            while await self?.isStillUnsaved() == true {
                attempt += 1
                let wait = settings.backoff.wait(afterFailures: attempt, chance: settings.chance())
                do { try await clock.sleep(for: wait) } catch { return }
            }
        }
    }

    private func isStillUnsaved() async -> Bool {
        isSaving = true
        repeat {
            wantsSaving = false
            // Not this task: it may be cancelled in the middle, for a use that saves at once.
            _ = await Task { await self.write() }.value
            // Somebody used the session meanwhile: the storage may have become good since the attempt began.
        } while unsaved != nil && wantsSaving
        isSaving = false
        return unsaved != nil
    }

    /// Writes what is not written yet, once. Alone in its lane, it sees what all before it did.
    ///
    /// - Returns: what went wrong.
    private func write() async -> (any Error)? {
        await writing.withLock { await self.writeAlone() }
    }

    private func writeAlone() async -> (any Error)? {
        guard let unsaved else { return nil }
        do {
            switch unsaved.over {
            case .record(let record):
                content = try await storage.replace(record, with: unsaved.data) ? .some(unsaved.data) : nil
            case .anything:
                // A logout before the storage could ever be read: now it can, and the server shall hear of it too.
                let ended = unsaved.data == nil && content == nil ? try await read() : nil
                guard self.unsaved?.number == unsaved.number else { return nil }
                try await storage.set(unsaved.data)
                if let ended { revokeLater(ended) }
                content = .some(unsaved.data)
            }
            // Either it is written, or somebody else has put something newer there, which the next read takes over.
            if self.unsaved?.number == unsaved.number { self.unsaved = nil }
            return nil
        } catch {
            // Late, it must not wipe out what another client or process does until then.
            if case .anything = unsaved.over, self.unsaved?.number == unsaved.number, let content {
                self.unsaved?.over = .record(content)
            }
            return error
        }
    }
}
