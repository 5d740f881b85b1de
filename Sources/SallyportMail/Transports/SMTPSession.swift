import CCurl
import SallyportCore

/// A handle of libcurl and the connection that it keeps, for one thread.
final class SMTPSession {
    /// libcurl wants this once for the process, before all else.
    private static let preparation = sallyport_curl_prepare()

    private let server: SMTPServer
    private let url: String
    private let handle: UnsafeMutableRawPointer

    /// Connects to nobody yet.
    init(_ server: SMTPServer, url: String) throws(MailFailure) {
        guard Self.preparation == CURLE_OK, let handle = curl_easy_init() else {
            throw MailFailure("libcurl cannot be set up: is there memory?", .away)
        }
        self.server = server
        self.url = url
        self.handle = handle
    }

    /// Says goodbye to the server.
    deinit {
        curl_easy_cleanup(handle)
    }

    /// Blocks until the server has taken the letter, or has not.
    func deliver(_ letter: ComposedLetter, _ cancellation: Cancellation) throws(MailFailure) {
        guard let recipients = curl_slist_append(nil, letter.recipient) else {
            throw MailFailure("There is no memory to send a letter with.", .away)
        }
        defer { curl_slist_free_all(recipients) }
        try perform(cancellation) { handle, source throws(MailFailure) in
            source.bytes = letter.bytes
            try Self.set(handle, CURLOPT_MAIL_FROM, letter.sender)
            try Self.check(sallyport_curl_set_list(handle, CURLOPT_MAIL_RCPT, recipients))
            try Self.set(handle, CURLOPT_UPLOAD, 1)
        }
    }

    /// Blocks until the server has let us in and has answered, or has not.
    func check(_ cancellation: Cancellation) throws(MailFailure) {
        try perform(cancellation) { handle, _ throws(MailFailure) in
            try Self.set(handle, CURLOPT_CUSTOMREQUEST, "NOOP")
            try Self.set(handle, CURLOPT_NOBODY, 1)
        }
    }

    private func perform(
        _ cancellation: Cancellation, _ prepare: (UnsafeMutableRawPointer, SMTPSource) throws(MailFailure) -> Void
    ) throws(MailFailure) {
        var isFresh = false
        while true {
            let source = SMTPSource(cancellation)
            // Options go, connections stay.
            curl_easy_reset(handle)
            try setCommonOptions(source)
            try Self.set(handle, CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0)
            try prepare(handle, source)
            let code = withExtendedLifetime(source) { curl_easy_perform(handle) }
            if code == CURLE_OK { return }
            let reply = number(CURLINFO_RESPONSE_CODE)
            let outcome = SMTPOutcome(
                code: code, reply: reply, enhancedCode: source.enhancedCodes[reply],
                hasSentText: source.position > 0, isCancelled: cancellation.isCancelled, server: server)
            // A server may give a connection up that nobody has used for a while: that says nothing of a new one.
            let wasKept = number(CURLINFO_NUM_CONNECTS) == 0 && !isFresh
            let isWorthIt = outcome.failure.isTemporary && code != CURLE_OPERATION_TIMEDOUT
            guard wasKept, isWorthIt, !cancellation.isCancelled else { throw outcome.failure }
            isFresh = true
        }
    }

    private func setCommonOptions(_ source: SMTPSource) throws(MailFailure) {
        try Self.check(sallyport_curl_allow_mail_only(handle))
        try Self.set(handle, CURLOPT_URL, url)
        // No signals in a process with threads; what the environment or a file of the user's says is not for us.
        try Self.set(handle, CURLOPT_NOSIGNAL, 1)
        try Self.set(handle, CURLOPT_PROXY, "")
        try Self.set(handle, CURLOPT_NETRC, 0)
        try Self.set(handle, CURLOPT_CONNECTTIMEOUT_MS, 10_000)
        try Self.set(handle, CURLOPT_TIMEOUT_MS, 60_000)
        // Servers under load hang up early.
        try Self.set(handle, CURLOPT_MAXAGE_CONN, 20)

        let usage = server.requiresTLS ? CURLUSESSL_ALL : server.ignoresTLS ? CURLUSESSL_NONE : CURLUSESSL_TRY
        try Self.set(handle, CURLOPT_USE_SSL, Int(usage.rawValue))
        // RFC 8997: nothing below TLS 1.2.
        try Self.set(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        try Self.set(handle, CURLOPT_SSL_VERIFYPEER, server.verifiesCertificate ? 1 : 0)
        try Self.set(handle, CURLOPT_SSL_VERIFYHOST, server.verifiesCertificate ? 2 : 0)
        if let file = server.certificateAuthority { try Self.set(handle, CURLOPT_CAINFO, file) }
        if let user = server.user {
            try Self.set(handle, CURLOPT_USERNAME, user)
            try Self.set(handle, CURLOPT_PASSWORD, server.password?.reveal() ?? "")
        }

        let context = Unmanaged.passUnretained(source).toOpaque()
        try Self.check(sallyport_curl_set_reader(handle, SMTPSource.read, context))
        try Self.check(sallyport_curl_set_listener(handle, SMTPSource.listen, context))
        try Self.check(sallyport_curl_set_watcher(handle, SMTPSource.watch, context))
    }

    private func number(_ information: CURLINFO) -> Int {
        var value = 0
        return sallyport_curl_get_number(handle, information, &value) == CURLE_OK ? value : 0
    }

    private static func set(
        _ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String
    ) throws(MailFailure) {
        try check(sallyport_curl_set_text(handle, option, value))
    }

    private static func set(
        _ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int
    ) throws(MailFailure) {
        try check(sallyport_curl_set_number(handle, option, value))
    }

    /// An option is refused by a libcurl that was built without what it is for.
    private static func check(_ code: CURLcode) throws(MailFailure) {
        guard code == CURLE_OK else {
            throw MailFailure(
                "This system's libcurl cannot send mail: \(String(cString: curl_easy_strerror(code))).",
                .away)
        }
    }
}
