// swift-format-ignore-file
// Made by Scripts/check-samples from the documentation's samples: change them there, and run it again.
import Foundation
import MedusaSDK

/// README.md
enum ReadmeSamples {
    static func sample1() async throws {
        let shop = MedusaClient(baseURL: url, maxRetries: 2)
        try await shop.customers.create(email: email, password: password, firstName: "Ada")
        try await shop.auth.authenticate(email: email, password: password)
        let customer = try await shop.auth.getSession().payload
        try await shop.auth.deleteSession()
        _ = shop
        _ = customer
    }
}

/// Sources/MedusaSDK/MedusaSDK.docc/GettingStarted.md
enum GettingStartedSamples {
    static func sample1() async throws {
        let medusa = MedusaClient(baseURL: url, maxRetries: 3)
        if try await medusa.auth.exists(email: email).payload {
            try await medusa.auth.authenticate(email: email, password: password)
        } else {
            try await medusa.customers.create(email: email, password: password, firstName: "Ada")
        }
        let answer = try await medusa.customers.retrieve()
        print(answer.payload.email, answer.status, answer.headers["Date"] ?? "")
        _ = medusa
        _ = answer
    }

    static func sample2() async throws {
        let sdk = MedusaV2Client(baseURL: url, publishableKey: publishableKey)
        do throws(MedusaError) {
            try await sdk.auth.register("customer", "emailpass", email: email, password: password)
        } catch  where error.type == .unauthorized {
            // There is such an identity already: of an administrator, or of a sign-up that stopped halfway.
            try await sdk.auth.login("customer", "emailpass", email: email, password: password)
        }
        try await sdk.store.customer.create(["email": .string(email), "first_name": "Ada"])
        try await sdk.auth.login("customer", "emailpass", email: email, password: password)
        _ = sdk
    }

    static func sample3() async throws {
        switch try await sdk.auth.login("customer", "google", [:]) {
        case .signedIn: showHome()
        case .redirect(let url): open(url)
        case .secondFactorRequired(let challenge, _): ask(challenge)
        case .verificationRequired: show("Confirm your e-mail address first.")
        }
    }

    static func sample4() async throws {
        try await medusa.customers.generatePasswordToken(email: email)
        try await medusa.customers.resetPassword(email: email, password: password, token: token)
    }

    static func sample5() async throws {
        try await sdk.auth.resetPassword("customer", "emailpass", identifier: email)
        try await sdk.auth.updateProvider("customer", "emailpass", ["password": .string(password)], token: token)
    }

    static func sample6() async throws {
        let medusa = MedusaClient(baseURL: url, storage: FileStorage(url: file))
        let sdk = MedusaV2Client(baseURL: url, auth: .session, storage: MemoryStorage())
        _ = medusa
        _ = sdk
    }

    static func sample7() async throws {
        let customer = try await medusa.customers.retrieve(customHeaders: ["Cookie": cookieOfTheRequest]).payload
        _ = customer
    }

