extension Migrations {
    /// What several nodes need: changes that end anything announce themselves, where the engine can.
    static let secondStep = Step(number: 2, name: "announcements") { dialect in dialect.announcements }
}
