// swift-tools-version: 6.2
import PackageDescription

// `traits: []` takes the SDKs alone: none of the server's dependencies is fetched. In a package of your own:
//
//     .package(url: "https://github.com/…/sallyport", from: "…", traits: [])

let package = Package(
    name: "Examples",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "sallyport", path: "..", traits: [])],
    targets: [
        .executableTarget(
            name: "SignIn", dependencies: [.product(name: "DirectusSDK", package: "sallyport")], path: "SignIn"),
        .executableTarget(
            name: "ServerSide", dependencies: [.product(name: "DirectusSDK", package: "sallyport")], path: "ServerSide"),
        .executableTarget(
            name: "Storefront", dependencies: [.product(name: "MedusaSDK", package: "sallyport")], path: "Storefront"),
    ]
)
