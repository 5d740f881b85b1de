import HTTPTypes
import Hummingbird
import SallyportCore

/// What a page says when the link of a mail is no good, and where to get another.
enum LinkPage {
    static func refusal(_ failure: OneTimeTokenFailure, _ purpose: OneTimeToken.Purpose) -> Response {
        let problem: String
        let status: HTTPResponse.Status
        switch failure {
        case .invalid, .foreign:
            problem = "This link is not complete. Copy the whole of it from the mail, or open it there once more."
            status = .forbidden
        case .spent:
            problem = "This link has been used, or is no longer good."
            status = .forbidden
        case .expired:
            problem = "This link has expired."
            status = .unauthorized
        case .authentication(.throttled(let refusal, let now)):
            let minutes = max(1, ((refusal.reset - now).wholeSeconds + 59) / 60)
            problem = "Too many links that are not good were tried from your network. Try again in \(minutes) minutes."
            status = .tooManyRequests
        case .weakPassword, .authentication: return unwell
        }
        var values = ["problem": problem, "advice": advice(purpose)]
        // An empty text would be one that is there.
        if purpose == .passwordReset { values["again"] = "reset-password" }
        return Page.linkRefused.response(values, status: status)
    }

    private static func advice(_ purpose: OneTimeToken.Purpose) -> String {
        switch purpose {
        case .passwordReset, .customerPasswordReset: "You can ask for a new one."
        case .invitation: "If you have set your password already, sign in with it. Else ask for another invitation."
        case .registration: "If you have confirmed your address already, sign in. Else register once more."
        }
    }

    static var unwell: Response {
        Page.unwell.response([:], status: .serviceUnavailable)
    }

    /// What to say of a password that the policy does not take; never the password.
    static let weakPassword = """
        This password is not accepted: it is empty, or too short, or too simple for the rules of this project. \
        Choose a longer one.
        """
}
