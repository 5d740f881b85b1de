import DirectusSDK
import Foundation

/// A server or a script with a static token: no session, nothing to refresh, nothing to store.
///
///     DIRECTUS_URL=https://directus.example.com DIRECTUS_TOKEN=… ServerSide
@main
struct ServerSide {
    static func main() async {
        let environment = ProcessInfo.processInfo.environment
        guard let address = environment["DIRECTUS_URL"], let token = environment["DIRECTUS_TOKEN"],
            let url = URL(string: address)
        else { exit(saying: "Set DIRECTUS_URL and DIRECTUS_TOKEN.", status: 2) }
        let client = DirectusClient(url: url, token: token)
        do throws(DirectusError) {
            let info = try await client.request(.serverInfo())
            let me = try await client.request(.readMe(Query(fields: ["email"])), as: DirectusUser.self)
            let project = info["project"]?["project_name"]?.string ?? "a project without a name"
            print("This is \(project), and the token is \(me.email ?? "nobody")'s.")
        } catch {
            // The description never holds the token.
            exit(saying: "\(error)", status: 1)
        }
    }

    private static func exit(saying message: String, status: Int32) -> Never {
        FileHandle.standardError.write(Data((message + "\n").utf8))
        Foundation.exit(status)
    }
}
