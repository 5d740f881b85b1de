/// What happened, in order.
actor Journal {
    private(set) var entries: [String] = []

    func write(_ entry: String) {
        entries.append(entry)
    }
}

/// An error of the app's.
struct AppError: Error, Equatable {}
