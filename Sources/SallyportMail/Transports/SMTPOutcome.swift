import CCurl
import SallyportCore

/// How a conversation with a mail server went wrong. Of what the server said only the numbers are repeated: the words may
/// hold the recipient's address.
struct SMTPOutcome {
    /// libcurl's view.
    let code: CURLcode
    /// The server's last reply (RFC 5321 section 4.2); 0 if there was none.
    let reply: Int
    /// What that reply was about (RFC 3463), as `5.1.1`; `nil` if it did not say.
    let enhancedCode: String?
    /// Whether the server had agreed to the sender and the recipient.
    let hasSentText: Bool
    /// Whether nobody waits any more.
    let isCancelled: Bool
    let server: SMTPServer

    /// What went wrong, with the cure.
    var failure: MailFailure {
        if isCancelled { return .givenUp }
        return switch code {
        case CURLE_COULDNT_RESOLVE_HOST:
            temporary("The mail server \(server.host) has no address: is EMAIL_SMTP_HOST right?")
        case CURLE_COULDNT_CONNECT:
            temporary("\(place) cannot be reached: are EMAIL_SMTP_HOST and EMAIL_SMTP_PORT right?")
        case CURLE_OPERATION_TIMEDOUT:
            temporary(
                """
                \(place) did not answer in time. A server that speaks TLS at once, mostly on port 465, needs \
                EMAIL_SMTP_SECURE=true.
                """)
        case CURLE_LOGIN_DENIED: credentials
        case CURLE_USE_SSL_FAILED:
            temporary(
                """
                \(place) does not offer STARTTLS, and a password is not sent without TLS. Set EMAIL_SMTP_SECURE=true for \
                a server that speaks TLS at once, mostly on port 465, or EMAIL_SMTP_IGNORE_TLS=true where nobody can \
                listen.
                """)
        case CURLE_PEER_FAILED_VERIFICATION:
            temporary(
                """
                The certificate of \(place) is not one of that host's, or nobody who is trusted vouches for it. Use the \
                name that stands in the certificate, or trust who made it.
                """)
        case CURLE_SSL_CACERT_BADFILE:
            temporary("The file with the mail server's certificates cannot be read, or is not PEM.")
        case CURLE_SSL_CONNECT_ERROR:
            temporary(
                """
                TLS with \(place) fails. EMAIL_SMTP_SECURE=true is for servers that speak TLS at once, mostly on port \
                465; on port 587 it is false. The server must speak TLS 1.2 or newer.
                """)
        default: answer
        }
    }

    /// By the number of the server's reply (RFC 5321 section 4.2.1): 4 is «not now», 5 is «never».
    private var answer: MailFailure {
        switch reply {
        // RFC 4954 section 6: these mean us, and not the letter.
        case 530, 534, 535, 538: credentials
        // RFC 5321 section 3.8: the server itself is closing down.
        case 421: temporary("\(place) does not want to speak now (\(numbers)).")
        case 400...499: MailFailure("\(place) does not take the letter now (\(numbers)).", .postponed)
        case 500...599 where hasSentText || code == CURLE_SEND_ERROR:
            MailFailure("\(place) refuses the letter (\(numbers)).", .refused)
        case 500...599: temporary("\(place) does not want to speak with this server (\(numbers)).")
        default: temporary("The connection to \(place) broke: \(String(cString: curl_easy_strerror(code))).")
        }
    }

    /// Temporary, for the configuration can be mended.
    private var credentials: MailFailure {
        let what = server.user == nil ? "wants a user and a password" : "does not let the user in"
        let numbers = (400...599).contains(reply) ? " (\(numbers))" : ""
        return temporary("\(place) \(what)\(numbers): set EMAIL_SMTP_USER and EMAIL_SMTP_PASSWORD.")
    }

    private var numbers: String { "reply \(reply)" + (enhancedCode.map { " \($0)" } ?? "") }

    private var place: String { "\(server.host):\(server.port)" }

    private func temporary(_ description: String) -> MailFailure {
        MailFailure(description, .away)
    }
}