    static func sample8() async throws {
        struct Shop: HTTPTransport {
            func send(_ request: TransportRequest) async throws -> TransportResponse {
                TransportResponse(
                    status: 200, headers: ["Content-Type": "application/json"], body: Data(#"{"exists":true}"#.utf8))
            }
        }
        let medusa = MedusaClient(baseURL: url, options: MedusaOptions(transport: Shop()))
        _ = medusa
    }
}

/// Sources/MedusaSDK/MedusaSDK.docc/MedusaSDK.md
enum MedusaSDKSamples {
    static func sample1() async throws {
        let medusa = MedusaClient(baseURL: url, maxRetries: 3, storage: FileStorage(url: file))
        try await medusa.customers.create(email: email, password: password, firstName: "Ada")
        let customer = try await medusa.auth.getSession().payload
        try await medusa.auth.deleteSession()
        _ = medusa
        _ = customer
    }
}

/// Sources/MedusaSDK/MedusaSDK.docc/MovingFromJavaScript.md
enum MovingFromJavaScriptSamples {
    static func sample1() async throws {
        _ = MedusaClient(baseURL: url)
    }

    static func sample2() async throws {
        _ = MedusaClient(baseURL: url, maxRetries: 3)
    }

    static func sample3() async throws {
        _ = MedusaClient(baseURL: url, apiKey: apiKey)
    }

    static func sample4() async throws {
        _ = MedusaClient(baseURL: url, publishableAPIKey: publishableKey)
    }

    static func sample5() async throws {
        _ = MedusaClient(baseURL: url, customHeaders: ["X-Shop": "north"])
    }

    static func sample6() async throws {
        _ = MedusaClient(baseURL: url, options: MedusaOptions(transport: URLSessionTransport()))
    }

    static func sample7() async throws {
        _ = MedusaClient(baseURL: url, storage: FileStorage(url: file))
    }

    static func sample8() async throws {
        _ = MedusaClient(baseURL: url, options: MedusaOptions(timeout: .seconds(10)))
    }

    static func sample9() async throws {
        _ = try await medusa.auth.authenticate(email: email, password: password)
    }

    static func sample10() async throws {
        _ = try await medusa.auth.getSession()
    }

    static func sample11() async throws {
        _ = try await medusa.auth.deleteSession()
    }

    static func sample12() async throws {
        _ = try await medusa.auth.exists(email: email).payload
    }

    static func sample13() async throws {
        _ = try await medusa.auth.getToken(email: email, password: password)
    }

    static func sample14() async throws {
        _ = try await medusa.customers.create(email: email, password: password, firstName: "Ada")
    }

    static func sample15() async throws {
        _ = try await medusa.customers.retrieve()
    }

    static func sample16() async throws {
        _ = try await medusa.customers.update(["first_name": "Ada", "phone": .null])
    }

    static func sample17() async throws {
        _ = try await medusa.customers.generatePasswordToken(email: email)
    }

    static func sample18() async throws {
        _ = try await medusa.customers.resetPassword(email: email, password: password, token: token)
    }

    static func sample19() async throws {
        _ = try await medusa.request("GET", "/store/products")
    }

    static func sample20() async throws {
        _ = try await medusa.auth.getSession(customHeaders: ["Cookie": cookieOfTheRequest])
    }

    static func sample21() async throws {
        let answer = try await medusa.customers.retrieve()
        _ = answer
    }

    static func sample22() async throws {
        _ = MedusaV2Client(baseURL: url, publishableKey: publishableKey)
    }

    static func sample23() async throws {
        _ = MedusaV2Client(baseURL: url, apiKey: apiKey)
    }

    static func sample24() async throws {
        _ = MedusaV2Client(baseURL: url, globalHeaders: ["X-Shop": "north"])
    }

    static func sample25() async throws {
        _ = MedusaV2Client(baseURL: url, auth: .jwt)
    }

    static func sample26() async throws {
        _ = MedusaV2Client(baseURL: url, auth: .session)
    }

    static func sample27() async throws {
        _ = MedusaV2Client(baseURL: url, storage: FileStorage(url: file))
    }

    static func sample28() async throws {
        _ = try await sdk.auth.login("customer", "emailpass", ["email": .string(email), "password": .string(password)])
    }

    static func sample29() async throws {
        _ = try await sdk.auth.login("customer", "emailpass", email: email, password: password)
    }

    static func sample30() async throws {
        _ = try await sdk.auth.register("customer", "emailpass", email: email, password: password)
    }

    static func sample31() async throws {
        _ = try await sdk.auth.callback("customer", "google", query: ["code": code])
    }

    static func sample32() async throws {
        _ = try await sdk.auth.refresh()
    }

    static func sample33() async throws {
        _ = try await sdk.auth.logout()
    }

    static func sample34() async throws {
        _ = try await sdk.auth.resetPassword("customer", "emailpass", identifier: email)
    }

    static func sample35() async throws {
        _ = try await sdk.auth.updateProvider("customer", "emailpass", ["password": "new"], token: token)
    }

    static func sample36() async throws {
        _ = try await sdk.auth.setToken(token)
    }

    static func sample37() async throws {
        _ = try await sdk.auth.getToken()
    }

    static func sample38() async throws {
        _ = try await sdk.store.customer.create(["email": .string(email), "first_name": "Ada"])
    }

    static func sample39() async throws {
        _ = try await sdk.store.customer.retrieve(query: ["fields": "id,email"])
    }

    static func sample40() async throws {
        _ = try await sdk.store.customer.update(["phone": .null])
    }

    static func sample41() async throws {
        _ = try await sdk.fetch("/store/products", query: ["limit": "2"])
    }

    static func sample42() async throws {
        _ = MedusaV2Client(baseURL: url, options: MedusaOptions(timeout: .seconds(10)))
    }
}

/// Sources/MedusaSDK/Errors/MedusaError.swift
enum MedusaErrorCommentSamples {
    static func sample1() async throws {
        do throws(MedusaError) {
            try await medusa.auth.authenticate(email: email, password: password)
        } catch {
            switch error.type {
            case .unauthorized: show("E-mail or password is wrong.")
            case _ where error.isRetryable: show("Try again in a moment.")
            default: show("Signing in failed (\(error.type)).")
            }
        }
    }
}

/// Sources/MedusaSDK/V1/MedusaClient.swift
enum MedusaClientCommentSamples {
    static func sample1() async throws {
        let medusa = MedusaClient(baseURL: url, maxRetries: 3)
        try await medusa.auth.authenticate(email: email, password: password)
        let customer = try await medusa.customers.retrieve().payload
        _ = medusa
        _ = customer
    }
}

/// Sources/MedusaSDK/V2/MedusaV2Client.swift
enum MedusaV2ClientCommentSamples {
    static func sample1() async throws {
        let medusa = MedusaV2Client(baseURL: url, publishableKey: publishableKey)
        try await medusa.auth.register("customer", "emailpass", email: email, password: password)
        try await medusa.store.customer.create(["email": .string(email), "first_name": "Ada"])
        try await medusa.auth.login("customer", "emailpass", email: email, password: password)
        _ = medusa
    }
}
