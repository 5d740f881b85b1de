import HTTPTypes
public import Hummingbird
public import SallyportCore

/// The pages under `/admin`: plain HTML, no JavaScript, usable on a phone.
public struct StudioPages: Sendable {
    private let core: Core
    private let publicURL: String

    /// - Parameters:
    ///   - publicURL: where this server is reached from outside, without a slash at the end.
    public init(core: Core, publicURL: String) {
        self.core = core
        self.publicURL = publicURL
    }

    /// Adds the pages to a router.
    ///
    /// - Parameter client: tells who asks.
    public func add<Context: RequestContext>(
        to router: Router<Context>, client: @escaping @Sendable (Request, Context) -> Client
    ) {
        router.get("admin") { _, _ in Page.welcome.response(["publicURL": publicURL]) }
        let setUp = SetUpPage(core: core, publicURL: publicURL)
        router.get("admin/setup") { request, _ in try await setUp.show(request) }
        router.post("admin/setup") { request, context in
            try await setUp.submit(request, client: client(request, context))
        }
    }
}
