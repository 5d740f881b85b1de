import Foundation
import MedusaSDK

// What the documentation's samples use and do not declare. They are compiled, not run, so nothing here has a value.

private func sample<Value>() -> Value {
    fatalError("Samples of the documentation are compiled only.")
}

var medusa: MedusaClient { sample() }
var sdk: MedusaV2Client { sample() }

var url: URL { sample() }
var file: URL { sample() }
var email: String { sample() }
var password: String { sample() }
var token: String { sample() }
var code: String { sample() }
var apiKey: String { sample() }
var publishableKey: String { sample() }
var cookieOfTheRequest: String { sample() }

// MARK: The app around the samples

func show(_ text: String) {}
func showHome() {}
func open(_ url: URL) {}
func ask(_ challenge: JSON) {}
