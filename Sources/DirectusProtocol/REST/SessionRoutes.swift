import HTTPTypes
import Hummingbird
import SallyportCore

/// `DELETE /sessions/others`: sign out everywhere else. What else there is of sessions is as of any collection.
struct SessionRoutes: Sendable {
    let core: Core
    let clients: ClientReader

    func add<Context: DirectusContext>(to router: Router<Context>) {
        router.route(
            "sessions/others",
            [
                .delete: { request, context in
                    let caller = clients.caller(of: request, context)
                    try await translated { () async throws(ItemFailure) in
                        try await core.endChosenSessions.others(of: caller)
                    }
                    return .nothing()
                }
            ])
    }
}
