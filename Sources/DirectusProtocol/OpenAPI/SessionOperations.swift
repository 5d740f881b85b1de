import HTTPTypes
import SallyportCore

/// `/sessions/others`. What else there is of sessions is as of any collection.
enum SessionOperations {
    static let all: [Operation] = [
        Operation(
            method: .delete, path: "/sessions/others", id: "endOtherSessions",
            tag: ItemCollection.sessions.schemaName, summary: "Sign out everywhere else",
            answers: [.nothing("All other sessions of the account are over.")], refusals: [.forbidden],
            credential: .needed)
    ]
}
