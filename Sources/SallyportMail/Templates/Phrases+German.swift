import SallyportCore

extension Phrases {
    /// In German, which speaks to a stranger as «Sie».
    static func german(_ kind: Letter.Kind) -> Phrases {
        let greeting = (named: "Guten Tag {{greetingName}},", unnamed: "Guten Tag,")
        let hint = "Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in Ihren Browser:"
        let validity = "Der Link gilt {{lifetime}} und nur einmal."
        let warning = """
            Falls Sie das nicht waren, setzen Sie Ihr Passwort sofort zurück und melden Sie sich bei den Betreibern von \
            {{projectName}}: Jemand anders könnte Zugang zu Ihrem Konto haben.
            """
        return switch kind {
        case .passwordReset, .customerPasswordReset:
            Phrases(
                subject: "Passwort zurücksetzen", greeting: greeting,
                paragraphs: [
                    "für Ihr Konto {{email}} bei {{projectName}} wurde ein neues Passwort angefordert.",
                    "Wenn Sie das waren, wählen Sie hier ein neues Passwort:",
                ],
                link: ("Passwort zurücksetzen", hint), validity: validity,
                closing: """
                    Falls Sie das nicht angefordert haben, beachten Sie diese Nachricht nicht: Ihr Passwort bleibt, wie \
                    es ist.
                    """)
        case .invitation:
            Phrases(
                subject: "Sie wurden eingeladen", greeting: greeting,
                paragraphs: [
                    "Sie wurden mit der Adresse {{email}} zu {{projectName}} eingeladen.",
                    "Nehmen Sie die Einladung an, indem Sie ein Passwort wählen:",
                ],
                link: ("Einladung annehmen", hint), validity: validity,
                closing: """
                    Falls Sie das nicht erwartet haben, beachten Sie diese Nachricht nicht: Es geschieht nichts, solange \
                    Sie nicht annehmen.
                    """)
        case .registration:
            Phrases(
                subject: "Bestätigen Sie Ihre E-Mail-Adresse", greeting: greeting,
                paragraphs: [
                    "mit Ihrer Adresse {{email}} wurde bei {{projectName}} ein Konto angelegt.",
                    "Wenn Sie das waren, bestätigen Sie, dass die Adresse Ihnen gehört:",
                ],
                link: ("E-Mail-Adresse bestätigen", hint), validity: validity,
                closing: """
                    Falls Sie das nicht angefordert haben, beachten Sie diese Nachricht nicht: Das Konto ist so nicht zu \
                    benutzen.
                    """)
        case .passwordChanged:
            Phrases(
                subject: "Ihr Passwort wurde geändert", greeting: greeting,
                paragraphs: [
                    "das Passwort Ihres Kontos {{email}} bei {{projectName}} wurde geändert.",
                    "Wenn Sie das waren, ist nichts weiter zu tun.",
                ], closing: warning)
        case .emailChanged:
            Phrases(
                subject: "Ihre E-Mail-Adresse wurde geändert", greeting: greeting,
                paragraphs: [
                    "Ihr Konto bei {{projectName}} hat jetzt eine andere E-Mail-Adresse und nicht mehr {{email}}.",
                    """
                    Wenn Sie das waren, ist nichts weiter zu tun. Das ist die letzte Nachricht an die alte Adresse.
                    """,
                ],
                closing: """
                    Falls Sie das nicht waren, melden Sie sich sofort bei den Betreibern von {{projectName}}: Jemand \
                    anders könnte Zugang zu Ihrem Konto haben, und ein neues Passwort kann nicht mehr hierher geschickt \
                    werden.
                    """)
        case .signInMethodAdded:
            Phrases(
                subject: "Neue Anmeldemöglichkeit hinzugefügt", greeting: greeting,
                paragraphs: [
                    """
                    für Ihr Konto {{email}} bei {{projectName}} gibt es eine neue Möglichkeit, sich anzumelden, etwa ein \
                    Zugriffstoken oder das Konto eines anderen Dienstes.
                    """,
                    "Wenn Sie sie hinzugefügt haben, ist nichts weiter zu tun.",
                ], closing: warning)
        case .secondFactorEnabled:
            Phrases(
                subject: "Anmeldung mit zweitem Faktor eingeschaltet", greeting: greeting,
                paragraphs: [
                    """
                    Ihr Konto {{email}} bei {{projectName}} fragt von jetzt an beim Anmelden nach einem Einmalpasswort. \
                    Erzeugen Sie Wiederherstellungscodes und bewahren Sie sie nicht bei Ihrem Telefon auf.
                    """,
                    "Wenn Sie das waren, ist sonst nichts zu tun.",
                ], closing: warning)
        case .secondFactorDisabled:
            Phrases(
                subject: "Anmeldung mit zweitem Faktor ausgeschaltet", greeting: greeting,
                paragraphs: [
                    "Ihr Konto {{email}} bei {{projectName}} fragt beim Anmelden nicht mehr nach einem Einmalpasswort.",
                    "Wenn Sie das waren oder jemanden darum gebeten haben, ist nichts weiter zu tun.",
                ], closing: warning)
        case .recoveryCodesReplaced:
            Phrases(
                subject: "Ihre Wiederherstellungscodes wurden ersetzt", greeting: greeting,
                paragraphs: [
                    """
                    Für Ihr Konto {{email}} bei {{projectName}} gibt es neue Wiederherstellungscodes. Die alten gelten \
                    nicht mehr.
                    """,
                    "Wenn Sie das waren, ist nichts weiter zu tun.",
                ], closing: warning)
        case .recoveryCodeUsed:
            Phrases(
                subject: "Ein Wiederherstellungscode wurde benutzt", greeting: greeting,
                paragraphs: [
                    """
                    Jemand hat sich bei Ihrem Konto {{email}} bei {{projectName}} mit einem Wiederherstellungscode \
                    angemeldet. Dieser Code gilt nicht mehr.
                    """,
                    "Wenn Sie das waren, ist nichts weiter zu tun; erzeugen Sie neue, bevor sie Ihnen ausgehen.",
                ], closing: warning)
        }
    }
}
