/// Durations that were measured, and what to print of them.
struct Measurements: Sendable, CustomStringConvertible {
    private(set) var durations: [Duration] = []

    mutating func append(_ duration: Duration) { durations.append(duration) }

    var worst: Duration { durations.max() ?? .zero }
    var median: Duration { durations.isEmpty ? .zero : durations.sorted()[durations.count / 2] }

    var description: String {
        "\(durations.count) measured, median \(Self.text(median)), worst \(Self.text(worst))"
    }

    private static func text(_ duration: Duration) -> String {
        "\(Double((duration / .microseconds(1)).rounded()) / 1000) ms"
    }
}
