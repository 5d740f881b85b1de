import SallyportCore
import TestSupport

/// Sign-ins without a pause, in as many lanes as keep every hash thread busy.
struct Flood {
    static let email = "flood@example.com"
    private let lanes: Task<Void, Never>

    init(_ client: HTTPClient, lanes count: Int) {
        lanes = Task {
            await withTaskGroup(of: Void.self) { tasks in
                for lane in 0..<count {
                    tasks.addTask {
                        let body: JSON = ["email": .string(Self.email), "password": .string(People.password)]
                        while !Task.isCancelled {
                            _ = try? await client.send(
                                "POST", "/auth/login", headers: [("X-Forwarded-For", "192.0.2.\(lane + 1)")],
                                json: body)
                        }
                    }
                }
            }
        }
    }

    /// Stops it, and waits until the last is answered.
    func end() async {
        lanes.cancel()
        await lanes.value
    }
}
