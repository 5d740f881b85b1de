import Foundation

/// Everything that a value shows of itself when an app logs it.
public enum Printed {
    public static func all(of value: Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        var texts = [String(describing: value), String(reflecting: value), "\(value)", dumped]
        if let error = value as? any Error { texts.append(error.localizedDescription) }
        if let error = value as? any LocalizedError {
            texts += [error.errorDescription, error.failureReason, error.recoverySuggestion].compactMap(\.self)
        }
        if let value = value as? any CustomDebugStringConvertible { texts.append(value.debugDescription) }
        return texts.joined(separator: "\n")
    }
}
