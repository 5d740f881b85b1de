import HTTPTypes
import Hummingbird
import SallyportCore

/// `/admin/setup`: where the one-time set-up link leads (D25).
struct SetUpPage: Sendable {
    let core: Core
    let publicURL: String

    private struct Form: Decodable {
        var token: String
        var email: String
        var password: String
    }

    func show(_ request: Request) async throws -> Response {
        let token = request.uri.queryParameters["token"].map(String.init) ?? ""
        guard core.setUp.accepts(token: token), try await core.setUp.isOpen() else { return refused }
        return Page.setUp.response(["token": token])
    }

    func submit(_ request: Request, client: Client) async throws -> Response {
        guard let form = try await request.form(Form.self) else { return refused }
        do throws(AccountFailure) {
            try await core.setUp(
                SetUp.Administrator(email: EmailAddress(form.email), password: Password(form.password)),
                token: form.token, client: client)
            return Page.setUpDone.response(["publicURL": publicURL, "email": form.email])
        } catch {
            let problem: String
            var wrong: String?
            var status = HTTPResponse.Status.badRequest
            switch error {
            case .setUpRefused: return refused
            case .invalidEmail:
                problem = "This is no e-mail address: it needs a name, an @, and a domain with a dot."
                wrong = "wrongEmail"
            case .weakPassword:
                problem = "This password is empty, or does not satisfy the password policy."
                wrong = "wrongPassword"
            case .authentication:
                problem = "The account could not be made, because the server is not well. Try again later."
                status = .serviceUnavailable
            case .emailTaken, .taken, .lastAdministrator, .invalidField, .tooLong, .missing:
                problem = "The account could not be made. The server's log says why; try again."
            }
            var values = ["token": form.token, "email": form.email, "problem": problem]
            if let wrong { values[wrong] = problem }
            return Page.setUp.response(values, status: status)
        }
    }

    private var refused: Response {
        Page.setUpRefused.response([:], status: .forbidden)
    }
}
