extension Duration {
    /// The duration in seconds, with their fractions.
    package var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
