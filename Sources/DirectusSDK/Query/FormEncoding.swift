/// Parameters in a URL as JavaScript's URLSearchParams writes them: `application/x-www-form-urlencoded` of the WHATWG URL
/// standard, section 5.2. A later parameter of a name replaces an earlier one.
enum FormEncoding {
    static func encode(_ parameters: [(name: String, value: String)]) -> String {
        var kept: [(name: String, value: String)] = []
        for parameter in parameters {
            if let place = kept.firstIndex(where: { $0.name == parameter.name }) {
                kept[place] = parameter
            } else {
                kept.append(parameter)
            }
        }
        return kept.map { "\(encode($0.name))=\(encode($0.value))" }.joined(separator: "&")
    }

    private static func encode(_ text: String) -> String {
        text.percentEncoded(keeping: "*-._ ").replacing(" ", with: "+")
    }
}
