import SallyportCore

extension Phrases {
    /// In English. The subjects that Directus has are Directus' (Directus spec section 7.1).
    static func english(_ kind: Letter.Kind) -> Phrases {
        let greeting = (named: "Hello {{greetingName}},", unnamed: "Hello,")
        let hint = "If the button does not work, copy this address into your browser:"
        let validity = "The link is good for {{lifetime}} and works once."
        let warning = """
            If that was not you, reset your password at once, and tell whoever runs {{projectName}}: somebody else may \
            have got into your account.
            """
        return switch kind {
        case .passwordReset, .customerPasswordReset:
            Phrases(
                subject: "Password Reset Request", greeting: greeting,
                paragraphs: [
                    "Somebody asked for a new password for your account {{email}} at {{projectName}}.",
                    "If that was you, choose a new password here:",
                ],
                link: ("Reset password", hint), validity: validity,
                closing: "If you did not ask for this, ignore this message: your password stays as it is.")
        case .invitation:
            Phrases(
                subject: "You've been invited", greeting: greeting,
                paragraphs: [
                    "You have been invited to {{projectName}}, with the address {{email}}.",
                    "Accept the invitation by choosing a password:",
                ],
                link: ("Accept invitation", hint), validity: validity,
                closing: "If you did not expect this, ignore this message: nothing happens until you accept.")
        case .registration:
            Phrases(
                subject: "Verify your email address", greeting: greeting,
                paragraphs: [
                    "Somebody registered at {{projectName}} with your address {{email}}.",
                    "If that was you, confirm that the address is yours:",
                ],
                link: ("Verify email address", hint), validity: validity,
                closing: "If you did not ask for this, ignore this message: the account cannot be used.")
        case .passwordChanged:
            Phrases(
                subject: "Your password was changed", greeting: greeting,
                paragraphs: [
                    "The password of your account {{email}} at {{projectName}} was changed.",
                    "If that was you, there is nothing to do.",
                ], closing: warning)
        case .emailChanged:
            Phrases(
                subject: "Your email address was changed", greeting: greeting,
                paragraphs: [
                    "Your account at {{projectName}} has another email address now, and no longer {{email}}.",
                    "If that was you, there is nothing to do. This is the last message to the old address.",
                ],
                closing: """
                    If that was not you, tell whoever runs {{projectName}} at once: somebody else may have got into your \
                    account, and a new password can no longer be sent here.
                    """)
        case .signInMethodAdded:
            Phrases(
                subject: "A new way to sign in was added", greeting: greeting,
                paragraphs: [
                    """
                    There is a new way to sign in to your account {{email}} at {{projectName}}, such as an access token \
                    or another service's account.
                    """,
                    "If you added it, there is nothing to do.",
                ], closing: warning)
        case .secondFactorEnabled:
            Phrases(
                subject: "Two-factor sign-in was turned on", greeting: greeting,
                paragraphs: [
                    """
                    From now on your account {{email}} at {{projectName}} asks for a one-time password when you sign in. \
                    Make recovery codes, and keep them where your phone is not.
                    """,
                    "If you turned it on, there is nothing else to do.",
                ], closing: warning)
        case .secondFactorDisabled:
            Phrases(
                subject: "Two-factor sign-in was turned off", greeting: greeting,
                paragraphs: [
                    "Your account {{email}} at {{projectName}} no longer asks for a one-time password when you sign in.",
                    "If that was you, or you asked an administrator for it, there is nothing to do.",
                ], closing: warning)
        case .recoveryCodesReplaced:
            Phrases(
                subject: "Your recovery codes were replaced", greeting: greeting,
                paragraphs: [
                    "New recovery codes were made for your account {{email}} at {{projectName}}. The old ones are dead.",
                    "If that was you, there is nothing to do.",
                ], closing: warning)
        case .recoveryCodeUsed:
            Phrases(
                subject: "A recovery code was used", greeting: greeting,
                paragraphs: [
                    """
                    Somebody signed in to your account {{email}} at {{projectName}} with one of your recovery codes. It \
                    cannot be used again.
                    """,
                    "If that was you, there is nothing to do; make new codes before you run out of them.",
                ], closing: warning)
        }
    }
}
