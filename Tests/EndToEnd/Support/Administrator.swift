/// The administrator that `ADMIN_*` makes.
enum Administrator {
    static let email = "admin@example.com"
    static let password = "administrators-own-password"
    static let token = "administrators-static-token"

    static let environment = ["ADMIN_EMAIL": email, "ADMIN_PASSWORD": password, "ADMIN_TOKEN": token]
}
